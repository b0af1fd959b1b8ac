/* SPDX-License-Identifier: MIT */
/* log.h - lab 1: a writer that numbers its characters, and a reader that knows them */
#ifndef _LAB01_LOG_H
#define _LAB01_LOG_H

#include <linux/kernel.h>
#include <linux/string.h>
#include "../../../kernel/debug/internal.h"

/* The character with the number @n: 23 of them, which is prime to every ring's size. */
static inline char log_char(unsigned long n)
{
	return 'a' + n % 23;
}

/* log_end - the number that the next character gets */
static inline unsigned long log_end(void)
{
	unsigned long at = 0, turns = 0;
	char skipped[64];

	while (logring_get(&at, skipped, sizeof(skipped)) && turns++ < LOGRING_SIZE)
		;
	return at;
}

/* log_fill - put the characters numbered @from and up, in pieces of @piece */
static inline void log_fill(unsigned long from, unsigned long count, unsigned long piece)
{
	static char text[LOGRING_SIZE + 1000];
	unsigned long done, i;

	for (done = 0; done < count; done += piece) {
		piece = min(piece, count - done);
		for (i = 0; i < piece; i++)
			text[i] = log_char(from + done + i);
		logring_put(text, piece);
	}
}

/*
 * log_check - read what is new, in pieces of @piece
 *
 * Return: how many characters are those with the numbers *@at and up; at the first other one it
 * stops, and *@wrong says its number.
 */
static inline unsigned long log_check(unsigned long *at, unsigned long piece, unsigned long *wrong)
{
	unsigned long count = 0, len, i;
	char text[64];

	*wrong = 0;
	while ((len = logring_get(at, text, piece)) && len <= piece) {
		for (i = 0; i < len; i++, count++)
			if (text[i] != log_char(*at - len + i)) {
				*wrong = *at - len + i;
				return count;
			}
		if (count > 4 * LOGRING_SIZE)
			break;
	}
	return count;
}

#endif
