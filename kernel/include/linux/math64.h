/* SPDX-License-Identifier: MIT */
/*
 * math64.h - division of 64-bit numbers on a 32-bit machine
 *
 * Idea:    For `u64 / x` the compiler calls a function of its own library, which the kernel does
 *          not have: the link fails, on purpose, and you write div_u64() instead. Names tell the
 *          widths: div_u64 is 64 by 32, div64_u64 is 64 by 64 bits.
 * Context: any. Locking: none. A divisor of 0 is a fault, as everywhere.
 * See:     lib/div64.c
 */
#ifndef _LINUX_MATH64_H
#define _LINUX_MATH64_H

#include <linux/types.h>

u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder);
s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder);
u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder);
u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift);
u64 mul_u64_u32_div(u64 a, u32 mul, u32 divisor);

/**
 * div_u64 - 64-bit by 32-bit division
 * @dividend: what to divide
 * @divisor: by what; not 0
 *
 * Return: the quotient, rounded down. Context: any. Locking: none.
 */
static inline u64 div_u64(u64 dividend, u32 divisor)
{
	u32 remainder;

	return div_u64_rem(dividend, divisor, &remainder);
}

/**
 * div_s64 - signed 64-bit by 32-bit division
 * @dividend: what to divide
 * @divisor: by what; not 0
 *
 * Return: the quotient, rounded towards 0; the smallest s64 by -1 is itself.
 * Context: any. Locking: none.
 */
static inline s64 div_s64(s64 dividend, s32 divisor)
{
	s32 remainder;

	return div_s64_rem(dividend, divisor, &remainder);
}

/**
 * div64_u64 - 64-bit by 64-bit division
 * @dividend: what to divide
 * @divisor: by what; not 0
 *
 * Return: the quotient, rounded down. Context: any. Locking: none.
 */
static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	u64 remainder;

	return div64_u64_rem(dividend, divisor, &remainder);
}

/* The full product of two 32-bit numbers: one `mul` instruction. */
static inline u64 mul_u32_u32(u32 a, u32 b)
{
	return (u64)a * b;
}

/**
 * do_div - divide a variable in place, and get the remainder
 * @n: a u64 variable; becomes the quotient
 * @base: a 32-bit divisor; not 0
 *
 * The oldest of these names, and the most surprising: its value is the *remainder*.
 *
 * Return: the remainder, a u32. Context: any. Locking: none.
 */
#define do_div(n, base)                                                                            \
	({                                                                                         \
		u32 __do_div_rem;                                                                  \
		(void)((__typeof__(&(n)))0 == (u64 *)0);                                           \
		(n) = div_u64_rem((n), (base), &__do_div_rem);                                     \
		__do_div_rem;                                                                      \
	})

#endif /* _LINUX_MATH64_H */
