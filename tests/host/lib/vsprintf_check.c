// SPDX-License-Identifier: MIT
/* vsprintf_check.c - lib/vsprintf.c and lib/sprintf.c: by a table, and against the C library */
#include <linux/array_size.h>
#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include "host.h"

/* What the kernel's symbol table is to %pS. */
int symbol_name(char *buf, size_t size, unsigned long addr, char how)
{
	if (how == 's')
		return snprintf(buf, size, "func");
	return snprintf(buf, size, how == 'B' ? "caller+0x%lx/0x100" : "func+0x%lx/0x100",
			addr & 0xff);
}

/* Text in a block of exactly its size: a format must not be read further than its NUL. */
static void expect_text(const char *file, int line, const char *want, const char *fmt, ...)
{
	char *format = host_text(fmt), buf[200];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, sizeof(buf), format, args);
	va_end(args);
	host_free(format);
	if (host_differ(buf, want) || len != strlen(want))
		host_fail(file, line, "\"%s\" printed \"%s\" (%d), not \"%s\"", fmt, buf, len,
			  want);
}

/* Not marked as a printf: it is given what a compiler would complain about. */
#define TEXT(want, ...) expect_text(__FILE__, __LINE__, want, __VA_ARGS__)

/* Integers in all bases. */
CHECK(integers)
{
	TEXT("0 1 -1 2147483647 -2147483648", "%d %d %i %i %d", 0, 1, -1, INT_MAX, INT_MIN);
	TEXT("0 4294967295", "%u %u", 0, UINT_MAX);
	TEXT("0 ffffffff FFFFFFFF deadbeef", "%x %x %X %x", 0, ~0, ~0, 0xdeadbeef);
	TEXT("0 17 37777777777", "%o %o %o", 0, 15, ~0);
}

/* Flags, width and precision of integers. */
CHECK(integer_fields)
{
	TEXT("[    5][5    ][00005][   +5]", "[%5d][%-5d][%05d][%+5d]", 5, 5, 5, 5);
	TEXT("[   -5][-5   ][-0005][ 5][ -5]", "[%5d][%-5d][%05d][% d][% 3d]", -5, -5, -5, 5, -5);
	TEXT("[  005][005  ][005][+005]", "[%5.3d][%-5.3d][%.3d][%+.3d]", 5, 5, 5, 5);
	TEXT("[  005][0x5][0X00005][    0x5]", "[%05.3d][%#x][%#07X][%#7x]", 5, 5, 5, 5);
	TEXT("[0][07][0][00000]", "[%#x][%#o][%#o][%.5d]", 0, 7, 0, 0);
	TEXT("[][][   ][0][+]", "[%.0d][%.0x][%3.0u][%#.0o][%+.0d]", 0, 0, 0, 0, 0);
	TEXT("[005][  5][-5 ]", "[%.*d][%*d][%*d]", 3, 5, 3, 5, -3, -5);
	TEXT("[5][005]", "[%.*d][%0*d]", -1, 5, 3, 5);
	TEXT("[017][0017][ 017]", "[%#o][%#.4o][%#4o]", 15, 15, 15);
}

/* Lengths cut or widen the argument; hh and h are cut from an int. */
CHECK(integer_lengths)
{
	TEXT("-1 255 -1 65535", "%hhd %hhu %hd %hu", 0x1ff, 0x1ff, 0x1ffff, 0x1ffff);
	TEXT("-128 80 -32768 8000", "%hhd %hhx %hd %hx", 0x80, 0x80, 0x8000, 0x8000);
	TEXT("-9223372036854775808 18446744073709551615", "%lld %llu", S64_MIN, U64_MAX);
	TEXT("1000000000000 ffffffffffffffff", "%Ld %llx", 1000000000000ll, U64_MAX);
	TEXT("1777777777777777777777", "%llo", U64_MAX);
	TEXT("-2 -3 7 -9 8", "%ld %zd %zu %td %jd", -2l, (ssize_t)-3, (size_t)7, (ptrdiff_t)-9,
	     8ll);
	TEXT("1 2 3", "%d %lld %d", 1, 2ll, 3);
	TEXT(sizeof(long) == 8 ? "ffffffffffffffff" : "ffffffff", "%lx", ~0ul);
	TEXT(sizeof(long) == 8 ? "ffffffffffffffff" : "ffffffff", "%zx", ~(size_t)0);
}

/* Characters, strings, %%. */
CHECK(text)
{
	TEXT("a[b  ][  c]%", "%c[%-3c][%3c]%%", 'a', 'b', 'c');
	TEXT("s[  s][s  ][ab][ a]", "%s[%3s][%-3s][%.2s][%2.1s]", "s", "s", "s", "abc", "abc");
	TEXT("[][   ][]", "[%s][%3s][%.0s]", "", "", "abc");
	TEXT("[ab][abc]", "[%.*s][%.*s]", 2, "abc", -1, "abc");
	TEXT("plain", "plain");
	TEXT("", "");
}

/* A NUL by %c is text like any other character. */
CHECK(nul_character)
{
	char buf[4] = "xxx";

	EXPECT_INT(snprintf(buf, sizeof(buf), "%c%c", 0, 'b'), 2);
	EXPECT_INT(buf[0], 0);
	EXPECT_INT(buf[1], 'b');
	EXPECT_INT(buf[2], 0);
}

/* A string that is no address is named instead of read. */
CHECK(bad_strings)
{
	TEXT("(null) (efault) (efault) (efault)", "%s %s %s %s", NULL, (char *)1, (char *)4095,
	     ERR_PTR(-EINVAL));
	TEXT("[  (null)][(nu]", "[%8s][%.3s]", NULL, NULL);
}

/* %.Ns reads at most N bytes of a block without a NUL. */
CHECK(strings_without_nul)
{
	char *block = host_alloc(3);

	memcpy(block, "abc", 3);
	TEXT("abc|ab|  ab", "%.3s|%.2s|%4.2s", block, block, block);
	host_free(block);
}

/* %p prints all digits of an address, or as many as the width says. */
CHECK(pointers)
{
	bool wide = sizeof(long) == 8;

	TEXT(wide ? "0000000000001234" : "00001234", "%p", (void *)0x1234);
	TEXT(wide ? "0000000000000000" : "00000000", "%p", NULL);
	TEXT("c0100000", "%8p", (void *)0xc0100000ul);
	TEXT("  1234|1234  ", "%6p|%-6p", (void *)0x1234, (void *)0x1234);
}

/* %pS, %pB and %ps print what symbol_name() says, in a field. */
CHECK(symbols)
{
	TEXT("<func+0x12/0x100>", "<%pS>", (void *)0x12);
	TEXT("<caller+0x12/0x100>", "<%pB>", (void *)0x12);
	TEXT("<func>", "<%ps>", (void *)0x12);
	TEXT("[  func][func  ]S", "[%6ps][%-6ps]S", (void *)0x12, (void *)0x12);
}

/* %pe prints an error's name, an unknown error's number, and any other pointer as %p. */
CHECK(error_pointers)
{
	TEXT("-EINVAL -ENOMEM", "%pe %pe", ERR_PTR(-EINVAL), ERR_PTR(-ENOMEM));
	TEXT("[ -EIO][-EIO ]", "[%5pe][%-5pe]", ERR_PTR(-EIO), ERR_PTR(-EIO));
	TEXT("-4000", "%pe", ERR_PTR(-4000));
	TEXT("1234", "%4pe", (void *)0x1234);
	TEXT("-ERESTARTSYS", "%pe", ERR_PTR(-ERESTARTSYS));
}

/* What is no conversion is printed as it stands, and what follows still works. */
CHECK(unknown_conversions)
{
	TEXT("%y 5", "%y %d", 5);
	TEXT("%-05.3lly 5", "%-05.3lly %d", 5);
	TEXT("%", "%");
	TEXT("%5", "%5");
	TEXT("%ll", "%ll");
	TEXT("%h", "%h");
	TEXT("%-", "%-");
	TEXT("%.", "%.");
	TEXT("%n", "%n");
	TEXT("%f", "%f");
	TEXT("100%", "%d%", 100);
}

/* However small the block, text is cut to it, ends in a NUL, and its whole length is returned. */
CHECK(every_cut)
{
	static const char whole[] = "abc -0042 7        (null) func+0x12/0x100 -EIO <x  > 0x00ff";
	size_t size, i;

	for (size = 0; size <= sizeof(whole) + 1; size++) {
		char *buf = host_alloc(size), *again = host_alloc(size);
		size_t fits = min(sizeof(whole) - 1, size ? size - 1 : 0);

#define ARGS                                                                                       \
	"abc %05d %-8u (null) %pS %pe <%-3c> %#06x", -42, 7, (void *)0x12, ERR_PTR(-EIO), 'x', 255
		EXPECT_INT(snprintf(buf, size, ARGS), sizeof(whole) - 1);
		EXPECT_INT(scnprintf(again, size, ARGS), fits);
#undef ARGS
		for (i = 0; i < fits; i++) {
			EXPECT_INT(buf[i], whole[i]);
			EXPECT_INT(again[i], whole[i]);
		}
		if (size) {
			EXPECT_INT(buf[fits], 0);
			EXPECT_INT(again[fits], 0);
		}
		host_free(buf);
		host_free(again);
	}
	EXPECT_INT(snprintf(NULL, 0, "%s", "four"), 4);
}

/* sprintf writes the whole text and its NUL, no more. */
CHECK(sprintf_exact)
{
	char *buf = host_alloc(9);

	EXPECT_INT(sprintf(buf, "%s=%d", "abcd", 123), 8);
	EXPECT_STR(buf, "abcd=123");
	host_free(buf);
}

/* Widths and precisions beyond all reason cost no time and no memory, and no count overflows. */
CHECK(huge_fields)
{
	char *buf = host_alloc(8);

	EXPECT_INT(snprintf(buf, 8, "%2147483647d", 1), INT_MAX);
	EXPECT_STR(buf, "       ");
	EXPECT_INT(snprintf(buf, 8, "%-2147483647d", 1), INT_MAX);
	EXPECT_STR(buf, "1      ");
	EXPECT_INT(snprintf(buf, 8, "%.2147483647d", -1), INT_MAX);
	EXPECT_STR(buf, "-000000");
	EXPECT_INT(snprintf(buf, 8, "%02147483647x", 1), INT_MAX);
	EXPECT_STR(buf, "0000000");
	TEXT("ok", "ok%.0s", "x");
	/* Passed by a variable: gcc and clang know these formats to be absurd. */
	{
		static const char *const absurd[] = {
			"%99999999999999999999d|",
			"%*d|%*d|%*d|",
			"%.99999999999999999999s|",
			"%2147483647s%2147483647s%2147483647s|",
		};

		EXPECT_INT(snprintf(buf, 8, absurd[0], 1), INT_MAX);
		EXPECT_INT(snprintf(buf, 8, absurd[1], INT_MIN, 1, INT_MAX, 1, -INT_MAX, 1),
			   INT_MAX);
		EXPECT_STR(buf, "1      ");
		EXPECT_INT(snprintf(buf, 8, absurd[2], "abc"), 4);
		EXPECT_STR(buf, "abc|");
		EXPECT_INT(snprintf(buf, 8, absurd[3], "", "", ""), INT_MAX);
		EXPECT_STR(buf, "       ");
	}
	host_free(buf);
}

/* Compare one call with the C library's, in a block of @size bytes. */
static __unused void compare(size_t size, const char *fmt, ...)
{
#ifdef HAVE_LIBC
	char *ours = host_alloc(size), *theirs = host_alloc(size);
	int a, b;
	va_list args;

	va_start(args, fmt);
	a = vsnprintf(ours, size, fmt, args);
	va_end(args);
	va_start(args, fmt);
	b = ref_vsnprintf(theirs, size, fmt, args);
	va_end(args);
	if (a != b || (size && host_differ(ours, theirs)))
		FAIL("\"%s\", %zu bytes: \"%s\" (%d), not \"%s\" (%d)", fmt, size, ours, a, theirs,
		     b);
	host_free(ours);
	host_free(theirs);
#endif
}

/* Random formats of one integer print as the C library prints them, at random block sizes. */
CHECK_LIBC(random_integers)
{
	static const char *const lengths[] = { "hh", "h", "", "l", "ll", "z", "t", "j" };
	static const char kinds[] = "diuxXo";
	int i;

	for (i = 0; i < 200000; i++) {
		char fmt[40], *p = fmt;
		u64 value = host_random() >> host_below(64);
		size_t size = host_below(4) ? 100 : host_below(30);
		u32 length = host_below(ARRAY_SIZE(lengths)), flags = host_below(32), bit;

		if (!host_below(10))
			value = 0;
		if (host_below(2))
			value = -value;
		*p++ = '<';
		*p++ = '%';
		for (bit = 0; bit < 5; bit++)
			if (flags & BIT(bit))
				*p++ = "-+ #0"[bit];
		if (host_below(2))
			p += sprintf(p, "%u", 1 + host_below(30));
		if (host_below(2))
			p += sprintf(p, host_below(4) ? ".%u" : ".", host_below(30));
		p += sprintf(p, "%s%c>", lengths[length], kinds[host_below(6)]);
		if (length < 3)
			compare(size, fmt, (int)value);
		else
			compare(size, fmt, value); /* long, long long, size_t: all 64 bits here */
	}
}

/* Random formats of text print as the C library prints them. */
CHECK_LIBC(random_text)
{
	int i;

	for (i = 0; i < 50000; i++) {
		char fmt[40], *p = fmt, text[20];
		u32 len = host_below(sizeof(text));

		memset(text, 'a' + i % 26, len);
		text[len] = '\0';
		p += sprintf(p, "<%%%s", host_below(2) ? "-" : "");
		if (host_below(2))
			p += sprintf(p, "%u", 1 + host_below(30));
		if (host_below(3) == 0) {
			sprintf(p, "c>%%%%");
			compare(host_below(40), fmt, 'c');
			continue;
		}
		if (host_below(2))
			p += sprintf(p, ".%u", host_below(30));
		sprintf(p, "s>");
		compare(host_below(40), fmt, text);
	}
}

/* Widths and precisions given by arguments print as the C library prints them, negative too. */
CHECK_LIBC(random_stars)
{
	int i;

	for (i = 0; i < 50000; i++) {
		int width = (int)host_below(40) - 20, precision = (int)host_below(30) - 5;

		compare(host_below(50), "%*.*d|", width, precision, (int)host_random());
		compare(host_below(50), "%0*x|%.*s|", width, (int)host_random(), precision, "text");
	}
}

/* Random bytes as a format: no crash, no overrun, a NUL at the end. */
CHECK(random_garbage)
{
	static const char letters[] = "%%%%%%.*-+ #0123456789hlzjtLyqfngE";
	int i;

	for (i = 0; i < 100000; i++) {
		u32 len = host_below(12), size = host_below(20), j;
		char *fmt = host_alloc(len + 1), *buf = host_alloc(size);
		int got;

		for (j = 0; j < len; j++)
			fmt[j] = letters[host_below(sizeof(letters) - 1)];
		fmt[len] = '\0';
		got = snprintf(buf, size, fmt, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
		EXPECT(got >= 0);
		if (size)
			EXPECT(strnlen(buf, size) < size);
		host_free(fmt);
		host_free(buf);
	}
}
