/* SPDX-License-Identifier: MIT */
/* mm_init.h - boot order of the allocators, and what the console shows of them */
#ifndef _HALVES_MM_INIT_H
#define _HALVES_MM_INIT_H

void page_alloc_init(void);
void slab_init(void);
void free_boot_pages(unsigned long start, unsigned long end);
void mm_init(void);
void show_free_areas(void);
void show_slabs(void);

#endif
