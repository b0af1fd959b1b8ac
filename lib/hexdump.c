// SPDX-License-Identifier: MIT
/*
 * hexdump.c - bytes as a line of text
 *
 * Idea:    `00 01 41 42  ..AB`: numbers in groups, and beside them the characters, at a column that
 *          depends only on the layout, so that a short last line stands under the others. A group
 *          of 2, 4 or 8 bytes is shown as the number which the processor would read there.
 * Context: any. Locking: none.
 * See:     tests/host/lib/hexdump_check.c
 */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/hexdump.h>

/**
 * hex_to_bin - the value of a hexadecimal digit
 * @ch: the digit, either case
 *
 * Return: 0 to 15, or -1 if it is none. Context: any. Locking: none.
 */
int hex_to_bin(char ch)
{
	if (isdigit(ch))
		return ch - '0';
	return isxdigit(ch) ? tolower(ch) - 'a' + 10 : -1;
}
EXPORT_SYMBOL(hex_to_bin);

struct line {
	char *buf;
	size_t size;
	size_t len;
};

static void put(struct line *line, char c)
{
	if (line->len < line->size)
		line->buf[line->len] = c;
	line->len++;
}

static void put_byte(struct line *line, u8 byte)
{
	put(line, "0123456789abcdef"[byte >> 4]);
	put(line, "0123456789abcdef"[byte & 15]);
}

/**
 * hex_dump_to_buffer - one line of a dump
 * @buf: the bytes
 * @len: how many; a line takes @rowsize at most
 * @rowsize: bytes that a full line shows: 16 or 32 (all else means 16)
 * @groupsize: bytes to a number: 1, 2, 4 or 8 (all else means 1, also when @len is no multiple)
 * @linebuf: where to
 * @linebuflen: bytes at @linebuf; unless 0, the line ends with a NUL, cut if need be
 * @ascii: show the characters as well
 *
 * Return: length of the whole line, without the NUL, whether it fitted or not.
 * Context: any. Locking: none.
 */
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize, char *linebuf,
		       size_t linebuflen, bool ascii)
{
	struct line line = { .buf = linebuf, .size = linebuflen };
	const u8 *bytes = buf;
	size_t i, column;

	if (rowsize != 32)
		rowsize = 16;
	if (len > rowsize)
		len = rowsize;
	if ((groupsize != 2 && groupsize != 4 && groupsize != 8) || len % groupsize)
		groupsize = 1;

	for (i = 0; i < len; i++) {
		/* Little-endian: the number's first digit is in the group's last byte. */
		size_t in_group = i % groupsize;

		if (i && !in_group)
			put(&line, ' ');
		put_byte(&line, bytes[i - in_group + (groupsize - 1 - in_group)]);
	}
	if (ascii && len) {
		column = 2 * rowsize + rowsize / groupsize + 1;
		while (line.len < column)
			put(&line, ' ');
		for (i = 0; i < len; i++)
			put(&line, isprint(bytes[i]) ? bytes[i] : '.');
	}
	if (linebuflen)
		linebuf[line.len < linebuflen ? line.len : linebuflen - 1] = '\0';
	return line.len;
}
EXPORT_SYMBOL(hex_dump_to_buffer);
