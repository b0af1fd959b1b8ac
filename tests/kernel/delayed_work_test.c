// SPDX-License-Identifier: MIT
/* delayed_work_test.c - work that waits for its timer first, and the four answers of a cancel */
#include "workqueue_fixture.h"

#include <linux/timer.h>

struct stamp {
	struct work_struct work;
	struct completion ran;
	unsigned long at; /* jiffies when the handler was called */
	int runs;
	struct workqueue_struct *wq; /* arm again here, if not NULL */
	int cpu;
};

static void stamp_work(void *data)
{
	struct stamp *stamp = data;

	stamp->at = jiffies;
	stamp->cpu = smp_processor_id();
	stamp->runs++;
	if (stamp->wq)
		queue_delayed_work(stamp->wq, &stamp->work, 1);
	complete(&stamp->ran);
}

static void stamp_init(struct stamp *stamp)
{
	memset(stamp, 0, sizeof(*stamp));
	INIT_WORK(&stamp->work, stamp_work, stamp);
	init_completion(&stamp->ran);
}

static bool ran(struct stamp *stamp)
{
	return wait_for_completion_timeout(&stamp->ran, 20 * HZ) != 0;
}

/* A5: never before `delay` jiffies have passed, and at most one tick late */
static void runs_after_its_delay(struct kunit *test)
{
	static const unsigned long delays[] = { 1, 2, 3, 10, 63, 64, 255, 256, 257, 300 };
	struct fixture *f = test->priv;
	struct stamp stamp;
	int i;

	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		unsigned long start, late;

		stamp_init(&stamp);
		next_tick();
		start = jiffies;
		KUNIT_EXPECT_EQ(test, queue_delayed_work(f->wq, &stamp.work, delays[i]), 1);
		KUNIT_ASSERT_TRUE(test, ran(&stamp));
		late = stamp.at - start - delays[i];
		KUNIT_EXPECT_LE_MSG(test, late, 1, "delay %lu, ran after %lu", delays[i],
				    stamp.at - start);
	}
}

/* S105: a delay of 0 still goes through the timer: it runs after the next tick */
static void delay_0_waits_for_the_next_tick(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;
	unsigned long start;

	stamp_init(&stamp);
	next_tick();
	start = jiffies;
	queue_delayed_work(f->wq, &stamp.work, 0);
	KUNIT_EXPECT_TRUE(test, timer_pending(&stamp.work.timer));
	KUNIT_EXPECT_EQ(test, stamp.runs, 0);
	KUNIT_ASSERT_TRUE(test, ran(&stamp));
	KUNIT_EXPECT_EQ(test, stamp.at - start, 1);
}

/* S88: one struct serves both kinds: it holds its own timer */
static void one_work_serves_both_kinds(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;

	stamp_init(&stamp);
	queue_work(f->wq, &stamp.work);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
	queue_delayed_work(f->wq, &stamp.work, 2);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
	queue_work(f->wq, &stamp.work);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
	KUNIT_EXPECT_EQ(test, stamp.runs, 3);
}

/* S104: pending from the call on; a second call returns 0 and keeps the first expiry */
static void second_call_keeps_the_first_expiry(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;
	unsigned long start;

	stamp_init(&stamp);
	next_tick();
	start = jiffies;
	KUNIT_EXPECT_EQ(test, queue_delayed_work(f->wq, &stamp.work, 20), 1);
	KUNIT_EXPECT_TRUE(test, work_pending(&stamp.work));
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&stamp.work));
	KUNIT_EXPECT_EQ(test, queue_delayed_work(f->wq, &stamp.work, 500), 0);
	KUNIT_EXPECT_EQ(test, queue_delayed_work(f->wq, &stamp.work, 1), 0);
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, &stamp.work), 0);
	KUNIT_EXPECT_EQ(test, schedule_delayed_work(&stamp.work, 1), 0);
	KUNIT_ASSERT_TRUE(test, ran(&stamp));
	KUNIT_EXPECT_GE(test, stamp.at - start, 20);
	KUNIT_EXPECT_LE(test, stamp.at - start, 21);
	KUNIT_EXPECT_EQ(test, stamp.runs, 1);
}

/* S106: it runs on the processor where its timer fired; the _on variants choose it */
static void on_variants_choose_the_processor(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;

	stamp_init(&stamp);
	next_tick();
	KUNIT_EXPECT_EQ(test, schedule_delayed_work_on(0, &stamp.work, 1), 1);
	KUNIT_EXPECT_EQ(test, schedule_delayed_work_on(0, &stamp.work, 1), 0);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
	KUNIT_EXPECT_EQ(test, stamp.cpu, 0);
	KUNIT_EXPECT_EQ(test, queue_delayed_work_on(0, f->wq, &stamp.work, 1), 1);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
	KUNIT_EXPECT_EQ(test, schedule_work_on(0, &stamp.work), 1);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
	KUNIT_EXPECT_EQ(test, stamp.cpu, 0);
}

/* S108: flush does not wait for a delay: the timer goes on, and the handler has not run */
static void flush_does_not_wait_for_a_delay(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;
	unsigned long start;

	stamp_init(&stamp);
	queue_delayed_work(f->wq, &stamp.work, 15 * HZ);
	start = jiffies;
	flush_workqueue(f->wq);
	KUNIT_EXPECT_LE(test, jiffies - start, HZ);
	KUNIT_EXPECT_EQ(test, stamp.runs, 0);
	KUNIT_EXPECT_TRUE(test, timer_pending(&stamp.work.timer));
	KUNIT_EXPECT_NE(test, cancel_delayed_work(&stamp.work), 0);
}

/* S113: cancel of a timed work returns nonzero, ends its pending state and leaves no timer */
static void cancel_of_a_timed_work(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long timers = timers_pending(), works = works_pending();
	struct stamp stamp;

	stamp_init(&stamp);
	queue_delayed_work(f->wq, &stamp.work, 5);
	KUNIT_EXPECT_EQ(test, timers_pending(), timers + 1);
	KUNIT_EXPECT_NE(test, cancel_delayed_work(&stamp.work), 0);
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
	KUNIT_EXPECT_EQ(test, works_pending(), works);
	KUNIT_EXPECT_FALSE(test, work_pending(&stamp.work));
	KUNIT_EXPECT_FALSE(test, timer_pending(&stamp.work.timer));
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&stamp.ran, 10), 0);
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, &stamp.work), 1);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
}

/* S114: cancel of an idle work returns 0, before its first use and after its run */
static void cancel_of_an_idle_work(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;

	stamp_init(&stamp);
	KUNIT_EXPECT_EQ(test, cancel_delayed_work(&stamp.work), 0);
	queue_delayed_work(f->wq, &stamp.work, 1);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
	KUNIT_EXPECT_EQ(test, cancel_delayed_work(&stamp.work), 0);
}

/* S114, A2: once its timer has fired and it is queued, cancel returns 0 and the work runs */
static void cancel_of_a_queued_work(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;

	stamp_init(&stamp);
	shut(test, f->wq, &f->gate);
	queue_delayed_work(f->wq, &stamp.work, 1);
	KUNIT_ASSERT_TRUE(test, wait_until(!timer_pending(&stamp.work.timer)));
	KUNIT_EXPECT_EQ(test, cancel_delayed_work(&stamp.work), 0);
	KUNIT_EXPECT_TRUE(test, work_pending(&stamp.work));
	complete(&f->gate.open);
	KUNIT_EXPECT_TRUE(test, ran(&stamp));
}

/* S114: a work queued without a delay is not taken off the list either */
static void cancel_of_a_work_without_delay(struct kunit *test)
{
	struct fixture *f = test->priv;

	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	KUNIT_EXPECT_EQ(test, cancel_delayed_work(&f->items[0].work), 0);
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	expect_notes(test, &f->notes, "1");
}

/* S114, S115: cancel of a running work returns 0 while it runs: only flush makes sure it is over */
static void cancel_of_a_running_work(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_EQ(test, queue_delayed_work(f->wq, &f->gate.work, 1), 1);
	KUNIT_ASSERT_NE(test, wait_for_completion_timeout(&f->gate.entered, 5 * HZ), 0);
	KUNIT_EXPECT_EQ(test, cancel_delayed_work(&f->gate.work), 0);
	KUNIT_EXPECT_FALSE(test, f->gate.passed);
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_TRUE(test, f->gate.passed);
}

/* S116: cancel_rearming_delayed_workqueue stops a work that arms itself again */
static void cancel_rearming_stops_it(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;
	int i, runs;

	for (i = 0; i < 3; i++) {
		struct workqueue_struct *wq = i == 1 ? keventd_wq : f->wq;

		stamp_init(&stamp);
		stamp.wq = wq;
		queue_delayed_work(wq, &stamp.work, 1);
		KUNIT_EXPECT_TRUE(test, wait_until(stamp.runs >= 3));
		if (i == 0)
			cancel_rearming_delayed_workqueue(f->wq, &stamp.work);
		else if (i == 1)
			cancel_rearming_delayed_work(&stamp.work);
		else
			cancel_delayed_work_sync(&stamp.work);
		runs = stamp.runs;
		KUNIT_EXPECT_FALSE(test, work_pending(&stamp.work));
		KUNIT_EXPECT_FALSE(test, timer_pending(&stamp.work.timer));
		schedule_timeout_uninterruptible(5);
		KUNIT_EXPECT_EQ(test, stamp.runs, runs);
	}
}

/* cancel_delayed_work_sync: nonzero if it was timed or queued, and then it does not run */
static void cancel_sync_takes_it_from_anywhere(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct stamp stamp;

	stamp_init(&stamp);
	KUNIT_EXPECT_EQ(test, cancel_delayed_work_sync(&stamp.work), 0);
	queue_delayed_work(f->wq, &stamp.work, 5 * HZ);
	KUNIT_EXPECT_NE(test, cancel_delayed_work_sync(&stamp.work), 0);
	shut(test, f->wq, &f->gate);
	queue_delayed_work(f->wq, &stamp.work, 1);
	KUNIT_ASSERT_TRUE(test, wait_until(!timer_pending(&stamp.work.timer)));
	KUNIT_EXPECT_NE(test, cancel_delayed_work_sync(&stamp.work), 0);
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, stamp.runs, 0);
}

/* S117: destroy_workqueue names a work that is still timed, and who queued it, and cancels it */
static void destroy_names_and_cancels_timed_works(struct kunit *test)
{
	struct workqueue_struct *wq = create_workqueue("wqtimed");
	unsigned long timers = timers_pending();
	struct stamp stamp[2];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	for (i = 0; i < 2; i++) {
		stamp_init(&stamp[i]);
		queue_delayed_work(wq, &stamp[i].work, 5 + i);
	}
	kunit_expect_report(test);
	destroy_workqueue(wq);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "wqtimed");
	KUNIT_EXPECT_REPORT(test, "stamp_work");
	KUNIT_EXPECT_REPORT(test, "destroy_names_and_cancels_timed_works");
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_FALSE(test, timer_pending(&stamp[i].work.timer));
		KUNIT_EXPECT_FALSE(test, work_pending(&stamp[i].work));
	}
	schedule_timeout_uninterruptible(10);
	KUNIT_EXPECT_EQ(test, stamp[0].runs + stamp[1].runs, 0);
}

/* S117: also a work that arms itself while destroy_workqueue runs the last of the queue */
static void destroy_catches_a_rearming_work(struct kunit *test)
{
	struct workqueue_struct *wq = create_workqueue("wqrearm");
	unsigned long timers = timers_pending();
	struct stamp stamp;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	stamp_init(&stamp);
	stamp.wq = wq;
	kunit_expect_report(test);
	preempt_disable();
	queue_work(wq, &stamp.work);
	preempt_enable_no_resched();
	destroy_workqueue(wq);
	kunit_end_report(test);
	KUNIT_EXPECT_GE(test, stamp.runs, 1);
	KUNIT_EXPECT_REPORT(test, "stamp_work");
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
	KUNIT_EXPECT_FALSE(test, work_pending(&stamp.work));
	del_timer_sync(&stamp.work.timer);
}

static void delay_from_anywhere(void *data)
{
	struct item *item = data;

	item->f->result = queue_delayed_work(item->f->wq, &item->work, 2);
}

/* S103: queue_delayed_work is legal in every context */
static void delay_from_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;
	struct fixture *f = test->priv;

	context->run(delay_from_anywhere, &f->items[0]);
	KUNIT_EXPECT_EQ(test, f->result, 1);
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs == 1));
	KUNIT_EXPECT_STREQ(test, f->comm, "wqtest/0");
}

static struct kunit_case delayed_work_cases[] = {
	KUNIT_CASE(runs_after_its_delay),
	KUNIT_CASE(delay_0_waits_for_the_next_tick),
	KUNIT_CASE(one_work_serves_both_kinds),
	KUNIT_CASE(second_call_keeps_the_first_expiry),
	KUNIT_CASE(on_variants_choose_the_processor),
	KUNIT_CASE(flush_does_not_wait_for_a_delay),
	KUNIT_CASE(cancel_of_a_timed_work),
	KUNIT_CASE(cancel_of_an_idle_work),
	KUNIT_CASE(cancel_of_a_queued_work),
	KUNIT_CASE(cancel_of_a_work_without_delay),
	KUNIT_CASE(cancel_of_a_running_work),
	KUNIT_CASE(cancel_rearming_stops_it),
	KUNIT_CASE(cancel_sync_takes_it_from_anywhere),
	KUNIT_CASE(destroy_names_and_cancels_timed_works),
	KUNIT_CASE(destroy_catches_a_rearming_work),
	KUNIT_CASE_PARAM(delay_from_any_context, atomic_contexts_gen_params),
	{},
};

static struct kunit_suite delayed_work_suite = {
	.name = "delayed_work",
	.init = workqueue_init,
	.exit = workqueue_exit,
	.test_cases = delayed_work_cases,
};
kunit_test_suite(delayed_work_suite);
