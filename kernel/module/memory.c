// SPDX-License-Identifier: MIT
/*
 * memory.c - a module's memory: pages with the rights of what is in them, at addresses of their own
 *
 * Idea:    a module is linked in its file's copy, filled into pages through the direct map, and
 *          only then mapped: so there is no moment in which its code can be written where it can
 *          be executed. Addresses are handed out going up, and begin anew at the end: those of a
 *          module that has gone come back only when the whole area has been used. Until then who
 *          still jumps there faults, and the report knows the name. Behind each module a page
 *          stays free.
 * Context: process. Locking: module_mutex, so that one is loaded at a time.
 */
#include <asm/setup.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/poison.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

static unsigned long next_start = MODULES_START; /* module_mutex */

/* The loaded module that is in the way of these addresses, or NULL. */
static struct module *in_the_way(unsigned long start, unsigned long end)
{
	struct module *m;

	list_for_each_entry(m, &modules, list)
		if (m->base < end && start < m->base + m->size + m->init_size + PAGE_SIZE)
			return m;
	return NULL;
}

/* The next @size free addresses and a page more, or 0. */
static unsigned long find_addresses(unsigned long size)
{
	unsigned long start = next_start;
	struct module *other;
	bool again = false;

	for (;;) {
		if (size + PAGE_SIZE > MODULES_END - start) {
			if (again)
				return 0;
			again = true;
			start = MODULES_START;
		}
		other = in_the_way(start, start + size);
		if (!other)
			return start;
		start = other->base + other->size + other->init_size + PAGE_SIZE;
	}
}

/**
 * memory_get - find addresses and pages for a module; nothing is mapped yet
 * @module: base, sizes, pages are set
 * @r: opened
 *
 * Return: 0 or -ENOMEM.
 */
int memory_get(struct module *module, const struct relocatable *r)
{
	unsigned long total = r->end[NR_REGIONS - 1], i;

	module->base = find_addresses(total);
	module->pages = kcalloc(total >> PAGE_SHIFT, sizeof(*module->pages), GFP_KERNEL);
	if (!module->base || !module->pages)
		return -ENOMEM;
	module->size = r->end[REGION_DATA];
	module->init_size = total - module->size;
	next_start = module->base + total + PAGE_SIZE;
	names_make_way(module->base, next_start);
	for (i = 0; i < total >> PAGE_SHIFT; i++) {
		module->pages[i] = get_zeroed_page(GFP_KERNEL);
		if (!module->pages[i])
			return -ENOMEM;
	}
	return 0;
}

static unsigned int rights_of(const struct relocatable *r, unsigned long offset)
{
	static const unsigned int rights[] = {
		[REGION_TEXT] = MAP_EXEC,      [REGION_RODATA] = 0,
		[REGION_DATA] = MAP_WRITE,     [REGION_INIT_TEXT] = MAP_EXEC,
		[REGION_INIT_DATA] = MAP_WRITE,
	};
	enum region region = 0;

	while (offset >= r->end[region])
		region++;
	return rights[region];
}

/**
 * memory_fill - put a module where it was linked for
 * @module: its memory
 * @r: linked for @module->base
 *
 * Return: 0 or -ENOMEM.
 */
int memory_fill(struct module *module, const struct relocatable *r)
{
	unsigned long offset;

	for (offset = 0; offset < r->end[NR_REGIONS - 1]; offset += PAGE_SIZE) {
		unsigned long page = module->pages[offset >> PAGE_SHIFT];

		relocatable_copy(r, offset, (void *)page, PAGE_SIZE);
		if (map_page(module->base + offset, __pa(page), rights_of(r, offset)))
			return -ENOMEM;
	}
	return 0;
}

/*
 * Give back the pages from @from to @to. Who still comes there faults; who has another address of
 * them finds no code and no data.
 */
static void free_part(struct module *module, unsigned long from, unsigned long to)
{
	for (; from < to; from += PAGE_SIZE) {
		unsigned long *page = &module->pages[from >> PAGE_SHIFT];

		if (!*page)
			continue;
		if (page_is_mapped(module->base + from))
			unmap_page(module->base + from);
		memset((void *)*page, POISON_FREE, PAGE_SIZE);
		free_page(*page);
		*page = 0;
	}
}

/** memory_free_init - init has returned: its part goes, its addresses stay taken */
void memory_free_init(struct module *module)
{
	free_part(module, module->size, module->size + module->init_size);
}

/** memory_free - all of it goes; also what memory_get() has left half done */
void memory_free(struct module *module)
{
	if (module->pages)
		free_part(module, 0, module->size + module->init_size);
	kfree(module->pages);
}
