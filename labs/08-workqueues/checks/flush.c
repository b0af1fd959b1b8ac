// SPDX-License-Identifier: MIT
/*
 * flush.c - lab 8's checks of waiting, cancelling, and the end of a queue
 *
 * Callers: KUnit, for the lab's image (grade.toml names the suites' points).
 * Idea:    a work that waits at a gate holds up its queue; another thread waits for that queue, and
 *          notes say in which order all went on.
 * Context: the cases: process; handlers: a worker. Locking: none: notes are counted atomically.
 */
#include "workqueue_fixture.h"

#include <linux/kthread.h>

/* A thread that waits for something; what it does is its own function. */
struct waiter {
	struct fixture *f;
	struct completion done;
	int result;
};

static int flusher(void *data)
{
	struct waiter *waiter = data;

	flush_workqueue(waiter->f->wq);
	note(&waiter->f->notes, 9);
	complete(&waiter->done);
	return 0;
}

static int one_flusher(void *data)
{
	struct waiter *waiter = data;

	waiter->result = flush_work(&waiter->f->items[0].work);
	note(&waiter->f->notes, 9);
	complete(&waiter->done);
	return 0;
}

static int gate_canceller(void *data)
{
	struct waiter *waiter = data;

	waiter->result = cancel_work_sync(&waiter->f->gate.work);
	complete(&waiter->done);
	return 0;
}

/* Start it, and give it time to wait. */
static void start(struct kunit *test, struct waiter *waiter, int (*fn)(void *data))
{
	waiter->f = test->priv;
	waiter->result = -1;
	init_completion(&waiter->done);
	start_thread(test, create_thread(test, fn, waiter, "waiter"));
	schedule_timeout_uninterruptible(2);
}

static bool is_done(struct waiter *waiter)
{
	return wait_for_completion_timeout(&waiter->done, HZ) != 0;
}

static struct waiter waiter;

/* S107: flush waits for all that was queued before it, the one that runs included */
static void flush_waits_for_earlier(struct kunit *test)
{
	struct fixture *f = test->priv;

	shut(test, f->wq, &f->gate);
	start(test, &waiter, flusher);
	KUNIT_EXPECT_EQ_MSG(test, atomic_read(&f->notes.count), 0,
			    "flush_workqueue() came back while a handler was running");
	complete(&f->gate.open);
	KUNIT_EXPECT_TRUE_MSG(test, is_done(&waiter), "flush_workqueue() did not come back");
	atomic_set(&f->notes.count, 0);
	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	queue_work(f->wq, &f->items[1].work);
	start(test, &waiter, flusher);
	complete(&f->gate.open);
	KUNIT_EXPECT_TRUE_MSG(test, is_done(&waiter), "flush_workqueue() did not come back");
	expect_notes(test, &f->notes, "1 2 9");
}

/* S109: with nothing queued flush returns at once, and no other thread runs meanwhile */
static void flush_of_an_idle_queue(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long switches;

	queue_work(f->wq, &f->items[0].work);
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs == 1));
	next_tick();
	switches = current->nvcsw + current->nivcsw;
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ_MSG(test, current->nvcsw + current->nivcsw, switches,
			    "flush_workqueue() let another thread run: for what?");
}

static void requeue_until_stopped(void *data)
{
	struct fixture *f = data;

	schedule_timeout_uninterruptible(1); /* or its worker would take the processor */
	f->runs++;
	if (!READ_ONCE(f->stop))
		queue_work(f->wq, &f->items[0].work);
}

/* S107: flush is not held up by what is queued after it, even if that never ends */
static void flush_ignores_later(struct kunit *test)
{
	struct fixture *f = test->priv;

	shut(test, f->wq, &f->gate);
	start(test, &waiter, flusher);
	queue_work(f->wq, &f->second.work); /* shut, too */
	complete(&f->gate.open);
	KUNIT_EXPECT_TRUE_MSG(test, is_done(&waiter),
			      "flush_workqueue() waits for a work that was queued after it");
	complete(&f->second.open);
	wait_until(f->second.passed);
	PREPARE_WORK(&f->items[0].work, requeue_until_stopped, f);
	queue_work(f->wq, &f->items[0].work);
	start(test, &waiter, flusher);
	KUNIT_EXPECT_TRUE_MSG(test, is_done(&waiter),
			      "flush_workqueue() waits for a work that queues itself for ever");
	WRITE_ONCE(f->stop, true);
	KUNIT_EXPECT_TRUE(test, wait_until(!work_pending(&f->items[0].work)));
	is_done(&waiter);
}

/* S108: flush does not wait for a delay */
static void flush_ignores_delays(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long begin = jiffies;

	queue_delayed_work(f->wq, &f->items[0].work, HZ / 2);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_LT_MSG(test, jiffies - begin, HZ / 4, "flush_workqueue() took %lu ticks",
			    jiffies - begin);
	KUNIT_EXPECT_EQ(test, f->runs, 0);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(f->runs == 1), "the delayed work never ran");
}

static void flush_own_queue(void *data)
{
	struct item *item = data;

	note(&item->f->notes, item->id);
	if (item->id < 3) {
		queue_work(item->f->wq, &item[1].work);
		flush_workqueue(item->f->wq);
	}
	note(&item->f->notes, -item->id);
	item->f->runs++;
}

/* S110: a handler that flushes its own queue runs the rest itself, and does not wait for itself */
static void flush_in_a_handler(struct kunit *test)
{
	struct fixture *f = test->priv;
	int i;

	for (i = 0; i < 3; i++)
		PREPARE_WORK(&f->items[i].work, flush_own_queue, &f->items[i]);
	queue_work(f->wq, &f->items[0].work);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(f->runs == 3),
			      "a handler that flushes its own queue waits for itself");
	expect_notes(test, &f->notes, "1 2 3 -3 -2 -1");
}

/* S112: flush_work() waits for one work, and not for those behind it */
static void flush_work_waits_for_one(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_EQ_MSG(test, flush_work(&f->items[0].work), 0, "there is nothing to wait for");
	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	queue_work(f->wq, &f->second.work); /* shut, too */
	start(test, &waiter, one_flusher);
	complete(&f->gate.open);
	KUNIT_EXPECT_TRUE_MSG(test, is_done(&waiter), "flush_work() waits for what is behind it");
	KUNIT_EXPECT_EQ_MSG(test, waiter.result, 1, "it had to wait, and returned %d",
			    waiter.result);
	expect_notes(test, &f->notes, "1 9");
	complete(&f->second.open);
}

/* S113, S114: nonzero only if the delay was running, and then the work is idle */
static void cancel_has_four_answers(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct work_struct *work = &f->items[0].work;

	KUNIT_EXPECT_EQ_MSG(test, cancel_delayed_work(work), 0, "an idle work: 0");
	queue_delayed_work(f->wq, work, 5);
	KUNIT_EXPECT_NE_MSG(test, cancel_delayed_work(work), 0, "its delay was running: not 0");
	KUNIT_EXPECT_FALSE_MSG(test, work_pending(work), "cancelled it must not be pending");
	schedule_timeout_uninterruptible(8);
	KUNIT_EXPECT_EQ_MSG(test, f->runs, 0, "it ran though it was cancelled");

	shut(test, f->wq, &f->gate);
	queue_delayed_work(f->wq, work, 1);
	schedule_timeout_uninterruptible(4);
	KUNIT_EXPECT_EQ_MSG(test, cancel_delayed_work(work), 0, "its delay is over, it waits: 0");
	KUNIT_EXPECT_TRUE_MSG(test, work_pending(work), "it waits in the queue, so it is pending");
	KUNIT_EXPECT_EQ_MSG(test, cancel_delayed_work(&f->gate.work), 0, "it is running: 0");
	complete(&f->gate.open);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(f->runs == 1), "queued it was not to be cancelled");
}

static void rearm(void *data)
{
	struct fixture *f = data;

	f->runs++;
	queue_delayed_work(f->wq, &f->items[0].work, 1);
}

/* S116: cancel_work_sync() takes a work from anywhere, waits for its handler, stops rearming */
static void cancel_sync_makes_sure(struct kunit *test)
{
	struct fixture *f = test->priv;
	int runs;

	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[1].work);
	KUNIT_EXPECT_EQ_MSG(test, cancel_work_sync(&f->items[1].work), 1, "it was queued: 1");
	start(test, &waiter, gate_canceller);
	KUNIT_EXPECT_EQ_MSG(test, waiter.result, -1,
			    "cancel_work_sync() came back while the handler was running");
	complete(&f->gate.open);
	KUNIT_EXPECT_TRUE_MSG(test, is_done(&waiter), "cancel_work_sync() did not come back");
	KUNIT_EXPECT_EQ_MSG(test, waiter.result, 0, "it was not pending: 0");
	KUNIT_EXPECT_EQ_MSG(test, f->runs, 0, "the cancelled work ran");

	PREPARE_WORK(&f->items[0].work, rearm, f);
	queue_work(f->wq, &f->items[0].work);
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs >= 3));
	KUNIT_EXPECT_EQ_MSG(test, cancel_work_sync(&f->items[0].work), 1, "its delay was running");
	runs = f->runs;
	schedule_timeout_uninterruptible(5);
	KUNIT_EXPECT_EQ_MSG(test, f->runs, runs, "a work that rearms itself was not stopped");
}

/* S117: destroy_workqueue() runs the rest, names and cancels what is timed, ends the threads */
static void destroy_leaves_nothing(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct workqueue_struct *wq = create_workqueue("wqgone");

	KUNIT_ASSERT_NOT_NULL(test, wq);
	preempt_disable();
	queue_work(wq, &f->items[0].work);
	queue_work(wq, &f->items[1].work);
	preempt_enable();
	destroy_workqueue(wq);
	expect_notes(test, &f->notes, "1 2");
	KUNIT_EXPECT_NULL_MSG(test, find_thread("wqgone/0"), "its worker is still there");

	wq = create_workqueue("wqtimed");
	KUNIT_ASSERT_NOT_NULL(test, wq);
	queue_delayed_work(wq, &f->items[2].work, 5);
	kunit_expect_report(test);
	destroy_workqueue(wq);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "item_work");
	KUNIT_EXPECT_FALSE_MSG(test, timer_pending(&f->items[2].work.timer),
			       "a delayed work's timer runs on, and its queue is gone");
	del_timer_sync(&f->items[2].work.timer);
}

static struct kunit_case lab08_flush_cases[] = {
	KUNIT_CASE(flush_waits_for_earlier), KUNIT_CASE(flush_of_an_idle_queue),
	KUNIT_CASE(flush_ignores_later),     KUNIT_CASE(flush_ignores_delays),
	KUNIT_CASE(flush_in_a_handler),	     KUNIT_CASE(flush_work_waits_for_one),
	KUNIT_CASE(cancel_has_four_answers), KUNIT_CASE(cancel_sync_makes_sure),
	KUNIT_CASE(destroy_leaves_nothing),  {},
};

static struct kunit_suite lab08_flush_suite = {
	.name = "lab08_flush",
	.init = workqueue_init,
	.exit = workqueue_exit,
	.test_cases = lab08_flush_cases,
};
kunit_test_suite(lab08_flush_suite);
