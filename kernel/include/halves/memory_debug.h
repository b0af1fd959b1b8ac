/* SPDX-License-Identifier: MIT */
/*
 * memory_debug.h - in the tests' image each piece of memory knows who took it and who gave it back
 *
 * For reports, and for the runner of the tests, which asks after each case what was damaged and
 * what is left. The other image has none of this.
 * Context: any, where nothing else is noted.
 * Locking: none: irqs off while a block is looked at; the runner asks when no case runs.
 */
#ifndef _HALVES_MEMORY_DEBUG_H
#define _HALVES_MEMORY_DEBUG_H

#include <linux/types.h>

/* Who did it: the place, and the thread that ran or was interrupted. */
struct alloc_event {
	unsigned long site; /* 0: it has not happened */
	u8 context;	    /* enum context */
	char comm[15];
	pid_t pid;
};

/* What is remembered of an object of the slab or of a block of pages. */
struct alloc_record {
	void *next;	      /* objects: the next free one */
	unsigned long serial; /* allocations are numbered; 0: never handed out, or meant to stay */
	size_t size;	      /* bytes asked for */
	u8 state;	      /* objects: kernel/mm/slab_debug.c */
	bool kmalloc;	      /* pages: taken by kmalloc(), not by __get_free_pages() */
	bool poisoned;	      /* pages: each of its bytes is PAGE_POISON */
	struct alloc_event taken, given;
};

/* A piece of memory, for a report. */
struct memory_piece {
	const char *kind; /* the cache's name, or "pages" */
	u8 *start;
	struct alloc_record *record;
};

/* memory_serial - the number of the newest allocation; any context */
unsigned long memory_serial(void);

/*
 * memory_since - call @fn, irqs off, for each piece that was handed out after the allocation with
 * the number @serial and is not back; process
 */
void memory_since(unsigned long serial, void (*fn)(const struct memory_piece *piece, void *data),
		  void *data);

/*
 * slab_check_all - look at every object of every cache and at every large block of kmalloc(): a
 * report for each that somebody has damaged; process
 */
void slab_check_all(void);

/* describe_event - "FUNCTION+0x1a/0x40 by thread NAME (pid N)"; any context */
int describe_event(char *buf, size_t size, const struct alloc_event *event);

#endif
