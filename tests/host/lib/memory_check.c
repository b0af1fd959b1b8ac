// SPDX-License-Identifier: MIT
/* memory_check.c - lib/memory.c against a byte at a time, at every small size and alignment */
#include <linux/string.h>
#include "host.h"

#define SIZES  70
#define ALIGNS 5

static u8 pattern(size_t i)
{
	return i * 37 + 11;
}

/* memcpy copies every byte and no other, at every size and alignment. */
CHECK(memcpy_copies_exactly)
{
	size_t n, a, b, i;

	for (n = 0; n < SIZES; n++)
		for (a = 0; a < ALIGNS; a++)
			for (b = 0; b < ALIGNS; b++) {
				u8 *src = host_alloc(a + n), *dst = host_alloc(b + n);

				for (i = 0; i < n; i++)
					src[a + i] = pattern(i);
				EXPECT(memcpy(dst + b, src + a, n) == dst + b);
				for (i = 0; i < n; i++)
					EXPECT_INT(dst[b + i], pattern(i));
				for (i = 0; i < b; i++)
					EXPECT_INT(dst[i], 0xa5);
				host_free(src);
				host_free(dst);
			}
}

/* memset fills every byte and no other with the low 8 bits of its argument. */
CHECK(memset_fills_exactly)
{
	static const int values[] = { 0, 1, 0x7f, 0x80, 0xff, -1, 0x1234, -0x100 };
	size_t n, a, i, v;

	for (n = 0; n < SIZES; n++)
		for (a = 0; a < ALIGNS; a++)
			for (v = 0; v < sizeof(values) / sizeof(*values); v++) {
				u8 *dst = host_alloc(a + n);

				EXPECT(memset(dst + a, values[v], n) == dst + a);
				for (i = 0; i < a; i++)
					EXPECT_INT(dst[i], 0xa5);
				for (i = 0; i < n; i++)
					EXPECT_INT(dst[a + i], (u8)values[v]);
				host_free(dst);
			}
}

/* memmove leaves at the destination what was at the source, however the two overlap. */
CHECK(memmove_copies_at_every_overlap)
{
	enum { ROOM = 60 };
	size_t n, from, to, i;

	for (n = 0; n <= 24; n++)
		for (from = 0; from + n <= ROOM; from++)
			for (to = 0; to + n <= ROOM; to++) {
				u8 *block = host_alloc(ROOM);

				for (i = 0; i < ROOM; i++)
					block[i] = pattern(i);
				EXPECT(memmove(block + to, block + from, n) == block + to);
				for (i = 0; i < ROOM; i++) {
					bool inside = i >= to && i < to + n;

					EXPECT_INT(block[i], pattern(inside ? i - to + from : i));
				}
				host_free(block);
			}
}

/* memmove works in both directions between blocks that are far apart. */
CHECK(memmove_between_blocks)
{
	u8 *a = host_alloc(41), *b = host_alloc(41);
	size_t i;

	for (i = 0; i < 41; i++)
		a[i] = pattern(i);
	memmove(b, a, 41);
	memset(a, 0, 41);
	memmove(a, b, 41);
	for (i = 0; i < 41; i++)
		EXPECT_INT(a[i], pattern(i));
	host_free(a);
	host_free(b);
}

/* memcmp orders by the first byte that differs, as unsigned, and reads no further than its size. */
CHECK(memcmp_orders_by_the_first_difference)
{
	static const u8 values[] = { 0, 1, 0x7f, 0x80, 0xff };
	size_t n, at, x, y, i;

	for (n = 1; n < 20; n++)
		for (at = 0; at < n; at++)
			for (x = 0; x < sizeof(values); x++)
				for (y = 0; y < sizeof(values); y++) {
					u8 *a = host_alloc(n), *b = host_alloc(n);
					int want =
						(values[x] > values[y]) - (values[x] < values[y]);
					int got;

					for (i = at + 1; i < n; i++)
						a[i] = b[n + at - i] = i; /* must not matter */
					a[at] = values[x];
					b[at] = values[y];
					got = memcmp(a, b, at + 1);
					EXPECT_INT((got > 0) - (got < 0), want);
					EXPECT_INT(memcmp(a, b, at), 0);
					host_free(a);
					host_free(b);
				}
}

/* memchr finds the first such byte, taken as unsigned char, and never one behind the block. */
CHECK(memchr_finds_the_first)
{
	size_t n, at;

	for (n = 0; n < 20; n++)
		for (at = 0; at <= n; at++) {
			u8 *block = host_alloc(n);

			memset(block, 1, n);
			if (at < n)
				block[at] = block[n - 1] = 0xfe;
			EXPECT(memchr(block, 0xfe, n) == (at < n ? block + at : NULL));
			EXPECT(memchr(block, 0x5fe, n) == (at < n ? block + at : NULL));
			EXPECT(memchr(block, -2, n) == (at < n ? block + at : NULL));
			EXPECT(memchr(block, 0, n) == NULL);
			host_free(block);
		}
}
