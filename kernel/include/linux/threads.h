/* SPDX-License-Identifier: MIT */
/*
 * threads.h - how many processors there can be, and where the copies of per-CPU variables are
 *
 * Context: any; DEFINE_ and DECLARE_PER_CPU outside of functions.
 * Locking: none for this processor's copy while preemption is off, and interrupts, if they use it,
 *          too. Another processor's needs what its owner says.
 */
#ifndef _LINUX_THREADS_H
#define _LINUX_THREADS_H

#include <linux/compiler.h>

#define NR_CPUS 8

#define DEFINE_PER_CPU(type, name)  __section(".data.percpu") __typeof__(type) name
#define DECLARE_PER_CPU(type, name) extern __typeof__(type) name

/* Distance of each processor's area from the linked one; 0 for the boot processor. */
extern unsigned long __per_cpu_offset[NR_CPUS];
extern unsigned long this_cpu_off; /* per CPU: its own entry of that table */

/* The tests' image checks that what is accessed lies in its object; a copy lies in another one. */
#ifdef CONFIG_TESTS
#define __per_cpu_base(ptr)                                                                        \
	({                                                                                         \
		char *__base = (char *)(ptr);                                                      \
												   \
		asm("" : "+r"(__base));                                                            \
		__base;                                                                            \
	})
#else
#define __per_cpu_base(ptr) ((char *)(ptr))
#endif

#define per_cpu(var, cpu) (*(__typeof__(&(var)))(__per_cpu_base(&(var)) + __per_cpu_offset[cpu]))
#define this_cpu_ptr(ptr) ((__typeof__(ptr))(__per_cpu_base(ptr) + this_cpu_read(this_cpu_off)))

/* get_cpu_var - this processor's copy, with preemption off until put_cpu_var() */
#define get_cpu_var(var)                                                                           \
	(*({                                                                                       \
		preempt_disable();                                                                 \
		this_cpu_ptr(&(var));                                                              \
	}))
#define put_cpu_var(var) preempt_enable()

#endif
