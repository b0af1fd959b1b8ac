// SPDX-License-Identifier: MIT
/*
 * string_check.c - lib/string.c against the C library, for all short strings of three letters
 *
 * Each string is in a block of exactly its size. The third letter has its top bit set.
 */
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "host.h"

#define MAX_LEN	   4
#define NR_STRINGS (1 + 3 + 9 + 27 + 81)

/* The @index-th string: all strings of length 0, then of length 1… */
static char *string(int index)
{
	char *s;
	int len = 0, count = 1, i;

	for (; index >= count; len++, count *= 3)
		index -= count;
	s = host_alloc(len + 1);
	for (i = 0; i < len; i++, index /= 3)
		s[i] = "ab\xff"[index % 3];
	s[len] = '\0';
	return s;
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

/* strlen and strnlen count the bytes before the NUL. */
CHECK(lengths)
{
	int len, max, i;

	for (len = 0; len < 40; len++) {
		char *s = host_alloc(len + 1);

		for (i = 0; i < len; i++)
			s[i] = 'x';
		s[len] = '\0';
		EXPECT_INT(strlen(s), len);
		for (max = 0; max < 45; max++)
			EXPECT_INT(strnlen(s, max), min(len, max));
		EXPECT_INT(strnlen(s, (size_t)-1), len);
		host_free(s);
	}
}

/* strnlen reads no byte behind its limit, in a block without a NUL. */
CHECK(strnlen_without_nul)
{
	int len;

	for (len = 0; len < 20; len++) {
		char *s = host_alloc(len);

		EXPECT_INT(strnlen(s, len), len);
		host_free(s);
	}
}

/* Comparisons agree with the C library in sign. */
CHECK_LIBC(comparisons)
{
	int i, j;
	size_t n;

	for (i = 0; i < NR_STRINGS; i++)
		for (j = 0; j < NR_STRINGS; j++) {
			char *a = string(i), *b = string(j);

			EXPECT_INT(sign(strcmp(a, b)), sign(ref_strcmp(a, b)));
			for (n = 0; n <= MAX_LEN + 2; n++)
				EXPECT_INT(sign(strncmp(a, b, n)), sign(ref_strncmp(a, b, n)));
			host_free(a);
			host_free(b);
		}
}

/* Comparisons take bytes as unsigned: 0xff comes last. */
CHECK(comparisons_are_unsigned)
{
	EXPECT(strcmp("\xff", "a") > 0);
	EXPECT(strcmp("a", "\xff") < 0);
	EXPECT(strcmp("a", "") > 0);
	EXPECT(strcmp("", "\xff") < 0);
	EXPECT(strncmp("b\xff", "ba", 2) > 0);
	EXPECT_INT(strncmp("b\xff", "ba", 1), 0);
	EXPECT_INT(strncmp("a", "b", 0), 0);
}

/* strncmp stops at a NUL, and at its limit in blocks without one. */
CHECK(strncmp_limits)
{
	char *a = host_alloc(5), *b = host_alloc(5);

	memset(a, 'x', 5);
	memset(b, 'x', 5);
	EXPECT_INT(strncmp(a, b, 5), 0);
	a[3] = b[3] = '\0';
	b[4] = 'y';
	EXPECT_INT(strncmp(a, b, 100), 0);
	host_free(a);
	host_free(b);
}

/* Searches for a character agree with the C library, the NUL included. */
CHECK_LIBC(character_searches)
{
	static const int wanted[] = { 'a', 'b', 'c', 0xff, -1, 0, 0x100, 0x161 };
	int i;
	size_t c;

	for (i = 0; i < NR_STRINGS; i++)
		for (c = 0; c < ARRAY_SIZE(wanted); c++) {
			char *s = string(i);

			EXPECT(strchr(s, wanted[c]) == ref_strchr(s, wanted[c]));
			EXPECT(strrchr(s, wanted[c]) == ref_strrchr(s, wanted[c]));
			host_free(s);
		}
}

/* strstr and the spans agree with the C library. */
CHECK_LIBC(string_searches)
{
	int i, j;

	for (i = 0; i < NR_STRINGS; i++)
		for (j = 0; j < NR_STRINGS; j++) {
			char *a = string(i), *b = string(j);

			EXPECT(strstr(a, b) == ref_strstr(a, b));
			EXPECT_INT(strspn(a, b), ref_strspn(a, b));
			EXPECT_INT(strcspn(a, b), ref_strcspn(a, b));
			host_free(a);
			host_free(b);
		}
}

/* Searches find what is there. */
CHECK(searches)
{
	const char *s = "hello, world";

	EXPECT(strchr(s, 'o') == s + 4);
	EXPECT(strrchr(s, 'o') == s + 8);
	EXPECT(strchr(s, 0) == s + 12);
	EXPECT(strrchr(s, 0) == s + 12);
	EXPECT(!strchr(s, 'x'));
	EXPECT(!strrchr(s, 'x'));
	EXPECT(strstr(s, "lo, w") == s + 3);
	EXPECT(strstr(s, "") == s);
	EXPECT(!strstr(s, "worlds"));
	EXPECT_INT(strspn(s, "leh"), 4);
	EXPECT_INT(strcspn(s, ", "), 5);
}

/* strsep cuts the same fields as the C library's, the empty ones included. */
CHECK_LIBC(strsep_fields)
{
	int i, j;

	for (i = 0; i < NR_STRINGS; i++)
		for (j = 0; j < 1 + 3 + 9; j++) {
			char *ours = string(i), *theirs = string(i), *delimiters = string(j);
			char *a = ours, *b = theirs, *x, *y;

			do {
				x = strsep(&a, delimiters);
				y = ref_strsep(&b, delimiters);
				EXPECT_INT(!x, !y);
				EXPECT_INT(!a, !b);
				if (x) {
					EXPECT_INT(x - ours, y - theirs);
					EXPECT_STR(x, y);
				}
			} while (x);
			host_free(ours);
			host_free(theirs);
			host_free(delimiters);
		}
}

/* strsep gives empty fields between, before and behind delimiters, and then NULL for ever. */
CHECK(strsep_empty_fields)
{
	char *text = host_text(",a,,b,"), *rest = text;

	EXPECT_STR(strsep(&rest, ","), "");
	EXPECT_STR(strsep(&rest, ","), "a");
	EXPECT_STR(strsep(&rest, ","), "");
	EXPECT_STR(strsep(&rest, ","), "b");
	EXPECT_STR(strsep(&rest, ","), "");
	EXPECT(!strsep(&rest, ","));
	EXPECT(!strsep(&rest, ","));
	host_free(text);
}

/* Each copy into a block of exactly the size it needs: strcpy, strcat, strncat. */
CHECK(trusting_copies)
{
	int a, b;
	size_t n;

	for (a = 0; a < 12; a++)
		for (b = 0; b < 12; b++)
			for (n = 0; n < 14; n++) {
				char *src = host_alloc(b + 1), *dst;
				size_t added = min_t(size_t, b, n);

				memset(src, 'b', b);
				src[b] = '\0';

				dst = host_alloc(b + 1);
				EXPECT(strcpy(dst, src) == dst);
				EXPECT_STR(dst, src);
				host_free(dst);

				dst = host_alloc(a + b + 1);
				memset(dst, 'a', a);
				dst[a] = '\0';
				EXPECT(strcat(dst, src) == dst);
				EXPECT_INT(strlen(dst), a + b);
				EXPECT_STR(dst + a, src);
				host_free(dst);

				dst = host_alloc(a + added + 1);
				memset(dst, 'a', a);
				dst[a] = '\0';
				EXPECT(strncat(dst, src, n) == dst);
				EXPECT_INT(strlen(dst), a + added);
				EXPECT_INT(strncmp(dst + a, src, added), 0);
				host_free(dst);
				host_free(src);
			}
}

/* strncpy fills its field: the string, then NULs; none if the string is as long as the field. */
CHECK(strncpy_fills_the_field)
{
	int len;
	size_t n, i;

	for (len = 0; len < 12; len++)
		for (n = 0; n < 14; n++) {
			char *src = host_alloc(len + 1), *dst = host_alloc(n);

			memset(src, 's', len);
			src[len] = '\0';
			EXPECT(strncpy(dst, src, n) == dst);
			for (i = 0; i < n; i++)
				EXPECT_INT(dst[i], i < len ? 's' : 0);
			host_free(src);
			host_free(dst);
		}
}

/* strscpy and strlcpy terminate within the block, and tell a cut copy from a whole one. */
CHECK(safe_copies)
{
	int len;
	size_t size;

	for (len = 0; len < 12; len++)
		for (size = 0; size < 14; size++) {
			char *src = host_alloc(len + 1), *dst = host_alloc(size);
			size_t fits = size ? min_t(size_t, len, size - 1) : 0;

			memset(src, 's', len);
			src[len] = '\0';
			EXPECT_INT(strscpy(dst, src, size), len < size ? len : -E2BIG);
			if (size) {
				EXPECT_INT(strlen(dst), fits);
				EXPECT_INT(strncmp(dst, src, fits), 0);
			}
			memset(dst, 0xa5, size);
			EXPECT_INT(strlcpy(dst, src, size), len);
			if (size) {
				EXPECT_INT(strlen(dst), fits);
				EXPECT_INT(strncmp(dst, src, fits), 0);
			}
			host_free(src);
			host_free(dst);
		}
}

/* strscpy reads no more of the source than it may, in a block without a NUL. */
CHECK(strscpy_without_nul)
{
	size_t size;

	for (size = 1; size < 10; size++) {
		char *src = host_alloc(size), *dst = host_alloc(size);

		EXPECT_INT(strscpy(dst, src, size), -E2BIG);
		EXPECT_INT(dst[size - 1], 0);
		host_free(src);
		host_free(dst);
	}
}

/* strim and skip_spaces take off all white space at the ends, and none inside. */
CHECK(white_space)
{
	static const struct {
		const char *text, *trimmed, *skipped;
	} cases[] = {
		{ "", "", "" },
		{ " ", "", "" },
		{ " \t\n\v\f\r", "", "" },
		{ "a", "a", "a" },
		{ "  a b  ", "a b", "a b  " },
		{ "a\n", "a", "a\n" },
		{ "\x85 a\xa0", "\x85 a\xa0", "\x85 a\xa0" }, /* not ASCII, so no space */
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = host_text(cases[i].text);

		EXPECT_STR(skip_spaces(text), cases[i].skipped);
		EXPECT_STR(strim(text), cases[i].trimmed);
		EXPECT_STR(strstrip(text), cases[i].trimmed);
		host_free(text);
	}
}

/* kbasename gives what follows the last slash. */
CHECK(basename)
{
	EXPECT_STR(kbasename("a/b/c.c"), "c.c");
	EXPECT_STR(kbasename("c.c"), "c.c");
	EXPECT_STR(kbasename("a/"), "");
	EXPECT_STR(kbasename(""), "");
	EXPECT_STR(kbasename("/"), "");
}
