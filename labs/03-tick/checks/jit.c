// SPDX-License-Identifier: MIT
/* jit.c - lab 3: comparing moments, and waiting for one */
#include "lab03.h"

struct comparison {
	unsigned long a, b;
	bool after, after_eq;
};

static const struct comparison comparisons[] = {
	{ 1, 0, true, true },
	{ 0, 1, false, false },
	{ 1000, 10, true, true },
	{ 0, -1UL, true, true },
	{ -1UL, 0, false, false },
	{ 5, -5UL, true, true },
	{ 0x7fffffff, 0, true, true },
	{ 0x80000001, 0, false, false },
	{ 0x80000000, 0x7fffffff, true, true },
};

/* The later of two moments is found across the wrap */
static void comparisons_survive_the_wrap(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(comparisons); i++) {
		const struct comparison *c = &comparisons[i];

		KUNIT_EXPECT_EQ_MSG(test, jit_after(c->a, c->b), c->after,
				    "jit_after(%08lx, %08lx)", c->a, c->b);
		KUNIT_EXPECT_EQ_MSG(test, jit_after_eq(c->a, c->b), c->after_eq,
				    "jit_after_eq(%08lx, %08lx)", c->a, c->b);
	}
}

/* A moment is not after itself, but "after or equal" to itself */
static void equal_moments(struct kunit *test)
{
	static const unsigned long moments[] = { 0, 1, 0x7fffffff, 0x80000000, -1UL };
	int i;

	for (i = 0; i < ARRAY_SIZE(moments); i++) {
		KUNIT_EXPECT_FALSE_MSG(test, jit_after(moments[i], moments[i]),
				       "%08lx is after itself", moments[i]);
		KUNIT_EXPECT_TRUE_MSG(test, jit_after_eq(moments[i], moments[i]),
				      "%08lx is not even equal to itself", moments[i]);
	}
}

/* jit_wait() returns when the ticks have come, and not before */
static void wait_ends_in_time(struct kunit *test)
{
	unsigned long n;

	need_ticks(test);
	for (n = 0; n < 3; n++) {
		unsigned long start = jiffies, took;

		jit_wait(n);
		took = jiffies - start;
		KUNIT_EXPECT_TRUE_MSG(test, took >= n && took <= n + 1,
				      "jit_wait(%lu) returned after %lu ticks", n, took);
	}
}

static struct kunit_case jit_cases[] = {
	KUNIT_CASE(comparisons_survive_the_wrap),
	KUNIT_CASE(equal_moments),
	KUNIT_CASE(wait_ends_in_time),
	{},
};

static struct kunit_suite jit_suite = {
	.name = "lab03_jit",
	.suite_init = quiet_watchdog,
	.test_cases = jit_cases,
};
kunit_test_suite(jit_suite);
