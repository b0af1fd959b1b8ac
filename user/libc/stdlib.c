// SPDX-License-Identifier: MIT
/*
 * stdlib.c - numbers from text, order, chance
 *
 * Idea:    One loop reads digits in the widest type, and stops at the largest value; the narrower
 *          types cut to theirs. qsort() is the kernel's heapsort (lib/sort.c).
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <linux/math64.h>
#include <linux/sort.h>
#include <stdlib.h>

static int digit_of(char c)
{
	return isdigit(c) ? c - '0' : isalpha(c) ? tolower(c) - 'a' + 10 : INT_MAX;
}

/* Blanks, sign, 0x, digits. Return: the digits' value, at most U64_MAX. */
static u64 read_number(const char *s, char **end, int base, bool *negative, bool *overflow)
{
	const char *start = s;
	u64 value = 0;

	while (isspace(*s))
		s++;
	*negative = *s == '-';
	if (*s == '-' || *s == '+')
		s++;
	if ((base == 0 || base == 16) && s[0] == '0' && tolower(s[1]) == 'x' && isxdigit(s[2])) {
		s += 2;
		base = 16;
	} else if (base == 0) {
		base = *s == '0' ? 8 : 10;
	}
	if (digit_of(*s) < base)
		start = NULL;
	for (; digit_of(*s) < base; s++) {
		u32 digit = digit_of(*s);

		if (value > div_u64(U64_MAX - digit, base))
			*overflow = true;
		value = value * base + digit;
	}
	if (end)
		*end = (char *)(start ? start : s);
	return *overflow ? U64_MAX : value;
}

static u64 read_unsigned(const char *s, char **end, int base, u64 max)
{
	bool negative, overflow = false;
	u64 value = read_number(s, end, base, &negative, &overflow);

	if (overflow || value > max) {
		errno = ERANGE;
		return max;
	}
	return negative ? -value : value;
}

static s64 read_signed(const char *s, char **end, int base, u64 max)
{
	bool negative, overflow = false;
	u64 value = read_number(s, end, base, &negative, &overflow);

	if (overflow || value > max + negative) {
		errno = ERANGE;
		value = max + negative;
	}
	return negative ? -value : value;
}

unsigned long long strtoull(const char *s, char **end, int base)
{
	return read_unsigned(s, end, base, U64_MAX);
}

unsigned long strtoul(const char *s, char **end, int base)
{
	return read_unsigned(s, end, base, ULONG_MAX);
}

long long strtoll(const char *s, char **end, int base)
{
	return read_signed(s, end, base, LLONG_MAX);
}

long strtol(const char *s, char **end, int base)
{
	return read_signed(s, end, base, LONG_MAX);
}

int atoi(const char *s)
{
	return strtol(s, NULL, 10);
}

void qsort(void *base, size_t n, size_t size, int (*compare)(const void *a, const void *b))
{
	sort(base, n, size, compare, NULL);
}

static u32 chance = 1;

void srand(unsigned int seed)
{
	chance = seed ? seed : 1;
}

/* Marsaglia's xorshift: three shifts go through all 32-bit numbers but 0. */
int rand(void)
{
	chance ^= chance << 13;
	chance ^= chance >> 17;
	chance ^= chance << 5;
	return chance & RAND_MAX;
}
