// SPDX-License-Identifier: MIT
/* flush_test.c - work queues: waiting for work, cancelling it, the end of a queue */
#include "workqueue_fixture.h"

#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/semaphore.h>

struct flusher {
	struct fixture *f;
	struct work_struct *work; /* NULL: the whole queue */
	struct completion done;
	struct task_struct *thread;
	int note, result;
};

static int flusher_thread(void *data)
{
	struct flusher *flusher = data;

	if (flusher->work)
		flusher->result = flush_work(flusher->work);
	else
		flush_workqueue(flusher->f->wq);
	note(&flusher->f->notes, flusher->note);
	complete(&flusher->done);
	return 0;
}

/* Make a thread that flushes f->wq, or waits for one work. */
static void make_flusher(struct kunit *test, struct flusher *flusher, struct work_struct *work,
			 int number)
{
	flusher->work = work;
	flusher->f = test->priv;
	flusher->note = number;
	init_completion(&flusher->done);
	flusher->thread = create_thread(test, flusher_thread, flusher, "flusher");
}

/* Start it, and return when it waits. */
static void start_flusher(struct kunit *test, struct flusher *flusher)
{
	start_thread(test, flusher->thread);
	KUNIT_ASSERT_TRUE(test, wait_until(flusher->thread->state == TASK_UNINTERRUPTIBLE));
}

static void flush_in_thread(struct kunit *test, struct flusher *flusher, struct work_struct *work,
			    int number)
{
	make_flusher(test, flusher, work, number);
	start_flusher(test, flusher);
}

/* S107: flush returns after all that was queued before it, the one that runs included */
static void flush_waits_for_earlier_work(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct flusher flusher;

	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	queue_work(f->wq, &f->items[1].work);
	flush_in_thread(test, &flusher, NULL, 9);
	KUNIT_EXPECT_EQ(test, try_wait_for_completion(&flusher.done), 0);
	complete(&f->gate.open);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&flusher.done, 5 * HZ), 0);
	expect_notes(test, &f->notes, "1 2 9");
}

/* S107: a flush waits for the work that runs now, when nothing else is queued */
static void flush_waits_for_the_running_work(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct flusher flusher;

	shut(test, f->wq, &f->gate);
	flush_in_thread(test, &flusher, NULL, 9);
	KUNIT_EXPECT_EQ(test, try_wait_for_completion(&flusher.done), 0);
	complete(&f->gate.open);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&flusher.done, 5 * HZ), 0);
}

/* S107, A4: flush is not held up by what is queued after its call */
static void flush_ignores_later_work(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct flusher flusher;

	shut(test, f->wq, &f->gate);
	flush_in_thread(test, &flusher, NULL, 9);
	queue_work(f->wq, &f->second.work);
	complete(&f->gate.open);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&flusher.done, 5 * HZ), 0);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&f->second.entered, 5 * HZ), 0);
}

static void requeue_until_stopped(void *data)
{
	struct fixture *f = data;

	f->runs++;
	if (!READ_ONCE(f->stop))
		queue_work(f->wq, &f->items[0].work);
	halt_for(1); /* it uses its slice up at the cost of a halted processor */
}

/* S107: flush returns although a work requeues itself for ever; the scheduler starves nobody */
static void flush_passes_a_self_requeueing_work(struct kunit *test)
{
	struct fixture *f = test->priv;

	PREPARE_WORK(&f->items[0].work, requeue_until_stopped, f);
	queue_work(f->wq, &f->items[0].work);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_GE(test, f->runs, 1);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_GE(test, f->runs, 2);
	WRITE_ONCE(f->stop, true);
	flush_workqueue(f->wq);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_FALSE(test, work_pending(&f->items[0].work));
}

/* S109: flush of an idle queue returns at once, without a switch to another thread */
static void flush_of_an_idle_queue_returns_at_once(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long switches;

	flush_workqueue(f->wq);
	next_tick();
	switches = current->nvcsw + current->nivcsw;
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, current->nvcsw + current->nivcsw, switches);
}

/*
 * S100, S111: a handler that sleeps delays its own queue only; flush_scheduled_work: "events" only
 */
static void sleeping_handler_delays_only_its_queue(struct kunit *test)
{
	struct fixture *f = test->priv;

	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	queue_work(f->other, &f->items[1].work);
	flush_workqueue(f->other); /* here, not below: two queues keep no order on two processors */
	schedule_work(&f->items[2].work);
	flush_scheduled_work();
	expect_notes(test, &f->notes, "2 3");
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	expect_notes(test, &f->notes, "2 3 1");
}

static void flush_own_queue(void *data)
{
	struct item *item = data;

	note(&item->f->notes, item->id);
	if (item->id < item->f->result) {
		queue_work(item->f->wq, &item[1].work);
		flush_workqueue(item->f->wq);
	}
	note(&item->f->notes, -item->id);
}

static void flush_nested(struct kunit *test, int depth)
{
	struct fixture *f = test->priv;
	int i;

	f->result = depth;
	for (i = 0; i < depth; i++)
		PREPARE_WORK(&f->items[i].work, flush_own_queue, &f->items[i]);
	queue_work(f->wq, &f->items[0].work);
	flush_workqueue(f->wq);
}

/* S110: flush in a handler of the same queue runs the rest inline, instead of waiting for itself */
static void flush_in_a_handler_runs_the_rest(struct kunit *test)
{
	struct fixture *f = test->priv;

	flush_nested(test, 3);
	expect_notes(test, &f->notes, "1 2 3 -3 -2 -1");
}

/* S110: a depth above three is reported, and still works */
static void flush_nested_too_deep_is_reported(struct kunit *test)
{
	struct fixture *f = test->priv;

	kunit_expect_report(test);
	flush_nested(test, 4);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "wqtest");
	expect_notes(test, &f->notes, "1 2 3 4 -4 -3 -2 -1");
}

/* flush_work waits for this work, and not for one behind it; 0: there was nothing to wait for */
static void flush_work_waits_for_one(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct flusher flusher;

	KUNIT_EXPECT_EQ(test, flush_work(&f->items[0].work), 0);
	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	queue_work(f->wq, &f->second.work);
	flush_in_thread(test, &flusher, &f->items[0].work, 9);
	complete(&f->gate.open);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&flusher.done, 5 * HZ), 0);
	KUNIT_EXPECT_NE(test, flusher.result, 0);
	expect_notes(test, &f->notes, "1 9");
}

static DEFINE_MUTEX(needed);

static void needs_the_mutex(void *unused)
{
	mutex_lock(&needed);
	mutex_unlock(&needed);
}

/* S112: flush_work may be called with a lock held that a later handler of the queue needs */
static void flush_work_with_a_lock_held(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct flusher flusher;

	make_flusher(test, &flusher, &f->items[0].work, 9);
	PREPARE_WORK(&f->items[1].work, needs_the_mutex, NULL);
	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	queue_work(f->wq, &f->items[1].work);
	mutex_lock(&needed);
	start_flusher(test, &flusher);
	complete(&f->gate.open);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&flusher.done, 5 * HZ), 0);
	expect_notes(test, &f->notes, "1 9");
	mutex_unlock(&needed);
	flush_workqueue(f->wq);
}

static struct semaphore wanted;

static void wants_the_semaphore(void *unused)
{
	down(&wanted);
	up(&wanted);
}

static int flush_with_the_semaphore(void *data)
{
	struct flusher *flusher = data;

	down(&wanted);
	flush_workqueue(flusher->f->wq);
	up(&wanted);
	complete(&flusher->done);
	return 0;
}

/* S112: flush_workqueue with a lock held that a queued handler needs does not end: each waits */
static void flush_with_a_lock_held_is_a_deadlock(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct flusher flusher = { .f = f };

	sema_init(&wanted, 1);
	init_completion(&flusher.done);
	PREPARE_WORK(&f->items[0].work, wants_the_semaphore, NULL);
	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	flusher.thread = kthread_run(flush_with_the_semaphore, &flusher, "flusher");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, flusher.thread);
	KUNIT_ASSERT_TRUE(test, wait_until(flusher.thread->state == TASK_UNINTERRUPTIBLE));
	complete(&f->gate.open);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&flusher.done, HZ), 0);
	/* Unlike a mutex, a semaphore can be given by somebody else: the way out, for the test. */
	up(&wanted);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&flusher.done, 5 * HZ), 0);
}

/* cancel_work_sync takes a queued work off the queue: it does not run; idle: 0 */
static void cancel_work_sync_removes_a_queued_work(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_EQ(test, cancel_work_sync(&f->items[0].work), 0);
	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	queue_work(f->wq, &f->items[1].work);
	KUNIT_EXPECT_NE(test, cancel_work_sync(&f->items[0].work), 0);
	KUNIT_EXPECT_FALSE(test, work_pending(&f->items[0].work));
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	expect_notes(test, &f->notes, "2");
}

static int cancel_gate_thread(void *data)
{
	struct flusher *flusher = data;

	flusher->result = cancel_work_sync(&flusher->f->gate.work);
	complete(&flusher->done);
	return 0;
}

/* cancel_work_sync of a work that runs returns only when its handler has returned */
static void cancel_work_sync_waits_for_the_handler(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct flusher canceller = { .f = f, .result = -1 };

	init_completion(&canceller.done);
	shut(test, f->wq, &f->gate);
	canceller.thread = kthread_run(cancel_gate_thread, &canceller, "canceller");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, canceller.thread);
	KUNIT_EXPECT_TRUE(test, wait_until(canceller.thread->state != TASK_RUNNING));
	KUNIT_EXPECT_EQ(test, try_wait_for_completion(&canceller.done), 0);
	complete(&f->gate.open);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&canceller.done, 5 * HZ), 0);
	KUNIT_EXPECT_EQ(test, canceller.result, 0);
}

/* S117: destroy_workqueue runs what is pending, and then its threads are gone */
static void destroy_runs_the_rest_and_ends_the_threads(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct workqueue_struct *wq = create_workqueue("wqgone");
	int i;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	KUNIT_EXPECT_NOT_NULL(test, find_thread("wqgone/0"));
	preempt_disable();
	for (i = 0; i < 4; i++)
		queue_work(wq, &f->items[i].work);
	preempt_enable();
	destroy_workqueue(wq);
	expect_notes(test, &f->notes, "1 2 3 4");
	KUNIT_EXPECT_NULL(test, find_thread("wqgone/0"));
}

static struct kunit_case flush_cases[] = {
	KUNIT_CASE(flush_waits_for_earlier_work),
	KUNIT_CASE(flush_waits_for_the_running_work),
	KUNIT_CASE(flush_ignores_later_work),
	KUNIT_CASE(flush_passes_a_self_requeueing_work),
	KUNIT_CASE(flush_of_an_idle_queue_returns_at_once),
	KUNIT_CASE(sleeping_handler_delays_only_its_queue),
	KUNIT_CASE(flush_in_a_handler_runs_the_rest),
	KUNIT_CASE(flush_nested_too_deep_is_reported),
	KUNIT_CASE(flush_work_waits_for_one),
	KUNIT_CASE(flush_work_with_a_lock_held),
	KUNIT_CASE(flush_with_a_lock_held_is_a_deadlock),
	KUNIT_CASE(cancel_work_sync_removes_a_queued_work),
	KUNIT_CASE(cancel_work_sync_waits_for_the_handler),
	KUNIT_CASE(destroy_runs_the_rest_and_ends_the_threads),
	{},
};

static struct kunit_suite flush_suite = {
	.name = "flush",
	.init = workqueue_init,
	.exit = workqueue_exit,
	.test_cases = flush_cases,
};
kunit_test_suite(flush_suite);
