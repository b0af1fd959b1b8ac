// SPDX-License-Identifier: MIT
/* work.c - lab 8's checks of queueing and running: who runs a work, when, how often */
#include "workqueue_fixture.h"

/* S89, S90: newly queued 1, pending anywhere 0; one run, on the queue that was first */
static void queued_once_runs_once(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct work_struct *work = &f->items[0].work;
	int first, again, elsewhere;

	preempt_disable();
	first = queue_work(f->wq, work);
	again = queue_work(f->wq, work);
	elsewhere = queue_work(f->other, work);
	preempt_enable();
	KUNIT_EXPECT_EQ_MSG(test, first, 1, "newly queued: %d instead of 1", first);
	KUNIT_EXPECT_EQ_MSG(test, again, 0, "pending already: %d instead of 0", again);
	KUNIT_EXPECT_EQ_MSG(test, elsewhere, 0, "pending on another queue: %d, not 0", elsewhere);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(f->runs), "it never ran");
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ_MSG(test, f->runs, 1, "queued once it ran %d times", f->runs);
	KUNIT_EXPECT_STREQ(test, f->comm, "wqtest/0");
	KUNIT_EXPECT_EQ_MSG(test, queue_work(f->wq, work), 1, "after its run it is free again");
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs == 2));
}

struct where {
	struct work_struct work;
	char comm[TASK_COMM_LEN];
	bool atomic, irqs_off, done;
	long nice;
};

static void look(void *data)
{
	struct where *where = data;

	strscpy(where->comm, current->comm, TASK_COMM_LEN);
	where->atomic = in_atomic();
	where->irqs_off = irqs_disabled();
	where->nice = task_nice(current);
	where->done = true;
}

/* S96, S97, S99, S101: name/0, or the plain name; bound, nice -5, holding nothing */
static void workers_are_threads(struct kunit *test)
{
	static struct where where[3];
	struct fixture *f = test->priv;
	int i;

	memset(where, 0, sizeof(where));
	for (i = 0; i < 3; i++)
		INIT_WORK(&where[i].work, look, &where[i]);
	queue_work(f->wq, &where[0].work);
	queue_work(f->other, &where[1].work);
	schedule_work(&where[2].work);
	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_TRUE_MSG(test, wait_until(where[i].done), "work %d never ran", i);
		KUNIT_EXPECT_FALSE_MSG(test, where[i].atomic, "its handler may not sleep");
		KUNIT_EXPECT_FALSE_MSG(test, where[i].irqs_off, "it runs with interrupts off");
		KUNIT_EXPECT_EQ_MSG(test, where[i].nice, -5, "the worker's nice value is %ld",
				    where[i].nice);
	}
	KUNIT_EXPECT_STREQ(test, where[0].comm, "wqtest/0");
	KUNIT_EXPECT_STREQ(test, where[1].comm, "wqother");
	KUNIT_EXPECT_STREQ(test, where[2].comm, "events/0");
	KUNIT_EXPECT_TRUE_MSG(test, find_thread("wqtest/0")->bound, "wqtest/0 is not bound");
}

/* S98: a name of ten characters is good, a longer one is reported, and there is no queue */
static void long_name_is_reported(struct kunit *test)
{
	struct workqueue_struct *wq = create_workqueue("abcdefghij");

	KUNIT_EXPECT_NOT_NULL_MSG(test, wq, "ten characters are not too many");
	if (wq)
		destroy_workqueue(wq);
	kunit_expect_report(test);
	wq = create_workqueue("abcdefghijk");
	kunit_end_report(test);
	KUNIT_EXPECT_NULL_MSG(test, wq, "a queue was made whose name has eleven characters");
	KUNIT_EXPECT_REPORT(test, "abcdefghijk");
	if (wq)
		destroy_workqueue(wq);
}

static void sleep_a_tick(void *data)
{
	struct fixture *f = data;

	schedule_timeout_uninterruptible(1);
	f->runs++;
}

static void queue_first(void *data)
{
	struct fixture *f = data;

	f->result = queue_work(f->wq, &f->items[0].work);
}

/* S99, S103: queued in any context, a handler runs in one that may sleep; nobody else waits */
static void handlers_sleep(struct kunit *test)
{
	struct fixture *f = test->priv;
	int i;

	PREPARE_WORK(&f->items[0].work, sleep_a_tick, f);
	for (i = 0; i < ATOMIC_CONTEXTS; i++) {
		f->result = 0;
		atomic_contexts[i].run(queue_first, f);
		KUNIT_EXPECT_EQ_MSG(test, f->result, 1, "queue_work() said %d in context: %s",
				    f->result, atomic_contexts[i].name);
		KUNIT_EXPECT_TRUE_MSG(test, wait_until(f->runs == i + 1), "it never ended");
	}
}

/* S95: a queue runs its works first in, first out */
static void first_in_first_out(struct kunit *test)
{
	struct fixture *f = test->priv;
	int i;

	shut(test, f->wq, &f->gate);
	for (i = 0; i < 5; i++)
		queue_work(f->wq, &f->items[i].work);
	complete(&f->gate.open);
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs == 5));
	expect_notes(test, &f->notes, "1 2 3 4 5");
}

static void requeue(void *data)
{
	struct fixture *f = data;

	f->result += work_pending(&f->items[0].work) ? 100 : 0;
	if (f->runs < 2)
		f->result += queue_work(f->wq, &f->items[0].work);
	f->runs++;
}

/* S91, S92: pending ends before the handler: it may queue its own work again, and others may */
static void pending_ends_before_the_handler(struct kunit *test)
{
	struct fixture *f = test->priv;

	PREPARE_WORK(&f->items[0].work, requeue, f);
	queue_work(f->wq, &f->items[0].work);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(f->runs == 3),
			      "queued twice by its own handler: %d runs instead of 3", f->runs);
	KUNIT_EXPECT_EQ_MSG(test, f->result, 2,
			    "within the handler it must not be pending (100 each), and queueing it "
			    "must return 1 (1 each): %d instead of 2",
			    f->result);
	shut(test, f->wq, &f->gate);
	KUNIT_EXPECT_EQ_MSG(test, queue_work(f->wq, &f->gate.work), 1,
			    "queued by a thread while its handler runs");
	complete_all(&f->gate.open);
	KUNIT_EXPECT_NE_MSG(test, wait_for_completion_timeout(&f->gate.entered, HZ), 0,
			    "queued while its handler ran it did not run again");
}

static void poison_self(void *data)
{
	memset(data, 0x5a, sizeof(struct work_struct));
}

/* S93: nothing of a work is touched once its handler was called: it may have freed it */
static void handler_may_free_it(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *bytes = kunit_kzalloc(test, sizeof(struct work_struct), GFP_KERNEL);
	int i, touched = 0;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	INIT_WORK((struct work_struct *)bytes, poison_self, bytes);
	queue_work(f->wq, (struct work_struct *)bytes);
	queue_work(f->wq, &f->items[1].work);
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs == 1));
	for (i = 0; i < sizeof(struct work_struct); i++)
		touched += bytes[i] != 0x5a;
	KUNIT_EXPECT_EQ_MSG(test, touched, 0,
			    "%d bytes of the work were written after its handler was called: what "
			    "if that has freed it?",
			    touched);
}

static struct stamp {
	struct work_struct work;
	unsigned long at; /* jiffies when the handler was called */
	int runs;
} stamp;

static void stamp_work(void *unused)
{
	stamp.at = jiffies;
	stamp.runs++;
}

/* S104, S105: pending at once, runs after the first delay; 0 means the next tick */
static void delay_is_kept(struct kunit *test)
{
	static const unsigned long delays[] = { 0, 1, 2, 10, 50 };
	struct fixture *f = test->priv;
	int i;

	memset(&stamp, 0, sizeof(stamp));
	INIT_WORK(&stamp.work, stamp_work, NULL);
	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		unsigned long delay = delays[i], start, took;

		next_tick();
		start = jiffies;
		KUNIT_EXPECT_EQ(test, queue_delayed_work(f->wq, &stamp.work, delay), 1);
		KUNIT_EXPECT_EQ_MSG(test, queue_delayed_work(f->wq, &stamp.work, 100), 0,
				    "a delayed work counts as pending");
		KUNIT_EXPECT_EQ_MSG(test, queue_work(f->wq, &stamp.work), 0,
				    "a delayed work counts as pending");
		KUNIT_ASSERT_TRUE_MSG(test, wait_until(stamp.runs > i), "it never ran");
		took = stamp.at - start;
		kunit_info(test, "delay %2lu: ran after %2lu ticks", delay, took);
		KUNIT_EXPECT_GE_MSG(test, took, delay ?: 1, "delay %lu: ran after %lu ticks", delay,
				    took);
		KUNIT_EXPECT_LE_MSG(test, took, delay + 1, "delay %lu: ran after %lu ticks", delay,
				    took);
	}
}

static struct kunit_case lab08_work_cases[] = {
	KUNIT_CASE(queued_once_runs_once),
	KUNIT_CASE(workers_are_threads),
	KUNIT_CASE(long_name_is_reported),
	KUNIT_CASE(handlers_sleep),
	KUNIT_CASE(first_in_first_out),
	KUNIT_CASE(pending_ends_before_the_handler),
	KUNIT_CASE(handler_may_free_it),
	KUNIT_CASE(delay_is_kept),
	{},
};

static struct kunit_suite lab08_work_suite = {
	.name = "lab08_work",
	.init = workqueue_init,
	.exit = workqueue_exit,
	.test_cases = lab08_work_cases,
};
kunit_test_suite(lab08_work_suite);
