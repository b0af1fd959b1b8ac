// SPDX-License-Identifier: MIT
/*
 * vsprintf.c - formatted text: vsnprintf() and its family
 *
 * Idea:    One pass over the format. Text goes to put(), which counts every character and stores
 *          those that fit: so the length of the whole text comes out, however small the buffer,
 *          and one place alone decides what may be written. Each %… is first read into a
 *          struct spec, then printed by its kind. Besides C's own there are Linux's pointers:
 *            %p   the address in hexadecimal     %pS  name+0xoffset/0xsize of the code there
 *            %pe  -EIO for ERR_PTR(-EIO)         %ps  name alone
 *            %pB  as %pS, for a return address: the function that called, also where the call is
 *                 its last instruction, and what it would return to is the next function's first
 *          No floating point: the kernel does not touch those registers. No %n: it writes.
 * Context: any, a panic included; about 300 bytes of stack for %pS. Locking: none.
 * See:     lib/sprintf.c for the calls around it, tests/host/lib/vsprintf_check.c
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/errname.h>
#include <linux/export.h>
#include <linux/kallsyms.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/sprintf.h>
#include <linux/string.h>

struct text {
	char *buf;
	size_t size; /* bytes at buf, the NUL's included */
	size_t len;  /* of all the text so far, whether it fitted or not; INT_MAX at most */
};

struct spec {
	bool left;	/* -  pad on the right */
	bool plus;	/* +  a sign before positive numbers as well */
	bool space;	/*    or at least a space there */
	bool alternate; /* #  0x, or a leading 0 in octal */
	bool zero;	/* 0  pad numbers with zeros */
	int width;	/* characters at least */
	int precision;	/* digits at least, or bytes of a string at most; -1: not given */
	int bytes;	/* of the integer argument: 1 for hh … 8 for ll */
};

static void put(struct text *out, char c)
{
	if (out->len < out->size)
		out->buf[out->len] = c;
	if (out->len < INT_MAX)
		out->len++;
}

static void put_bytes(struct text *out, const char *s, size_t n)
{
	while (n--)
		put(out, *s++);
}

/* Does not loop over what does not fit: a width may be INT_MAX. */
static void put_repeated(struct text *out, char c, int n)
{
	n = min_t(size_t, n, INT_MAX - out->len);
	if (out->len < out->size)
		memset(out->buf + out->len, c, min_t(size_t, n, out->size - out->len));
	out->len += n;
}

/* Text in a field: blanks on one side of it. */
static void put_field(struct text *out, const struct spec *spec, const char *s, size_t n)
{
	int blanks = n < spec->width ? spec->width - (int)n : 0;

	put_repeated(out, ' ', spec->left ? 0 : blanks);
	put_bytes(out, s, n);
	put_repeated(out, ' ', spec->left ? blanks : 0);
}

static void put_string(struct text *out, const struct spec *spec, const char *s)
{
	unsigned long address = (unsigned long)s;

	if (!s)
		s = "(null)";
	else if (address < 4096 || IS_ERR(s))
		s = "(efault)"; /* a small number or an errno, taken for a string */
	put_field(out, spec, s, spec->precision < 0 ? strlen(s) : strnlen(s, spec->precision));
}

/* The digits of @value, last one first, at most 22 (octal). Return: how many; none for 0. */
static int make_digits(char *digits, u64 value, unsigned int base, bool upper)
{
	const char *letters = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	int n = 0;

	while (value) {
		u32 digit;

		value = div_u64_rem(value, base, &digit);
		digits[n++] = letters[digit];
	}
	return n;
}

/* [blanks][sign or 0x][zeros][digits][blanks] */
static void put_number(struct text *out, const struct spec *spec, u64 value, unsigned int base,
		       const char *prefix, bool upper)
{
	char digits[22];
	int n = make_digits(digits, value, base, upper);
	int prefix_len = strlen(prefix);
	int zeros = max(spec->precision < 0 ? 1 - n : spec->precision - n, 0);
	int blanks;

	if (base == 8 && spec->alternate && !zeros)
		zeros = 1;
	blanks = max(spec->width - n - prefix_len, 0);
	blanks = max(blanks - zeros, 0);
	if (spec->zero && !spec->left && spec->precision < 0) {
		zeros += blanks;
		blanks = 0;
	}
	put_repeated(out, ' ', spec->left ? 0 : blanks);
	put_bytes(out, prefix, prefix_len);
	put_repeated(out, '0', zeros);
	while (n)
		put(out, digits[--n]);
	put_repeated(out, ' ', spec->left ? blanks : 0);
}

static void put_signed(struct text *out, const struct spec *spec, s64 value)
{
	const char *sign = value < 0 ? "-" : spec->plus ? "+" : spec->space ? " " : "";

	put_number(out, spec, value < 0 ? -(u64)value : value, 10, sign, false);
}

/* The address, all its digits: columns of them line up. */
static void put_address(struct text *out, struct spec spec, const void *p)
{
	if (!spec.width)
		spec.precision = 2 * sizeof(p);
	put_number(out, &spec, (unsigned long)p, 16, "", false);
}

/* noinline: or else every printk() would need stack for the name. */
static noinline void put_symbol(struct text *out, const struct spec *spec, const void *p, char how)
{
	char name[KSYM_SYMBOL_LEN];

	symbol_name(name, sizeof(name), (unsigned long)p, how);
	put_field(out, spec, name, strnlen(name, sizeof(name)));
}

/* %p and what the letter behind it makes of it. Return: how many letters were used. */
static int put_pointer(struct text *out, const struct spec *spec, const void *p, char letter)
{
	switch (letter) {
	case 'S':
	case 'B':
	case 's':
		put_symbol(out, spec, p, letter);
		return 1;
	case 'e':
		if (!IS_ERR(p))
			put_address(out, *spec, p);
		else if (errname(PTR_ERR(p)))
			put_string(out, spec, errname(PTR_ERR(p)));
		else
			put_signed(out, spec, PTR_ERR(p));
		return 1;
	default:
		put_address(out, *spec, p);
		return 0;
	}
}

/* Digits of a width or precision, no further than INT_MAX. */
static int read_int(const char **fmt)
{
	int value = 0;

	for (; isdigit(**fmt); ++*fmt) {
		int digit = **fmt - '0';

		value = value > (INT_MAX - digit) / 10 ? INT_MAX : value * 10 + digit;
	}
	return value;
}

static void read_flags(const char **fmt, struct spec *spec)
{
	for (;; ++*fmt) {
		switch (**fmt) {
		case '-':
			spec->left = true;
			break;
		case '+':
			spec->plus = true;
			break;
		case ' ':
			spec->space = true;
			break;
		case '#':
			spec->alternate = true;
			break;
		case '0':
			spec->zero = true;
			break;
		default:
			return;
		}
	}
}

/* hh h l ll z t, and L for ll; j is as wide as ll. */
static int read_length(const char **fmt)
{
	char c = **fmt;
	bool twice = c && (*fmt)[1] == c;

	switch (c) {
	case 'h':
		*fmt += 1 + twice;
		return twice ? 1 : 2;
	case 'l':
		*fmt += 1 + twice;
		return twice ? 8 : sizeof(long);
	case 'L':
	case 'j':
		++*fmt;
		return 8;
	case 'z':
	case 't':
		++*fmt;
		return sizeof(size_t);
	}
	return sizeof(int);
}

/* From behind the % up to the letter that says the kind; * takes from @args. */
static void read_spec(const char **fmt, struct spec *spec, va_list *args)
{
	*spec = (struct spec){ .precision = -1 };
	read_flags(fmt, spec);
	if (**fmt == '*') {
		++*fmt;
		spec->width = va_arg(*args, int);
		if (spec->width < 0) {
			spec->left = true;
			spec->width = spec->width == INT_MIN ? INT_MAX : -spec->width;
		}
	} else {
		spec->width = read_int(fmt);
	}
	if (**fmt == '.') {
		++*fmt;
		if (**fmt == '*') {
			++*fmt;
			spec->precision = max(va_arg(*args, int), -1);
		} else {
			spec->precision = read_int(fmt);
		}
	}
	spec->bytes = read_length(fmt);
}

/* An integer argument, cut or widened as its length says. */
static u64 take_integer(const struct spec *spec, va_list *args, bool is_signed)
{
	int bits = 8 * spec->bytes;
	u64 value;

	if (spec->bytes == 8)
		return va_arg(*args, u64);
	value = (u64)va_arg(*args, unsigned int) << (64 - bits);
	return is_signed ? (u64)((s64)value >> (64 - bits)) : value >> (64 - bits);
}

/**
 * vsnprintf - format into a buffer
 * @buf: where to; may be NULL when @size is 0
 * @size: bytes at @buf; unless 0, the text ends with a NUL, cut if need be
 * @fmt: the format; an unknown % sequence is printed as it stands, its argument is not taken
 * @args: its arguments; undefined afterwards
 *
 * Return: length of the whole text, without the NUL, whether it fitted or not; INT_MAX at most.
 * Context: any. Locking: none.
 */
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct text out = { .buf = buf, .size = size };
	va_list ap;

	va_copy(ap, args);
	while (*fmt) {
		const char *start = fmt;
		struct spec spec;
		u64 value;
		char c;

		if (*fmt != '%') {
			put(&out, *fmt++);
			continue;
		}
		fmt++;
		read_spec(&fmt, &spec, &ap);
		switch (*fmt++) {
		case 'd':
		case 'i':
			put_signed(&out, &spec, take_integer(&spec, &ap, true));
			break;
		case 'u':
			put_number(&out, &spec, take_integer(&spec, &ap, false), 10, "", false);
			break;
		case 'o':
			put_number(&out, &spec, take_integer(&spec, &ap, false), 8, "", false);
			break;
		case 'x':
			value = take_integer(&spec, &ap, false);
			put_number(&out, &spec, value, 16, spec.alternate && value ? "0x" : "",
				   false);
			break;
		case 'X':
			value = take_integer(&spec, &ap, false);
			put_number(&out, &spec, value, 16, spec.alternate && value ? "0X" : "",
				   true);
			break;
		case 'c':
			c = va_arg(ap, int);
			put_field(&out, &spec, &c, 1);
			break;
		case 's':
			put_string(&out, &spec, va_arg(ap, const char *));
			break;
		case 'p':
			fmt += put_pointer(&out, &spec, va_arg(ap, void *), *fmt);
			break;
		case '%':
			put(&out, '%');
			break;
		case '\0':
			fmt--;
			fallthrough;
		default:
			put_bytes(&out, start, fmt - start);
		}
	}
	va_end(ap);
	if (size)
		buf[min(out.len, size - 1)] = '\0';
	return min_t(size_t, out.len, INT_MAX);
}
EXPORT_SYMBOL(vsnprintf);
