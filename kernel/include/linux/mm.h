/* SPDX-License-Identifier: MIT */
/*
 * mm.h - how much memory there is, and a description of each page of it
 *
 * Context: any, once page_alloc_init() has run.
 * Locking: none for what is computed here: mem_map stays where it is. What a descriptor says is
 *          under page_lock or its cache's lock.
 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <halves/memory_debug.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/types.h>

struct kmem_cache;

#define PG_FREE	     1 /* head of a free block of the page allocator */
#define PG_SLAB	     2 /* belongs to a slab; slab and order are valid */
#define PG_RESERVED  4 /* not memory, the image, or given away at boot */
#define PG_ALLOCATED 8 /* head of a block that was handed out */

struct page {
	u8 flags;  /* PG_ */
	u8 order;  /* of the block that this page heads */
	u16 inuse; /* slab: objects handed out */
	union {
		struct {
			struct list_head lru; /* free list, or the cache's slab list */
			void *freelist;	      /* slab: first free object */
		};
		struct page *head; /* slab page that is not the first: the first */
	};
	struct kmem_cache *cache; /* slab: its cache */
#ifdef CONFIG_TESTS
	struct alloc_record record; /* of the block that this page heads or headed last */
#endif
};

extern struct page *mem_map;
extern unsigned long max_pfn;	     /* pages 0 … max_pfn - 1 are described */
extern unsigned long totalram_pages; /* of them usable after boot */

#define page_to_pfn(page)  ((unsigned long)((page)-mem_map))
#define pfn_to_page(pfn)   (mem_map + (pfn))
#define page_address(page) __va(page_to_pfn(page) << PAGE_SHIFT)
#define virt_to_page(p)	   pfn_to_page(__pa(p) >> PAGE_SHIFT)
#define virt_addr_valid(p) ((unsigned long)(p) >= PAGE_OFFSET && __pa(p) >> PAGE_SHIFT < max_pfn)

unsigned long nr_free_pages(void);

#endif
