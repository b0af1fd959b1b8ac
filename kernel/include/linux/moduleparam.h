/* SPDX-License-Identifier: MIT */
/*
 * moduleparam.h - variables that the kernel's command line, or a module's, can set
 *
 * module_param(count, int, 0444) in compare.c makes "compare.count=5" on the command line set the
 * variable. core_param() gives a name without a file before it: "loglevel=7". A value that does not
 * parse, and a name that nobody has, are each told in one line (kernel/init/params.c). For a
 * module the name alone: insmod compare.ko count=5; and there a mistake is the end of the loading.
 * Context: the macros: outside of functions; what sets a variable: boot, or process.
 * Locking: none: at boot nothing else runs, and a module's own code runs only afterwards.
 */
#ifndef _LINUX_MODULEPARAM_H
#define _LINUX_MODULEPARAM_H

#include <linux/compiler.h>
#include <linux/types.h>

#ifndef KBUILD_MODNAME
#define KBUILD_MODNAME "kernel"
#endif

#ifdef MODULE
#define MODULE_PARAM_PREFIX
#else
#define MODULE_PARAM_PREFIX KBUILD_MODNAME "."
#endif

struct kernel_param;

/* Set the variable from a text that stays for as long as the variable, and may be cut up. */
typedef int (*param_set_fn)(const char *value, const struct kernel_param *kp);

struct kernel_param {
	const char *name;
	param_set_fn set;
	void *arg;
	unsigned int max; /* arrays: how many elements */
	unsigned int elemsize;
	unsigned int *num; /* arrays: how many were given */
	param_set_fn elemset;
};

int param_set_byte(const char *value, const struct kernel_param *kp);
int param_set_short(const char *value, const struct kernel_param *kp);
int param_set_ushort(const char *value, const struct kernel_param *kp);
int param_set_int(const char *value, const struct kernel_param *kp);
int param_set_uint(const char *value, const struct kernel_param *kp);
int param_set_long(const char *value, const struct kernel_param *kp);
int param_set_ulong(const char *value, const struct kernel_param *kp);
int param_set_charp(const char *value, const struct kernel_param *kp);
int param_set_bool(const char *value, const struct kernel_param *kp);
int param_set_invbool(const char *value, const struct kernel_param *kp);
int param_array_set(const char *value, const struct kernel_param *kp);

#define __param(ident, string, ...)                                                                \
	static const struct kernel_param __param_##ident __used __section(".params")               \
		__aligned(4) = { .name = string, __VA_ARGS__ }

#define module_param_named(ident, var, type, perm)                                                 \
	__param(ident, MODULE_PARAM_PREFIX #ident, .set = param_set_##type, .arg = &(var))
#define module_param(var, type, perm) module_param_named(var, var, type, perm)
#define core_param(ident, var, type, perm)                                                         \
	__param(core_##ident, #ident, .set = param_set_##type, .arg = &(var))
#define module_param_array(var, type, nump, perm)                                                  \
	__param(var, MODULE_PARAM_PREFIX #var, .set = param_array_set, .arg = (var),               \
		.max = sizeof(var) / sizeof((var)[0]), .elemsize = sizeof((var)[0]),               \
		.num = (nump), .elemset = param_set_##type)
#define MODULE_PARM_DESC(var, text) MODULE_INFO(parm, #var ":" text)

/* What a module says about itself goes into its file; code that is built in says it to nobody. */
#ifdef MODULE
#define MODULE_INFO(tag, text)                                                                     \
	static const char __UNIQUE_ID(modinfo)[] __used __section(".modinfo") __aligned(1) =       \
		#tag "=" text
#else
#define MODULE_INFO(tag, text) _Static_assert(sizeof(text), "MODULE_INFO")
#endif

int parse_args(const char *whose, const char *args, char *values, const struct kernel_param *params,
	       unsigned int count, bool strict);
void parse_params(const char *cmdline);

#endif
