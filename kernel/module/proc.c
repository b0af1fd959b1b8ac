// SPDX-License-Identifier: MIT
/*
 * proc.c - /proc/modules: which are loaded, how many hold each, and who uses whom
 *
 * A line as Linux's: NAME BYTES HOLDERS USERS STATE ADDRESS. Context: process.
 * Locking: module_mutex.
 */
#include <linux/kernel.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include "internal.h"

/* "a,b," of the modules that use @module, or "-". */
static void show_users(struct seq_file *m, const struct module *module)
{
	const struct module_use *use;
	const struct module *other;
	bool any = false;

	list_for_each_entry(other, &modules, list) {
		list_for_each_entry(use, &other->uses, list) {
			if (use->of == module)
				seq_printf(m, "%s,", other->name);
			any |= use->of == module;
		}
	}
	if (!any)
		seq_putc(m, '-');
}

static int show_modules(struct seq_file *m, void *v)
{
	static const char *const states[] = { "Live", "Loading", "Unloading" };
	struct module *module;

	mutex_lock(&module_mutex);
	list_for_each_entry(module, &modules, list) {
		seq_printf(m, "%s %lu %u ", module->name, module->size, module_refcount(module));
		show_users(m, module);
		seq_printf(m, " %s 0x%08lx\n", states[module->state], module->base);
	}
	mutex_unlock(&module_mutex);
	return 0;
}

static int __init proc_modules_init(void)
{
	proc_create_single("modules", 0, NULL, show_modules);
	return 0;
}
module_init(proc_modules_init);
