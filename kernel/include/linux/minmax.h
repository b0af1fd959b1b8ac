/* SPDX-License-Identifier: MIT */
/*
 * minmax.h - the smaller, the larger, the value between
 *
 * Idea:    Macros, so that they take any type; each argument is evaluated once. min() and max()
 *          want both arguments of one type and make the compiler warn otherwise: comparing -1
 *          with 1u picks the "wrong" one. min_t() and max_t() say which type to compare in.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#define __pick(x, op, y)                                                                           \
	({                                                                                         \
		__typeof__(x) __pick_x = (x);                                                      \
		__typeof__(y) __pick_y = (y);                                                      \
		(void)(&__pick_x == &__pick_y);                                                    \
		__pick_x op __pick_y ? __pick_x : __pick_y;                                        \
	})

#define __pick_t(type, x, op, y)                                                                   \
	({                                                                                         \
		type __pick_x = (x);                                                               \
		type __pick_y = (y);                                                               \
		__pick_x op __pick_y ? __pick_x : __pick_y;                                        \
	})

#define min(x, y)	  __pick(x, <, y)
#define max(x, y)	  __pick(x, >, y)
#define min_t(type, x, y) __pick_t(type, x, <, y)
#define max_t(type, x, y) __pick_t(type, x, >, y)

/* @val, but no less than @lo and no more than @hi; all three of one type. */
#define clamp(val, lo, hi)	   min((__typeof__(val))max(val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)

/* Exchange two variables of one type. */
#define swap(a, b)                                                                                 \
	do {                                                                                       \
		__typeof__(a) __swap_tmp = (a);                                                    \
		(a) = (b);                                                                         \
		(b) = __swap_tmp;                                                                  \
	} while (0)

#endif /* _LINUX_MINMAX_H */
