// SPDX-License-Identifier: MIT
/* delay_test.c - waiting a while: by turning or by sleeping, never too short */
#include "helpers.h"

#include <linux/kthread.h>
#include <linux/time.h>
#include <linux/timer.h>

static u64 time_of(void (*wait)(unsigned long), unsigned long amount)
{
	u64 start = sched_clock();

	wait(amount);
	return sched_clock() - start;
}

/* udelay, ndelay and mdelay wait at least as long as asked, and not much longer */
static void delays_are_long_enough(struct kunit *test)
{
	static const unsigned long us[] = { 1, 2, 10, 50, 100, 500 };
	/* With other processors what they do meanwhile is counted, too. */
	bool exact = exact_clock() && num_online_cpus() == 1;
	u64 ns;
	int i;

	for (i = 0; i < ARRAY_SIZE(us); i++) {
		next_tick();
		ns = time_of(udelay, us[i]);
		KUNIT_EXPECT_GE_MSG(test, ns, us[i] * 1000, "udelay(%lu)", us[i]);
		if (exact)
			KUNIT_EXPECT_LE_MSG(test, ns, us[i] * 1100 + 5000, "udelay(%lu)", us[i]);
	}
	next_tick();
	ns = time_of(ndelay, 3000);
	KUNIT_EXPECT_GE(test, ns, 3000);
	if (exact)
		KUNIT_EXPECT_LE(test, ns, 8000);
	ns = time_of(mdelay, 3);
	KUNIT_EXPECT_GE(test, ns, 3 * NSEC_PER_MSEC);
	if (exact)
		KUNIT_EXPECT_LE(test, ns, 4 * NSEC_PER_MSEC);
}

static void delay_10us(void *arg)
{
	*(u64 *)arg = time_of(udelay, 10);
}

/* udelay is legal in every context, also with interrupts off, when no tick comes */
static void udelay_in_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;
	u64 ns = 0;

	context->run(delay_10us, &ns);
	KUNIT_EXPECT_GE(test, ns, 10000);
	if (exact_clock())
		KUNIT_EXPECT_LE(test, ns, 100000);
}

/* msleep and ssleep sleep at least as long as asked, and at most two ticks longer */
static void sleeps_are_long_enough(struct kunit *test)
{
	static const unsigned int ms[] = { 0, 1, 2, 9, 10, 25, 100 };
	bool exact = exact_clock();
	int i;

	for (i = 0; i < ARRAY_SIZE(ms); i++) {
		unsigned long start, ticks = msecs_to_jiffies(ms[i]);
		u64 from = sched_clock(), ns;

		start = jiffies;
		msleep(ms[i]);
		ns = sched_clock() - from;
		KUNIT_EXPECT_GE_MSG(test, jiffies - start, ticks, "msleep(%u)", ms[i]);
		if (!exact)
			continue;
		KUNIT_EXPECT_GE_MSG(test, ns, ms[i] * NSEC_PER_MSEC * 999 / 1000, "msleep(%u)",
				    ms[i]);
		KUNIT_EXPECT_LE_MSG(test, jiffies - start, ticks + 2, "msleep(%u)", ms[i]);
	}
	KUNIT_EXPECT_EQ(test, msleep_interruptible(2), 0);
}

/* S19: with the state set, schedule_timeout sleeps its time and returns 0 */
static void timeout_returns_0_after_its_time(struct kunit *test)
{
	unsigned long start;

	next_tick();
	start = jiffies;
	set_current_state(TASK_UNINTERRUPTIBLE);
	KUNIT_EXPECT_EQ(test, schedule_timeout(3), 0);
	KUNIT_EXPECT_GE(test, jiffies - start, 3);
	KUNIT_EXPECT_LE(test, jiffies - start, 4);
	KUNIT_EXPECT_EQ(test, current->state, TASK_RUNNING);
}

/* S19: without it the thread does not sleep: what is left comes back, and no timer stays */
static void timeout_needs_the_state_set(struct kunit *test)
{
	unsigned long start = jiffies, timers = timers_pending();
	long left = schedule_timeout(HZ);

	KUNIT_EXPECT_LT(test, jiffies - start, HZ / 2);
	KUNIT_EXPECT_GT(test, left, HZ / 2);
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
}

struct sleeper {
	struct task_struct *thread;
	long timeout, left;
	struct completion done;
};

static int sleep_long(void *data)
{
	struct sleeper *sleeper = data;

	set_current_state(TASK_UNINTERRUPTIBLE);
	sleeper->left = schedule_timeout(sleeper->timeout);
	complete(&sleeper->done);
	return 0;
}

static void wake_early(struct kunit *test, struct sleeper *sleeper, unsigned long timers)
{
	init_completion(&sleeper->done);
	sleeper->thread = kthread_run(sleep_long, sleeper, "sleeper");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sleeper->thread);
	KUNIT_ASSERT_TRUE(test, wait_until(sleeper->thread->state == TASK_UNINTERRUPTIBLE));
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
	KUNIT_EXPECT_EQ(test, wake_up_process(sleeper->thread), 1);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&sleeper->done, HZ), 0);
}

/* S19: woken early, schedule_timeout returns the jiffies that are left, and its timer is gone */
static void woken_early_returns_what_is_left(struct kunit *test)
{
	struct sleeper sleeper = { .timeout = 20 * HZ };
	unsigned long timers = timers_pending();

	wake_early(test, &sleeper, timers + 1);
	KUNIT_EXPECT_GT(test, sleeper.left, 10 * HZ);
	KUNIT_EXPECT_LE(test, sleeper.left, 20 * HZ);
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
}

/* S19: a thread that gets the processor back too late is told 0, and not that it owes something */
static void late_return_is_0(struct kunit *test)
{
	struct sleeper sleeper = { .timeout = 2, .left = -1 };

	init_completion(&sleeper.done);
	sleeper.thread = kthread_run(sleep_long, &sleeper, "sleeper");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sleeper.thread);
	KUNIT_ASSERT_TRUE(test, spin_until(sleeper.thread->state == TASK_UNINTERRUPTIBLE));
	preempt_disable();
	mdelay(6 * MSEC_PER_SEC / HZ);
	preempt_enable();
	wait_for_completion(&sleeper.done);
	KUNIT_EXPECT_EQ(test, sleeper.left, 0);
}

/* S20: MAX_SCHEDULE_TIMEOUT sleeps without a timer and returns itself */
static void endless_timeout_has_no_timer(struct kunit *test)
{
	struct sleeper sleeper = { .timeout = MAX_SCHEDULE_TIMEOUT };

	wake_early(test, &sleeper, timers_pending());
	KUNIT_EXPECT_EQ(test, sleeper.left, MAX_SCHEDULE_TIMEOUT);
}

/* S20: a negative time-out is logged and returns 0, and the thread goes on */
static void negative_timeout_is_logged(struct kunit *test)
{
	kunit_expect_report(test);
	set_current_state(TASK_UNINTERRUPTIBLE);
	KUNIT_EXPECT_EQ(test, schedule_timeout(-5), 0);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, current->state, TASK_RUNNING);
	KUNIT_EXPECT_REPORT(test, "schedule_timeout");
}

static struct kunit_case delay_cases[] = {
	KUNIT_CASE(delays_are_long_enough),
	KUNIT_CASE_PARAM(udelay_in_any_context, atomic_contexts_gen_params),
	KUNIT_CASE(sleeps_are_long_enough),
	KUNIT_CASE(timeout_returns_0_after_its_time),
	KUNIT_CASE(timeout_needs_the_state_set),
	KUNIT_CASE(woken_early_returns_what_is_left),
	KUNIT_CASE(late_return_is_0),
	KUNIT_CASE(endless_timeout_has_no_timer),
	KUNIT_CASE(negative_timeout_is_logged),
	{},
};

static struct kunit_suite delay_suite = {
	.name = "delay",
	.test_cases = delay_cases,
};
kunit_test_suite(delay_suite);
