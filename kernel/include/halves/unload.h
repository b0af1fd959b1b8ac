/* SPDX-License-Identifier: MIT */
/*
 * unload.h - what does the kernel still hold of a module that leaves?
 *
 * Idea:    after module_exit's function has returned, nothing of the kernel may point into the
 *          module any more: no timer, tasklet, work, handler. Each room knows its own lists, so
 *          each announces a function that walks them: UNLOAD_SEARCH(). It asks unload_holds() of
 *          each pointer, and reports what it finds with unload_found(); kernel/module/unload.c
 *          tells it at once, and again in the report of the fault that will come.
 * Context: process; a search may hold its room's locks, for unload_found() only writes down.
 * Locking: none here, a room's own in its search.
 */
#ifndef _HALVES_UNLOAD_H
#define _HALVES_UNLOAD_H

#include <linux/compiler.h>
#include <linux/types.h>

/* One thing that was left behind. The texts are the kernel's, not the module's. */
struct leftover {
	const char *kind;    /* "tasklet" */
	const char *is;	     /* "scheduled": how the kernel holds it */
	const char *instead; /* what would have taken it back: "tasklet_kill() it" */
	const void *object;  /* the struct, or NULL; where it lies may be the module's or not … */
	size_t size;	     /* … and its bytes */
	const void *fn;	     /* the function that will be called, or NULL */
	unsigned long by;    /* who made it so; 0: nobody knows */
	char name[16];	     /* its own, where it has one: an interrupt line's number */
};

struct unload_search;
typedef void (*unload_search_fn)(struct unload_search *search);

/* unload_holds - does @p point into the module? */
bool unload_holds(const struct unload_search *search, const void *p);
/* unload_found - write one down; any context */
void unload_found(struct unload_search *search, const struct leftover *leftover);

#define UNLOAD_SEARCH(fn)                                                                          \
	static const unload_search_fn __unload_##fn __used __section(".unload_searches") = fn

#endif
