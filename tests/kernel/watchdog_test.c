// SPDX-License-Identifier: MIT
/*
 * watchdog_test.c - what hangs is named once, with its backtrace; what only takes long is not
 *
 * Callers: KUnit, each case in a thread of its own. The watchdog itself runs in the tick's top
 *          half; for a flush, in the thread that waits.
 * Locking: none: one case at a time, and the limits are put back after each.
 * See:     kernel/debug/watchdog.c; kernel/bottomhalf/workqueue.c for flushes
 */
#include "helpers.h"

#include <halves/bottomhalf.h>
#include <halves/watchdog.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/time.h>
#include <linux/workqueue.h>

/* The command line may have set others; here they are set for one case. */
static unsigned int softirq_seconds, sleep_seconds, flush_seconds;

/* Shorter than they are, so that the cases cost the host little: what they say holds for any. */
#define SLEEP_SECONDS 3
#define FLUSH_SECONDS 2

static int watchdog_init(struct kunit *test)
{
	softirq_seconds = watchdog_softirq_seconds;
	sleep_seconds = watchdog_sleep_seconds;
	flush_seconds = watchdog_flush_seconds;
	watchdog_sleep_seconds = SLEEP_SECONDS;
	watchdog_flush_seconds = FLUSH_SECONDS;
	return 0;
}

static void watchdog_exit(struct kunit *test)
{
	watchdog_softirq_seconds = softirq_seconds;
	watchdog_sleep_seconds = sleep_seconds;
	watchdog_flush_seconds = flush_seconds;
}

/* Does @b come after @a in the report? */
static bool in_order(const char *a, const char *b)
{
	const char *at = strstr(kunit_report_text(), a);

	return at && strstr(at, b);
}

static void open_gate(unsigned long gate)
{
	complete((struct completion *)gate);
}

/* A gate that opens by itself after a time. */
struct gate {
	struct completion open;
	struct timer_list timer;
};

static void open_after(struct gate *gate, unsigned long ticks)
{
	init_completion(&gate->open);
	setup_timer(&gate->timer, open_gate, (unsigned long)&gate->open);
	mod_timer(&gate->timer, jiffies + ticks);
}

/* Unless the command line says otherwise, a sleep is told after 30 s, a flush after 10 s */
static void patience(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sleep_seconds, 30);
	KUNIT_EXPECT_EQ(test, flush_seconds, 10);
}

/* ---- softirqs -------------------------------------------------------------------------------- */

static noinline void keep_bh_off(unsigned long ticks)
{
	local_bh_disable();
	halt_for(ticks);
	local_bh_enable();
}

/* Bottom halves off: the pending ones are named, and where they were switched off; once */
static void bh_off_too_long_is_named(struct kunit *test)
{
	watchdog_softirq_seconds = 1;
	kunit_expect_report(test);
	keep_bh_off(7 * HZ / 2);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "none has begun for 1 s: TIMER");
	KUNIT_EXPECT_REPORT(test, "bottom halves off since keep_bh_off");
	KUNIT_EXPECT_REPORT(test, "local_bh_enable()");
	KUNIT_EXPECT_TRUE(test, in_order("Call trace:", "keep_bh_off"));
	KUNIT_EXPECT_TRUE(test, in_order("Call trace:", "bh_off_too_long_is_named"));
}

static void endless_tasklet(unsigned long ticks)
{
	halt_for(ticks);
	barrier(); /* no tail call: the caller stays in the backtrace */
}

static DECLARE_TASKLET(endless, endless_tasklet, 21 * HZ / 10);

/* A tasklet that does not end: it is named, and the way out */
static void endless_tasklet_is_named(struct kunit *test)
{
	watchdog_softirq_seconds = 1;
	kunit_expect_report(test);
	tasklet_schedule(&endless);
	tasklet_kill(&endless);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "tasklet endless_tasklet, run by softirq TASKLET");
	KUNIT_EXPECT_REPORT(test, "let a work do what takes long");
	KUNIT_EXPECT_TRUE(test, in_order("Call trace:", "endless_tasklet"));
}

/* A thread that keeps the processor busy hangs nothing */
static void busy_thread_is_no_hang(struct kunit *test)
{
	unsigned long runs = this_cpu_ptr(&softirq_runs[0])[TIMER_SOFTIRQ];

	watchdog_softirq_seconds = 1;
	watchdog_sleep_seconds = 2;
	halt_for(5 * HZ / 2);
	KUNIT_EXPECT_GE(test, this_cpu_ptr(&softirq_runs[0])[TIMER_SOFTIRQ], runs + HZ);
}

/* ---- sleepers -------------------------------------------------------------------------------- */

struct sleeper {
	struct completion wait, done;
	int (*sleep)(struct sleeper *sleeper);
};

static noinline int wait_for_ever(struct sleeper *sleeper)
{
	wait_for_completion(&sleeper->wait);
	return 0;
}

static DEFINE_MUTEX(held);

static noinline int wait_for_the_lock(struct sleeper *sleeper)
{
	mutex_lock(&held);
	mutex_unlock(&held);
	return 0;
}

static noinline int wait_interruptibly(struct sleeper *sleeper)
{
	return wait_for_completion_interruptible(&sleeper->wait);
}

static noinline int wait_with_an_end(struct sleeper *sleeper)
{
	msleep(SLEEP_SECONDS * 1000 + 2000);
	return 0;
}

static int sleeper_thread(void *data)
{
	struct sleeper *sleeper = data;

	sleeper->sleep(sleeper);
	complete(&sleeper->done);
	return 0;
}

static bool start_sleeper(struct kunit *test, struct sleeper *sleeper,
			  int (*sleep)(struct sleeper *sleeper))
{
	struct task_struct *thread;

	init_completion(&sleeper->wait);
	init_completion(&sleeper->done);
	sleeper->sleep = sleep;
	thread = kthread_run(sleeper_thread, sleeper, "sleeper");
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, thread);
	return !IS_ERR(thread);
}

/* So long asleep: the thread is named, and where it sleeps; once, and it can still be woken */
static void sleep_without_end_is_named(struct kunit *test)
{
	struct sleeper sleeper;

	if (!start_sleeper(test, &sleeper, wait_for_ever))
		return;
	kunit_expect_report(test);
	msleep(SLEEP_SECONDS * 1000 - 1000);
	KUNIT_EXPECT_STREQ(test, kunit_report_text(), "");
	msleep(2100);
	KUNIT_EXPECT_REPORT(test, "thread sleeper (pid ");
	KUNIT_EXPECT_REPORT(test, "has slept uninterruptibly for 3 s");
	KUNIT_EXPECT_REPORT(test, "complete()");
	KUNIT_EXPECT_TRUE(test, in_order("Call trace of sleeper", "schedule"));
	KUNIT_EXPECT_TRUE(test, in_order("Call trace of sleeper", "wait_for_ever"));
	msleep(SLEEP_SECONDS * 1000 + 1000);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	complete(&sleeper.wait);
	wait_for_completion(&sleeper.done);
}

/* A second sleep of the same thread is another one; waiting for a mutex counts, too */
static void each_sleep_is_told(struct kunit *test)
{
	struct sleeper sleeper;
	bool started;
	int i;

	kunit_expect_report(test);
	for (i = 0; i < 2; i++) {
		mutex_lock(&held);
		started = start_sleeper(test, &sleeper, wait_for_the_lock);
		msleep(SLEEP_SECONDS * 1000 + 2100);
		mutex_unlock(&held);
		if (!started)
			return;
		wait_for_completion(&sleeper.done);
		KUNIT_EXPECT_EQ(test, kunit_reports(test), i + 1);
	}
	kunit_end_report(test);
	KUNIT_EXPECT_TRUE(test, in_order("Call trace of sleeper", "wait_for_the_lock"));
}

/* Interruptible sleep, and sleep that a timer ends, may be as long as they like */
static void sleep_that_may_be_long_is_not_told(struct kunit *test)
{
	struct sleeper waiting, timed;

	if (!start_sleeper(test, &waiting, wait_interruptibly))
		return;
	if (start_sleeper(test, &timed, wait_with_an_end))
		KUNIT_EXPECT_NE(test,
				wait_for_completion_timeout(&timed.done, (SLEEP_SECONDS + 10) * HZ),
				0);
	complete(&waiting.wait);
	wait_for_completion(&waiting.done);
}

static int goes_round(void *data)
{
	static struct gate gate;

	while (!kthread_should_stop()) {
		open_after(&gate, 3);
		wait_for_completion(&gate.open);
	}
	return 0;
}

/* Many short sleeps are no long one */
static void short_sleeps_are_not_added_up(struct kunit *test)
{
	struct task_struct *thread = kthread_run(goes_round, NULL, "goes_round");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	msleep(SLEEP_SECONDS * 1000 + 2000);
	KUNIT_EXPECT_GE(test, thread->nvcsw, 100);
	kthread_stop(thread);
}

/* ---- flushes --------------------------------------------------------------------------------- */

static void slow_work(void *gate)
{
	wait_for_completion(gate);
	barrier();
}

/* A flush that waits so long: queue, worker, handler and both backtraces are named; once */
static void long_flush_is_named(struct kunit *test)
{
	DECLARE_WORK(work, slow_work, NULL);
	struct workqueue_struct *wq = create_workqueue("slowly");
	static struct gate gate;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	watchdog_sleep_seconds = 10 * FLUSH_SECONDS; /* the handler sleeps for as long */
	work.data = &gate.open;
	kunit_expect_report(test);
	open_after(&gate, FLUSH_SECONDS * HZ - HZ / 10);
	queue_work(wq, &work);
	flush_workqueue(wq);
	KUNIT_EXPECT_STREQ(test, kunit_report_text(), "");
	open_after(&gate, 2 * FLUSH_SECONDS * HZ + HZ);
	queue_work(wq, &work);
	flush_workqueue(wq);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "work queue slowly: long_flush_is_n (pid ");
	KUNIT_EXPECT_REPORT(test, "has waited 2 s");
	KUNIT_EXPECT_REPORT(test, "worker slowly/0 runs slow_work");
	KUNIT_EXPECT_REPORT(test, "lock that the waiter holds");
	KUNIT_EXPECT_TRUE(test, in_order("Call trace:", "flush_workqueue"));
	KUNIT_EXPECT_TRUE(test, in_order("Call trace of slowly/0", "slow_work"));
	destroy_workqueue(wq);
}

/* The waits for one work are watched as the flush of a queue is */
static void long_waits_for_one_work_are_named(struct kunit *test)
{
	DECLARE_WORK(work, slow_work, NULL);
	static struct gate gate;

	watchdog_flush_seconds = 1;
	work.data = &gate.open;
	kunit_expect_report(test);
	open_after(&gate, 2 * HZ);
	schedule_work(&work);
	flush_work(&work);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_TRUE(test, in_order("Call trace:", "flush_work"));
	open_after(&gate, 2 * HZ);
	schedule_work(&work);
	msleep(1);
	kunit_expect_report(test);
	cancel_work_sync(&work);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
	KUNIT_EXPECT_TRUE(test, in_order("Call trace:", "cancel_work_sync"));
	KUNIT_EXPECT_REPORT(test, "worker events/0 runs slow_work");
	kunit_end_report(test);
}

static struct kunit_case watchdog_cases[] = {
	KUNIT_CASE(patience),
	KUNIT_CASE(bh_off_too_long_is_named),
	KUNIT_CASE(endless_tasklet_is_named),
	KUNIT_CASE(busy_thread_is_no_hang),
	KUNIT_CASE(sleep_without_end_is_named),
	KUNIT_CASE(each_sleep_is_told),
	KUNIT_CASE(sleep_that_may_be_long_is_not_told),
	KUNIT_CASE(short_sleeps_are_not_added_up),
	KUNIT_CASE(long_flush_is_named),
	KUNIT_CASE(long_waits_for_one_work_are_named),
	{},
};

static struct kunit_suite watchdog_suite = {
	.name = "watchdog",
	.init = watchdog_init,
	.exit = watchdog_exit,
	.test_cases = watchdog_cases,
};
kunit_test_suite(watchdog_suite);
