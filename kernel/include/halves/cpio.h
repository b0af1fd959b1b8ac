/* SPDX-License-Identifier: MIT */
/*
 * cpio.h - walk through a cpio archive in memory
 *
 * Idea:    The boot loader may hand over a file with files in it; `cpio -o -H newc` makes one.
 *          Nothing is copied: an entry is pointers into the archive, checked to lie inside it.
 * Context: any. Locking: none.
 * See:     lib/cpio.c
 */
#ifndef _HALVES_CPIO_H
#define _HALVES_CPIO_H

#include <linux/types.h>

/**
 * struct cpio_entry - one file of an archive
 * @name: its path, NUL-terminated, at least one character
 * @data: its contents; not NUL-terminated
 * @size: bytes at @data
 * @mode: type and permissions, as in stat()
 * @mtime: time of its last change, in seconds since 1970
 * @ino: its inode number; hard links share one
 * @nlink: how many names it has
 * @rdev_major: of a device file
 * @rdev_minor: of a device file
 */
struct cpio_entry {
	const char *name;
	const void *data;
	size_t size;
	u32 mode;
	u32 mtime;
	u32 ino;
	u32 nlink;
	u32 rdev_major;
	u32 rdev_minor;
};

int cpio_next(const void *archive, size_t size, size_t *pos, struct cpio_entry *entry);

#endif /* _HALVES_CPIO_H */
