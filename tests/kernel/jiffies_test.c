// SPDX-License-Identifier: MIT
/* jiffies_test.c - the clock of ticks: its rate, its wrap, its conversions */
#include "helpers.h"

#include <asm/tsc.h>
#include <linux/math64.h>
#include <linux/time.h>

/* S1: each timer interrupt adds exactly one: nothing else counts, nothing is counted twice */
static void one_interrupt_is_one_tick(struct kunit *test)
{
	unsigned long count, ticks;
	int i;

	next_tick();
	local_irq_disable();
	count = irq_desc[TIMER_IRQ].count;
	ticks = jiffies;
	local_irq_enable();
	for (i = 0; i < 20; i++) {
		next_tick();
		KUNIT_EXPECT_EQ(test, jiffies - ticks, irq_desc[TIMER_IRQ].count - count);
	}
	schedule_timeout_uninterruptible(50);
	KUNIT_EXPECT_EQ(test, jiffies - ticks, irq_desc[TIMER_IRQ].count - count);
}

/* S1: since boot there were as many ticks as timer interrupts */
static void ticks_since_boot_are_interrupts(struct kunit *test)
{
	unsigned long flags;
	u64 ticks, count;

	local_irq_save(flags);
	ticks = get_jiffies_64() - INITIAL_JIFFIES;
	count = irq_desc[TIMER_IRQ].count;
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, ticks, count);
}

/* S1: a tick that is missed because interrupts were off is not invented afterwards */
static void missed_ticks_are_not_invented(struct kunit *test)
{
	unsigned long ticks;
	int i;

	lose_ticks(test);
	next_tick();
	ticks = jiffies;
	local_irq_disable();
	for (i = 0; i < 4 + num_online_cpus(); i++) /* enough that it is told for certain */
		udelay(USEC_PER_SEC / HZ);
	KUNIT_EXPECT_EQ(test, jiffies, ticks);
	local_irq_enable();
	spin_until(jiffies != ticks);
	KUNIT_EXPECT_EQ(test, jiffies, ticks + 1);
}

/* S6: the divisor is the nearest: twenty seconds have as many ticks as it says, give or take one */
static void rate_follows_the_divisor(struct kunit *test)
{
	unsigned long ticks, expected;
	cycles_t start, ns;

	/* No other divisor is nearer: half a HZ is the most that is left over. */
	KUNIT_EXPECT_LE(test, 2 * abs((int)(LATCH * HZ) - 1193182), HZ);
	need_exact_clock(
		test); /* a cycle is a nanosecond; sched_clock() is set by the PIT itself */
	next_tick();
	start = get_cycles();
	ticks = jiffies;
	schedule_timeout_uninterruptible(20 * HZ);
	next_tick();
	ns = get_cycles() - start;
	ticks = jiffies - ticks;
	/* ns * 1193182 / LATCH / 1e9, without an overflow; at HZ=1000 three more than 20 * HZ */
	expected = div_u64(div_u64(div_u64(ns, 1000) * 1193182, LATCH), 1000000);
	KUNIT_EXPECT_GE(test, ticks + 1, expected);
	KUNIT_EXPECT_LE(test, ticks, expected + 1);
}

/* S2, S3: jiffies is a volatile unsigned long, the low word of a 64-bit counter near 2^32 */
static void jiffies_is_the_low_word(struct kunit *test)
{
	unsigned long flags;

	KUNIT_EXPECT_TRUE(test,
			  __builtin_types_compatible_p(typeof(&jiffies), volatile unsigned long *));
	local_irq_save(flags);
	KUNIT_EXPECT_EQ(test, (unsigned long)get_jiffies_64(), jiffies);
	local_irq_restore(flags);
	KUNIT_EXPECT_LT(test, get_jiffies_64() >> 32, 2);
}

/* S3: jiffies began 300 seconds before its low 32 bits wrap */
static void jiffies_began_300_seconds_before_the_wrap(struct kunit *test)
{
	unsigned int uptime_ticks = get_jiffies_64() - INITIAL_JIFFIES;
	unsigned int uptime_s = div_u64(sched_clock(), NSEC_PER_SEC);

	KUNIT_EXPECT_EQ(test, INITIAL_JIFFIES, -300UL * HZ);
	need_exact_clock(test);
	KUNIT_EXPECT_LE(test, uptime_ticks / HZ, uptime_s + 1);
	KUNIT_EXPECT_LE(test, uptime_s, uptime_ticks / HZ + 2);
}

struct comparison {
	unsigned long a, b;
	int after, after_eq, before, before_eq;
};

static const struct comparison comparisons[] = {
	{ 1, 0, 1, 1, 0, 0 },	       { 0, 0, 0, 1, 0, 1 },
	{ 0, 1, 0, 0, 1, 1 },	       { 0, -1UL, 1, 1, 0, 0 },
	{ -1UL, 0, 0, 0, 1, 1 },       { 5, -5UL, 1, 1, 0, 0 },
	{ -1UL, -1UL, 0, 1, 0, 1 },    { 0x7fffffff, 0, 1, 1, 0, 0 },
	{ 0x80000001, 0, 0, 0, 1, 1 }, { 0x80000000, 0x7fffffff, 1, 1, 0, 0 },
};

/* S4: time_after and its family compare by the signed difference, across the wrap; strict or not */
static void comparisons_survive_the_wrap(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(comparisons); i++) {
		const struct comparison *c = &comparisons[i];

		KUNIT_EXPECT_EQ_MSG(test, time_after(c->a, c->b), c->after, "row %d", i);
		KUNIT_EXPECT_EQ_MSG(test, time_after_eq(c->a, c->b), c->after_eq, "row %d", i);
		KUNIT_EXPECT_EQ_MSG(test, time_before(c->a, c->b), c->before, "row %d", i);
		KUNIT_EXPECT_EQ_MSG(test, time_before_eq(c->a, c->b), c->before_eq, "row %d", i);
	}
	KUNIT_EXPECT_TRUE(test, time_in_range(0, -2UL, 2));
	KUNIT_EXPECT_TRUE(test, time_in_range(2, -2UL, 2));
	KUNIT_EXPECT_FALSE(test, time_in_range(3, -2UL, 2));
	KUNIT_EXPECT_FALSE(test, time_in_range(-3UL, -2UL, 2));
}

static unsigned long rounded_up(u64 amount, u32 unit)
{
	u64 ticks = div_u64(amount * HZ + unit - 1, unit);

	return ticks > MAX_JIFFY_OFFSET ? MAX_JIFFY_OFFSET : ticks;
}

/* S5: conversions to jiffies round up, so that no wait is too short */
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
	KUNIT_EXPECT_EQ(test, usecs_to_jiffies(-1U), rounded_up(-1U, 1000000));
	KUNIT_EXPECT_EQ(test, jiffies_to_msecs(5 * HZ), 5000);
	KUNIT_EXPECT_EQ(test, jiffies_to_usecs(HZ), 1000000);
	KUNIT_EXPECT_EQ(test, jiffies_to_msecs(1), 1000 / HZ);
}

/* S5: they clamp to MAX_JIFFY_OFFSET: -1 ms is for ever, and never a moment in the past */
static void conversions_clamp(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(-1U), MAX_JIFFY_OFFSET);
	KUNIT_EXPECT_TRUE(test, time_after(jiffies + msecs_to_jiffies(-1U), jiffies));
#if HZ == 1000
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(0x7ffffffe), 0x7ffffffe);
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(0x7fffffff), MAX_JIFFY_OFFSET);
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(0x80000000), MAX_JIFFY_OFFSET);
#endif
}

/* sched_clock never goes back, also while interrupts come */
static void sched_clock_never_goes_back(struct kunit *test)
{
	unsigned long end = jiffies + 5, backwards = 0;
	u64 last = sched_clock();

	while (time_before(jiffies, end)) {
		u64 now = sched_clock();

		backwards += now < last;
		last = now;
	}
	KUNIT_EXPECT_EQ(test, backwards, 0);
}

/* do_gettimeofday goes on with the ticks, and its microseconds are less than a second */
static void wall_clock_goes_on(struct kunit *test)
{
	struct timeval before, after;
	long us;

	do_gettimeofday(&before);
	schedule_timeout_uninterruptible(HZ / 10);
	do_gettimeofday(&after);
	us = (after.tv_sec - before.tv_sec) * 1000000 + after.tv_usec - before.tv_usec;
	KUNIT_EXPECT_LT(test, after.tv_usec, 1000000);
	KUNIT_EXPECT_GE(test, after.tv_usec, 0);
	KUNIT_EXPECT_GT(test, us, 0);
	need_exact_clock(test);
	KUNIT_EXPECT_GE(test, us, 90000);
	KUNIT_EXPECT_LE(test, us, 120000 + 2000000 / HZ);
}

static struct kunit_case jiffies_cases[] = {
	KUNIT_CASE(one_interrupt_is_one_tick),
	KUNIT_CASE(ticks_since_boot_are_interrupts),
	KUNIT_CASE(missed_ticks_are_not_invented),
	KUNIT_CASE(rate_follows_the_divisor),
	KUNIT_CASE(jiffies_is_the_low_word),
	KUNIT_CASE(jiffies_began_300_seconds_before_the_wrap),
	KUNIT_CASE(comparisons_survive_the_wrap),
	KUNIT_CASE(conversions_round_up),
	KUNIT_CASE(conversions_clamp),
	KUNIT_CASE(sched_clock_never_goes_back),
	KUNIT_CASE(wall_clock_goes_on),
	{},
};

static struct kunit_suite jiffies_suite = {
	.name = "jiffies",
	.test_cases = jiffies_cases,
};
kunit_test_suite(jiffies_suite);
