// SPDX-License-Identifier: MIT
/*
 * queued.c - is this object really in a list, or does its memory only look so?
 *
 * Who initialises a timer or a work overwrites what was there: old contents of a stack or of
 * freed memory, or an object that is still queued, whose list then breaks. The contents alone do
 * not tell which, but the neighbours do: an entry that is in a list is pointed back at by both.
 * Context: any.
 */
#include <asm/uaccess.h>
#include <halves/debug.h>
#include <linux/list.h>

static bool points_at(struct list_head *const *place, const struct list_head *entry)
{
	struct list_head *there;

	return !probe_kernel_read(&there, place, sizeof(there)) && there == entry;
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
	const struct list_head *next = entry->next, *prev = entry->prev;

	return next && prev && next != entry && points_at(&next->prev, entry) &&
	       points_at(&prev->next, entry);
}
