// SPDX-License-Identifier: MIT
/* clock.c - lab 3: short times: what the PIT has counted, the TSC's rate, delays */
#include "lab03.h"

/* pit_wait() waits as many of the PIT's clocks as it was told */
static void pit_wait_counts_clocks(struct kunit *test)
{
	static const u32 clocks[] = { 100, 255, 256, 300, 700 };
	int i;

	for (i = 0; i < ARRAY_SIZE(clocks); i++) {
		u32 expected = div_u64(clocks[i] * 1000000000ULL, PIT_TICK_RATE), took;
		u64 start;

		raw_next_tick();
		local_irq_disable();
		start = raw_ns();
		pit_wait(clocks[i]);
		took = raw_ns() - start;
		local_irq_enable();
		KUNIT_EXPECT_TRUE_MSG(test, took >= expected && took <= expected + 10000,
				      "%u clocks are %u ns; pit_wait() took %u", clocks[i],
				      expected, took);
	}
}

/* pit_ns_since_tick() goes with the time, and begins anew at each tick */
static void ns_since_tick_goes_with_time(struct kunit *test)
{
	u32 first, second;
	u64 start, took;

	need_ticks(test);
	local_irq_disable();
	start = raw_ns();
	first = pit_ns_since_tick();
	raw_wait(500000 / HZ);
	second = pit_ns_since_tick();
	took = raw_ns() - start;
	local_irq_enable();
	KUNIT_EXPECT_LT_MSG(test, first, 200000000 / HZ, "just after a tick: %u ns", first);
	KUNIT_EXPECT_LE_MSG(test, abs((int)(second - first - (u32)took)), 6000,
			    "in %u ns it went from %u to %u", (u32)took, first, second);
}

/* The TSC's rate is measured: a GHz here, to 0.1 % */
static void tsc_is_calibrated(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, tsc_present);
	KUNIT_EXPECT_LE_MSG(test, abs((int)tsc_khz - 1000000), 1000,
			    "1000000 kHz were measured as %lu", tsc_khz);
}

/* sched_clock() counts nanoseconds */
static void sched_clock_counts_ns(struct kunit *test)
{
	u64 start = raw_ns(), clock = sched_clock();
	u32 took, counted;

	raw_wait(3000);
	counted = sched_clock() - clock;
	took = raw_ns() - start;
	KUNIT_EXPECT_LE_MSG(test, abs((int)(counted - took)), took / 500,
			    "%u ns passed, sched_clock() counted %u", took, counted);
}

/* udelay(), ndelay() and mdelay() wait at least as long as asked, and not much longer */
static void delays_are_long_enough(struct kunit *test)
{
	static const unsigned int us[] = { 1, 2, 10, 50, 500 };
	u64 start;
	u32 took;
	int i;

	for (i = 0; i < ARRAY_SIZE(us); i++) {
		local_irq_disable();
		start = raw_ns();
		udelay(us[i]);
		took = raw_ns() - start;
		local_irq_enable();
		KUNIT_EXPECT_TRUE_MSG(test, took >= us[i] * 999 && took <= us[i] * 1100 + 5000,
				      "udelay(%u) took %u ns", us[i], took);
		raw_next_tick();
	}
	start = raw_ns();
	ndelay(3000);
	took = raw_ns() - start;
	KUNIT_EXPECT_GE_MSG(test, took, 2997, "ndelay(3000) took %u ns", took);
	start = raw_ns();
	mdelay(3);
	took = raw_ns() - start;
	KUNIT_EXPECT_TRUE_MSG(test, took >= 2997000 && took <= 3500000, "mdelay(3) took %u ns",
			      took);
}

static struct kunit_case clock_cases[] = {
	KUNIT_CASE(pit_wait_counts_clocks), KUNIT_CASE(ns_since_tick_goes_with_time),
	KUNIT_CASE(tsc_is_calibrated),	    KUNIT_CASE(sched_clock_counts_ns),
	KUNIT_CASE(delays_are_long_enough), {},
};

static struct kunit_suite clock_suite = {
	.name = "lab03_clock",
	.suite_init = quiet_watchdog,
	.test_cases = clock_cases,
};
kunit_test_suite(clock_suite);
