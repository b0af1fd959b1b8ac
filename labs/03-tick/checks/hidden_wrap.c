// SPDX-License-Identifier: MIT
/* hidden_wrap.c - lab 3: five minutes after boot, at once */
#include "lab03.h"

#define BEFORE 9 /* ticks */

/*
 * Have the kernel believe that it is a little before the wrap: ticks are counted by the thousands,
 * and the timers' wheel goes over them in between. Once in a boot.
 */
static int jump_before_the_wrap(struct kunit_suite *suite)
{
	int jumps;
	long left;

	quiet_watchdog(suite);
	for (jumps = 0; jumps < 1000 && (long)jiffies < 0; jumps++) {
		local_irq_disable();
		left = -BEFORE - (long)jiffies;
		if (left > 0)
			do_timer(min(left, 5000L));
		local_irq_enable();
		if (left <= 0)
			break;
		schedule_timeout_uninterruptible(1);
	}
	return 0;
}

/* Waits and time-outs armed just before jiffies wraps end; the 64-bit counter goes on */
static void waits_cross_the_wrap(struct kunit *test)
{
	unsigned long start, took;
	u64 start_64;

	need_ticks(test);
	start_64 = get_jiffies_64();
	start = jiffies;
	KUNIT_ASSERT_LT_MSG(test, (long)start, 0, "jiffies has wrapped already: %lu", start);
	jit_wait(BEFORE + 2);
	took = jiffies - start;
	KUNIT_EXPECT_TRUE_MSG(test, took >= BEFORE + 2 && took <= BEFORE + 2 + 1,
			      "jit_wait(%d) returned after %lu ticks", BEFORE + 2, took);
	KUNIT_EXPECT_GT_MSG(test, (long)jiffies, 0, "jiffies is %08lx", jiffies);
	KUNIT_EXPECT_EQ_MSG(test, (u32)(get_jiffies_64() >> 32), (u32)(start_64 >> 32) + 1,
			    "the upper word of get_jiffies_64()");
}

static struct kunit_case wrap_cases[] = {
	KUNIT_CASE(waits_cross_the_wrap),
	{},
};

static struct kunit_suite wrap_suite = {
	.name = "lab03_hidden",
	.suite_init = jump_before_the_wrap,
	.test_cases = wrap_cases,
};
kunit_test_suite(wrap_suite);
