/* SPDX-License-Identifier: MIT */
/*
 * textscreen.h - a screen of characters as an array: where the next one goes, and what scrolls
 *
 * Idea:    nothing here knows a device. The driver of one (kernel/drivers/vga.c) gives the array
 *          and shows it; a test gives another and reads it.
 * Context: any. Locking: expects that the caller alone uses the screen.
 */
#ifndef _HALVES_TEXTSCREEN_H
#define _HALVES_TEXTSCREEN_H

#include <linux/types.h>

#define TEXTSCREEN_TAB 8

/* A cell is a character in the low byte and its colours in the high byte, as VGA has it. */
struct textscreen {
	u16 *cells; /* rows * columns of them, line by line */
	unsigned int columns;
	unsigned int rows;
	unsigned int x; /* of the next character; may be == columns (textscreen.c) */
	unsigned int y;
	u8 colours;
};

void textscreen_clear(struct textscreen *screen);
void textscreen_putc(struct textscreen *screen, char c);

#endif
