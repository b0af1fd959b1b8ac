// SPDX-License-Identifier: MIT
/*
 * logring.c - the kernel's log: a ring that never waits and keeps the newest
 *
 * Idea:    a character's number, counted since boot, says where it lies: number modulo size. So a
 *          reader is nothing but the number that it wants next. Who writes asks no reader, and
 *          overwrites the oldest; a reader that was too slow sees by the numbers what it has lost.
 * Context: any. Locking: the caller's: printk_lock.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "internal.h"

static char ring[LOGRING_SIZE];
static unsigned long oldest; /* number of the oldest character that is there */
static unsigned int first;   /* where it lies */
static unsigned int used;    /* how many are there */

/**
 * logring_put - append to the log
 * @text: characters, no terminator
 * @len: how many; of more than LOGRING_SIZE the last remain
 *
 * Never fails: the oldest make room. Context: any. Locking: expects printk_lock.
 */
void logring_put(const char *text, size_t len)
{
	if (len > LOGRING_SIZE) {
		oldest += len - LOGRING_SIZE;
		text += len - LOGRING_SIZE;
		len = LOGRING_SIZE;
	}
	while (len) {
		unsigned int free = (first + used) % LOGRING_SIZE;
		unsigned int piece = min(len, (size_t)(LOGRING_SIZE - free));
		unsigned int lost = used + piece > LOGRING_SIZE ? used + piece - LOGRING_SIZE : 0;

		memcpy(ring + free, text, piece);
		first = (first + lost) % LOGRING_SIZE;
		oldest += lost;
		used += piece - lost;
		text += piece;
		len -= piece;
	}
}

/**
 * logring_get - copy what a reader has not seen yet, the oldest first
 * @at: number of the character that the reader wants next, 0: the first since boot. Is moved on
 *      over what was copied; and before, if that is overwritten, to the oldest that is there.
 * @to: where to
 * @size: at most so many characters
 *
 * Return: characters copied, 0: there is nothing new. Context: any. Locking: expects printk_lock.
 */
size_t logring_get(unsigned long *at, char *to, size_t size)
{
	unsigned long behind = max(*at, oldest) - oldest;
	unsigned int from, head;
	size_t count;

	if (behind >= used)
		return 0;
	count = min(size, (size_t)(used - behind));
	from = (first + behind) % LOGRING_SIZE;
	head = min(count, (size_t)(LOGRING_SIZE - from));
	memcpy(to, ring + from, head);
	memcpy(to + head, ring, count - head);
	*at = oldest + behind + count;
	return count;
}
