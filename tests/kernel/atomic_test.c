// SPDX-License-Identifier: MIT
/* atomic_test.c - counters that any context may change at once */
#include "helpers.h"

#include <asm/atomic.h>

/* Each operation's value and what it returns */
static void operations_and_their_values(struct kunit *test)
{
	atomic_t v = ATOMIC_INIT(5);

	atomic_add(3, &v);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 8);
	atomic_sub(10, &v);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), -2);
	atomic_inc(&v);
	KUNIT_EXPECT_FALSE(test, atomic_dec_and_test(&v));
	KUNIT_EXPECT_EQ(test, atomic_read(&v), -2);
	KUNIT_EXPECT_FALSE(test, atomic_inc_and_test(&v));
	KUNIT_EXPECT_TRUE(test, atomic_inc_and_test(&v));
	KUNIT_EXPECT_EQ(test, atomic_add_return(4, &v), 4);
	KUNIT_EXPECT_EQ(test, atomic_sub_return(3, &v), 1);
	KUNIT_EXPECT_TRUE(test, atomic_dec_and_test(&v));
	KUNIT_EXPECT_EQ(test, atomic_inc_return(&v), 1);
	KUNIT_EXPECT_EQ(test, atomic_dec_return(&v), 0);
	atomic_set(&v, 7);
	KUNIT_EXPECT_TRUE(test, atomic_sub_and_test(7, &v));
	atomic_dec(&v);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), -1);
}

/* xchg and cmpxchg return the old value; add_unless and inc_not_zero say whether they did it */
static void exchanges(struct kunit *test)
{
	atomic_t v = ATOMIC_INIT(1);

	KUNIT_EXPECT_EQ(test, atomic_xchg(&v, 9), 1);
	KUNIT_EXPECT_EQ(test, atomic_cmpxchg(&v, 8, 2), 9);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 9);
	KUNIT_EXPECT_EQ(test, atomic_cmpxchg(&v, 9, 2), 9);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 2);
	KUNIT_EXPECT_TRUE(test, atomic_add_unless(&v, 5, 3));
	KUNIT_EXPECT_FALSE(test, atomic_add_unless(&v, 5, 7));
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 7);
	KUNIT_EXPECT_TRUE(test, atomic_inc_not_zero(&v));
	atomic_set(&v, 0);
	KUNIT_EXPECT_FALSE(test, atomic_inc_not_zero(&v));
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 0);
}

static void increment(void *v)
{
	atomic_inc(v);
}

/* No addition is lost to an interrupt that adds at any instruction */
static void additions_are_not_lost(struct kunit *test)
{
	atomic_t v = ATOMIC_INIT(0);
	int rounds = 0;

	if (!rain_start(test, increment, &v))
		return;
	while (rain_drops() < 200) {
		atomic_add(1, &v);
		atomic_add_return(1, &v);
		atomic_add_unless(&v, 1, -1);
		rounds += 3;
	}
	rain_stop(NULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&v), rounds + rain_drops());
}

static struct kunit_case atomic_cases[] = {
	KUNIT_CASE(operations_and_their_values),
	KUNIT_CASE(exchanges),
	KUNIT_CASE(additions_are_not_lost),
	{},
};

static struct kunit_suite atomic_suite = {
	.name = "atomic",
	.test_cases = atomic_cases,
};
kunit_test_suite(atomic_suite);
