// SPDX-License-Identifier: MIT
/* bitops_test.c - single bits in words and in arrays of words */
#include "helpers.h"

#include <asm/bitops.h>

/* set, clear and change one bit, in any word of an array, and no other */
static void each_bit_alone(struct kunit *test)
{
	unsigned long map[3] = {};
	int nr, i;

	for (nr = 0; nr < 96; nr++) {
		unsigned long expected[3] = {};

		expected[nr / 32] = 1UL << (nr % 32);
		set_bit(nr, map);
		for (i = 0; i < 3; i++)
			KUNIT_EXPECT_EQ(test, map[i], expected[i]);
		KUNIT_EXPECT_TRUE(test, test_bit(nr, map));
		clear_bit(nr, map);
		KUNIT_EXPECT_FALSE(test, test_bit(nr, map));
		change_bit(nr, map);
		KUNIT_EXPECT_EQ(test, map[nr / 32], expected[nr / 32]);
		__clear_bit(nr, map);
		__set_bit(nr, map);
		__change_bit(nr, map);
		KUNIT_EXPECT_EQ(test, map[0] | map[1] | map[2], 0);
	}
}

/* test_and_… return what the bit was */
static void test_and_return_what_it_was(struct kunit *test)
{
	unsigned long map[2] = {};

	KUNIT_EXPECT_EQ(test, test_and_set_bit(37, map), 0);
	KUNIT_EXPECT_EQ(test, test_and_set_bit(37, map), 1);
	KUNIT_EXPECT_EQ(test, test_and_clear_bit(37, map), 1);
	KUNIT_EXPECT_EQ(test, test_and_clear_bit(37, map), 0);
	KUNIT_EXPECT_EQ(test, test_and_change_bit(0, map), 0);
	KUNIT_EXPECT_EQ(test, test_and_change_bit(0, map), 1);
	KUNIT_EXPECT_EQ(test, __test_and_set_bit(31, map), 0);
	KUNIT_EXPECT_EQ(test, __test_and_set_bit(31, map), 1);
	KUNIT_EXPECT_EQ(test, __test_and_clear_bit(31, map), 1);
	KUNIT_EXPECT_EQ(test, map[0] | map[1], 0);
}

/* __ffs and __fls count from 0, ffs and fls from 1 with 0 for none; hweight32 counts ones */
static void searches(struct kunit *test)
{
	int i;

	for (i = 0; i < 32; i++) {
		KUNIT_EXPECT_EQ(test, __ffs(1UL << i | 1UL << 31), i);
		KUNIT_EXPECT_EQ(test, __fls(1UL << i | 1), i);
		KUNIT_EXPECT_EQ(test, ffs(1U << i), i + 1);
		KUNIT_EXPECT_EQ(test, fls(1U << i), i + 1);
		KUNIT_EXPECT_EQ(test, hweight32((1ULL << i) - 1), i);
	}
	KUNIT_EXPECT_EQ(test, ffs(0), 0);
	KUNIT_EXPECT_EQ(test, fls(0), 0);
	KUNIT_EXPECT_EQ(test, hweight32(0xffffffff), 32);
}

static void toggle_bit_1(void *map)
{
	change_bit(1, map);
}

/* The atomic forms keep what an interrupt does to another bit of the same word */
static void neighbours_survive_an_interrupt(struct kunit *test)
{
	unsigned long map = 0;

	if (!rain_start(test, toggle_bit_1, &map))
		return;
	while (rain_drops() < 200) {
		set_bit(0, &map);
		change_bit(2, &map);
		change_bit(2, &map);
		clear_bit(0, &map);
	}
	rain_stop(NULL);
	KUNIT_EXPECT_EQ(test, map, (rain_drops() & 1) << 1);
}

static struct kunit_case bitops_cases[] = {
	KUNIT_CASE(each_bit_alone),
	KUNIT_CASE(test_and_return_what_it_was),
	KUNIT_CASE(searches),
	KUNIT_CASE(neighbours_survive_an_interrupt),
	{},
};

static struct kunit_suite bitops_suite = {
	.name = "bitops",
	.test_cases = bitops_cases,
};
kunit_test_suite(bitops_suite);
