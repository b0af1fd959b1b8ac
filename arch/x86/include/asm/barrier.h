/* SPDX-License-Identifier: MIT */
/*
 * barrier.h - order of memory accesses as other processors see it
 *
 * x86 keeps stores in order and loads in order; only a load may overtake an earlier store. So a
 * full barrier is an instruction (a locked one works on every i686) and the others bind just the
 * compiler. Each use names its pair.
 * Context: any.
 * Locking: none: they are for data that has none.
 */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#include <linux/compiler.h>

#define mb()  asm volatile("lock; addl $0, (%%esp)" : : : "memory", "cc")
#define rmb() barrier()
#define wmb() barrier()

#define smp_mb()  mb()
#define smp_rmb() rmb()
#define smp_wmb() wmb()

#define set_mb(var, value)                                                                         \
	do {                                                                                       \
		(var) = (value);                                                                   \
		mb();                                                                              \
	} while (0)

/*
 * A locked instruction on x86 is a full barrier already: set_bit and friends, atomic_* need none.
 */
#define smp_mb__before_clear_bit() barrier()
#define smp_mb__after_clear_bit()  barrier()

#endif
