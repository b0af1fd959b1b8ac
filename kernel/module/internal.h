/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of this room */
#ifndef _MODULE_INTERNAL_H
#define _MODULE_INTERNAL_H

#include <asm/uaccess.h>
#include <halves/relocatable.h>
#include <halves/unload.h>
#include <linux/module.h>
#include <linux/mutex.h>

#define MAX_LEFTOVERS 8 /* that are named; more are not worth the room */

struct module_symbol {
	unsigned long address, size;
	u32 name; /* from the first name on */
	bool exported;
};

/*
 * What is known of the addresses of one module; stays for a while when the module has gone, so that
 * the fault of who still comes can be explained. Fields: N under names_lock; else never changes.
 */
struct module_names {
	struct list_head list; /* N */
	unsigned long start, end;
	unsigned long init;	/* from here to the end: freed after init */
	bool init_freed;	/* N */
	bool unloaded;		/* N */
	unsigned long unloaded_at; /* jiffies */
	const struct exception_entry *ex_table, *ex_table_end;
	struct leftover leftovers[MAX_LEFTOVERS];
	unsigned int nr_leftovers;
	char module[MODULE_NAME_LEN];
	unsigned int nr_symbols;
	struct module_symbol symbols[]; /* the names follow */
};

/* One module uses another's symbols: module_mutex. */
struct module_use {
	struct list_head list; /* in the user's */
	struct module *of;
};

extern struct mutex module_mutex;
extern struct list_head modules;

/* module.c */
int module_load_copy(void *copy, size_t size, const char *args);

/* names.c */
struct module_names *names_create(const struct relocatable *r, const char *module);
void names_publish(struct module_names *names);
void names_init_freed(struct module_names *names);
void names_forget(struct module_names *names);
void names_unloaded(struct module_names *names);
void names_make_way(unsigned long start, unsigned long end);
unsigned long names_find_export(const struct module_names *names, const char *name);
const char *names_of_object(const struct module_names *names, const void *object);

/* memory.c */
int memory_get(struct module *module, const struct relocatable *r);
int memory_fill(struct module *module, const struct relocatable *r);
void memory_free_init(struct module *module);
void memory_free(struct module *module);

/* unload.c */
void unload_find_leftovers(struct module_names *names);
void unload_warn(const struct module_names *names);
int leftover_describe(char *buf, size_t size, const struct module_names *names,
		      const struct leftover *leftover);

#endif
