/* SPDX-License-Identifier: MIT */
/*
 * percpu.h - one copy of a variable for each processor
 *
 * The linker gathers them in one section, which is the boot processor's area; the others get an
 * area of their own when they are brought up. this_cpu_read() and friends (<asm/percpu.h>) work on
 * the running processor's copy, per_cpu() on any.
 */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <asm/percpu.h>
#include <linux/compiler.h>
#include <linux/preempt.h>
#include <linux/threads.h>

#endif
