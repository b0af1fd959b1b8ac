// SPDX-License-Identifier: MIT
/*
 * alloc_record.c - who took a piece of memory, who gave it back, and what is damaged of it
 *
 * What slab_debug.c (objects) and page_debug.c (pages) have in common: the record of a piece, the
 * search for bytes that are not as they should be, and the words of a report. Only in the tests'
 * image.
 * Context: any. Locking: the caller's.
 */
#ifdef CONFIG_TESTS
#include <asm/atomic.h>
#include <halves/context.h>
#include <halves/debug.h>
#include <linux/hexdump.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "internal.h"

#define DUMP_LINES 4 /* of a damage, 16 bytes each */

static atomic_t serial;

unsigned long memory_serial(void)
{
	return atomic_read(&serial);
}

/* next_serial - number a new allocation */
unsigned long next_serial(void)
{
	return atomic_inc_return(&serial);
}

/* note_event - write down that it happened now, at @site */
void note_event(struct alloc_event *event, unsigned long site)
{
	event->site = site;
	event->context = current_context();
	event->pid = current->pid;
	strlcpy(event->comm, current->comm, sizeof(event->comm));
}

int describe_event(char *buf, size_t size, const struct alloc_event *event)
{
	int n = scnprintf(buf, size, "%pS by ", (void *)event->site);

	if (event->context != CONTEXT_PROCESS)
		n += scnprintf(buf + n, size - n, "a %s on top of ", context_name(event->context));
	return n + scnprintf(buf + n, size - n, "thread %s (pid %d)", event->comm, event->pid);
}

static void print_event(const char *what, const struct alloc_event *event)
{
	char text[160];

	if (!event->site)
		return;
	describe_event(text, sizeof(text), event);
	printk(KERN_ERR "%s at %s\n", what, text);
}

/* The bytes from start + from on that are not as they should be. */
static void dump(const u8 *start, long from, long to)
{
	char text[80];
	int line;

	for (line = 0; line < DUMP_LINES && from < to; line++, from += 16) {
		hex_dump_to_buffer(start + from, min_t(long, to - from, 16), 16, 1, text,
				   sizeof(text), true);
		printk(KERN_ERR "  offset %ld: %s\n", from, text);
	}
	if (from < to)
		printk(KERN_ERR "  … and %ld bytes more\n", to - from);
}

/* print_piece - who took it and who gave it back; the middle of a report */
void print_piece(const struct memory_piece *piece)
{
	print_event("allocated", &piece->record->taken);
	print_event("freed", &piece->record->given);
}

/* report_piece - a report about a piece whose bytes are in order; @what: as printf's text */
void report_piece(const struct memory_piece *piece, const char *what)
{
	report_begin();
	printk(KERN_ERR "BUG: %s: %lu bytes at %p (%s)\n", what, (unsigned long)piece->record->size,
	       piece->start, piece->kind);
	print_piece(piece);
	report_context();
	report_backtrace();
	report_end();
}

static void report_damage(const struct memory_piece *piece, const char *what, long from, long to,
			  u8 value)
{
	report_begin();
	printk(KERN_ERR "BUG: memory was written %s, at offset %ld, by %ld byte%s: %lu bytes at %p "
			"(%s)\n",
	       what, from, to - from, to - from > 1 ? "s" : "", (unsigned long)piece->record->size,
	       piece->start, piece->kind);
	print_piece(piece);
	printk(KERN_ERR "each of these bytes should be %02x:\n", value);
	dump(piece->start, from, to);
	report_context();
	report_backtrace();
	report_end();
}

/* The first byte from @p on that is not @value, or @end. */
static u8 *first_other(u8 *p, u8 *end, u8 value)
{
	u32 word = value * 0x01010101u;

	while (p < end && (unsigned long)p & 3 && *p == value)
		p++;
	if (!((unsigned long)p & 3))
		while (p + 4 <= end && *(u32 *)p == word)
			p += 4;
	while (p < end && *p == value)
		p++;
	return p;
}

/**
 * check_bytes - are these bytes of a piece as they were left? If not, report it and put them right
 * @piece: whose they are
 * @what: when or where they were written, for the report
 * @from: first byte, counted from the piece's start
 * @to: behind the last byte
 * @value: what each should be
 *
 * Return: whether they were in order. Context: any; nobody may use these bytes meanwhile.
 */
bool check_bytes(const struct memory_piece *piece, const char *what, long from, long to, u8 value)
{
	u8 *end = piece->start + to, *first = first_other(piece->start + from, end, value);

	if (likely(first >= end))
		return true;
	while (end[-1] == value)
		end--;
	report_damage(piece, what, first - piece->start, end - piece->start, value);
	memset(first, value, end - first);
	return false;
}
#endif
