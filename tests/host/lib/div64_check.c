// SPDX-License-Identifier: MIT
/*
 * div64_check.c - lib/div64.c
 *
 * q and r are the quotient and remainder of n by d if and only if n = q * d + r, r < d, and q * d
 * does not overflow. That is checked, without any other division: so it also works in 32 bits.
 */
#include <linux/array_size.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include "host.h"

/* Numbers at which carries, shifts and signs turn. */
static const u64 edges[] = { 0,
			     1,
			     2,
			     3,
			     5,
			     7,
			     9,
			     10,
			     15,
			     16,
			     17,
			     100,
			     255,
			     256,
			     1000,
			     65535,
			     65536,
			     65537,
			     1000000,
			     0x7ffffffeull,
			     0x7fffffffull,
			     0x80000000ull,
			     0x80000001ull,
			     0xfffffffeull,
			     0xffffffffull,
			     0x100000000ull,
			     0x100000001ull,
			     0x1ffffffffull,
			     0x200000000ull,
			     0x200000001ull,
			     0x17fffffffull,
			     0x180000000ull,
			     1000000000ull,
			     1000000000000ull,
			     0xffff00000000ull,
			     0x123456789abcdef0ull,
			     0x7ffffffeffffffffull,
			     0x7fffffff00000000ull,
			     0x7fffffffffffffffull,
			     0x8000000000000000ull,
			     0x8000000000000001ull,
			     0x80000000ffffffffull,
			     0xfffffffe00000000ull,
			     0xfffffffe00000001ull,
			     0xfffffffeffffffffull,
			     0xffffffff00000000ull,
			     0xffffffff00000001ull,
			     0xfffffffffffffffeull,
			     0xffffffffffffffffull };

static u64 magnitude(s64 value)
{
	return value < 0 ? -(u64)value : value;
}

/* a * b = high:low, by digits of 32 bits. */
static void multiply(u64 a, u64 b, u64 *high, u64 *low)
{
	u64 al = (u32)a, ah = a >> 32, bl = (u32)b, bh = b >> 32;
	u64 middle = (al * bl >> 32) + (u32)(ah * bl) + (u32)(al * bh);

	*low = a * b;
	*high = ah * bh + (ah * bl >> 32) + (al * bh >> 32) + (middle >> 32);
}

static void expect_quotient(u64 n, u64 d, u64 q, u64 r)
{
	u64 high, low;

	multiply(q, d, &high, &low);
	if (high || low > n || n - low != r || r >= d)
		FAIL("%llu / %llu is not %llu, remainder %llu", n, d, q, r);
}

static void divide(u64 n, u64 d)
{
	u64 wide_rest, wide, copy = n;
	u32 rest;

	if (!d)
		return;
	if (d <= U32_MAX) {
		u64 q = div_u64_rem(n, d, &rest);

		expect_quotient(n, d, q, rest);
		EXPECT_INT(div_u64(n, d), q);
		EXPECT_INT(do_div(copy, (u32)d), rest);
		EXPECT_INT(copy, q);
	}
	wide = div64_u64_rem(n, d, &wide_rest);
	expect_quotient(n, d, wide, wide_rest);
	expect_quotient(n, d, div64_u64(n, d), n - div64_u64(n, d) * d);
}

/* A random number with any number of bits, often near a power of two. */
static u64 odd_random(void)
{
	u64 value = host_random() >> host_below(64);

	switch (host_below(4)) {
	case 0:
		return (1ull << host_below(64)) + (value & 3) - 1;
	case 1:
		return value | ~0ull << host_below(64);
	}
	return value;
}

/* Every edge divided by every edge, and by its neighbours, is right. */
CHECK(edges_by_edges)
{
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(edges); i++)
		for (j = 0; j < ARRAY_SIZE(edges); j++) {
			divide(edges[i], edges[j]);
			divide(edges[i] * edges[j], edges[j]);
			divide(edges[i] * edges[j] - 1, edges[j]);
		}
}

/* Random numbers of every width divide right. */
CHECK(random_numbers)
{
	int i;

	for (i = 0; i < 300000; i++)
		divide(odd_random(), odd_random());
}

/* Small numbers divide right, all of them. */
CHECK(small_numbers)
{
	u64 n, d;

	for (n = 0; n < 300; n++)
		for (d = 1; d < 300; d++)
			divide(n, d);
}

/* A signed quotient is rounded towards 0, and the remainder has the dividend's sign. */
CHECK(signed_division)
{
	int i;

	for (i = 0; i < 100000; i++) {
		s64 n = odd_random(), q;
		s32 d = odd_random(), r;

		if (!d)
			continue;
		q = div_s64_rem(n, d, &r);
		EXPECT_INT(div_s64(n, d), q);
		if (n == S64_MIN && d == -1)
			continue;
		expect_quotient(magnitude(n), magnitude(d), magnitude(q), magnitude(r));
		EXPECT(!r || (r < 0) == (n < 0));
		EXPECT(!q || (q < 0) == ((n < 0) != (d < 0)));
	}
}

/* The one signed quotient that does not fit wraps to the smallest number. */
CHECK(signed_overflow_wraps)
{
	s32 r;

	EXPECT_INT(div_s64_rem(S64_MIN, -1, &r), S64_MIN);
	EXPECT_INT(r, 0);
}

static void expect_product_shift(u64 a, u32 mul, unsigned int shift)
{
	u64 high, low, want;

	multiply(a, mul, &high, &low);
	want = shift ? low >> shift | high << (64 - shift) : low;
	if (mul_u64_u32_shr(a, mul, shift) != want)
		FAIL("%llu * %u >> %u is not %llu", a, mul, shift, mul_u64_u32_shr(a, mul, shift));
}

/* mul_u64_u32_shr loses no bit of the 96-bit product, at any shift. */
CHECK(multiply_and_shift)
{
	unsigned int shift;
	size_t i, j;

	for (shift = 0; shift < 64; shift++)
		for (i = 0; i < ARRAY_SIZE(edges); i++)
			for (j = 0; j < ARRAY_SIZE(edges); j++)
				expect_product_shift(edges[i], edges[j], shift);
	for (i = 0; i < 100000; i++)
		expect_product_shift(odd_random(), odd_random(), host_below(64));
}

/* mul_u64_u32_div is the product divided, whenever the result fits. */
CHECK(multiply_and_divide)
{
	int i;

	for (i = 0; i < 100000; i++) {
		u64 a = odd_random(), high, low, q, q_high, q_low;
		u32 mul = odd_random(), d = odd_random();

		if (!d)
			continue;
		multiply(a, mul, &high, &low);
		if (high >= d)
			continue; /* the quotient has more than 64 bits */
		q = mul_u64_u32_div(a, mul, d);
		multiply(q, d, &q_high, &q_low);
		/* 0 <= product - q * d < d, in 128 bits */
		EXPECT(q_high < high || (q_high == high && q_low <= low));
		EXPECT_INT(high - q_high - (low < q_low), 0);
		EXPECT(low - q_low < d);
	}
}

/* What the C library's division says, for the host. */
CHECK_LIBC(against_the_compiler)
{
	int i;

	for (i = 0; i < 300000; i++) {
		u64 n = odd_random(), d = odd_random(), rest;

		if (!d)
			continue;
#ifdef HAVE_LIBC
		EXPECT_INT(div64_u64_rem(n, d, &rest), n / d);
		EXPECT_INT(rest, n % d);
#endif
	}
}
