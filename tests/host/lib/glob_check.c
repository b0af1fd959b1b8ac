// SPDX-License-Identifier: MIT
/* glob_check.c - lib/glob.c: by a table, and against a matcher that tries everything */
#include <linux/array_size.h>
#include <linux/glob.h>
#include <linux/string.h>
#include "host.h"

static bool match(const char *pattern, const char *text)
{
	char *p = host_text(pattern), *t = host_text(text);
	bool result = glob_match(p, t);

	host_free(p);
	host_free(t);
	return result;
}

/* Patterns match what a shell would match, and nothing else. */
CHECK(table)
{
	static const struct {
		const char *pattern, *text;
		bool match;
	} cases[] = {
		{ "", "", true },
		{ "", "a", false },
		{ "a", "", false },
		{ "a", "a", true },
		{ "a", "ab", false },
		{ "ab", "a", false },
		{ "*", "", true },
		{ "*", "abc", true },
		{ "**", "", true },
		{ "?", "", false },
		{ "?", "a", true },
		{ "?", "ab", false },
		{ "a*", "a", true },
		{ "a*c", "abbbc", true },
		{ "a*c", "abbbd", false },
		{ "*.c", "a.c.c", true },
		{ "*a*b*", "xaybz", true },
		{ "*a*b*", "xbya", false },
		{ "tasklet*", "tasklet", true },
		{ "tasklet.*", "tasklet.kill", true },
		{ "tasklet.*", "taskletxkill", false },
		{ "[abc]", "b", true },
		{ "[abc]", "d", false },
		{ "[abc]", "", false },
		{ "[a-c]x", "bx", true },
		{ "[a-c]", "d", false },
		{ "[!a-c]", "d", true },
		{ "[!a-c]", "b", false },
		{ "[]]", "]", true },
		{ "[!]]", "]", false },
		{ "[!]]", "a", true },
		{ "[a-]", "-", true },
		{ "[a-]", "b", false },
		{ "[-a]", "-", true },
		{ "[a", "[a", true },
		{ "[a", "a", false },
		{ "[", "[", true },
		{ "[!", "[!", true },
		{ "[]", "[]", true },
		{ "[c-a]", "b", false },
		{ "*[0-9]", "cpu12", true },
		{ "[a-", "[a-", true },
		{ "[a-c", "b", false },
		{ "\\*", "*", true },
		{ "\\*", "a", false },
		{ "\\?", "?", true },
		{ "\\[a]", "[a]", true },
		{ "a\\", "a\\", true },
		{ "\\\\", "\\", true },
		{ "[\x80-\xff]", "\xe4", true },
		{ "?", "\xe4", true },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		if (match(cases[i].pattern, cases[i].text) != cases[i].match)
			FAIL("pattern \"%s\", text \"%s\"", cases[i].pattern, cases[i].text);
}

/* The plain way, which may take exponentially long: *, ? and letters only. */
static bool try_all(const char *p, const char *t)
{
	if (*p == '*')
		return try_all(p + 1, t) || (*t && try_all(p, t + 1));
	if (!*p || !*t)
		return !*p && !*t;
	return (*p == '?' || *p == *t) && try_all(p + 1, t + 1);
}

/* On random patterns of a b * ? the answer is that of trying everything. */
CHECK(random_patterns)
{
	int i;

	for (i = 0; i < 200000; i++) {
		char pattern[9], text[9];
		u32 p = host_below(9), t = host_below(9), j;

		for (j = 0; j < p; j++)
			pattern[j] = "ab*?*"[host_below(5)];
		for (j = 0; j < t; j++)
			text[j] = "ab"[host_below(2)];
		pattern[p] = text[t] = '\0';
		if (match(pattern, text) != try_all(pattern, text))
			FAIL("pattern \"%s\", text \"%s\"", pattern, text);
	}
}

/* Random bytes as patterns are read no further than their NUL. */
CHECK(random_garbage)
{
	int i;

	for (i = 0; i < 200000; i++) {
		char pattern[9], text[9];
		u32 p = host_below(9), t = host_below(9), j;

		for (j = 0; j < p; j++)
			pattern[j] = "ab*?[]!-\\\xff"[host_below(10)];
		for (j = 0; j < t; j++)
			text[j] = "ab[]-!\\\xff"[host_below(8)];
		pattern[p] = text[t] = '\0';
		match(pattern, text);
	}
}

/* Many stars that all fail take no exponential time. */
CHECK(many_stars)
{
	char text[2001], pattern[201];
	int i;

	memset(text, 'a', 2000);
	text[2000] = '\0';
	for (i = 0; i < 100; i++) {
		pattern[2 * i] = 'a';
		pattern[2 * i + 1] = '*';
	}
	pattern[199] = 'b';
	pattern[200] = '\0';
	EXPECT(!match(pattern, text));
}
