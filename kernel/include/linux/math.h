/* SPDX-License-Identifier: MIT */
/*
 * math.h - rounding and alignment
 *
 * Idea:    The ALIGN family wants a power of two and works by masks; the round-up family takes any
 *          divisor and works by division, so its arguments must not be 64 bits wide: the kernel
 *          has no 64-bit `/` (see <linux/math64.h>).
 * Context: any. Locking: none.
 */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H

#define __ALIGN_MASK(x, mask) (((x) + (mask)) & ~(mask))
#define ALIGN(x, a)	      __ALIGN_MASK(x, (__typeof__(x))(a)-1)
#define ALIGN_DOWN(x, a)      ((x) & ~((__typeof__(x))(a)-1))
#define PTR_ALIGN(p, a)	      ((__typeof__(p))ALIGN((unsigned long)(p), (a)))
#define IS_ALIGNED(x, a)      (((x) & ((__typeof__(x))(a)-1)) == 0)

/* Names for the same, when a number and not an address is meant; @y a power of two. */
#define round_up(x, y)	 ALIGN(x, y)
#define round_down(x, y) ALIGN_DOWN(x, y)

#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))

#define DIV_ROUND_CLOSEST(n, d)                                                                    \
	({                                                                                         \
		__typeof__(d) __drc_d = (d);                                                       \
		((n) + __drc_d / 2) / __drc_d;                                                     \
	})

/* @x rounded to a multiple of @y, any @y but 0. */
#define roundup(x, y)                                                                              \
	({                                                                                         \
		const __typeof__(y) __ru_y = (y);                                                  \
		((x) + (__ru_y - 1)) / __ru_y *__ru_y;                                             \
	})

#define rounddown(x, y)                                                                            \
	({                                                                                         \
		__typeof__(x) __rd_x = (x);                                                        \
		__rd_x - __rd_x % (y);                                                             \
	})

#define abs(x)                                                                                     \
	({                                                                                         \
		__typeof__(x) __abs_x = (x);                                                       \
		__abs_x < 0 ? -__abs_x : __abs_x;                                                  \
	})

#endif /* _LINUX_MATH_H */
