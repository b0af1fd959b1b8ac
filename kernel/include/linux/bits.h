/* SPDX-License-Identifier: MIT */
/*
 * bits.h - how many bits a long has, and masks of one bit
 *
 * Context: any. Locking: none.
 */
#ifndef _LINUX_BITS_H
#define _LINUX_BITS_H

#define BITS_PER_BYTE 8
#if __SIZEOF_LONG__ == 4
#define BITS_PER_LONG 32
#else
#define BITS_PER_LONG 64
#endif

#define BIT(n)	     (1UL << (n))
#define BIT_ULL(n)   (1ULL << (n))
#define BIT_MASK(nr) (1UL << ((nr) % BITS_PER_LONG))
#define BIT_WORD(nr) ((nr) / BITS_PER_LONG)

/* How many longs hold @nr bits. */
#define BITS_TO_LONGS(nr) (((nr) + BITS_PER_LONG - 1) / BITS_PER_LONG)

/* Bits @l to @h set, both included: GENMASK(7, 4) is 0xf0. */
#define GENMASK(h, l) ((~0UL << (l)) & (~0UL >> (BITS_PER_LONG - 1 - (h))))

#endif /* _LINUX_BITS_H */
