/* SPDX-License-Identifier: MIT */
/*
 * bitmap.h - arrays of bits
 *
 * Idea:    Bit n is bit n % BITS_PER_LONG of word n / BITS_PER_LONG, so a bitmap of up to 32 bits
 *          is an `unsigned long`. Searches return the bitmap's size when there is no such bit:
 *          test `< size`. None of these is atomic: see set_bit() in <asm/bitops.h> for those.
 * Context: any. Locking: expects the bitmap's own lock, if others write it.
 * See:     lib/bitmap.c
 */
#ifndef _LINUX_BITMAP_H
#define _LINUX_BITMAP_H

#include <linux/types.h>

unsigned long find_next_bit(const unsigned long *map, unsigned long size, unsigned long start);
unsigned long find_next_zero_bit(const unsigned long *map, unsigned long size, unsigned long start);

void bitmap_zero(unsigned long *map, unsigned int nbits);
void bitmap_fill(unsigned long *map, unsigned int nbits);
void bitmap_set(unsigned long *map, unsigned int start, unsigned int len);
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int len);
unsigned int bitmap_weight(const unsigned long *map, unsigned int nbits);
unsigned long bitmap_find_next_zero_area(const unsigned long *map, unsigned long size,
					 unsigned long start, unsigned int len,
					 unsigned long align_mask);

static inline unsigned long find_first_bit(const unsigned long *map, unsigned long size)
{
	return find_next_bit(map, size, 0);
}

static inline unsigned long find_first_zero_bit(const unsigned long *map, unsigned long size)
{
	return find_next_zero_bit(map, size, 0);
}

static inline bool bitmap_empty(const unsigned long *map, unsigned int nbits)
{
	return find_next_bit(map, nbits, 0) >= nbits;
}

static inline bool bitmap_full(const unsigned long *map, unsigned int nbits)
{
	return find_next_zero_bit(map, nbits, 0) >= nbits;
}

/* Once for each set bit of @map, lowest first; @bit is an unsigned long. */
#define for_each_set_bit(bit, map, size)                                                           \
	for ((bit) = find_next_bit(map, size, 0); (bit) < (size);                                  \
	     (bit) = find_next_bit(map, size, (bit) + 1))

#endif /* _LINUX_BITMAP_H */
