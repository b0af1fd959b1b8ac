// SPDX-License-Identifier: MIT
/* lost_tick_test.c - ticks that are lost while interrupts are off, and a timer that stops */
#include "helpers.h"

#include <asm/io.h>
#include <halves/debug.h>
#include <halves/watchdog.h>
#include <linux/time.h>

static const char *after(const char *what)
{
	const char *at = strstr(kunit_report_text(), what);

	return at ? at : "";
}

static noinline void irqs_off_for(void *ms)
{
	unsigned long flags;

	local_irq_save(flags);
	mdelay((unsigned long)ms);
	local_irq_restore(flags);
}

#define MS(n) ((void *)(n##UL))

/* More than one period with interrupts off: how many ticks, where, and the way out are told */
static void irqs_off_too_long_is_named(struct kunit *test)
{
	char ticks[40];

	need_exact_clock(test);
	lose_ticks(test);
	next_tick();
	irqs_off_for(MS(50));
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	/* One is remembered, and the last period may not be over. */
	snprintf(ticks, sizeof(ticks), "WARNING: %d ticks lost", 50 * HZ / 1000 - 1);
	KUNIT_EXPECT_REPORT(test, ticks);
	KUNIT_EXPECT_REPORT(test, "interrupts were off for 50 ms");
	KUNIT_EXPECT_REPORT(test, "off since irqs_off_for");
	KUNIT_EXPECT_REPORT(test, "bottom half");
	KUNIT_EXPECT_NOT_NULL(test, strstr(after("Call trace:"), "irqs_off_for"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(after("Call trace:"), "irqs_off_too_long_is_named"));
}

static void report_for_50_ms(void)
{
	unsigned long flags;

	local_irq_save(flags);
	report_begin();
	printk(KERN_ERR "BUG: none, but told at length\n");
	mdelay(50);
	report_end();
	local_irq_restore(flags);
}

/* While a report is written, ticks are lost that are not the fault of what is reported */
static void report_that_takes_long_is_no_lost_tick(struct kunit *test)
{
	need_exact_clock(test);
	lose_ticks(test);
	next_tick();
	report_for_50_ms();
	next_tick();
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_NULL(test, strstr(kunit_report_text(), "lost"));
}

static irqreturn_t slow_top_half(int irq, void *dev_id)
{
	mdelay((unsigned long)dev_id);
	return IRQ_HANDLED;
}

/* A top half that takes long is named, though it is over when the tick comes */
static void slow_top_half_is_named(struct kunit *test)
{
	need_exact_clock(test);
	KUNIT_ASSERT_EQ(test, request_irq(TEST_IRQ_FIRST, slow_top_half, 0, "slow", MS(50)), 0);
	lose_ticks(test);
	irq_inject(TEST_IRQ_FIRST);
	kunit_end_report(test);
	free_irq(TEST_IRQ_FIRST, MS(50));
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "off since slow_top_half");
	KUNIT_EXPECT_REPORT(test, "leave the work to a bottom half");
}

/* Interrupts off for less than a period lose nothing, wherever in it */
static void short_sections_lose_nothing(struct kunit *test)
{
	unsigned int us;

	need_exact_clock(test);
	tell_lost_ticks_every(test, 0);
	for (us = 0; us < USEC_PER_SEC / HZ; us += USEC_PER_SEC / HZ / 20) {
		unsigned long flags;

		next_tick();
		udelay(us);
		local_irq_save(flags);
		udelay(USEC_PER_SEC / HZ * 9 / 10);
		local_irq_restore(flags);
	}
}

/* Told at once, then not for as long as is set, ten seconds if nobody sets it; then with the sum */
static void lost_ticks_are_told_now_and_then(struct kunit *test)
{
	char sum[60];
	int i;

	need_exact_clock(test);
	KUNIT_EXPECT_EQ(test, watchdog_lost_seconds, 10);
	tell_lost_ticks_every(test, 1);
	msleep(1100);
	kunit_expect_report(test);
	for (i = 0; i < 5; i++) {
		next_tick();
		irqs_off_for(MS(50));
		KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	}
	msleep(1100);
	next_tick();
	irqs_off_for(MS(50));
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
	snprintf(sum, sizeof(sum), "%d ticks lost since this", 5 * (50 * HZ / 1000 - 1));
	KUNIT_EXPECT_REPORT(test, sum);
}

/* ---- the timer stops ------------------------------------------------------------------------- */

#define PIT_CHANNEL0 0x40
#define PIT_COMMAND  0x43
#define ONE_SHOT     0x30 /* channel 0, both bytes, mode 0 */

static void stop_timer(void)
{
	unsigned long flags;

	local_irq_save(flags);
	outb(ONE_SHOT, PIT_COMMAND);
	outb(LATCH & 0xff, PIT_CHANNEL0);
	outb(LATCH >> 8, PIT_CHANNEL0);
	local_irq_restore(flags);
}

static void need_second_clock(struct kunit *test)
{
	if (!irq_desc[RTC_IRQ].action)
		kunit_skip(test, "no RTC");
}

/* A PIT that stops is noticed within three seconds, told once, and started again */
static void stopped_timer_is_started_again(struct kunit *test)
{
	unsigned long ticks;
	u64 start, took;

	need_second_clock(test);
	kunit_expect_report(test);
	start = sched_clock();
	stop_timer();
	msleep(100); /* one more tick comes; without others this would not end */
	took = sched_clock() - start;
	kunit_end_report(test);
	/* A busy host makes a clock late, and then hurry. */
	if (exact_clock()) {
		KUNIT_EXPECT_GE(test, took, NSEC_PER_SEC);
		KUNIT_EXPECT_LE(test, took, 4ULL * NSEC_PER_SEC);
	}
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "BUG: no tick for 2 s: the timer has stopped");
	KUNIT_EXPECT_REPORT(test, "started again");
	KUNIT_EXPECT_NOT_NULL(test, strstr(after("Call trace:"), "start_kernel"));
	start = sched_clock();
	ticks = jiffies;
	msleep(500);
	KUNIT_EXPECT_GE(test, jiffies - ticks, HZ / 2);
	if (exact_clock())
		KUNIT_EXPECT_GE(test, sched_clock() - start, 450ULL * NSEC_PER_MSEC);
}

/* When that does not help it is told once more, and then no more; the ticks may come back */
static void timer_that_stays_still_is_told_once_more(struct kunit *test)
{
	u64 end = sched_clock() + 8ULL * NSEC_PER_SEC;
	unsigned long ticks;

	need_second_clock(test);
	kunit_expect_report(test);
	disable_irq(TIMER_IRQ);
	ticks = jiffies;
	while (sched_clock() < end)
		safe_halt(); /* until the next second */
	enable_irq(TIMER_IRQ);
	kunit_end_report(test);
	KUNIT_EXPECT_LE(test, jiffies - ticks, 2);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
	KUNIT_EXPECT_NOT_NULL(test, strstr(after("started again"), "BUG: still no tick"));
	KUNIT_EXPECT_REPORT(test, "is line 0 disabled?");
	ticks = jiffies;
	msleep(100);
	KUNIT_EXPECT_GE(test, jiffies - ticks, HZ / 10);
}

static struct kunit_case lost_tick_cases[] = {
	KUNIT_CASE(irqs_off_too_long_is_named),
	KUNIT_CASE(report_that_takes_long_is_no_lost_tick),
	KUNIT_CASE(slow_top_half_is_named),
	KUNIT_CASE(short_sections_lose_nothing),
	KUNIT_CASE(lost_ticks_are_told_now_and_then),
	KUNIT_CASE(stopped_timer_is_started_again),
	KUNIT_CASE(timer_that_stays_still_is_told_once_more),
	{},
};

static struct kunit_suite lost_tick_suite = {
	.name = "lost_tick",
	.test_cases = lost_tick_cases,
};
kunit_test_suite(lost_tick_suite);
