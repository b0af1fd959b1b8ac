// SPDX-License-Identifier: MIT
/* tick.c - lab 3: how often the tick comes, and what it counts */
#include "lab03.h"

#define TICKS 300 /* that are measured */

/* Ten seconds have 10 * 1193182 / divisor ticks: measured over 300 of them, to 20 us */
static void rate_follows_the_divisor(struct kunit *test)
{
	u32 expected = div_u64((u64)TICKS * LATCH * 1000000000, PIT_TICK_RATE), took;
	unsigned long first;
	u64 start;

	need_ticks(test);
	start = raw_ns();
	first = irq_desc[TIMER_IRQ].count;
	while (irq_desc[TIMER_IRQ].count - first < TICKS - 1)
		schedule_timeout_uninterruptible(1);
	raw_next_tick();
	KUNIT_ASSERT_EQ_MSG(test, irq_desc[TIMER_IRQ].count - first, TICKS, "ticks that came");
	took = raw_ns() - start;
	kunit_info(test, "divisor %lu: a tick is %u ns, ten seconds are %u ticks", LATCH,
		   took / TICKS, (u32)div_u64(10000000000ULL * TICKS, took));
	KUNIT_EXPECT_LE_MSG(test, abs((int)(took - expected)), 20000,
			    "%d ticks took %u ns; the divisor %lu makes %u", TICKS, took, LATCH,
			    expected);
}

/* Each timer interrupt is one tick, whatever runs in between */
static void one_interrupt_is_one_tick(struct kunit *test)
{
	unsigned long count, ticks;
	int i;

	need_ticks(test);
	local_irq_disable();
	count = irq_desc[TIMER_IRQ].count;
	ticks = jiffies;
	local_irq_enable();
	for (i = 0; i < 20; i++) {
		KUNIT_ASSERT_TRUE_MSG(test, raw_next_tick(), "no tick came in 100 ms");
		raw_wait(50); /* its softirqs, too */
	}
	schedule_timeout_uninterruptible(5);
	local_irq_disable();
	count = irq_desc[TIMER_IRQ].count - count;
	ticks = jiffies - ticks;
	local_irq_enable();
	KUNIT_EXPECT_EQ_MSG(test, ticks, count, "%lu interrupts, jiffies counted %lu", count,
			    ticks);
}

/* A tick that is missed because interrupts were off is not invented afterwards */
static void missed_ticks_are_not_invented(struct kunit *test)
{
	unsigned long count, ticks;

	need_ticks(test);
	count = irq_desc[TIMER_IRQ].count;
	ticks = jiffies;
	local_irq_disable();
	raw_wait(6000000 / HZ);
	local_irq_enable();
	raw_next_tick();
	raw_wait(50);
	count = irq_desc[TIMER_IRQ].count - count;
	ticks = jiffies - ticks;
	KUNIT_EXPECT_LE_MSG(test, count, 2, "%lu interrupts came: were they off at all?", count);
	KUNIT_EXPECT_EQ_MSG(test, ticks, count, "%lu interrupts, jiffies counted %lu", count,
			    ticks);
}

/* do_timer() counts what it is told, and both counters show it */
static void do_timer_counts_what_it_is_told(struct kunit *test)
{
	unsigned long before, after;
	u64 before_64, after_64;

	local_irq_disable();
	before = jiffies;
	before_64 = get_jiffies_64();
	do_timer(1);
	do_timer(3);
	after = jiffies;
	after_64 = get_jiffies_64();
	local_irq_enable();
	KUNIT_EXPECT_EQ_MSG(test, after - before, 4, "jiffies counted %lu of 1 + 3",
			    after - before);
	KUNIT_EXPECT_EQ_MSG(test, after_64 - before_64, 4, "get_jiffies_64() counted %u of 1 + 3",
			    (u32)(after_64 - before_64));
}

static unsigned long rounded_up(u64 amount, u32 unit)
{
	u64 ticks = div_u64(amount * HZ + unit - 1, unit);

	return ticks > MAX_JIFFY_OFFSET ? MAX_JIFFY_OFFSET : ticks;
}

/* Conversions to jiffies round up, so that no wait is too short; back they are exact */
static void conversions_round_up(struct kunit *test)
{
	static const unsigned int values[] = { 0,    1,	   2,	  3,	 4,	  9,
					       10,   11,   99,	  100,	 101,	  999,
					       1000, 1001, 59999, 60000, 1000001, 86400000 };
	int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		unsigned int v = values[i];

		KUNIT_EXPECT_EQ_MSG(test, msecs_to_jiffies(v), rounded_up(v, 1000), "%u ms", v);
		KUNIT_EXPECT_EQ_MSG(test, usecs_to_jiffies(v), rounded_up(v, 1000000), "%u us", v);
	}
	KUNIT_EXPECT_EQ_MSG(test, jiffies_to_msecs(5 * HZ), 5000, "5 s");
	KUNIT_EXPECT_EQ_MSG(test, jiffies_to_usecs(HZ), 1000000, "1 s");
}

/* -1 ms is for ever, and never a moment in the past */
static void conversions_clamp(struct kunit *test)
{
	KUNIT_EXPECT_EQ_MSG(test, msecs_to_jiffies(-1U), MAX_JIFFY_OFFSET, "-1 ms");
	KUNIT_EXPECT_EQ_MSG(test, msecs_to_jiffies(0x80000000), MAX_JIFFY_OFFSET, "2^31 ms");
	KUNIT_EXPECT_EQ_MSG(test, usecs_to_jiffies(-1U), rounded_up(-1U, 1000000), "2^32 - 1 us");
}

static struct kunit_case tick_cases[] = {
	KUNIT_CASE(rate_follows_the_divisor),
	KUNIT_CASE(one_interrupt_is_one_tick),
	KUNIT_CASE(missed_ticks_are_not_invented),
	KUNIT_CASE(do_timer_counts_what_it_is_told),
	KUNIT_CASE(conversions_round_up),
	KUNIT_CASE(conversions_clamp),
	{},
};

static struct kunit_suite tick_suite = {
	.name = "lab03_tick",
	.suite_init = quiet_watchdog,
	.test_cases = tick_cases,
};
kunit_test_suite(tick_suite);
