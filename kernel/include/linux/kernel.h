/* SPDX-License-Identifier: MIT */
/*
 * kernel.h - the tools that nearly every file wants
 *
 * Each tool has a small header of its own; lib/ includes those, for printk() is not stateless.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/stdarg.h>
#include <linux/limits.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/array_size.h>
#include <linux/container_of.h>
#include <linux/hexdump.h>
#include <linux/kstrtox.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/sprintf.h>
#include <linux/wordpart.h>
#include <linux/bug.h>
#include <linux/hardirq.h>
#include <linux/printk.h>

/* Until SYSTEM_RUNNING there is one thread, which need not sleep: might_sleep() is silent. */
enum system_states {
	SYSTEM_BOOTING,
	SYSTEM_RUNNING,
};
extern enum system_states system_state;

#endif /* _LINUX_KERNEL_H */
