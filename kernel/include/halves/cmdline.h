/* SPDX-License-Identifier: MIT */
/*
 * cmdline.h - the words of the kernel's command line
 *
 * Idea:    `run=a,b poweroff note="two words"`: words between spaces, each a key alone or a
 *          key=value; double quotes keep spaces inside a word. The text is never changed: a word
 *          is two pointers into it and their lengths. In keys, - and _ are the same, as in Linux.
 * Context: any. Locking: none.
 * See:     lib/cmdline.c
 */
#ifndef _HALVES_CMDLINE_H
#define _HALVES_CMDLINE_H

#include <linux/kstrtox.h> /* memparse() for values that are sizes */
#include <linux/types.h>

/**
 * struct cmdline_word - one word of a command line
 * @key: its first character; not NUL-terminated
 * @key_len: bytes of the key
 * @value: what follows the first `=`, without quotes around it; NULL for a key alone
 * @value_len: bytes of the value; 0 for `key=` and for a key alone
 */
struct cmdline_word {
	const char *key;
	size_t key_len;
	const char *value;
	size_t value_len;
};

int cmdline_next(const char **pos, struct cmdline_word *word);
bool cmdline_key_is(const struct cmdline_word *word, const char *key);
bool cmdline_has(const char *cmdline, const char *key);
int cmdline_get(const char *cmdline, const char *key, char *buf, size_t size);
int cmdline_list_next(const char **pos, char *item, size_t size);

#endif /* _HALVES_CMDLINE_H */
