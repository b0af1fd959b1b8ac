// SPDX-License-Identifier: MIT
/* bitmap_check.c - lib/bitmap.c against one bool a bit; each map in a block of exactly its size */
#include <linux/bitmap.h>
#include <linux/bits.h>
#include <linux/string.h>
#include "host.h"

#define MAX_BITS 200

static bool model[MAX_BITS + 1];

static unsigned long *new_map(unsigned int nbits)
{
	return host_alloc(BITS_TO_LONGS(nbits) * sizeof(unsigned long));
}

static bool bit(const unsigned long *map, unsigned int i)
{
	return map[BIT_WORD(i)] & BIT_MASK(i);
}

static void expect_model(const unsigned long *map, unsigned int nbits)
{
	unsigned int i, weight = 0;

	for (i = 0; i < nbits; i++) {
		EXPECT_INT(bit(map, i), model[i]);
		weight += model[i];
	}
	EXPECT_INT(bitmap_weight(map, nbits), weight);
	EXPECT_INT(bitmap_empty(map, nbits), weight == 0);
	EXPECT_INT(bitmap_full(map, nbits), weight == nbits);
}

static unsigned int model_next(unsigned int nbits, unsigned int start, bool wanted)
{
	for (; start < nbits; start++)
		if (model[start] == wanted)
			return start;
	return nbits;
}

/* Runs are set and cleared exactly: every start and length, for sizes around the words' ends. */
CHECK(runs)
{
	static const unsigned int sizes[] = { 1, 2, 31, 32, 33, 64, 65 };
	unsigned int s, start, len, i;

	for (s = 0; s < sizeof(sizes) / sizeof(*sizes); s++) {
		unsigned int nbits = sizes[s];
		unsigned long *map = new_map(nbits);

		for (start = 0; start <= nbits; start++)
			for (len = 0; start + len <= nbits; len++) {
				bitmap_zero(map, nbits);
				bitmap_set(map, start, len);
				for (i = 0; i < nbits; i++)
					model[i] = i >= start && i < start + len;
				expect_model(map, nbits);

				bitmap_fill(map, nbits);
				bitmap_clear(map, start, len);
				for (i = 0; i < nbits; i++)
					model[i] = !model[i];
				expect_model(map, nbits);
			}
		host_free(map);
	}
}

/* bitmap_zero and bitmap_fill leave the rest of the last word 0. */
CHECK(rest_of_the_last_word)
{
	unsigned int nbits, i;

	for (nbits = 1; nbits <= MAX_BITS; nbits++) {
		unsigned long *map = new_map(nbits);

		bitmap_fill(map, nbits);
		for (i = 0; i < BITS_TO_LONGS(nbits) * BITS_PER_LONG; i++)
			EXPECT_INT(bit(map, i), i < nbits);
		bitmap_zero(map, nbits);
		for (i = 0; i < BITS_TO_LONGS(nbits) * BITS_PER_LONG; i++)
			EXPECT(!bit(map, i));
		host_free(map);
	}
}

/* Searches find the first bit of their kind from every start, and never one behind the end. */
CHECK(searches)
{
	unsigned int nbits, i, start, round, weight;

	for (round = 0; round < 400; round++) {
		unsigned long *map, at;

		nbits = host_below(MAX_BITS) + 1;
		map = new_map(nbits); /* 0xa5…: the rest of the last word is not empty */
		for (i = 0; i < nbits; i++) {
			model[i] = !host_below(round % 30 + 1);
			(model[i] ? bitmap_set : bitmap_clear)(map, i, 1);
		}
		expect_model(map, nbits);
		for (start = 0; start <= nbits + 70; start++) {
			EXPECT_INT(find_next_bit(map, nbits, start),
				   model_next(nbits, start, true));
			EXPECT_INT(find_next_zero_bit(map, nbits, start),
				   model_next(nbits, start, false));
		}
		EXPECT_INT(find_first_bit(map, nbits), model_next(nbits, 0, true));
		EXPECT_INT(find_first_zero_bit(map, nbits), model_next(nbits, 0, false));
		weight = 0;
		for_each_set_bit(at, map, nbits) {
			EXPECT(model[at]);
			weight++;
		}
		EXPECT_INT(weight, bitmap_weight(map, nbits));
		host_free(map);
	}
}

/* A map of no bits has none, and is not read. */
CHECK(no_bits)
{
	unsigned long *map = host_alloc(0);

	EXPECT_INT(find_first_bit(map, 0), 0);
	EXPECT_INT(find_first_zero_bit(map, 0), 0);
	EXPECT_INT(bitmap_weight(map, 0), 0);
	bitmap_zero(map, 0);
	bitmap_fill(map, 0);
	host_free(map);
}

/* bitmap_find_next_zero_area finds the first run that is long enough and aligned, or none. */
CHECK(zero_areas)
{
	int round;

	for (round = 0; round < 20000; round++) {
		unsigned int nbits = host_below(MAX_BITS) + 1, i, from, len = host_below(10);
		unsigned int align = 1 << host_below(4), start = host_below(nbits + 10), found = 0;
		unsigned long *map = new_map(nbits);

		for (i = 0; i < nbits; i++) {
			model[i] = !host_below(round % 12 + 1);
			(model[i] ? bitmap_set : bitmap_clear)(map, i, 1);
		}
		for (from = start; !found && from + len <= nbits && from < nbits; from++) {
			if (from % align || (len == 0 && model[from]))
				continue;
			for (i = from; i < from + len && !model[i]; i++)
				;
			found = i == from + len;
			if (found)
				break;
		}
		if (len) /* a run of no bits is no question */
			EXPECT_INT(bitmap_find_next_zero_area(map, nbits, start, len, align - 1),
				   found ? from : nbits);
		host_free(map);
	}
}
