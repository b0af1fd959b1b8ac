// SPDX-License-Identifier: MIT
/*
 * workqueue_test.c - work that runs as soon as a worker gets to it; see also flush_test.c,
 * delayed_work_test.c
 */
#include "workqueue_fixture.h"

#include <halves/workqueue_stats.h>
#include <linux/string.h>

/* S89: queue_work returns 1 if newly queued, 0 while it is pending; then it runs once */
static void queue_work_returns_1_then_0(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct work_struct *work = &f->items[0].work;

	shut(test, f->wq, &f->gate);
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, work), 1);
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, work), 0);
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, work), 0);
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, f->runs, 1);
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, work), 1);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, f->runs, 2);
}

/* S90: a pending work offered to another queue is refused and stays where it was */
static void pending_work_stays_in_its_queue(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct work_struct *work = &f->items[0].work;

	shut(test, f->wq, &f->gate);
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, work), 1);
	KUNIT_EXPECT_EQ(test, queue_work(f->other, work), 0);
	KUNIT_EXPECT_EQ(test, schedule_work(work), 0);
	flush_workqueue(f->other);
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, f->runs, 0);
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, f->runs, 1);
	KUNIT_EXPECT_STREQ(test, f->comm, "wqtest/0");
}

static void pending_probe(void *data)
{
	struct fixture *f = data;

	f->result = work_pending(&f->items[0].work) ? 1 : 2;
}

/* S91: a work is pending from queueing until just before its handler is called */
static void pending_ends_before_the_handler(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct work_struct *work = &f->items[0].work;

	PREPARE_WORK(work, pending_probe, f);
	KUNIT_EXPECT_FALSE(test, work_pending(work));
	shut(test, f->wq, &f->gate);
	queue_work(f->wq, work);
	KUNIT_EXPECT_TRUE(test, work_pending(work));
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, f->result, 2);
	KUNIT_EXPECT_FALSE(test, work_pending(work));
}

static void requeue_twice(void *data)
{
	struct fixture *f = data;

	if (++f->runs < 3)
		f->result += queue_work(f->wq, &f->items[0].work);
}

/* S92: a handler may queue its own work again; that returns 1 and the work runs again */
static void handler_may_requeue_itself(struct kunit *test)
{
	struct fixture *f = test->priv;

	PREPARE_WORK(&f->items[0].work, requeue_twice, f);
	queue_work(f->wq, &f->items[0].work);
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs >= 3));
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, f->runs, 3);
	KUNIT_EXPECT_EQ(test, f->result, 2);
}

/* S91, S102: a work that is queued while its handler runs runs once more afterwards */
static void queued_while_running_runs_again(struct kunit *test)
{
	struct fixture *f = test->priv;

	shut(test, f->wq, &f->gate);
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, &f->gate.work), 1);
	complete(&f->gate.open);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&f->gate.entered, 5 * HZ), 0);
	complete(&f->gate.open);
	flush_workqueue(f->wq);
}

static void poison_self(void *data)
{
	memset(data, 0x5a, sizeof(struct work_struct));
}

/* S93: nothing of a work is touched once its handler was called: the handler may free it */
static void work_is_not_touched_after_the_call(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *bytes = kunit_kzalloc(test, sizeof(struct work_struct), GFP_KERNEL);
	int i, touched = 0;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	INIT_WORK((struct work_struct *)bytes, poison_self, bytes);
	shut(test, f->wq, &f->gate);
	queue_work(f->wq, &f->items[0].work);
	queue_work(f->wq, (struct work_struct *)bytes);
	queue_work(f->wq, &f->items[1].work);
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	for (i = 0; i < sizeof(struct work_struct); i++)
		touched += bytes[i] != 0x5a;
	KUNIT_EXPECT_EQ(test, touched, 0);
	expect_notes(test, &f->notes, "1 2");
}

/* S93: a handler that frees its own work, a hundred times */
static void work_may_be_freed_by_its_handler(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long objects = slab_live_objects();
	int i;

	for (i = 0; i < 100; i++) {
		struct work_struct *work = kmalloc(sizeof(*work), GFP_KERNEL);

		if (!work)
			break;
		INIT_WORK(work, (void (*)(void *))kfree, work);
		KUNIT_EXPECT_EQ(test, queue_work(f->wq, work), 1);
	}
	KUNIT_EXPECT_EQ(test, i, 100);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects);
}

/* S94: PREPARE_WORK gives a pending work another handler and data, and leaves it pending */
static void prepare_work_keeps_it_pending(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct work_struct *work = &f->items[0].work;

	shut(test, f->wq, &f->gate);
	queue_work(f->wq, work);
	PREPARE_WORK(work, item_work, &f->items[4]);
	KUNIT_EXPECT_TRUE(test, work_pending(work));
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	expect_notes(test, &f->notes, "5");
}

/* S94: INIT_WORK makes garbage an idle work: not pending, on no list, no timer */
static void init_work_resets_everything(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct work_struct work;

	memset(&work, 0x5a, sizeof(work));
	INIT_WORK(&work, item_work, &f->items[2]);
	KUNIT_EXPECT_FALSE(test, work_pending(&work));
	KUNIT_EXPECT_TRUE(test, list_empty(&work.entry));
	KUNIT_EXPECT_FALSE(test, timer_pending(&work.timer));
	KUNIT_EXPECT_EQ(test, queue_work(f->wq, &work), 1);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, queue_delayed_work(f->wq, &work, 1), 1);
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs == 2));
	flush_workqueue(f->wq);
	expect_notes(test, &f->notes, "3 3");
}

/* S95: one queue runs its works first in, first out */
static void queue_is_first_in_first_out(struct kunit *test)
{
	struct fixture *f = test->priv;
	int i;

	shut(test, f->wq, &f->gate);
	for (i = 0; i < 8; i++)
		queue_work(f->wq, &f->items[i].work);
	complete(&f->gate.open);
	flush_workqueue(f->wq);
	expect_notes(test, &f->notes, "1 2 3 4 5 6 7 8");
}

struct where {
	char comm[TASK_COMM_LEN];
	int cpu, keventd, interrupt, irqs_off, atomic;
	long nice;
	u32 count;
};

static void where_am_i(void *data)
{
	struct where *where = data;

	strscpy(where->comm, current->comm, TASK_COMM_LEN);
	where->cpu = smp_processor_id();
	where->keventd = current_is_keventd();
	where->interrupt = in_interrupt();
	where->irqs_off = irqs_disabled();
	where->count = preempt_count();
	where->nice = task_nice(current);
}

/* S96, S97: work runs on the processor that queued it; events/0, name/0, and the plain name */
static void workers_have_their_names(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct where where[3];
	struct work_struct work[3];
	int i;

	for (i = 0; i < 3; i++)
		INIT_WORK(&work[i], where_am_i, &where[i]);
	queue_work(f->wq, &work[0]);
	queue_work(f->other, &work[1]);
	schedule_work(&work[2]);
	flush_workqueue(f->wq);
	flush_workqueue(f->other);
	flush_scheduled_work();
	KUNIT_EXPECT_STREQ(test, where[0].comm, "wqtest/0");
	KUNIT_EXPECT_STREQ(test, where[1].comm, "wqother");
	KUNIT_EXPECT_STREQ(test, where[2].comm, "events/0");
	KUNIT_EXPECT_EQ(test, where[0].cpu, smp_processor_id());
	KUNIT_EXPECT_TRUE(test, find_thread("wqtest/0")->bound);
	KUNIT_EXPECT_EQ(test, where[0].keventd, 0);
	KUNIT_EXPECT_NE(test, where[2].keventd, 0);
	KUNIT_EXPECT_EQ(test, current_is_keventd(), 0);
}

/* S99, S101: a handler runs in a thread of nice -5, interrupts on, holding nothing */
static void handlers_run_in_process_context(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct work_struct work;
	struct where where;

	INIT_WORK(&work, where_am_i, &where);
	queue_work(f->wq, &work);
	flush_workqueue(f->wq);
	KUNIT_EXPECT_EQ(test, where.nice, -5);
	KUNIT_EXPECT_EQ(test, where.interrupt, 0);
	KUNIT_EXPECT_EQ(test, where.irqs_off, 0);
	KUNIT_EXPECT_EQ(test, where.count, 0);
}

/* S98: a name of ten characters is good, a longer one a warning and NULL */
static void name_has_ten_characters_at_most(struct kunit *test)
{
	struct workqueue_struct *wq = create_workqueue("abcdefghij");

	KUNIT_EXPECT_NOT_NULL(test, wq);
	if (wq)
		destroy_workqueue(wq);
	kunit_expect_report(test);
	KUNIT_EXPECT_NULL(test, create_workqueue("abcdefghijk"));
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_NULL(test, create_singlethread_workqueue("abcdefghijk"));
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
}

static void queue_from_anywhere(void *data)
{
	struct item *item = data;

	item->f->result = queue_work(item->f->wq, &item->work);
}

/* S103: queue_work is legal in every context, and never sleeps */
static void queue_work_from_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;
	struct fixture *f = test->priv;

	context->run(queue_from_anywhere, &f->items[0]);
	KUNIT_EXPECT_EQ(test, f->result, 1);
	flush_workqueue(f->wq);
	expect_notes(test, &f->notes, "1");
	KUNIT_EXPECT_STREQ(test, f->comm, "wqtest/0");
}

struct look {
	struct kunit *test;
	struct workqueue_struct *wq;
	struct task_struct *destroyer;
	bool found; /* the worker, though its queue was about to go */
};

static int destroy(void *data)
{
	struct look *look = data;

	destroy_workqueue(look->wq);
	return 0;
}

static void look_at_leaving(const struct worker_stats *stats, void *data)
{
	struct look *look = data;

	if (strcmp(stats->queue, "leaving"))
		return;
	start_thread(look->test, look->destroyer);
	wait_until(look->destroyer->state != TASK_RUNNING);
	halt_for(2); /* for a worker that is just ending */
	look->found = find_thread("leaving");
}

/* While somebody looks at the queues no worker goes away: destroy_workqueue waits for him */
static void destroy_waits_for_who_looks(struct kunit *test)
{
	struct look look = { .test = test };

	look.destroyer = create_thread(test, destroy, &look, "destroyer");
	look.wq = create_singlethread_workqueue("leaving");
	KUNIT_ASSERT_NOT_NULL(test, look.wq);
	workqueue_for_each_worker(look_at_leaving, &look);
	KUNIT_EXPECT_TRUE(test, look.found);
	KUNIT_EXPECT_TRUE(test, wait_until(!find_thread("destroyer")));
	KUNIT_EXPECT_NULL(test, find_thread("leaving"));
}

static struct kunit_case workqueue_cases[] = {
	KUNIT_CASE(queue_work_returns_1_then_0),
	KUNIT_CASE(pending_work_stays_in_its_queue),
	KUNIT_CASE(pending_ends_before_the_handler),
	KUNIT_CASE(handler_may_requeue_itself),
	KUNIT_CASE(queued_while_running_runs_again),
	KUNIT_CASE(work_is_not_touched_after_the_call),
	KUNIT_CASE(work_may_be_freed_by_its_handler),
	KUNIT_CASE(prepare_work_keeps_it_pending),
	KUNIT_CASE(init_work_resets_everything),
	KUNIT_CASE(queue_is_first_in_first_out),
	KUNIT_CASE(workers_have_their_names),
	KUNIT_CASE(handlers_run_in_process_context),
	KUNIT_CASE(name_has_ten_characters_at_most),
	KUNIT_CASE_PARAM(queue_work_from_any_context, atomic_contexts_gen_params),
	KUNIT_CASE(destroy_waits_for_who_looks),
	{},
};

static struct kunit_suite workqueue_suite = {
	.name = "workqueue",
	.init = workqueue_init,
	.exit = workqueue_exit,
	.test_cases = workqueue_cases,
};
kunit_test_suite(workqueue_suite);
