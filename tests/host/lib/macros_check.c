// SPDX-License-Identifier: MIT
/* macros_check.c - the small headers that have no C file: arithmetic, types, errors in pointers */
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/types.h>
#include <linux/wordpart.h>
#include "host.h"

/* Types have the widths that their names say; a long and a pointer are one word. */
CHECK(type_sizes)
{
	EXPECT(sizeof(u8) == 1 && sizeof(u16) == 2 && sizeof(u32) == 4 && sizeof(u64) == 8);
	EXPECT(sizeof(s8) == 1 && sizeof(s16) == 2 && sizeof(s32) == 4 && sizeof(s64) == 8);
	EXPECT((s8)-1 < 0 && (s64)-1 < 0 && (u8)-1 > 0 && (u64)-1 > 0);
	EXPECT(sizeof(long) == sizeof(void *) && sizeof(size_t) == sizeof(void *));
	EXPECT(sizeof(uintptr_t) == sizeof(void *) && sizeof(ssize_t) == sizeof(size_t));
	EXPECT((ssize_t)-1 < 0 && (size_t)-1 > 0);
	EXPECT(sizeof(phys_addr_t) == 8 && sizeof(dma_addr_t) == 4 && sizeof(resource_size_t) == 4);
	EXPECT(sizeof(loff_t) == 8 && sizeof(bool) == 1 && sizeof(atomic_t) == 4);
	EXPECT_INT(BITS_PER_LONG, 8 * sizeof(long));
}

/* Limits are where one more step wraps. */
CHECK(limits)
{
	EXPECT_INT((int)((unsigned int)INT_MAX + 1), INT_MIN);
	EXPECT_INT((long)((unsigned long)LONG_MAX + 1), LONG_MIN);
	EXPECT_INT((long long)((unsigned long long)LLONG_MAX + 1), LLONG_MIN);
	EXPECT(UINT_MAX + 1 == 0 && ULONG_MAX + 1 == 0 && U64_MAX + 1 == 0 && SIZE_MAX + 1 == 0);
	EXPECT_INT(S8_MIN, -128);
	EXPECT_INT(U8_MAX, 255);
	EXPECT_INT(S16_MIN, -32768);
	EXPECT_INT(U16_MAX, 65535);
}

static int calls;

static int once(int value)
{
	calls++;
	return value;
}

/* min, max and clamp pick right and evaluate each argument once. */
CHECK(min_max_clamp)
{
	EXPECT_INT(min(once(1), once(2)), 1);
	EXPECT_INT(max(once(1), once(2)), 2);
	EXPECT_INT(calls, 4);
	EXPECT_INT(min(-1, 1), -1);
	EXPECT_INT(max_t(unsigned int, -1, 1), UINT_MAX);
	EXPECT_INT(min_t(u8, 300, 100), 44);
	EXPECT_INT(max(min(3, 5), min(4, 9)), 4);
	EXPECT_INT(clamp(once(7), once(1), once(5)), 5);
	EXPECT_INT(clamp(-7, -3, 5), -3);
	EXPECT_INT(clamp(2, 1, 5), 2);
	EXPECT_INT(clamp_t(u8, 300, 1, 50), 44);
	EXPECT_INT(calls, 7);
}

/* swap exchanges whole structs too. */
CHECK(swaps)
{
	struct {
		int a[5];
	} x = { { 1, 2, 3, 4, 5 } }, y = { { 6, 7, 8, 9, 10 } };
	u64 a = 1, b = U64_MAX;

	swap(x, y);
	EXPECT(x.a[0] == 6 && x.a[4] == 10 && y.a[0] == 1 && y.a[4] == 5);
	swap(a, b);
	EXPECT(a == U64_MAX && b == 1);
}

/* Rounding and alignment, 64-bit values and pointers included. */
CHECK(rounding)
{
	u64 wide = 0x123456789aull;
	int n, d;

	EXPECT_INT(ALIGN(0, 8), 0);
	EXPECT_INT(ALIGN(1, 8), 8);
	EXPECT_INT(ALIGN(8, 8), 8);
	EXPECT_INT(ALIGN(wide, 0x1000), 0x1234568000ull);
	EXPECT_INT(ALIGN_DOWN(wide, 0x1000), 0x1234567000ull);
	EXPECT(IS_ALIGNED(0x2000, 0x1000) && !IS_ALIGNED(0x2001, 0x1000));
	EXPECT(PTR_ALIGN((char *)0x1001, 16) == (char *)0x1010);
	EXPECT_INT(round_up(wide, 16), 0x12345678a0ull);
	EXPECT_INT(round_down(17, 16), 16);
	for (n = 0; n < 50; n++)
		for (d = 1; d < 12; d++) {
			EXPECT_INT(DIV_ROUND_UP(n, d), n / d + (n % d != 0));
			EXPECT_INT(roundup(n, d), DIV_ROUND_UP(n, d) * d);
			EXPECT_INT(rounddown(n, d), n / d * d);
			EXPECT_INT(DIV_ROUND_CLOSEST(n, d), (2 * n + d) / (2 * d));
		}
	EXPECT_INT(abs(-5), 5);
	EXPECT_INT(abs(-(5ll << 40)), 5ll << 40);
}

/* Halves of a number, also of one that is only 32 bits wide. */
CHECK(halves)
{
	EXPECT_INT(upper_32_bits(0x123456789abcdef0ull), 0x12345678);
	EXPECT_INT(lower_32_bits(0x123456789abcdef0ull), 0x9abcdef0);
	EXPECT_INT(upper_32_bits((u32)0x12345678), 0);
}

/* Masks of bits. */
CHECK(bits)
{
	EXPECT_INT(BIT(0), 1);
	EXPECT_INT(BIT(31), 0x80000000);
	EXPECT(BIT_ULL(63) == 1ull << 63);
	EXPECT_INT(GENMASK(7, 4), 0xf0);
	EXPECT(GENMASK(BITS_PER_LONG - 1, 0) == ~0ul);
	EXPECT_INT(BITS_TO_LONGS(1), 1);
	EXPECT_INT(BITS_TO_LONGS(BITS_PER_LONG), 1);
	EXPECT_INT(BITS_TO_LONGS(BITS_PER_LONG + 1), 2);
	EXPECT_INT(BITS_TO_LONGS(0), 0);
}

struct outer {
	char before;
	struct {
		int inside;
	} member;
};

/* container_of is the way back from a member; ARRAY_SIZE counts. */
CHECK(containers)
{
	struct outer outer;
	int array[7];

	EXPECT(container_of(&outer.member, struct outer, member) == &outer);
	EXPECT(container_of(&outer.member.inside, struct outer, member.inside) == &outer);
	EXPECT_INT(ARRAY_SIZE(array), 7);
	EXPECT_INT(sizeof_field(struct outer, member), sizeof(int));
	EXPECT_INT(offsetof(struct outer, before), 0);
}

/* The last 4095 addresses are errors, and no other. */
CHECK(errors_in_pointers)
{
	char c;

	EXPECT(IS_ERR(ERR_PTR(-1)) && IS_ERR(ERR_PTR(-EINVAL)) && IS_ERR(ERR_PTR(-4095)));
	EXPECT(!IS_ERR(ERR_PTR(-4096)) && !IS_ERR(NULL) && !IS_ERR(&c));
	EXPECT(IS_ERR_OR_NULL(NULL) && IS_ERR_OR_NULL(ERR_PTR(-5)) && !IS_ERR_OR_NULL(&c));
	EXPECT_INT(PTR_ERR(ERR_PTR(-ENOMEM)), -ENOMEM);
	EXPECT_INT(PTR_ERR_OR_ZERO(&c), 0);
	EXPECT_INT(PTR_ERR_OR_ZERO(ERR_PTR(-EIO)), -EIO);
	EXPECT(ERR_CAST(&c) == &c);
}

/* READ_ONCE and WRITE_ONCE read and write. */
CHECK(once_accesses)
{
	int x = 1;

	WRITE_ONCE(x, READ_ONCE(x) + 1);
	EXPECT_INT(x, 2);
}
