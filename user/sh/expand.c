// SPDX-License-Identifier: MIT
/*
 * expand.c - a word, as written, to the words it stands for
 *
 * Idea:    One pass over the text. '…' is taken as it is, in "…" only $ and ` mean something.
 *          What $ brings is split at blanks and newlines, unless it stands in quotes: so a word
 *          can become none or several, and "$@" one for each argument. At last a word with * ? [
 *          becomes the names of the files that match, if there are any.
 *          To know then which * stood in quotes, these have a backslash before them until the end.
 */
#include <ctype.h>
#include <dirent.h>
#include <linux/glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

#define PATTERN "*?["

struct expansion {
	struct words words;
	int room;	    /* in words.word */
	bool split;	    /* at blanks; and look for names of files */
	bool begun;	    /* there is a word now, though it may be empty */
	bool failed;	    /* told */
	char *text;	    /* the word now: len bytes */
	size_t len, size;
};

static void expand(struct expansion *e, const char *p, const char *end, bool quoted);

/* ------------------------------------------------------------------------ words, one by one */

static void add_word(struct expansion *e, const char *text, size_t len)
{
	struct words *words = &e->words;

	if (words->count + 1 >= e->room) {
		char **more = keep((e->room = 2 * e->room + 8) * sizeof(*more));

		if (words->count)
			memcpy(more, words->word, words->count * sizeof(*more));
		words->word = more;
	}
	words->word[words->count++] = keep_text(text, len);
	words->word[words->count] = NULL;
}

static void add_char(struct expansion *e, char c)
{
	if (e->len + 1 >= e->size) {
		char *larger = keep(e->size = 2 * e->size + 32);

		if (e->len)
			memcpy(larger, e->text, e->len);
		e->text = larger;
	}
	e->text[e->len++] = c;
	e->text[e->len] = '\0';
}

static void put(struct expansion *e, char c, bool quoted)
{
	if (e->split && quoted && strchr(PATTERN "\\", c))
		add_char(e, '\\');
	add_char(e, c);
	e->begun = true;
}

/* The backslashes that put() has written go. Return: the new length. */
static size_t remove_marks(char *text, size_t len)
{
	size_t from, to = 0;

	for (from = 0; from < len; from++) {
		if (text[from] == '\\' && from + 1 < len)
			from++;
		text[to++] = text[from];
	}
	text[to] = '\0';
	return to;
}

/* ---------------------------------------------------------------------------- names of files */

static bool has_pattern(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '\\')
			i++;
		else if (strchr(PATTERN, text[i]))
			return true;
	}
	return false;
}

/* @path exists; what follows it is @rest, whose first part may be a pattern. */
static void find_names(struct expansion *e, const char *path, const char *rest)
{
	size_t slashes = strspn(rest, "/"), len = strcspn(rest + slashes, "/");
	char *part = keep_text(rest + slashes, len);
	char next[PATH_MAX];
	struct dirent *entry;
	struct stat file;
	DIR *dir;

	if (!slashes && !len) {
		if (!stat(path, &file))
			add_word(e, path, strlen(path));
		return;
	}
	rest += slashes + len;
	if (!has_pattern(part, len)) {
		remove_marks(part, len);
		if (snprintf(next, sizeof(next), "%s%s%s", path, slashes ? "/" : "", part) <
		    sizeof(next))
			find_names(e, next, rest);
		return;
	}
	snprintf(next, sizeof(next), "%s%s", path, slashes ? "/" : "");
	dir = opendir(*next ? next : ".");
	while (dir && (entry = readdir(dir))) {
		if ((entry->d_name[0] == '.' && part[0] != '.') || !glob_match(part, entry->d_name))
			continue;
		if (snprintf(next, sizeof(next), "%s%s%s", path, slashes ? "/" : "",
			     entry->d_name) < sizeof(next))
			find_names(e, next, rest);
	}
	if (dir)
		closedir(dir);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void end_word(struct expansion *e)
{
	int before = e->words.count;

	if (!e->begun)
		return;
	if (!e->len)
		add_word(e, "", 0);
	else if (e->split && has_pattern(e->text, e->len))
		find_names(e, "", e->text);
	if (e->words.count > before)
		qsort(e->words.word + before, e->words.count - before, sizeof(char *), by_name);
	else
		add_word(e, e->text, e->split ? remove_marks(e->text, e->len) : e->len);
	e->len = 0;
	e->begun = false;
}

/* ---------------------------------------------------------------------------- behind a $ or ` */

static void put_value(struct expansion *e, const char *value, bool quoted)
{
	for (; *value; value++) {
		if (e->split && !quoted && isspace(*value))
			end_word(e);
		else
			put(e, *value, quoted || *value == '\\');
	}
}

static void put_number(struct expansion *e, long number)
{
	char text[16];

	snprintf(text, sizeof(text), "%ld", number);
	put_value(e, text, true);
}

/* $@ and $*: each argument a word of its own, or with "$*" blanks between them */
static void put_args(struct expansion *e, char which, bool quoted)
{
	int i;

	for (i = 0; i < nr_args; i++) {
		if (i && e->split && (which == '@' || !quoted))
			end_word(e);
		else if (i)
			put(e, ' ', quoted);
		e->begun |= quoted;
		put_value(e, args[i], quoted);
	}
}

/* Behind text[0], the first character within: the @close that belongs to it. */
static const char *find_close(const char *p, char close)
{
	for (; *p && *p != close; p++) {
		if (close == '\'')
			continue;
		if (*p == '\\' && p[1])
			p++;
		else if (*p == '"' || *p == '`' || (*p == '\'' && close != '"' && close != '}'))
			p = find_close(p + 1, *p);
		else if (*p == '(' && (close == ')' || p[-1] == '$'))
			p = find_close(p + 1, ')');
		else if (*p == '{' && p[-1] == '$')
			p = find_close(p + 1, '}');
		if (!*p)
			break;
	}
	return p;
}

/* The value of the name or sign at @p, which is @len long; false: it is not set. */
static bool put_parameter(struct expansion *e, const char *p, size_t len, bool quoted)
{
	const char *value = NULL;

	switch (*p) {
	case '?':
		put_number(e, status);
		return true;
	case '$':
		put_number(e, getpid());
		return true;
	case '!':
		put_number(e, last_background);
		return last_background;
	case '#':
		put_number(e, nr_args);
		return true;
	case '@':
	case '*':
		put_args(e, *p, quoted);
		return nr_args;
	}
	if (isdigit(*p))
		value = *p == '0' ? shell_name : *p - '0' <= nr_args ? args[*p - '1'] : NULL;
	else
		value = get_variable(keep_text(p, len));
	if (value)
		put_value(e, value, quoted);
	return value && *value;
}

/* How long is what $ can stand before? */
static size_t parameter_length(const char *p)
{
	return isdigit(*p) || (*p && strchr("?$!#@*", *p)) ? 1 : name_length(p);
}

/* ${NAME}, ${NAME:-what if it is empty}. @p: behind the {, @end: the } */
static void put_braces(struct expansion *e, const char *p, const char *end, bool quoted)
{
	size_t len = parameter_length(p);
	bool otherwise = len && p[len] == ':' && p[len + 1] == '-';

	if (!len || (p + len != end && !otherwise)) {
		say("${%.*s}: only ${NAME} and ${NAME:-WORD} are known", (int)(end - p), p);
		e->failed = true;
	} else if (!put_parameter(e, p, len, quoted) && otherwise) {
		expand(e, p + len + 2, end, quoted);
	}
}

static void put_arithmetic(struct expansion *e, const char *p, const char *end, bool quoted)
{
	char *text = expand_one(keep_text(p, end - p));
	long value;

	if (text && arithmetic(text, &value))
		put_number(e, value);
	else
		e->failed = true;
}

/* @p: the $. Return: the last character that was used. */
static const char *expand_dollar(struct expansion *e, const char *p, bool quoted)
{
	const char *end;
	size_t len;

	if (p[1] == '(') {
		end = find_close(p + 2, ')');
		if (p[2] == '(' && end[-1] == ')')
			put_arithmetic(e, p + 3, end - 1, quoted);
		else
			put_value(e, output_of(keep_text(p + 2, end - p - 2)), quoted);
		return end;
	}
	if (p[1] == '{') {
		end = find_close(p + 2, '}');
		put_braces(e, p + 2, end, quoted);
		return end;
	}
	len = parameter_length(p + 1);
	if (len)
		put_parameter(e, p + 1, len, quoted);
	else
		put(e, '$', true);
	return p + len;
}

/* --------------------------------------------------------------------------------- the pass */

static void expand(struct expansion *e, const char *p, const char *end, bool quoted)
{
	const char *close;

	for (; p < end; p++) {
		switch (*p) {
		case '\\':
			if (p + 1 == end || (quoted && !strchr("$`\"\\\n", p[1])))
				put(e, '\\', true);
			if (++p < end && *p != '\n')
				put(e, *p, true);
			break;
		case '\'':
			if (quoted) {
				put(e, *p, true);
				break;
			}
			e->begun = true;
			while (*++p != '\'')
				put(e, *p, true);
			break;
		case '"':
			close = find_close(p + 1, '"');
			if (strncmp(p, "\"$@\"", 4) || nr_args)
				e->begun = true;
			expand(e, p + 1, close, true);
			p = close;
			break;
		case '`':
			close = find_close(p + 1, '`');
			put_value(e, output_of(keep_text(p + 1, close - p - 1)), quoted);
			p = close;
			break;
		case '$':
			p = expand_dollar(e, p, quoted);
			break;
		default:
			put(e, *p, quoted);
		}
	}
}

bool expand_words(char **raw, struct words *words)
{
	struct expansion e = { .split = true };

	for (; *raw && !e.failed; raw++) {
		expand(&e, *raw, *raw + strlen(*raw), false);
		end_word(&e);
	}
	if (!e.words.word)
		e.words.word = keep(sizeof(char *));
	*words = e.words;
	return !e.failed;
}

char *expand_one(const char *raw)
{
	struct expansion e = { .split = false };

	expand(&e, raw, raw + strlen(raw), false);
	return e.failed ? NULL : keep_text(e.text ? e.text : "", e.len);
}
