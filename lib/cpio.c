// SPDX-License-Identifier: MIT
/*
 * cpio.c - walk through a cpio archive in memory
 *
 * Idea:    The "newc" format of `cpio -o -H newc`: for each file a header of 110 characters, its
 *          name with a NUL, its contents; name and contents each padded with NULs to a multiple of
 *          4 bytes from the archive's beginning. The file that is called TRAILER!!! is the end.
 *          The header is the magic 070701 and 13 numbers of 8 hexadecimal digits.
 *          An archive comes from outside: each length is compared with what is *left*, never added
 *          to a position first, for the sum could wrap around.
 * Context: any. Locking: none; the archive is constant.
 * See:     tests/host/lib/cpio_check.c
 */
#include <linux/errno.h>
#include <linux/hexdump.h>
#include <linux/string.h>
#include <halves/cpio.h>

enum field {
	INO,
	MODE,
	UID,
	GID,
	NLINK,
	MTIME,
	FILESIZE,
	DEV_MAJOR,
	DEV_MINOR,
	RDEV_MAJOR,
	RDEV_MINOR,
	NAMESIZE, /* its NUL included */
	CHECK,	  /* 0 in this format */
	NR_FIELDS
};

#define MAGIC	    "070701"
#define MAGIC_LEN   6
#define HEADER_SIZE (MAGIC_LEN + 8 * NR_FIELDS)

/* What is left of the archive. */
struct cursor {
	const char *at;
	size_t left;
	size_t pos; /* from the archive's beginning: what padding counts from */
};

/* Return: the next @n bytes, or NULL if there are not so many. */
static const char *take(struct cursor *cursor, size_t n)
{
	const char *bytes = cursor->at;

	if (n > cursor->left)
		return NULL;
	cursor->at += n;
	cursor->left -= n;
	cursor->pos += n;
	return bytes;
}

static bool skip_padding(struct cursor *cursor)
{
	return take(cursor, -cursor->pos % 4);
}

static bool read_header(const char *header, u32 *fields)
{
	size_t i, digit;

	if (memcmp(header, MAGIC, MAGIC_LEN))
		return false;
	header += MAGIC_LEN;
	for (i = 0; i < NR_FIELDS; i++) {
		fields[i] = 0;
		for (digit = 0; digit < 8; digit++) {
			int value = hex_to_bin(*header++);

			if (value < 0)
				return false;
			fields[i] = fields[i] << 4 | value;
		}
	}
	return true;
}

/**
 * cpio_next - the next file of an archive
 * @archive: its first byte
 * @size: its bytes
 * @pos: where to read from, 0 for the first file; moved behind the file, only on success
 * @entry: the file; its pointers point into @archive
 *
 * Return: 1; 0 at the end mark; -EINVAL if what is there is no file of this format, or not all of
 * it is there. Context: any. Locking: none.
 */
int cpio_next(const void *archive, size_t size, size_t *pos, struct cpio_entry *entry)
{
	struct cursor cursor = { .at = archive, .left = size };
	const char *header, *name, *data;
	u32 fields[NR_FIELDS];

	if (!take(&cursor, *pos))
		return -EINVAL;
	header = take(&cursor, HEADER_SIZE);
	if (!header || !read_header(header, fields))
		return -EINVAL;
	name = take(&cursor, fields[NAMESIZE]);
	if (!name || fields[NAMESIZE] < 2 ||
	    strnlen(name, fields[NAMESIZE]) != fields[NAMESIZE] - 1)
		return -EINVAL;
	if (!strcmp(name, "TRAILER!!!"))
		return 0;
	if (!skip_padding(&cursor))
		return -EINVAL;
	data = take(&cursor, fields[FILESIZE]);
	if (!data || !skip_padding(&cursor))
		return -EINVAL;

	*entry = (struct cpio_entry){
		.name = name,
		.data = data,
		.size = fields[FILESIZE],
		.mode = fields[MODE],
		.mtime = fields[MTIME],
		.ino = fields[INO],
		.nlink = fields[NLINK],
		.rdev_major = fields[RDEV_MAJOR],
		.rdev_minor = fields[RDEV_MINOR],
	};
	*pos = cursor.pos;
	return 1;
}
