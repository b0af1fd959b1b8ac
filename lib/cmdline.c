// SPDX-License-Identifier: MIT
/*
 * cmdline.c - the words of the kernel's command line
 *
 * Idea:    cmdline_next() cuts one word after the other and changes nothing, so the same text can
 *          be read by everyone, before there is an allocator. Quotes are Linux's: between two "
 *          spaces do not end a word; a pair around the value, or around the whole word, is taken
 *          off; any other stays. A mistake costs the word it is in, not the rest of the line,
 *          except that a quote without its partner reaches to the end.
 * Context: any. Locking: none; the text is constant.
 * See:     tests/host/lib/cmdline_check.c
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <halves/cmdline.h>

/**
 * cmdline_next - the next word of a command line
 * @pos: where to read from; moved behind the word, also on errors
 * @word: the word; on errors as much of it as there is
 *
 * Return: 1, or 0 at the end, or -EINVAL for a word without a key or with an unbalanced quote.
 * Context: any. Locking: none.
 */
int cmdline_next(const char **pos, struct cmdline_word *word)
{
	const char *start = skip_spaces(*pos), *end, *equals = NULL;
	bool whole = *start == '"';
	bool quoted = false;

	for (end = start; *end && (quoted || !isspace(*end)); end++) {
		if (*end == '"')
			quoted = !quoted;
		else if (*end == '=' && !equals)
			equals = end;
	}
	*pos = end;
	*word = (struct cmdline_word){ .key = start };
	if (end == start)
		return 0;

	if (whole) {
		word->key = ++start;
		if (end > start && end[-1] == '"')
			end--;
	}
	if (equals) {
		word->value = equals + 1;
		if (word->value < end && *word->value == '"') {
			word->value++;
			if (end > word->value && end[-1] == '"')
				end--;
		}
		word->value_len = end - word->value;
		end = equals;
	}
	word->key_len = end - start;
	return quoted || !word->key_len ? -EINVAL : 1;
}

/**
 * cmdline_key_is - compare a word's key
 * @word: from cmdline_next()
 * @key: the key to look for; - and _ are the same
 *
 * Return: true if they are equal. Context: any. Locking: none.
 */
bool cmdline_key_is(const struct cmdline_word *word, const char *key)
{
	size_t i;

	for (i = 0; i < word->key_len; i++) {
		char a = word->key[i] == '-' ? '_' : word->key[i];
		char b = key[i] == '-' ? '_' : key[i];

		if (a != b || !b)
			return false;
	}
	return !key[i];
}

/**
 * cmdline_has - is a word there, with a value or without?
 * @cmdline: the command line; NULL is an empty one
 * @key: the word's key
 *
 * Return: true if it is. Context: any. Locking: none.
 */
bool cmdline_has(const char *cmdline, const char *key)
{
	struct cmdline_word word;
	int found;

	while (cmdline && (found = cmdline_next(&cmdline, &word)))
		if (found > 0 && cmdline_key_is(&word, key))
			return true;
	return false;
}

/* Copy @len bytes and a NUL; cut, and -E2BIG, if they do not fit. Return: @len, or that. */
static int copy_text(char *buf, size_t size, const char *text, size_t len)
{
	size_t copied;

	if (!size)
		return -E2BIG;
	copied = min(len, size - 1);
	memcpy(buf, text, copied);
	buf[copied] = '\0';
	return copied == len ? (int)len : -E2BIG;
}

/**
 * cmdline_get - the value of a key; of several the last
 * @cmdline: the command line; NULL is an empty one
 * @key: the key
 * @buf: where to; unless @size is 0 it ends up with a NUL, empty on every error but -E2BIG
 * @size: bytes at @buf
 *
 * Return: length of the value, 0 for `key=`; -ENOENT: no such key; -ENODATA: the key stands there
 * without a value; -EINVAL: a quote in its value has no partner; -E2BIG: the value was cut.
 * Context: any. Locking: none.
 */
int cmdline_get(const char *cmdline, const char *key, char *buf, size_t size)
{
	struct cmdline_word word, last = { 0 };
	int found, result = -ENOENT;

	while (cmdline && (found = cmdline_next(&cmdline, &word))) {
		if (!cmdline_key_is(&word, key))
			continue;
		last = word;
		result = found < 0 ? found : word.value ? 0 : -ENODATA;
	}
	if (!result)
		return copy_text(buf, size, last.value, last.value_len);
	if (size)
		buf[0] = '\0';
	return result;
}

/**
 * cmdline_list_next - the next item of a list such as a,b,c
 * @pos: the rest of the list; moved behind the item, NULL after the last one
 * @item: where to; unless @size is 0 it ends up with a NUL
 * @size: bytes at @item
 *
 * Return: the item's length; 0 when there are no more; -EINVAL for an empty item (so for an empty
 * list); -E2BIG if the item was cut. After an error the next call goes on with the next item.
 * Context: any. Locking: none.
 */
int cmdline_list_next(const char **pos, char *item, size_t size)
{
	const char *start = *pos;
	size_t len;
	int result;

	if (!start)
		return 0;
	len = strcspn(start, ",");
	*pos = start[len] ? start + len + 1 : NULL;
	result = copy_text(item, size, start, len);
	return len ? result : -EINVAL;
}
