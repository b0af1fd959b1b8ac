// SPDX-License-Identifier: MIT
/*
 * vga.c - the VGA's text mode: 80 columns, 25 rows, two bytes each, at 0xb8000
 *
 * Idea:    the screen is kept in memory (textscreen.c), and after each message the cells that
 *          differ from what the card shows are written to it. The card's memory is never read: on
 *          real hardware that is slow, in an emulator each access is a trap, and scrolling would
 *          read it all.
 * Context: vga_write: any. Locking: the console's (one caller at a time, irqs off).
 * See:     IBM VGA reference, CRT controller registers; tests/kernel/vga_test.c
 */
#include <asm/io.h>
#include <halves/console.h>
#include <halves/early.h>
#include <halves/textscreen.h>
#include <linux/kernel.h>
#include <linux/mm.h>

#define VGA_TEXT	0xb8000		/* bus address of the cells */
#define VGA_COLUMNS	80
#define VGA_ROWS	25
#define VGA_CELLS	(VGA_COLUMNS * VGA_ROWS)
#define VGA_LIGHT_GREY	0x07		/* on black */

/* The CRT controller: the number of a register goes to one port, its value to the next. */
#define CRTC_INDEX		0x3d4
#define CRTC_DATA		0x3d5
#define CRTC_START_HIGH		0x0c	/* which cell stands in the upper left corner */
#define CRTC_START_LOW		0x0d
#define CRTC_CURSOR_HIGH	0x0e	/* which cell has the cursor */
#define CRTC_CURSOR_LOW		0x0f

static u16 wanted[VGA_CELLS];
static u16 shown[VGA_CELLS];	/* what the card has */
static struct textscreen screen = {
	.cells = wanted,
	.columns = VGA_COLUMNS,
	.rows = VGA_ROWS,
	.colours = VGA_LIGHT_GREY,
};

static u16 *vga_cell(unsigned int i)
{
	return (u16 *)__va(VGA_TEXT) + i;
}

static void crtc_write(u8 reg, u8 value)
{
	outb(reg, CRTC_INDEX);
	outb(value, CRTC_DATA);
}

static u8 crtc_read(u8 reg)
{
	outb(reg, CRTC_INDEX);
	return inb(CRTC_DATA);
}

static void show_cell(unsigned int i)
{
	writew(wanted[i], vga_cell(i));
	shown[i] = wanted[i];
}

static void show_cursor(void)
{
	unsigned int x = min(screen.x, screen.columns - 1);
	unsigned int at = screen.y * screen.columns + x;

	crtc_write(CRTC_CURSOR_HIGH, at >> 8);
	crtc_write(CRTC_CURSOR_LOW, at & 0xff);
}

static void vga_write(struct console *con, const char *text, size_t len)
{
	while (len--)
		textscreen_putc(&screen, *text++);
	for (unsigned int i = 0; i < VGA_CELLS; i++)
		if (wanted[i] != shown[i])
			show_cell(i);
	show_cursor();
}

static struct console vga_console = {
	.name = "vga",
	.write = vga_write,
};

/* There is a screen if two cells keep what is written, and so does a register of the controller. */
static bool vga_detect(void)
{
	const u16 first = 0x0755, second = 0x07aa;
	u16 old[2] = { readw(vga_cell(0)), readw(vga_cell(1)) };
	bool memory, controller;
	u8 cursor;

	writew(first, vga_cell(0));
	writew(second, vga_cell(1));
	memory = readw(vga_cell(0)) == first && readw(vga_cell(1)) == second;
	writew(old[0], vga_cell(0));
	writew(old[1], vga_cell(1));

	cursor = crtc_read(CRTC_CURSOR_LOW);
	crtc_write(CRTC_CURSOR_LOW, cursor ^ 0xff);
	controller = crtc_read(CRTC_CURSOR_LOW) == (cursor ^ 0xff);
	crtc_write(CRTC_CURSOR_LOW, cursor);
	return memory && controller;
}

/**
 * vga_console_init - find the VGA, clear it, make it a console
 *
 * Context: boot; needs the first megabyte mapped at PAGE_OFFSET. Locking: irqs off.
 */
void vga_console_init(void)
{
	if (!vga_detect())
		return;
	crtc_write(CRTC_START_HIGH, 0);
	crtc_write(CRTC_START_LOW, 0);
	textscreen_clear(&screen);
	for (unsigned int i = 0; i < VGA_CELLS; i++)
		show_cell(i);
	show_cursor();
	register_console(&vga_console);
}
