// SPDX-License-Identifier: MIT
/* hidden_context.c - lab 5: what the handout does not tell */
#include <halves/lab05.h>
#include <linux/kthread.h>
#include "helpers.h"

#define ROUNDS 50

/* deep nesting does not run over into the next field */
static void fields_do_not_run_over(struct kunit *test)
{
	unsigned int preempt, softirq, hardirq;
	int i;

	local_irq_disable();
	for (i = 0; i < 100; i++) {
		preempt_disable();
		local_bh_disable();
		preempt_count_add(HARDIRQ_OFFSET);
	}
	preempt = lab_preempt_depth();
	softirq = lab_softirq_depth();
	hardirq = lab_hardirq_depth();
	for (i = 0; i < 100; i++) {
		preempt_count_sub(HARDIRQ_OFFSET);
		__local_bh_enable();
		preempt_enable_no_resched();
	}
	local_irq_enable();
	KUNIT_EXPECT_EQ_MSG(test, preempt, 100, "preempt depth");
	KUNIT_EXPECT_EQ_MSG(test, softirq, 100, "softirq depth");
	KUNIT_EXPECT_EQ_MSG(test, hardirq, 100, "hardirq depth");
}

/* PREEMPT_ACTIVE is no depth: a thread that is being preempted is not atomic */
static void preempt_active_is_not_atomic(struct kunit *test)
{
	unsigned int hardirq;
	bool atomic;

	local_irq_disable();
	preempt_count_add(PREEMPT_ACTIVE);
	atomic = lab_in_atomic();
	hardirq = lab_hardirq_depth();
	preempt_count_sub(PREEMPT_ACTIVE);
	local_irq_enable();
	KUNIT_EXPECT_FALSE_MSG(test, atomic, "with PREEMPT_ACTIVE alone in the count");
	KUNIT_EXPECT_EQ_MSG(test, hardirq, 0, "with PREEMPT_ACTIVE alone in the count");
}

static struct lab_lock lock;
static unsigned int shared, inside, met;
static bool ready[2];

static void add_many(void)
{
	unsigned int i;

	for (i = 0; i < ROUNDS; i++) {
		unsigned long flags = lab_lock_irqsave(&lock);

		if (READ_ONCE(inside))
			met++;
		WRITE_ONCE(inside, 1);
		cpu_relax(); /* the other one gets on, if it can */
		WRITE_ONCE(shared, READ_ONCE(shared) + 1);
		WRITE_ONCE(inside, 0);
		lab_unlock_irqrestore(&lock, flags);
	}
}

static int adder(void *unused)
{
	WRITE_ONCE(ready[1], true);
	add_many();
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* two processors add under the lock, and no addition is lost */
static void lock_keeps_processors_apart(struct kunit *test)
{
	struct task_struct *thread;

	if (num_online_cpus() < 2) {
		kunit_skip(test, "there is one processor: SMP=2");
		return;
	}
	thread = kthread_create(adder, NULL, "adder");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	kthread_bind(thread, 1);
	shared = inside = met = 0;
	ready[1] = false;
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(ready[1])));
	add_many();
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(shared) == 2 * ROUNDS));
	kthread_stop(thread);
	KUNIT_EXPECT_EQ_MSG(test, met, 0, "two processors were under the lock at once");
	KUNIT_EXPECT_EQ_MSG(test, shared, 2 * ROUNDS, "additions under the lock were lost");
}

static struct kunit_case hidden_cases[] = {
	KUNIT_CASE(fields_do_not_run_over),
	KUNIT_CASE(preempt_active_is_not_atomic),
	KUNIT_CASE(lock_keeps_processors_apart),
	{},
};

static struct kunit_suite hidden_suite = {
	.name = "lab05_hidden",
	.test_cases = hidden_cases,
};
kunit_test_suite(hidden_suite);
