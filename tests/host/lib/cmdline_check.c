// SPDX-License-Identifier: MIT
/* cmdline_check.c - lib/cmdline.c: words, quotes, values, lists; and hostile lines */
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <halves/cmdline.h>
#include "host.h"

/* The words of a line as "key" or "key<value>", mistakes as "!", each followed by a space. */
static const char *words(const char *line)
{
	static char text[400];
	char *copy = host_text(line);
	const char *pos = copy;
	struct cmdline_word word;
	int found, n = 0;

	text[0] = '\0';
	while ((found = cmdline_next(&pos, &word))) {
		if (found < 0)
			n += sprintf(text + n, "! ");
		else if (word.value)
			n += sprintf(text + n, "%.*s<%.*s> ", (int)word.key_len, word.key,
				     (int)word.value_len, word.value);
		else
			n += sprintf(text + n, "%.*s ", (int)word.key_len, word.key);
	}
	EXPECT_INT(*pos, 0);
	EXPECT_INT(cmdline_next(&pos, &word), 0); /* and it stays at the end */
	host_free(copy);
	return text;
}

/* Words are cut at white space, and keys from values at the first =. */
CHECK(plain_words)
{
	EXPECT_STR(words(""), "");
	EXPECT_STR(words(" \t\n "), "");
	EXPECT_STR(words("poweroff"), "poweroff ");
	EXPECT_STR(words("  a  b\tc\n"), "a b c ");
	EXPECT_STR(words("run=a,b poweroff"), "run<a,b> poweroff ");
	EXPECT_STR(words("a= b"), "a<> b ");
	EXPECT_STR(words("a=b=c"), "a<b=c> ");
	EXPECT_STR(words("a=="), "a<=> ");
	EXPECT_STR(words("kunit.filter_glob=task*"), "kunit.filter_glob<task*> ");
}

/* Quotes keep spaces in a word; a pair around the value or around the word is taken off. */
CHECK(quotes)
{
	EXPECT_STR(words("a=\"b c\" d"), "a<b c> d ");
	EXPECT_STR(words("\"a=b c\" d"), "a<b c> d ");
	EXPECT_STR(words("a=\"\" d"), "a<> d ");
	EXPECT_STR(words("\"a b\""), "a b ");
	EXPECT_STR(words("a=\"b\"c"), "a<b\"c> ");
	EXPECT_STR(words("a=b\"c d\"e"), "a<b\"c d\"e> ");
	EXPECT_STR(words("a=\"x=y z\""), "a<x=y z> ");
	EXPECT_STR(words("\"a=\""), "a<> ");
	EXPECT_STR(words("a=\"b\"\"c\""), "a<b\"\"c> ");
	EXPECT_STR(words("\"a b\"c d"), "a b\"c d ");
}

/* An unbalanced quote or a word without a key is a mistake; words before it are not lost. */
CHECK(mistakes)
{
	EXPECT_STR(words("\""), "! ");
	EXPECT_STR(words("a b=\"c d"), "a ! ");
	EXPECT_STR(words("a b=c\" d e"), "a ! ");
	EXPECT_STR(words("\"a=b c"), "! ");
	EXPECT_STR(words("\"\"\""), "! ");
	EXPECT_STR(words("\"\" a"), "! a ");
	EXPECT_STR(words("=x a"), "! a ");
	EXPECT_STR(words("= a"), "! a ");
	EXPECT_STR(words("\"=x\" a"), "! a ");
}

/* cmdline_get copies the value into a block of exactly its size and a NUL. */
CHECK(get_exact)
{
	char *buf = host_alloc(5);

	EXPECT_INT(cmdline_get("x=1 key=four y", "key", buf, 5), 4);
	EXPECT_STR(buf, "four");
	EXPECT_INT(cmdline_get("key=\"a b\"", "key", buf, 5), 3);
	EXPECT_STR(buf, "a b");
	EXPECT_INT(cmdline_get("key=", "key", buf, 5), 0);
	EXPECT_STR(buf, "");
	host_free(buf);
}

/* A value that does not fit is cut to the block, and -E2BIG. */
CHECK(get_too_long)
{
	size_t size;

	for (size = 0; size < 5; size++) {
		char *buf = host_alloc(size);

		EXPECT_INT(cmdline_get("key=four", "key", buf, size), -E2BIG);
		if (size) {
			EXPECT_INT(strlen(buf), size - 1);
			EXPECT_INT(strncmp(buf, "four", size - 1), 0);
		}
		host_free(buf);
	}
}

/* Each error of cmdline_get has its number and leaves an empty string. */
CHECK(get_errors)
{
	static const struct {
		const char *line;
		int error;
	} cases[] = {
		{ "", -ENOENT },
		{ "keys=1 ke=2 =3", -ENOENT },
		{ "other=\"key=1\"", -ENOENT },
		{ "key", -ENODATA },
		{ "key=1 key", -ENODATA },
		{ "key=\"1", -EINVAL },
		{ "\"key=1", -EINVAL },
		{ "key=1 key=\"", -EINVAL },
		{ "other=\"1 key=2", -ENOENT }, /* the quote swallowed it */
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		char *line = host_text(cases[i].line), *buf = host_alloc(3);

		EXPECT_INT(cmdline_get(line, "key", buf, 3), cases[i].error);
		EXPECT_STR(buf, "");
		EXPECT_INT(cmdline_get(line, "key", NULL, 0), cases[i].error);
		host_free(line);
		host_free(buf);
	}
	EXPECT_INT(cmdline_get(NULL, "key", NULL, 0), -ENOENT);
}

/* Of several values the last counts, also when a mistake follows elsewhere. */
CHECK(last_value_counts)
{
	char buf[10];

	EXPECT_INT(cmdline_get("key=1 x key=22", "key", buf, sizeof(buf)), 2);
	EXPECT_STR(buf, "22");
	EXPECT_INT(cmdline_get("key key=1 x=\"y", "key", buf, sizeof(buf)), 1);
	EXPECT_STR(buf, "1");
}

/* - and _ are the same in keys, and only there. */
CHECK(dash_and_underscore)
{
	char buf[10];

	EXPECT_INT(cmdline_get("a-b=c-d", "a_b", buf, sizeof(buf)), 3);
	EXPECT_STR(buf, "c-d");
	EXPECT(cmdline_has("a_b", "a-b"));
	EXPECT(!cmdline_has("a.b", "a-b"));
}

/* cmdline_has finds a word with or without a value, not a part of one. */
CHECK(has)
{
	EXPECT(cmdline_has("a poweroff b", "poweroff"));
	EXPECT(cmdline_has("poweroff=1", "poweroff"));
	EXPECT(!cmdline_has("poweroffs", "poweroff"));
	EXPECT(!cmdline_has("power", "poweroff"));
	EXPECT(!cmdline_has("x=poweroff", "poweroff"));
	EXPECT(!cmdline_has("x=\"a poweroff\"", "poweroff"));
	EXPECT(!cmdline_has("", "poweroff"));
	EXPECT(!cmdline_has(NULL, "poweroff"));
	EXPECT(!cmdline_has("=", ""));
}

/* A list gives its items one by one; an empty one is an error and does not end the list. */
CHECK(lists)
{
	const char *pos = "a,bcd,,e,";
	char *item = host_alloc(4);

	EXPECT_INT(cmdline_list_next(&pos, item, 4), 1);
	EXPECT_STR(item, "a");
	EXPECT_INT(cmdline_list_next(&pos, item, 4), 3);
	EXPECT_STR(item, "bcd");
	EXPECT_INT(cmdline_list_next(&pos, item, 4), -EINVAL);
	EXPECT_STR(item, "");
	EXPECT_INT(cmdline_list_next(&pos, item, 4), 1);
	EXPECT_STR(item, "e");
	EXPECT_INT(cmdline_list_next(&pos, item, 4), -EINVAL);
	EXPECT_INT(cmdline_list_next(&pos, item, 4), 0);
	EXPECT_INT(cmdline_list_next(&pos, item, 4), 0);

	pos = "";
	EXPECT_INT(cmdline_list_next(&pos, item, 4), -EINVAL);
	EXPECT_INT(cmdline_list_next(&pos, item, 4), 0);

	pos = "abcd,x";
	EXPECT_INT(cmdline_list_next(&pos, item, 4), -E2BIG);
	EXPECT_STR(item, "abc");
	EXPECT_INT(cmdline_list_next(&pos, item, 4), 1);
	EXPECT_STR(item, "x");
	host_free(item);

	pos = "ab,c";
	EXPECT_INT(cmdline_list_next(&pos, NULL, 0), -E2BIG);
	EXPECT_INT(cmdline_list_next(&pos, NULL, 0), -E2BIG);
	EXPECT_INT(cmdline_list_next(&pos, NULL, 0), 0);
}

/* Random lines: each word lies inside the line, in order, and every line comes to its end. */
CHECK(random_lines)
{
	int i;

	for (i = 0; i < 200000; i++) {
		u32 len = host_below(24), j, size = host_below(6);
		char *line = host_alloc(len + 1), *buf = host_alloc(size);
		const char *pos = line, *last = line;
		struct cmdline_word word;
		int found, got;

		for (j = 0; j < len; j++)
			line[j] = "ab=\"\" ,k-_\n\xff"[host_below(12)];
		line[len] = '\0';
		for (j = 0; (found = cmdline_next(&pos, &word)); j++) {
			EXPECT(j <= len);
			EXPECT(word.key_len <= len && word.value_len <= len);
			EXPECT(word.key >= last && word.key + word.key_len <= pos);
			if (word.value)
				EXPECT(word.value > word.key && word.value + word.value_len <= pos);
			else
				EXPECT_INT(word.value_len, 0);
			EXPECT(pos <= line + len);
			last = pos;
		}
		EXPECT(pos == line + len);
		got = cmdline_get(line, "k", buf, size);
		if (size)
			EXPECT(strnlen(buf, size) < size);
		EXPECT(got < (int)size);
		cmdline_has(line, "a-b");
		pos = line;
		for (j = 0; cmdline_list_next(&pos, buf, size); j++)
			EXPECT(j <= len);
		host_free(line);
		host_free(buf);
	}
}
