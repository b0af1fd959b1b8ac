// SPDX-License-Identifier: MIT
/*
 * kstrtox.c - from text to numbers
 *
 * Idea:    One loop reads digits and remembers whether they overflowed; kstrtoull() on top of it
 *          insists on the whole string, and every narrower or signed type is a range check on top
 *          of kstrtoull(). A result is stored only on success.
 * Context: any. Locking: none.
 * See:     tests/host/lib/kstrtox_check.c
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hexdump.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/math64.h>

/* Base 0 looks at the text; a 0x with no digit behind it is the number 0 and an x. */
static const char *find_base(const char *s, unsigned int *base)
{
	bool has_0x = s[0] == '0' && tolower(s[1]) == 'x' && isxdigit(s[2]);

	if (*base == 0)
		*base = has_0x ? 16 : s[0] == '0' ? 8 : 10;
	return *base == 16 && has_0x ? s + 2 : s;
}

/* Return: behind the last digit; @value is the number modulo 2^64. */
static const char *read_digits(const char *s, unsigned int base, u64 *value, bool *overflow)
{
	u64 limit = div_u64(U64_MAX, base);
	int digit;

	*value = 0;
	*overflow = false;
	for (; (digit = hex_to_bin(*s)) >= 0 && digit < base; s++) {
		if (*value > limit || *value * base > U64_MAX - digit)
			*overflow = true;
		*value = *value * base + digit;
	}
	return s;
}

/**
 * kstrtoull - a whole string as an unsigned number
 * @s: digits, perhaps a + before and one newline behind them; NULL is refused
 * @base: 2 to 16, or 0: 0x… is sixteen, 0… eight, else ten
 * @res: the number
 *
 * Return: 0; -EINVAL if @s is no number, -ERANGE if it does not fit. Context: any. Locking: none.
 */
int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	const char *digits, *end;
	bool overflow;
	u64 value;

	if (!s || base == 1 || base > 16)
		return -EINVAL;
	digits = find_base(*s == '+' ? s + 1 : s, &base);
	end = read_digits(digits, base, &value, &overflow);
	if (end == digits)
		return -EINVAL;
	if (*end == '\n')
		end++;
	if (*end)
		return -EINVAL;
	if (overflow)
		return -ERANGE;
	*res = value;
	return 0;
}
EXPORT_SYMBOL(kstrtoull);

/**
 * kstrtoll - a whole string as a signed number
 * @s: as kstrtoull(), and a - may stand before it
 * @base: as kstrtoull()
 * @res: the number
 *
 * Return: 0; -EINVAL if @s is no number, -ERANGE if it does not fit. Context: any. Locking: none.
 */
int kstrtoll(const char *s, unsigned int base, long long *res)
{
	bool negative = s && *s == '-';
	u64 value;
	int err;

	if (negative && *++s == '+')
		return -EINVAL;
	err = kstrtoull(s, base, &value);
	if (err)
		return err;
	if (value > (u64)LLONG_MAX + negative)
		return -ERANGE;
	*res = negative ? -value : value;
	return 0;
}
EXPORT_SYMBOL(kstrtoll);

/* The narrower types: kstrtoull() or kstrtoll(), then the question whether it fits. */
#define DEFINE_KSTRTO(name, type, wide_name, wide_type)                                            \
	int name(const char *s, unsigned int base, type *res)                                      \
	{                                                                                          \
		wide_type value;                                                                   \
		int err = wide_name(s, base, &value);                                              \
		if (!err && value != (wide_type)(type)value)                                       \
			err = -ERANGE;                                                             \
		if (!err)                                                                          \
			*res = value;                                                              \
		return err;                                                                        \
	}

/**
 * kstrtoul - a whole string as an unsigned long
 * @s: as kstrtoull()
 * @base: as kstrtoull()
 * @res: the number
 *
 * Return: 0, -EINVAL or -ERANGE, as kstrtoull(). Context: any. Locking: none.
 */
DEFINE_KSTRTO(kstrtoul, unsigned long, kstrtoull, unsigned long long)
EXPORT_SYMBOL(kstrtoul);

/**
 * kstrtol - a whole string as a long
 * @s: as kstrtoll()
 * @base: as kstrtoll()
 * @res: the number
 *
 * Return: 0, -EINVAL or -ERANGE, as kstrtoll(). Context: any. Locking: none.
 */
DEFINE_KSTRTO(kstrtol, long, kstrtoll, long long)
EXPORT_SYMBOL(kstrtol);

/**
 * kstrtouint - a whole string as an unsigned int
 * @s: as kstrtoull()
 * @base: as kstrtoull()
 * @res: the number
 *
 * Return: 0, -EINVAL or -ERANGE, as kstrtoull(). Context: any. Locking: none.
 */
DEFINE_KSTRTO(kstrtouint, unsigned int, kstrtoull, unsigned long long)
EXPORT_SYMBOL(kstrtouint);

/**
 * kstrtoint - a whole string as an int
 * @s: as kstrtoll()
 * @base: as kstrtoll()
 * @res: the number
 *
 * Return: 0, -EINVAL or -ERANGE, as kstrtoll(). Context: any. Locking: none.
 */
DEFINE_KSTRTO(kstrtoint, int, kstrtoll, long long)
EXPORT_SYMBOL(kstrtoint);

/**
 * kstrtobool - a word as yes or no
 * @s: begins with y, Y, t, T or 1 for yes, n, N, f, F or 0 for no; or on, off; NULL is refused
 * @res: the answer
 *
 * Return: 0, or -EINVAL. Context: any. Locking: none.
 */
int kstrtobool(const char *s, bool *res)
{
	if (!s)
		return -EINVAL;
	switch (tolower(s[0])) {
	case 'y':
	case 't':
	case '1':
		*res = true;
		return 0;
	case 'n':
	case 'f':
	case '0':
		*res = false;
		return 0;
	case 'o':
		if (tolower(s[1]) != 'n' && tolower(s[1]) != 'f')
			return -EINVAL;
		*res = tolower(s[1]) == 'n';
		return 0;
	}
	return -EINVAL;
}
EXPORT_SYMBOL(kstrtobool);

/**
 * simple_strtoull - the number at the beginning of a text
 * @s: the text
 * @end: set behind the last digit used, or to @s if there is none; may be NULL
 * @base: 2 to 16, or 0: 0x… is sixteen, 0… eight, else ten
 *
 * Return: the number, modulo 2^64. Context: any. Locking: none.
 */
unsigned long long simple_strtoull(const char *s, char **end, unsigned int base)
{
	const char *digits = find_base(s, &base), *last;
	bool overflow;
	u64 value;

	last = read_digits(digits, base, &value, &overflow);
	if (end)
		*end = (char *)(last == digits ? s : last);
	return value;
}
EXPORT_SYMBOL(simple_strtoull);

/**
 * simple_strtoll - the number at the beginning of a text, perhaps negative
 * @s: the text
 * @end: set behind the last digit used, or to @s if there is none; may be NULL
 * @base: as simple_strtoull()
 *
 * Return: the number, modulo 2^64. Context: any. Locking: none.
 */
long long simple_strtoll(const char *s, char **end, unsigned int base)
{
	char *last;
	u64 value;

	if (*s != '-')
		return simple_strtoull(s, end, base);
	value = simple_strtoull(s + 1, &last, base);
	if (end)
		*end = last == s + 1 ? (char *)s : last;
	return -value;
}
EXPORT_SYMBOL(simple_strtoll);

/**
 * simple_strtoul - the number at the beginning of a text
 * @s: the text
 * @end: set behind the last digit used, or to @s if there is none; may be NULL
 * @base: as simple_strtoull()
 *
 * Return: the number, modulo 2^32 on a 32-bit machine. Context: any. Locking: none.
 */
unsigned long simple_strtoul(const char *s, char **end, unsigned int base)
{
	return simple_strtoull(s, end, base);
}
EXPORT_SYMBOL(simple_strtoul);

/**
 * simple_strtol - the number at the beginning of a text, perhaps negative
 * @s: the text
 * @end: set behind the last digit used, or to @s if there is none; may be NULL
 * @base: as simple_strtoull()
 *
 * Return: the number, modulo 2^32 on a 32-bit machine. Context: any. Locking: none.
 */
long simple_strtol(const char *s, char **end, unsigned int base)
{
	return simple_strtoll(s, end, base);
}
EXPORT_SYMBOL(simple_strtol);

/**
 * memparse - a size such as 64K or 0x10M
 * @s: digits as for simple_strtoull() with base 0, and perhaps one of K M G T, either case: 2^10 to
 *     2^40 bytes
 * @end: set behind what was used, or to @s if there is no number; may be NULL
 *
 * Return: bytes; U64_MAX if they do not fit. Context: any. Locking: none.
 */
unsigned long long memparse(const char *s, char **end)
{
	unsigned int base = 0, shift = 0;
	const char *digits = find_base(s, &base), *last;
	bool overflow;
	u64 value;

	last = read_digits(digits, base, &value, &overflow);
	if (last == digits) {
		last = s;
	} else {
		switch (toupper(*last)) {
		case 'T':
			shift += 10;
			fallthrough;
		case 'G':
			shift += 10;
			fallthrough;
		case 'M':
			shift += 10;
			fallthrough;
		case 'K':
			shift += 10;
			last++;
		}
	}
	if (end)
		*end = (char *)last;
	return overflow || value > U64_MAX >> shift ? U64_MAX : value << shift;
}
EXPORT_SYMBOL(memparse);
