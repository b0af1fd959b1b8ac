// SPDX-License-Identifier: MIT
/* hidden_ways.c - lab 11: what the handout does not tell */
#include <halves/lab11.h>
#include <linux/kthread.h>
#include "helpers.h"

#define LINE TEST_IRQ_FIRST

static irqreturn_t owner(int irq, void *unused)
{
	return IRQ_HANDLED;
}

static void nothing(void *arg) { }

/* a line that is taken: the error is passed on, and nothing is left */
static void failed_request_leaves_nothing(struct kunit *test)
{
	int error, me;

	KUNIT_ASSERT_EQ(test, request_irq(LINE, owner, 0, "owner", &me), 0);
	error = lab_request_threaded_irq(LINE, nothing, "lab11_late", test);
	KUNIT_EXPECT_EQ_MSG(test, error, -EBUSY, "the line was taken");
	if (!error)
		lab_free_threaded_irq(LINE, test);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_NULL_MSG(test, find_thread("lab11_late"), "its thread was left behind");
	KUNIT_EXPECT_EQ_MSG(test, irq_desc[LINE].depth, 0, "the owner's line was disabled");
	free_irq(LINE, &me);
}

static struct {
	atomic_t inside;
	int met, cpus;
	atomic_t runs;
	const struct lab_way *way;
} pair;

/* Long enough for another processor to come in. */
static void linger(void *arg)
{
	if (atomic_inc_return(&pair.inside) > 1)
		pair.met++;
	pair.cpus |= 1 << smp_processor_id();
	schedule_timeout_uninterruptible(3);
	atomic_dec(&pair.inside);
	atomic_inc(&pair.runs);
}

static int raise_here(void *unused)
{
	pair.way->raise();
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* Raise on this processor, and on the other one while that run is under way. */
static void run_pair(struct kunit *test, int way)
{
	struct task_struct *other;

	memset(&pair, 0, sizeof(pair));
	pair.way = &lab_ways[way];
	other = kthread_create(raise_here, NULL, "raise_here");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, other);
	kthread_bind(other, 1);
	KUNIT_ASSERT_EQ(test, pair.way->setup(linger, NULL), 0);
	pair.way->raise();
	wait_until(atomic_read(&pair.inside));
	wake_up_process(other);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(atomic_read(&pair.runs) == 2),
			      "%s: raised on two processors, and %d runs", pair.way->name,
			      atomic_read(&pair.runs));
	kthread_stop(other);
	pair.way->teardown();
}

/* the queue of one worker never runs the job twice at once, whoever raises it */
static void single_never_meets_itself(struct kunit *test)
{
	if (num_online_cpus() < 2) {
		kunit_skip(test, "there is one processor: SMP=2");
		return;
	}
	run_pair(test, WAY_WORK_SINGLE);
	KUNIT_EXPECT_EQ_MSG(test, pair.met, 0, "two workers ran the job at once");
}

/* a worker for each processor runs the job where it was raised, at the same time */
static void percpu_runs_where_it_was_raised(struct kunit *test)
{
	if (num_online_cpus() < 2) {
		kunit_skip(test, "there is one processor: SMP=2");
		return;
	}
	run_pair(test, WAY_WORK_PERCPU);
	KUNIT_EXPECT_EQ_MSG(test, pair.cpus, 3, "bit N: it ran on processor N");
	KUNIT_EXPECT_EQ_MSG(test, pair.met, 1, "both processors could run it at once");
}

static struct kunit_case hidden_cases[] = {
	KUNIT_CASE(failed_request_leaves_nothing),
	KUNIT_CASE(single_never_meets_itself),
	KUNIT_CASE(percpu_runs_where_it_was_raised),
	{},
};

static struct kunit_suite hidden_suite = {
	.name = "lab11_hidden",
	.test_cases = hidden_cases,
};
kunit_test_suite(hidden_suite);
