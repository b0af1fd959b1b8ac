/* SPDX-License-Identifier: MIT */
/*
 * percpu.h - this processor's copy of a variable, in one instruction
 *
 * Idea:    the FS segment of each processor begins at (its area - the linked area), so that
 *          %fs:variable is its own copy. One instruction reads or changes it, hence no interrupt
 *          and no migration can come in the middle.
 * Context: any. What spans two accesses needs preemption off.
 * Locking: none: one instruction, on this processor's own copy.
 */
#ifndef _ASM_PERCPU_H
#define _ASM_PERCPU_H

#include <linux/compiler.h>
#include <linux/types.h>

#define __percpu_op(op, var, value)                                                                \
	do {                                                                                       \
		typeof(var) __value = (value);                                                     \
                                                                                                   \
		_Static_assert(sizeof(var) == 4 || sizeof(var) == 1, "use this_cpu_ptr()");        \
		if (sizeof(var) == 1)                                                              \
			asm volatile(op "b %1, %%fs:%0"                                            \
				     : "+m"(var)                                                   \
				     : "qi"((u8)(unsigned long)__value)                            \
				     : "memory", "cc");                                            \
		else                                                                               \
			asm volatile(op "l %1, %%fs:%0"                                            \
				     : "+m"(var)                                                   \
				     : "ri"((u32)(unsigned long)__value)                           \
				     : "memory", "cc");                                            \
	} while (0)

/* Not volatile: two reads with nothing in between may share one load. */
#define this_cpu_read(var)                                                                         \
	({                                                                                         \
		u32 __read;                                                                        \
                                                                                                   \
		_Static_assert(sizeof(var) == 4 || sizeof(var) == 1, "use this_cpu_ptr()");        \
		if (sizeof(var) == 1)                                                              \
			asm("movzbl %%fs:%1, %0" : "=r"(__read) : "m"(var));                       \
		else                                                                               \
			asm("movl %%fs:%1, %0" : "=r"(__read) : "m"(var));                         \
		(typeof(var))__read;                                                               \
	})
#define this_cpu_write(var, value) __percpu_op("mov", var, value)
#define this_cpu_add(var, value)   __percpu_op("add", var, value)
#define this_cpu_sub(var, value)   __percpu_op("sub", var, value)
#define this_cpu_or(var, value)	   __percpu_op("or", var, value)
#define this_cpu_inc(var)	   this_cpu_add(var, 1)
#define this_cpu_dec(var)	   this_cpu_sub(var, 1)

/* this_cpu_sub_and_test - subtract and say whether nothing is left */
#define this_cpu_sub_and_test(var, value)                                                          \
	({                                                                                         \
		bool __zero;                                                                       \
                                                                                                   \
		asm volatile("subl %2, %%fs:%0"                                                    \
			     : "+m"(var), "=@ccz"(__zero)                                          \
			     : "ri"((u32)(value))                                                  \
			     : "memory");                                                          \
		__zero;                                                                            \
	})

/* this_cpu_test - is it set? for a variable of one byte, which need not be loaded */
#define this_cpu_test(var)                                                                         \
	({                                                                                         \
		bool __set;                                                                        \
                                                                                                   \
		_Static_assert(sizeof(var) == 1, "use this_cpu_read()");                           \
		asm("cmpb $0, %%fs:%1" : "=@ccnz"(__set) : "m"(var));                              \
		__set;                                                                             \
	})

#endif
