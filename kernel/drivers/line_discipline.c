// SPDX-License-Identifier: MIT
/*
 * line_discipline.c - makes lines of keys: echo, erase, and the keys that mean something
 *
 * Idea:    one ring with three positions. What lies between tail and ready is finished, a read
 *          gets it; what lies between ready and head is the line being typed, which erasing can
 *          still shorten. Enter and ^D move ready up to head; without ICANON each key does.
 *          Each character remembers how many columns its echo took, since a tab's depend on where
 *          it stood: to erase it is to step back so far.
 *          The last place of the ring is kept for what ends a line, so that a line which is too
 *          long can be ended, and read as far as it went.
 * Context: any. Locking: none; the caller's lock guards the struct.
 * See:     kernel/drivers/tty.c, tests/kernel/line_discipline_test.c
 */
#include <halves/line_discipline.h>
#include <linux/ctype.h>
#include <linux/string.h>

#define CONTROL(letter) ((letter)-0x40)
#define ASCII_DELETE	0x7f
#define TAB_WIDTH	8

static struct typed *at(struct line_discipline *ld, unsigned int position)
{
	return &ld->ring[position % LINE_BUFFER];
}

/* Bytes 2 to 4 of a character in UTF-8: they have no column of their own. */
static bool continues_character(u8 c)
{
	return (c & 0xc0) == 0x80;
}

/**
 * ldisc_init - the modes of a terminal that was just switched on
 * @ld: which
 * @echo: writes to the terminal
 */
void ldisc_init(struct line_discipline *ld, void (*echo)(const char *text, size_t len))
{
	memset(ld, 0, sizeof(*ld));
	ld->echo = echo;
	ld->termios.c_lflag = ISIG | ICANON | ECHO;
	ld->termios.c_cc[VINTR] = CONTROL('C');
	ld->termios.c_cc[VERASE] = '\b';
	ld->termios.c_cc[VKILL] = CONTROL('U');
	ld->termios.c_cc[VEOF] = CONTROL('D');
	ld->termios.c_cc[VWERASE] = CONTROL('W');
}

/* ---- the screen ------------------------------------------------------------------------------ */

/** ldisc_written - somebody writes this to the terminal: where does the cursor go? */
void ldisc_written(struct line_discipline *ld, const char *text, size_t len)
{
	while (len--) {
		u8 c = *text++;

		if (c == '\n' || c == '\r')
			ld->column = 0;
		else if (c == '\b')
			ld->column -= ld->column > 0;
		else if (c == '\t')
			ld->column += TAB_WIDTH - ld->column % TAB_WIDTH;
		else if (!iscntrl(c) && !continues_character(c))
			ld->column++;
	}
}

static void echo(struct line_discipline *ld, const char *text, size_t len)
{
	if (!(ld->termios.c_lflag & ECHO))
		return;
	ldisc_written(ld, text, len);
	ld->echo(text, len);
}

/* Show a key; what would move the cursor is shown as ^X. Returns the columns it took. */
static unsigned int show(struct line_discipline *ld, u8 c)
{
	unsigned int before = ld->column;
	bool as_letter = iscntrl(c) && c != '\n' && c != '\t';
	char text[2] = { as_letter ? '^' : c, c ^ 0x40 };

	echo(ld, text, as_letter ? 2 : 1);
	return c == '\n' ? 0 : ld->column - before;
}

/* ---- the line -------------------------------------------------------------------------------- */

/* Take back the last character of the line; false: there is none. */
static bool erase(struct line_discipline *ld)
{
	const struct typed *last;
	bool found = false;

	while (ld->head != ld->ready) {
		last = at(ld, --ld->head);
		found = true;
		for (unsigned int i = 0; i < last->width; i++)
			echo(ld, "\b \b", 3);
		if (!continues_character(last->c))
			break;
	}
	return found;
}

static bool ends_with_blank(struct line_discipline *ld)
{
	return ld->head != ld->ready && isspace(at(ld, ld->head - 1)->c);
}

static void erase_word(struct line_discipline *ld)
{
	while (ends_with_blank(ld))
		erase(ld);
	while (!ends_with_blank(ld) && erase(ld))
		;
}

/* One more in the ring; where there is no room the bell rings. */
static void put(struct line_discipline *ld, struct typed typed)
{
	if (ld->head - ld->tail >= LINE_BUFFER - !typed.ends_line) {
		echo(ld, "\a", 1);
		return;
	}
	if (!typed.is_mark)
		typed.width = show(ld, typed.c);
	*at(ld, ld->head++) = typed;
	if (typed.ends_line || !(ld->termios.c_lflag & ICANON))
		ld->ready = ld->head;
}

/* Is it the key for that? A key that is set to 0 is switched off. */
static bool means(const struct line_discipline *ld, u8 c, unsigned int what)
{
	return c && c == ld->termios.c_cc[what];
}

/**
 * ldisc_receive - a key was pressed
 * @ld: the terminal's
 * @c: the key
 *
 * Return: true: it was ^C; whatever nobody has read yet is dropped, and the caller interrupts.
 */
bool ldisc_receive(struct line_discipline *ld, u8 c)
{
	if (ld->termios.c_lflag & ISIG && means(ld, c, VINTR)) {
		show(ld, c);
		show(ld, '\n');
		ld->head = ld->ready = ld->tail;
		return true;
	}
	if (!(ld->termios.c_lflag & ICANON))
		put(ld, (struct typed){ .c = c });
	else if (means(ld, c, VERASE) || c == '\b' || c == ASCII_DELETE)
		erase(ld);
	else if (means(ld, c, VKILL))
		while (erase(ld))
			;
	else if (means(ld, c, VWERASE))
		erase_word(ld);
	else if (means(ld, c, VEOF))
		put(ld, (struct typed){ .ends_line = true, .is_mark = true });
	else
		put(ld, (struct typed){ .c = c, .ends_line = c == '\n' });
	return false;
}

/**
 * ldisc_read - what was typed, up to the end of one line
 * @ld: the terminal's; ldisc_readable()
 * @to: where to
 * @size: room there, in bytes; the rest of a longer line is for the next read
 *
 * Return: how many; 0: ^D on an empty line, the end of the file.
 */
size_t ldisc_read(struct line_discipline *ld, char *to, size_t size)
{
	size_t n = 0;

	while (n < size && ldisc_readable(ld)) {
		const struct typed *next = at(ld, ld->tail++);

		if (!next->is_mark)
			to[n++] = next->c;
		if (next->ends_line)
			return n;
	}
	/* ^D right after what just fitted ends this read, and is not the next one's end of file. */
	if (n && ldisc_readable(ld) && at(ld, ld->tail)->is_mark)
		ld->tail++;
	return n;
}

/** ldisc_set - other modes, for what is typed from now on; without ICANON no line waits */
void ldisc_set(struct line_discipline *ld, const struct termios *termios)
{
	ld->termios = *termios;
	if (!(termios->c_lflag & ICANON))
		ld->ready = ld->head;
}
