// SPDX-License-Identifier: MIT
/*
 * textscreen.c - a screen of characters: newline, tabulator, backspace, scrolling
 *
 * Idea:    a line that is exactly as long as the screen is wide must not leave an empty line behind
 *          it. So after the last column the position stays there, outside the line, and it is the
 *          next character that begins a new one.
 * Context: any. Locking: expects that the caller alone uses the screen.
 * See:     kernel/drivers/vga.c, tests/kernel/vga_test.c
 */
#include <halves/textscreen.h>
#include <linux/string.h>

#define FIRST_PRINTABLE	' '
#define NOT_ASCII	0x80	/* UTF-8: every byte of a character above ASCII has this bit … */
#define UTF8_MASK	0xc0
#define UTF8_FOLLOWS	0x80	/* … and all but its first byte look like this */

static u16 cell(const struct textscreen *screen, u8 c)
{
	return screen->colours << 8 | c;
}

static void clear_row(struct textscreen *screen, unsigned int row)
{
	u16 *cells = &screen->cells[row * screen->columns];

	for (unsigned int x = 0; x < screen->columns; x++)
		cells[x] = cell(screen, ' ');
}

/** textscreen_clear - all blank, the next character goes to the upper left corner */
void textscreen_clear(struct textscreen *screen)
{
	for (unsigned int y = 0; y < screen->rows; y++)
		clear_row(screen, y);
	screen->x = 0;
	screen->y = 0;
}

static void newline(struct textscreen *screen)
{
	screen->x = 0;
	if (screen->y + 1 < screen->rows) {
		screen->y++;
		return;
	}
	memmove(screen->cells, screen->cells + screen->columns,
		(screen->rows - 1) * screen->columns * sizeof(*screen->cells));
	clear_row(screen, screen->rows - 1);
}

static void put_printable(struct textscreen *screen, u8 c)
{
	if (screen->x == screen->columns)
		newline(screen);
	screen->cells[screen->y * screen->columns + screen->x++] = cell(screen, c);
}

/**
 * textscreen_putc - one more character
 * @screen: where
 * @c: ASCII; of UTF-8 each character beyond becomes one '?'; unknown controls do nothing
 *
 * Backspace moves left and erases nothing, as on a terminal; it stays within the line.
 */
void textscreen_putc(struct textscreen *screen, char c)
{
	u8 byte = c;

	switch (byte) {
	case '\n':
		newline(screen);
		return;
	case '\r':
		screen->x = 0;
		return;
	case '\b':
		if (screen->x)
			screen->x--;
		return;
	case '\t':
		do {
			put_printable(screen, ' ');
		} while (screen->x % TEXTSCREEN_TAB && screen->x < screen->columns);
		return;
	}
	if ((byte & UTF8_MASK) == UTF8_FOLLOWS)
		return;
	if (byte & NOT_ASCII)
		byte = '?';
	if (byte >= FIRST_PRINTABLE)
		put_printable(screen, byte);
}
