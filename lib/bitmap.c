// SPDX-License-Identifier: MIT
/*
 * bitmap.c - arrays of bits
 *
 * Idea:    Work on whole words, and mask the first and the last one: that is all there is to it.
 *          The lowest set bit of a word is one instruction (bsf), so a search costs a step per
 *          word and not per bit. Bits behind the end of the map are neither read nor written,
 *          except that a search may find one there and then reports the size.
 * Context: any. Locking: expects the map's own lock, if others write it.
 * See:     tests/host/lib/bitmap_check.c
 */
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/string.h>

/* @invert: ~0 to search for zeros, 0 to search for ones. */
static unsigned long find_next(const unsigned long *map, unsigned long size, unsigned long start,
			       unsigned long invert)
{
	unsigned long i, word;

	if (start >= size)
		return size;
	i = BIT_WORD(start);
	word = (map[i] ^ invert) & ~0UL << start % BITS_PER_LONG;
	while (!word) {
		if (++i >= BITS_TO_LONGS(size))
			return size;
		word = map[i] ^ invert;
	}
	return min(i * BITS_PER_LONG + __builtin_ctzl(word), size);
}

/**
 * find_next_bit - first set bit from a given one on
 * @map: the bitmap
 * @size: its bits
 * @start: first bit to look at
 *
 * Return: the bit's number, or @size. Context: any. Locking: none.
 */
unsigned long find_next_bit(const unsigned long *map, unsigned long size, unsigned long start)
{
	return find_next(map, size, start, 0);
}
EXPORT_SYMBOL(find_next_bit);

/**
 * find_next_zero_bit - first clear bit from a given one on
 * @map: the bitmap
 * @size: its bits
 * @start: first bit to look at
 *
 * Return: the bit's number, or @size. Context: any. Locking: none.
 */
unsigned long find_next_zero_bit(const unsigned long *map, unsigned long size, unsigned long start)
{
	return find_next(map, size, start, ~0UL);
}
EXPORT_SYMBOL(find_next_zero_bit);

/**
 * bitmap_zero - clear every bit
 * @map: the bitmap
 * @nbits: its bits; the rest of its last word becomes 0 as well
 *
 * Context: any. Locking: expects the map's own.
 */
void bitmap_zero(unsigned long *map, unsigned int nbits)
{
	memset(map, 0, BITS_TO_LONGS((size_t)nbits) * sizeof(*map));
}
EXPORT_SYMBOL(bitmap_zero);

/**
 * bitmap_fill - set every bit
 * @map: the bitmap
 * @nbits: its bits; the rest of its last word becomes 0
 *
 * Context: any. Locking: expects the map's own.
 */
void bitmap_fill(unsigned long *map, unsigned int nbits)
{
	bitmap_zero(map, nbits);
	bitmap_set(map, 0, nbits);
}
EXPORT_SYMBOL(bitmap_fill);

/* The part of word @i that lies in bits @start to @end, the latter not included. */
static unsigned long word_mask(unsigned long i, unsigned long start, unsigned long end)
{
	unsigned long mask = ~0UL;

	if (i == BIT_WORD(start))
		mask <<= start % BITS_PER_LONG;
	if (i == BIT_WORD(end))
		mask &= ~(~0UL << end % BITS_PER_LONG);
	return mask;
}

/**
 * bitmap_set - set a run of bits
 * @map: the bitmap
 * @start: the first
 * @len: how many; may be 0
 *
 * Context: any. Locking: expects the map's own.
 */
void bitmap_set(unsigned long *map, unsigned int start, unsigned int len)
{
	unsigned long end = (unsigned long)start + len, i;

	for (i = BIT_WORD(start); i < BITS_TO_LONGS(end); i++)
		map[i] |= word_mask(i, start, end);
}
EXPORT_SYMBOL(bitmap_set);

/**
 * bitmap_clear - clear a run of bits
 * @map: the bitmap
 * @start: the first
 * @len: how many; may be 0
 *
 * Context: any. Locking: expects the map's own.
 */
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int len)
{
	unsigned long end = (unsigned long)start + len, i;

	for (i = BIT_WORD(start); i < BITS_TO_LONGS(end); i++)
		map[i] &= ~word_mask(i, start, end);
}
EXPORT_SYMBOL(bitmap_clear);

/**
 * bitmap_weight - how many bits are set
 * @map: the bitmap
 * @nbits: its bits
 *
 * word & (word - 1) is the word without its lowest set bit (Wegner, 1960).
 *
 * Return: their number. Context: any. Locking: none.
 */
unsigned int bitmap_weight(const unsigned long *map, unsigned int nbits)
{
	unsigned int weight = 0;
	unsigned long i, word;

	for (i = 0; i < BITS_TO_LONGS((size_t)nbits); i++)
		for (word = map[i] & word_mask(i, 0, nbits); word; word &= word - 1)
			weight++;
	return weight;
}
EXPORT_SYMBOL(bitmap_weight);

/**
 * bitmap_find_next_zero_area - first run of clear bits that is long enough
 * @map: the bitmap
 * @size: its bits
 * @start: first bit to look at
 * @len: how many clear bits in a row
 * @align_mask: the run begins at a multiple of this plus one; 0 for anywhere
 *
 * Return: the first bit of the run, or @size. Context: any. Locking: none.
 */
unsigned long bitmap_find_next_zero_area(const unsigned long *map, unsigned long size,
					 unsigned long start, unsigned int len,
					 unsigned long align_mask)
{
	for (;;) {
		unsigned long first, taken;

		first = find_next_zero_bit(map, size, start);
		first = (first + align_mask) & ~align_mask;
		if (first >= size || len > size - first)
			return size;
		taken = find_next_bit(map, first + len, first);
		if (taken >= first + len)
			return first;
		start = taken;
	}
}
EXPORT_SYMBOL(bitmap_find_next_zero_area);
