/* SPDX-License-Identifier: MIT */
/*
 * line_discipline.h - keys on one side, lines on the other
 *
 * Functions: kernel/drivers/line_discipline.c, which knows no device and takes no lock; its one
 * user in the kernel is kernel/drivers/tty.c.
 * Context: any.
 * Locking: the caller's.
 */
#ifndef _HALVES_LINE_DISCIPLINE_H
#define _HALVES_LINE_DISCIPLINE_H

#include <linux/ioctls.h>
#include <linux/types.h>

#define LINE_BUFFER 512 /* a power of two: positions run on and are cut to the ring */

struct typed {
	u8 c;
	u8 width : 4;	  /* columns that its echo took, for erasing it */
	u8 ends_line : 1; /* no read goes on after it */
	u8 is_mark : 1;	  /* ^D: only an end, no character */
};

struct line_discipline {
	struct termios termios;
	struct typed ring[LINE_BUFFER];
	unsigned int head;   /* characters ever put in … */
	unsigned int ready;  /* … of them, those that may be read: the rest can still change … */
	unsigned int tail;   /* … and those that have been read */
	unsigned int column; /* where the cursor stands, for tabs */
	void (*echo)(const char *text, size_t len);
};

void ldisc_init(struct line_discipline *ld, void (*echo)(const char *text, size_t len));
bool ldisc_receive(struct line_discipline *ld, u8 c);
void ldisc_written(struct line_discipline *ld, const char *text, size_t len);
size_t ldisc_read(struct line_discipline *ld, char *to, size_t size);
void ldisc_set(struct line_discipline *ld, const struct termios *termios);

/* ldisc_readable - would a read find something, be it the end of the file? */
static inline bool ldisc_readable(const struct line_discipline *ld)
{
	return ld->tail != ld->ready;
}

#endif
