// SPDX-License-Identifier: MIT
/*
 * unload.c - what a module has left behind when its exit function has returned
 *
 * Idea:    every room of the kernel that keeps pointers to drivers' objects or functions has
 *          announced a search of its own lists (<halves/unload.h>). What is found is told at once;
 *          but it is not taken away: as in Linux, it will run into memory that is gone. Then the
 *          report of the fault says it again, with the name: names.c.
 * Context: process. Locking: none here, a room's own in its search.
 * See:     docs/modules.md, tests/kernel/module_unload_test.c
 */
#include <halves/debug.h>
#include <halves/unload.h>
#include <linux/kernel.h>
#include "internal.h"

struct unload_search {
	struct module_names *names;
	unsigned int found;
};

extern const unload_search_fn __unload_searches_start[], __unload_searches_end[];

bool unload_holds(const struct unload_search *search, const void *p)
{
	return (unsigned long)p >= search->names->start && (unsigned long)p < search->names->end;
}

void unload_found(struct unload_search *search, const struct leftover *leftover)
{
	struct module_names *names = search->names;

	search->found++;
	if (names->nr_leftovers < MAX_LEFTOVERS)
		names->leftovers[names->nr_leftovers++] = *leftover;
}

/**
 * leftover_describe - "tasklet t of module x (function f), scheduled by g+0x1a/0x40 [x],"
 * @buf: where to
 * @size: bytes at @buf
 * @names: the module's
 * @leftover: what was left
 *
 * Return: as snprintf(). Context: any.
 */
int leftover_describe(char *buf, size_t size, const struct module_names *names,
		      const struct leftover *leftover)
{
	const char *name = leftover->name[0] ? leftover->name :
					       names_of_object(names, leftover->object);
	int len = scnprintf(buf, size, "%s%s%s of module %s", leftover->kind, name ? " " : "",
			    name ?: "", names->module);

	if (leftover->fn)
		len += scnprintf(buf + len, size - len, " (function %s)",
				 names_of_object(names, leftover->fn) ?: "of the kernel");
	len += scnprintf(buf + len, size - len, ", %s", leftover->is);
	if (leftover->by)
		len += scnprintf(buf + len, size - len, " by %pB", (void *)leftover->by);
	return len + scnprintf(buf + len, size - len, ",");
}

/** unload_find_leftovers - search all rooms; what is found is written into @names; process */
void unload_find_leftovers(struct module_names *names)
{
	struct unload_search search = { .names = names };
	const unload_search_fn *fn;

	names->nr_leftovers = 0;
	for (fn = __unload_searches_start; fn < __unload_searches_end; fn++)
		(*fn)(&search);
}

/** unload_warn - tell what was found; process */
void unload_warn(const struct module_names *names)
{
	char text[160];
	unsigned int i;

	if (!names->nr_leftovers)
		return;
	report_begin();
	printk(KERN_WARNING "WARNING: module %s is unloaded, and the kernel still has of it:\n",
	       names->module);
	for (i = 0; i < names->nr_leftovers; i++) {
		const struct leftover *left = &names->leftovers[i];

		leftover_describe(text, sizeof(text), names, left);
		printk(KERN_WARNING "%s will run into memory that is gone: %s in module_exit\n",
		       text, left->instead);
	}
	report_end();
}
