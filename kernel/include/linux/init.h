/* SPDX-License-Identifier: MIT */
/*
 * init.h - code that runs once, at boot
 *
 * module_init() of code that is built in puts the function into one list, made by the linker and
 * run in kernel/init/main.c after everything on this page's API works.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>

#define __init
#define __initdata
#define __exit __used
#define __devinit
#define __devexit
#define __devinitdata
#define __devexit_p(x) (x)

typedef int (*initcall_t)(void);

#define device_initcall(fn) static initcall_t __initcall_##fn __used __section(".initcalls") = fn
#define __initcall(fn)	    device_initcall(fn)

#define module_init(fn) device_initcall(fn)
/* Built-in code never leaves: its exit function is kept, so that it is compiled, and not called. */
#define module_exit(fn) static void (*__exitcall_##fn)(void) __used __section(".discard.exit") = fn

#endif
