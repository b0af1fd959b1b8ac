/* SPDX-License-Identifier: MIT */
/*
 * init.h - code that runs once: at boot, or when its module is loaded
 *
 * module_init() of code that is built in puts the function into one list, made by the linker and
 * run in kernel/init/main.c after everything on this page's API works. In a module (-DMODULE) it is
 * the function that the loader calls, and what is marked __init is freed after it.
 * Context: the functions: process, at boot in the init thread; the macros: outside of functions.
 * Locking: none is held while they run; those of the kernel run one after the other.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>

#ifdef MODULE
/* The loader frees these sections when module_init's function has returned. */
#define __init	    __section(".init.text")
#define __initdata  __section(".init.data")
#define __initconst __section(".init.rodata")
#else
#define __init
#define __initdata
#define __initconst
#endif
#define __exit __used
#define __devinit
#define __devexit
#define __devinitdata
#define __devexit_p(x) (x)

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

#ifdef MODULE
/*
 * The loader knows the two functions by these names; one may also define them under them.
 * Return: of init: 0, or -errno: then the module is not loaded.
 */
int init_module(void);
void cleanup_module(void);
#define module_init(fn)                                                                            \
	_Static_assert(__builtin_types_compatible_p(typeof(&fn), initcall_t),                      \
		       "module_init() wants int " #fn "(void)");                                   \
	int init_module(void) __alias(fn)
#define module_exit(fn)                                                                            \
	_Static_assert(__builtin_types_compatible_p(typeof(&fn), exitcall_t),                      \
		       "module_exit() wants void " #fn "(void)");                                  \
	void cleanup_module(void) __alias(fn)
#else
#define device_initcall(fn) static initcall_t __initcall_##fn __used __section(".initcalls") = fn
#define __initcall(fn)	    device_initcall(fn)

#define module_init(fn) device_initcall(fn)
/* Built-in code never leaves: its exit function is kept, so that it is compiled, and not called. */
#define module_exit(fn) static exitcall_t __exitcall_##fn __used __section(".discard.exit") = fn
#endif

#endif
