// SPDX-License-Identifier: MIT
/* kstrtox_check.c - lib/kstrtox.c: what is a number, what is not, what does not fit */
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include "host.h"

/* kstrtoull reads whole numbers, in the bases it finds. */
CHECK(whole_numbers)
{
	static const struct {
		const char *text;
		unsigned int base;
		u64 value;
	} cases[] = {
		{ "0", 0, 0 },
		{ "00", 0, 0 },
		{ "7", 0, 7 },
		{ "+7", 0, 7 },
		{ "123\n", 0, 123 },
		{ "0x1F", 0, 31 },
		{ "0X1f", 16, 31 },
		{ "1f", 16, 31 },
		{ "+0x10", 0, 16 },
		{ "017", 0, 15 },
		{ "017", 10, 17 },
		{ "101", 2, 5 },
		{ "0", 16, 0 },
		{ "18446744073709551615", 0, U64_MAX },
		{ "0xffffffffffffffff", 0, U64_MAX },
		{ "01777777777777777777777", 0, U64_MAX },
		{ "000000000000000000000000000000000000001", 10, 1 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = host_text(cases[i].text);
		unsigned long long value = 99;

		EXPECT_INT(kstrtoull(text, cases[i].base, &value), 0);
		EXPECT_INT(value, cases[i].value);
		host_free(text);
	}
}

/* What is no number is -EINVAL and leaves the result alone. */
CHECK(no_numbers)
{
	static const char *const cases[] = {
		"",	" ",  "\n",  "+",  "-",	 "-1", "++1", "+-1", " 1",  "1 ",   "1\n\n",
		"1\n1", "0x", "0xg", "x1", "1x", "08", "12a", "0b1", "1.0", "\xb1",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = host_text(cases[i]);
		unsigned long long value = 99;

		if (kstrtoull(text, 0, &value) != -EINVAL)
			FAIL("\"%s\" was read as %llu", text, value);
		EXPECT_INT(value, 99);
		host_free(text);
	}
	for (i = 0; i < 40; i++)
		if (i == 1 || i > 16)
			EXPECT_INT(kstrtoull("1", i, &(unsigned long long){ 0 }), -EINVAL);
}

/* NULL is refused by every function that can say so. */
CHECK(null_is_refused)
{
	unsigned long long value;
	long long number;
	bool yes;

	EXPECT_INT(kstrtoull(NULL, 0, &value), -EINVAL);
	EXPECT_INT(kstrtoll(NULL, 0, &number), -EINVAL);
	EXPECT_INT(kstrtobool(NULL, &yes), -EINVAL);
}

/* A number of 64 bits and one is -ERANGE, in every base; garbage behind it is -EINVAL. */
CHECK(too_large)
{
	unsigned long long value = 99;

	EXPECT_INT(kstrtoull("18446744073709551616", 0, &value), -ERANGE);
	EXPECT_INT(kstrtoull("18446744073709551620", 0, &value), -ERANGE);
	EXPECT_INT(kstrtoull("99999999999999999999999999", 0, &value), -ERANGE);
	EXPECT_INT(kstrtoull("0x10000000000000000", 0, &value), -ERANGE);
	EXPECT_INT(kstrtoull("02000000000000000000000", 0, &value), -ERANGE);
	EXPECT_INT(kstrtoull("99999999999999999999999999x", 0, &value), -EINVAL);
	EXPECT_INT(value, 99);
}

/* Each type takes its own range, to the last number, and refuses the next ones. */
CHECK(ranges)
{
	long long ll = 99;
	unsigned long ul = 99;
	long l = 99;
	unsigned int u = 99;
	int i = 99;

	EXPECT_INT(kstrtoll("9223372036854775807", 0, &ll), 0);
	EXPECT_INT(ll, LLONG_MAX);
	EXPECT_INT(kstrtoll("9223372036854775808", 0, &ll), -ERANGE);
	EXPECT_INT(kstrtoll("-9223372036854775808", 0, &ll), 0);
	EXPECT_INT(ll, LLONG_MIN);
	EXPECT_INT(kstrtoll("-9223372036854775809", 0, &ll), -ERANGE);
	EXPECT_INT(kstrtoll("-0", 0, &ll), 0);
	EXPECT_INT(ll, 0);
	EXPECT_INT(kstrtoll("-", 0, &ll), -EINVAL);
	EXPECT_INT(kstrtoll("--1", 0, &ll), -EINVAL);
	EXPECT_INT(kstrtoll("-+1", 0, &ll), -EINVAL);
	EXPECT_INT(kstrtoll("-0x10\n", 0, &ll), 0);
	EXPECT_INT(ll, -16);

	EXPECT_INT(kstrtouint("4294967295", 0, &u), 0);
	EXPECT_INT(u, UINT_MAX);
	u = 99;
	EXPECT_INT(kstrtouint("4294967296", 0, &u), -ERANGE);
	EXPECT_INT(kstrtouint("-1", 0, &u), -EINVAL);
	EXPECT_INT(u, 99);
	EXPECT_INT(kstrtoint("2147483647", 0, &i), 0);
	EXPECT_INT(i, INT_MAX);
	EXPECT_INT(kstrtoint("-2147483648", 0, &i), 0);
	EXPECT_INT(i, INT_MIN);
	i = 99;
	EXPECT_INT(kstrtoint("2147483648", 0, &i), -ERANGE);
	EXPECT_INT(kstrtoint("-2147483649", 0, &i), -ERANGE);
	EXPECT_INT(kstrtoint("0xffffffff", 0, &i), -ERANGE);
	EXPECT_INT(i, 99);

	EXPECT_INT(kstrtoul("4294967296", 0, &ul), sizeof(ul) == 8 ? 0 : -ERANGE);
	EXPECT_INT(kstrtol("-2147483649", 0, &l), sizeof(l) == 8 ? 0 : -ERANGE);
	EXPECT_INT(kstrtoul("4294967295", 0, &ul), 0);
	EXPECT_INT(ul, 4294967295ul);
	EXPECT_INT(kstrtol("-2147483648", 0, &l), 0);
	EXPECT_INT(l, INT_MIN);
}

/* Every number that is printed is read back, in every base that prints. */
CHECK(round_trip)
{
	int i;

	for (i = 0; i < 100000; i++) {
		u64 value = host_random() >> host_below(64);
		unsigned long long got;
		long long number;
		char text[40];

		sprintf(text, "%llu", value);
		EXPECT_INT(kstrtoull(text, 10, &got), 0);
		EXPECT_INT(got, value);
		sprintf(text, "%#llx", value);
		EXPECT_INT(kstrtoull(text, 0, &got), 0);
		EXPECT_INT(got, value);
		sprintf(text, "%#llo", value);
		EXPECT_INT(kstrtoull(text, 0, &got), 0);
		EXPECT_INT(got, value);
		sprintf(text, "%lld", value);
		EXPECT_INT(kstrtoll(text, 0, &number), 0);
		EXPECT_INT(number, value);
	}
}

/* kstrtobool knows yes and no by their first letters, and on from off. */
CHECK(yes_and_no)
{
	static const char *const yes[] = { "y", "Y", "yes", "1", "t", "True", "on", "ON", "1\n" };
	static const char *const no[] = { "n", "N", "no", "0", "f", "False", "off", "oFF" };
	static const char *const neither[] = { "", "o", "ok", "2", "x", " y", "-1" };
	bool answer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(yes); i++) {
		char *text = host_text(yes[i]);

		answer = false;
		EXPECT_INT(kstrtobool(text, &answer), 0);
		EXPECT(answer);
		host_free(text);
	}
	for (i = 0; i < ARRAY_SIZE(no); i++) {
		char *text = host_text(no[i]);

		answer = true;
		EXPECT_INT(kstrtobool(text, &answer), 0);
		EXPECT(!answer);
		host_free(text);
	}
	for (i = 0; i < ARRAY_SIZE(neither); i++) {
		char *text = host_text(neither[i]);

		EXPECT_INT(kstrtobool(text, &answer), -EINVAL);
		host_free(text);
	}
}

/* simple_strtoX reads as far as there are digits, and says where it stopped. */
CHECK(beginning_of_a_text)
{
	static const struct {
		const char *text;
		unsigned int base;
		long long value;
		int used;
	} cases[] = {
		{ "12ab", 10, 12, 2 }, { "12ab", 16, 0x12ab, 4 }, { "0x1fg", 0, 31, 4 },
		{ "0x", 0, 0, 1 },     { "0xg", 16, 0, 1 },	  { "089", 0, 0, 1 },
		{ "", 0, 0, 0 },       { "abc", 10, 0, 0 },	  { "-12x", 10, -12, 3 },
		{ "-", 10, 0, 0 },     { "-x", 10, 0, 0 },	  { "--1", 10, 0, 0 },
		{ " 1", 10, 0, 0 },    { "+1", 10, 0, 0 },	  { "-0x10", 0, -16, 5 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = host_text(cases[i].text), *end = NULL;

		EXPECT_INT(simple_strtoll(text, &end, cases[i].base), cases[i].value);
		EXPECT_INT(end - text, cases[i].used);
		EXPECT_INT(simple_strtoll(text, NULL, cases[i].base), cases[i].value);
		EXPECT_INT(simple_strtol(text, NULL, cases[i].base), cases[i].value);
		if (*text != '-') {
			EXPECT_INT(simple_strtoull(text, &end, cases[i].base), cases[i].value);
			EXPECT_INT(end - text, cases[i].used);
			EXPECT_INT(simple_strtoul(text, NULL, cases[i].base), cases[i].value);
		}
		host_free(text);
	}
}

/* Random texts are read as the C library reads them. */
CHECK_LIBC(random_texts)
{
	static const char letters[] = "0001234789abcfxX+-g";
	static const unsigned int bases[] = { 0, 2, 8, 10, 16 };
	int i;

	for (i = 0; i < 200000; i++) {
		u32 len = host_below(8), j, base = bases[host_below(5)];
		char *text = host_alloc(len + 1), *ours, *theirs;
		u64 want;

		for (j = 0; j < len; j++)
			text[j] = letters[host_below(sizeof(letters) - 1)];
		text[len] = '\0';
		if (*text != '+' && *text != '-') {
#ifdef HAVE_LIBC
			want = ref_strtoull(text, &theirs, base);
			EXPECT_INT(simple_strtoull(text, &ours, base), want);
			EXPECT_INT(ours - text, theirs - text);
#endif
		}
		host_free(text);
	}
}

/* memparse takes K, M, G and T in either case, stops behind them, and saturates. */
CHECK(sizes)
{
	static const struct {
		const char *text;
		u64 value;
		int used;
	} cases[] = {
		{ "0", 0, 1 },
		{ "64K", 65536, 3 },
		{ "64k@x", 65536, 3 },
		{ "0x10M", 16 << 20, 5 },
		{ "3g", 3ull << 30, 2 },
		{ "2T", 2ull << 40, 2 },
		{ "5", 5, 1 },
		{ "5B", 5, 1 },
		{ "5KB", 5120, 2 },
		{ "K", 0, 0 },
		{ "", 0, 0 },
		{ "-1", 0, 0 },
		{ "x", 0, 0 },
		{ "16777215T", 16777215ull << 40, 9 },
		{ "16777216T", U64_MAX, 9 },
		{ "18446744073709551615", U64_MAX, 20 },
		{ "18446744073709551616", U64_MAX, 20 },
		{ "99999999999999999999999K", U64_MAX, 24 },
		{ "0K", 0, 2 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = host_text(cases[i].text), *end = NULL;

		EXPECT_INT(memparse(text, &end), cases[i].value);
		EXPECT_INT(end - text, cases[i].used);
		EXPECT_INT(memparse(text, NULL), cases[i].value);
		host_free(text);
	}
}
