/* SPDX-License-Identifier: MIT */
/*
 * atomic.h - counters that any context on any processor may change at once
 *
 * Context: any.
 * Locking: none: one locked instruction each, or a loop around one; reading and setting is one
 *          access.
 */
#ifndef _ASM_ATOMIC_H
#define _ASM_ATOMIC_H

#include <halves/interleave.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define ATOMIC_INIT(i)                                                                             \
	{                                                                                          \
		(i)                                                                                \
	}

static __always_inline int atomic_read(const atomic_t *v)
{
	return READ_ONCE(v->counter);
}

static __always_inline void atomic_set(atomic_t *v, int i)
{
	WRITE_ONCE(v->counter, i);
}

static __always_inline void atomic_add(int i, atomic_t *v)
{
	interleave_point();
	asm volatile("lock; addl %1, %0" : "+m"(v->counter) : "ir"(i) : "memory", "cc");
}

static __always_inline void atomic_sub(int i, atomic_t *v)
{
	interleave_point();
	asm volatile("lock; subl %1, %0" : "+m"(v->counter) : "ir"(i) : "memory", "cc");
}

static __always_inline void atomic_inc(atomic_t *v)
{
	interleave_point();
	asm volatile("lock; incl %0" : "+m"(v->counter) : : "memory", "cc");
}

static __always_inline void atomic_dec(atomic_t *v)
{
	interleave_point();
	asm volatile("lock; decl %0" : "+m"(v->counter) : : "memory", "cc");
}

static __always_inline bool atomic_dec_and_test(atomic_t *v)
{
	bool zero;

	interleave_point();
	asm volatile("lock; decl %0" : "+m"(v->counter), "=@ccz"(zero) : : "memory");
	return zero;
}

static __always_inline bool atomic_inc_and_test(atomic_t *v)
{
	bool zero;

	interleave_point();
	asm volatile("lock; incl %0" : "+m"(v->counter), "=@ccz"(zero) : : "memory");
	return zero;
}

static __always_inline bool atomic_sub_and_test(int i, atomic_t *v)
{
	bool zero;

	interleave_point();
	asm volatile("lock; subl %2, %0" : "+m"(v->counter), "=@ccz"(zero) : "ir"(i) : "memory");
	return zero;
}

static __always_inline int atomic_add_return(int i, atomic_t *v)
{
	int old = i;

	interleave_point();
	asm volatile("lock; xaddl %0, %1" : "+r"(old), "+m"(v->counter) : : "memory", "cc");
	return old + i;
}

static __always_inline int xchg32(volatile int *p, int value)
{
	interleave_point();
	asm volatile("xchgl %0, %1" : "+r"(value), "+m"(*p) : : "memory");
	return value;
}

static __always_inline int cmpxchg32(volatile int *p, int old, int value)
{
	interleave_point();
	asm volatile("lock; cmpxchgl %2, %1" : "+a"(old), "+m"(*p) : "r"(value) : "memory", "cc");
	return old;
}

#define atomic_sub_return(i, v) atomic_add_return(-(i), v)
#define atomic_inc_return(v)	atomic_add_return(1, v)
#define atomic_dec_return(v)	atomic_add_return(-1, v)

static __always_inline int atomic_xchg(atomic_t *v, int value)
{
	return xchg32(&v->counter, value);
}

static __always_inline int atomic_cmpxchg(atomic_t *v, int old, int value)
{
	return cmpxchg32(&v->counter, old, value);
}

static __always_inline bool atomic_add_unless(atomic_t *v, int add, int unless)
{
	int old = atomic_read(v);

	while (old != unless) {
		int seen = atomic_cmpxchg(v, old, old + add);

		if (seen == old)
			return true;
		old = seen;
	}
	return false;
}

#define atomic_inc_not_zero(v) atomic_add_unless(v, 1, 0)

#define smp_mb__before_atomic_dec() barrier()
#define smp_mb__after_atomic_dec()  barrier()
#define smp_mb__before_atomic_inc() barrier()
#define smp_mb__after_atomic_inc()  barrier()

#endif
