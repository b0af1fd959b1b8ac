/* SPDX-License-Identifier: MIT */
/*
 * module.h - code that can be loaded into the running kernel, and taken out again
 *
 * Idea:    The same file can be built in or be a module (-DMODULE). A module is a relocatable ELF
 *          file, x.ko; load_module() puts it into memory of its own, gives it the kernel's
 *          addresses and calls its module_init function; delete_module() calls its module_exit
 *          function, and then the memory is gone. So exit must take back all that the kernel could
 *          still call: docs/modules.md, "Unloading safely".
 *          Who may call into a module holds it: try_module_get() ... module_put(). A NULL module is
 *          code that is built in, which is always there.
 * Context: load and delete: process. The rest: any.
 * Locking: module_mutex guards the list; the reference count is atomic; a macro is data, no code.
 */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <asm/atomic.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/stat.h>
#include <linux/vermagic.h>

#define MODULE_NAME_LEN 32

enum module_state {
	MODULE_STATE_LIVE,
	MODULE_STATE_COMING, /* its init runs */
	MODULE_STATE_GOING,  /* its exit runs, or has run */
};

struct module_names;

/* Fields: M under module_mutex; N never changes once it is in the list. */
struct module {
	struct list_head list; /* M: all modules, the newest first */
	char name[MODULE_NAME_LEN];
	enum module_state state;    /* M */
	atomic_t refcount;	    /* who holds it; negative: nobody may any more */
	struct list_head uses;	    /* M: the modules whose symbols it uses, each held once */
	unsigned long base, size;   /* N: its addresses, without the part that ends with init */
	unsigned long init_size;    /* M: that part */
	unsigned long *pages;	    /* N: its memory, a page each; 0: freed */
	struct module_names *names; /* N: kernel/module/names.c */
	char *values;		    /* N: texts of its parameters */
	initcall_t init;	    /* N */
	exitcall_t exit;	    /* N: NULL: it never leaves */
};

#ifdef MODULE
extern struct module __this_module; /* the loader gives each module its own */
#define THIS_MODULE (&__this_module)
MODULE_INFO(name, KBUILD_MODNAME);
MODULE_INFO(vermagic, VERMAGIC_STRING);
#else
#define THIS_MODULE ((struct module *)0)
#endif

#define MODULE_LICENSE(s)		MODULE_INFO(license, s)
#define MODULE_AUTHOR(s)		MODULE_INFO(author, s)
#define MODULE_DESCRIPTION(s)		MODULE_INFO(description, s)
#define MODULE_VERSION(s)		MODULE_INFO(version, s)
#define MODULE_ALIAS(s)			MODULE_INFO(alias, s)
#define MODULE_DEVICE_TABLE(type, name) _Static_assert(sizeof(name), "MODULE_DEVICE_TABLE")

int load_module(const void *image, size_t size, const char *args);
int delete_module(const char *name);

int try_module_get(struct module *module);
void module_put(struct module *module);
unsigned int module_refcount(struct module *module);
void module_forget_gone(void);

/* __module_get - try_module_get() by somebody who knows that it is held already; any context */
static inline void __module_get(struct module *module)
{
	if (module)
		atomic_inc(&module->refcount);
}

#endif
