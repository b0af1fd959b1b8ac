/* SPDX-License-Identifier: MIT */
/* module.h - what a driver's file says about itself */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/init.h>
#include <linux/moduleparam.h>

#define THIS_MODULE ((struct module *)0)

/* Built-in code is linked: its symbols need no table, its description no reader. */
#define EXPORT_SYMBOL(sym)		_Static_assert(sizeof(&sym), "EXPORT_SYMBOL")
#define EXPORT_SYMBOL_GPL(sym)		EXPORT_SYMBOL(sym)
#define MODULE_LICENSE(s)		_Static_assert(sizeof(s), "MODULE_LICENSE")
#define MODULE_AUTHOR(s)		_Static_assert(sizeof(s), "MODULE_AUTHOR")
#define MODULE_DESCRIPTION(s)		_Static_assert(sizeof(s), "MODULE_DESCRIPTION")
#define MODULE_DEVICE_TABLE(type, name) _Static_assert(sizeof(name), "MODULE_DEVICE_TABLE")

struct module;

/* try_module_get, module_put - code that is built in (NULL) always stays */
static inline int try_module_get(struct module *module)
{
	return 1;
}

static inline void module_put(struct module *module) { }

#endif
