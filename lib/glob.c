// SPDX-License-Identifier: MIT
/*
 * glob.c - patterns as a shell has them
 *
 * Idea:    Walk through pattern and text together. At a * remember both places and go on as if it
 *          matched nothing; when that fails, go back to the last * and let it eat one more
 *          character. Only the *last* star need be remembered: whatever an earlier one could still
 *          do, the later one can do as well. So no recursion, and at most |pattern| * |text| steps.
 *            *      any characters, none included     [a-z]   one of these
 *            ?      any one character                 [!a-z]  one, but none of these
 *            \x     x itself                          [       without its ]: itself
 * Context: any. Locking: none.
 * See:     tests/host/lib/glob_check.c
 */
#include <linux/glob.h>

/* What follows the [ at @p. Return: behind its ], or NULL if there is none. */
static const char *match_class(const char *p, u8 c, bool *match)
{
	bool inverted = *p == '!';
	const char *first;
	bool found = false;

	if (inverted)
		p++;
	first = p; /* a ] here is a member */
	while (*p && (*p != ']' || p == first)) {
		u8 low = *p++, high = low;

		if (p[0] == '-' && p[1] && p[1] != ']') {
			high = p[1];
			p += 2;
		}
		if (low <= c && c <= high)
			found = true;
	}
	if (*p != ']')
		return NULL;
	*match = found != inverted;
	return p + 1;
}

/* One pattern character other than *. Return: behind it if it matches @c, no NUL, else NULL. */
static const char *match_one(const char *p, char c)
{
	const char *end;
	bool match;

	switch (*p) {
	case '?':
		return p + 1;
	case '[':
		end = match_class(p + 1, c, &match);
		if (end)
			return match ? end : NULL;
		break;
	case '\\':
		if (p[1])
			p++;
		break;
	}
	return *p == c ? p + 1 : NULL;
}

/**
 * glob_match - does a pattern describe the whole text?
 * @pattern: the pattern
 * @text: the text
 *
 * Return: true if it does. Context: any. Locking: none.
 */
bool glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *star_text = NULL;

	for (;;) {
		const char *next;

		if (*pattern == '*') {
			star = ++pattern;
			star_text = text;
			continue;
		}
		if (!*text && !*pattern)
			return true;
		next = *text ? match_one(pattern, *text) : NULL;
		if (next) {
			pattern = next;
			text++;
			continue;
		}
		if (!star || !*star_text)
			return false;
		pattern = star;
		text = ++star_text;
	}
}
