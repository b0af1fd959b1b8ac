/* SPDX-License-Identifier: MIT */
/*
 * hexdump.h - bytes as text for a person
 *
 * Context: any. Locking: none.
 * See:     lib/hexdump.c
 */
#ifndef _LINUX_HEXDUMP_H
#define _LINUX_HEXDUMP_H

#include <linux/types.h>

int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize, char *linebuf,
		       size_t linebuflen, bool ascii);
int hex_to_bin(char ch);

#endif /* _LINUX_HEXDUMP_H */
