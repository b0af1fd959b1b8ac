/* SPDX-License-Identifier: MIT */
/* bootmem.h - memory before there is a page allocator; kernel/mm/bootmem.c */
#ifndef _HALVES_BOOTMEM_H
#define _HALVES_BOOTMEM_H

#include <linux/types.h>

void bootmem_init(void);
void *bootmem_alloc(size_t size, size_t align);
unsigned long bootmem_end(void); /* physical end of the memory that will be mapped */

/* Call @fn for each stretch of usable memory that nobody took at boot: physical start, end. */
void bootmem_for_each_free(void (*fn)(unsigned long start, unsigned long end));

#endif
