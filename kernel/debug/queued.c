// SPDX-License-Identifier: MIT
/*
 * queued.c - is this object really in a list, or does its memory only look so?
 *
 * Who initialises a timer or a work overwrites what was there: old contents of a stack or of
 * freed memory, or an object that is still queued, whose list then breaks. The contents alone do
 * not tell which, but the neighbours do: an entry that is in a list is pointed back at by both.
 * Context: any.
 * Locking: the caller's: the list's lock, if the answer is to stay true.
 */
#include <asm/uaccess.h>
#include <halves/debug.h>
#include <linux/list.h>

/* Does the word at @address, which may be any, hold the address of @entry? */
static bool points_at(unsigned long address, const struct list_head *entry)
{
	const struct list_head *there;

	return !(address & (sizeof(there) - 1)) &&
	       !probe_kernel_read(&there, (const void *)address, sizeof(there)) && there == entry;
}

/**
 * list_entry_queued - is @entry in a list, whatever else its memory may hold?
 * @entry: perhaps never initialised
 *
 * Return: true if both neighbours are there and point back. Context: any; the answer is old at once
 * unless the list's lock is held.
 */
bool list_entry_queued(const struct list_head *entry)
{
	unsigned long next = (unsigned long)entry->next, prev = (unsigned long)entry->prev;

	return next != (unsigned long)entry &&
	       points_at(next + offsetof(struct list_head, prev), entry) &&
	       points_at(prev + offsetof(struct list_head, next), entry);
}
