// SPDX-License-Identifier: MIT
/*
 * article_test.c - the Linux Journal's article 6916 on work queues, its calls taken literally
 *
 * Nothing here uses more than the article's page offers: its macros, its prototypes, its twelve
 * calls, in the order in which it presents them. Where article and source differ (A1 to A6), the
 * case says which one holds.
 */
#include "helpers.h"

#include <linux/slab.h>
#include <linux/time.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static struct notes notes;
static unsigned long ran_at;
static u64 ran_at_ns;

/* The prototype that the article gives. */
static void my_workqueue_handler(void *arg)
{
	note(&notes, (long)arg);
	ran_at = jiffies;
	ran_at_ns = sched_clock();
}

static DECLARE_WORK(my_work, my_workqueue_handler, (void *)1);

static int article_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	return 0;
}

/* S87, A6: DECLARE_WORK(name, function, data) makes a work, and there is no DECLARE_WORKQUEUE */
static void declare_work_statically(struct kunit *test)
{
#ifdef DECLARE_WORKQUEUE
	KUNIT_FAIL(test, "the article's slip is not in the API");
#endif
	KUNIT_EXPECT_NE(test, schedule_work(&my_work), 0);
	flush_scheduled_work();
	expect_notes(test, &notes, "1");
}

/* S87: INIT_WORK(p, function, data) makes one at run time, in memory from kmalloc */
static void init_work_dynamically(struct kunit *test)
{
	struct work_struct *p = kmalloc(sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	INIT_WORK(p, my_workqueue_handler, (void *)2);
	KUNIT_EXPECT_NE(test, schedule_work(p), 0);
	flush_scheduled_work();
	expect_notes(test, &notes, "2");
	kfree(p);
}

struct device {
	struct work_struct work;
	int number;
	int handled;
};

static void device_handler(void *arg)
{
	struct device *device = arg;

	device->handled = device->number;
	note(&notes, device->number);
}

/* S87: one handler serves several works, told apart by their data */
static void one_handler_many_works(struct kunit *test)
{
	struct device devices[10];
	int i;

	for (i = 0; i < 10; i++) {
		devices[i].number = 100 + i;
		devices[i].handled = 0;
		INIT_WORK(&devices[i].work, device_handler, &devices[i]);
	}
	for (i = 9; i >= 0; i--)
		schedule_work(&devices[i].work);
	flush_scheduled_work();
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, devices[i].handled, 100 + i);
	expect_notes(test, &notes, "109 108 107 106 105 104 103 102 101 100");
}

static void sleeping_handler(void *arg)
{
	void *memory;

	might_sleep();
	memory = kmalloc(100, GFP_KERNEL);
	kfree(memory);
	msleep(2);
	schedule_timeout_uninterruptible(1);
	note(&notes, 3);
}

/* S99: the handler runs in process context: it may sleep, and allocate with GFP_KERNEL */
static void handler_may_sleep(struct kunit *test)
{
	struct work_struct work;

	INIT_WORK(&work, sleeping_handler, NULL);
	schedule_work(&work);
	flush_scheduled_work();
	expect_notes(test, &notes, "3");
}

static void schedule_it(void *work)
{
	note(&notes, schedule_work(work));
}

/* "Normally, you would schedule your work queue handler from your interrupt handler" */
static void schedule_from_the_interrupt_handler(struct kunit *test)
{
	run_in_hardirq(schedule_it, &my_work);
	flush_scheduled_work();
	expect_notes(test, &notes, "1 1");
}

/* A3: zero from schedule_work is no failure: the work is pending already, and runs */
static void zero_means_already_pending(struct kunit *test)
{
	preempt_disable();
	KUNIT_EXPECT_NE(test, schedule_work(&my_work), 0);
	KUNIT_EXPECT_EQ(test, schedule_work(&my_work), 0);
	preempt_enable();
	flush_scheduled_work();
	expect_notes(test, &notes, "1");
}

/* A5: "at least delay jiffies": so many tick edges; in time, up to one tick less */
static void delay_counts_tick_edges(struct kunit *test)
{
	static const unsigned long delays[] = { 1, 2, 5, 50 };
	const u64 tick_ns = 1000000000UL / HZ;
	int i;

	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		unsigned long start;
		u64 start_ns, expected;

		next_tick();
		udelay(1000000 / HZ - 200000 / HZ); /* late in the tick */
		start = jiffies;
		start_ns = sched_clock();
		atomic_set(&notes.count, 0);
		KUNIT_EXPECT_NE(test, schedule_delayed_work(&my_work, delays[i]), 0);
		KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
		KUNIT_EXPECT_GE(test, ran_at - start, delays[i]);
		KUNIT_EXPECT_LE(test, ran_at - start, delays[i] + 1);
		if (!exact_clock())
			continue;
		expected = delays[i] * tick_ns;
		KUNIT_EXPECT_LT(test, ran_at_ns - start_ns, expected);
		KUNIT_EXPECT_GT(test, ran_at_ns - start_ns + tick_ns, expected);
	}
}

/* "call schedule_delayed_work(&my_work, 5*HZ)": delay its execution for five seconds */
static void five_seconds(struct kunit *test)
{
	unsigned long start = jiffies;

	schedule_delayed_work(&my_work, 5 * HZ);
	schedule_timeout_uninterruptible(5 * HZ - 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&notes.count), 0);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
	KUNIT_EXPECT_GE(test, ran_at - start, 5 * HZ);
	KUNIT_EXPECT_LE(test, ran_at - start, 5 * HZ + 1);
}

static void schedule_again(void *arg)
{
	struct device *device = arg;

	device->handled++;
	if (READ_ONCE(device->number))
		schedule_work(&device->work);
	halt_for(1); /* it uses its slice up at the cost of a halted processor */
}

/* A4: flush waits for what was queued before the call only, or it would wait here for ever */
static void flush_waits_for_earlier_work_only(struct kunit *test)
{
	struct device device = { .number = 1 };

	INIT_WORK(&device.work, schedule_again, &device);
	schedule_work(&device.work);
	flush_scheduled_work();
	KUNIT_EXPECT_GE(test, device.handled, 1);
	WRITE_ONCE(device.number, 0);
	flush_scheduled_work();
	KUNIT_EXPECT_FALSE(test, work_pending(&device.work));
}

/* "This function does not flush any pending delayed work": cancel, then flush */
static void cancel_then_flush(struct kunit *test)
{
	schedule_delayed_work(&my_work, 10 * HZ);
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, atomic_read(&notes.count), 0);
	KUNIT_EXPECT_NE(test, cancel_delayed_work(&my_work), 0);
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, cancel_delayed_work(&my_work), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&notes.count), 0);
}

static void hold_up(void *arg)
{
	wait_for_completion(arg);
}

/* A2: nonzero only while the timer is pending: work that is on the list already is not cancelled */
static void cancel_does_not_take_off_the_list(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(go_on);
	struct work_struct first;

	INIT_WORK(&first, hold_up, &go_on);
	schedule_work(&first);
	schedule_delayed_work(&my_work, 1);
	KUNIT_EXPECT_TRUE(test, wait_until(!timer_pending(&my_work.timer)));
	KUNIT_EXPECT_EQ(test, cancel_delayed_work(&my_work), 0);
	complete(&go_on);
	flush_scheduled_work();
	expect_notes(test, &notes, "1");
}

static void cancel_it(void *work)
{
	cancel_delayed_work(work);
}

/* A1: cancel_delayed_work is for process context only; elsewhere it is reported */
static void cancel_is_for_process_context(struct kunit *test)
{
	cancel_delayed_work(&my_work);
	kunit_expect_report(test);
	run_in_hardirq(cancel_it, &my_work);
	KUNIT_EXPECT_GE(test, kunit_reports(test), 1);
	kunit_expect_report(test);
	run_in_softirq(cancel_it, &my_work);
	KUNIT_EXPECT_REPORT(test, "cancel_delayed_work");
}

/* create_workqueue, queue_work, queue_delayed_work, flush_workqueue, destroy_workqueue */
static void own_worker_threads(struct kunit *test)
{
	struct workqueue_struct *my_wq = create_workqueue("my_wq");
	struct work_struct work;

	KUNIT_ASSERT_NOT_NULL(test, my_wq);
	INIT_WORK(&work, my_workqueue_handler, (void *)4);
	KUNIT_EXPECT_NE(test, queue_work(my_wq, &work), 0);
	flush_workqueue(my_wq);
	KUNIT_EXPECT_NE(test, queue_delayed_work(my_wq, &work, 3), 0);
	KUNIT_EXPECT_EQ(test, queue_work(my_wq, &work), 0);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 2));
	flush_workqueue(my_wq);
	destroy_workqueue(my_wq);
	expect_notes(test, &notes, "4 4");
}

/* keventd_wq = create_workqueue("events"): the default queue is a queue like any other */
static void default_queue_is_called_events(struct kunit *test)
{
	struct work_struct work;

	KUNIT_EXPECT_NOT_NULL(test, keventd_wq);
	KUNIT_EXPECT_NOT_NULL(test, find_thread("events/0"));
	INIT_WORK(&work, my_workqueue_handler, (void *)5);
	queue_work(keventd_wq, &work);
	flush_scheduled_work();
	expect_notes(test, &notes, "5");
}

static struct kunit_case article_cases[] = {
	KUNIT_CASE(declare_work_statically),
	KUNIT_CASE(init_work_dynamically),
	KUNIT_CASE(one_handler_many_works),
	KUNIT_CASE(handler_may_sleep),
	KUNIT_CASE(schedule_from_the_interrupt_handler),
	KUNIT_CASE(zero_means_already_pending),
	KUNIT_CASE(delay_counts_tick_edges),
	KUNIT_CASE(five_seconds),
	KUNIT_CASE(flush_waits_for_earlier_work_only),
	KUNIT_CASE(cancel_then_flush),
	KUNIT_CASE(cancel_does_not_take_off_the_list),
	KUNIT_CASE(cancel_is_for_process_context),
	KUNIT_CASE(own_worker_threads),
	KUNIT_CASE(default_queue_is_called_events),
	{},
};

static struct kunit_suite article_suite = {
	.name = "article",
	.init = article_init,
	.test_cases = article_cases,
};
kunit_test_suite(article_suite);
