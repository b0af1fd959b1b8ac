// SPDX-License-Identifier: MIT
/* ksoftirqd_test.c - the thread that takes over when softirqs are too many, or nobody interrupts */
#include "helpers.h"

#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/time.h>

static struct lab {
	int again; /* raise LAB_SOFTIRQ again so often */
	int us;	   /* and work so long each time */
	int runs;
	int runs_in_test; /* of them while the test's thread was current */
	int runs_in_ksoftirqd;
	int runs_while_another_waits; /* of them with need_resched() */
	char comm[TASK_COMM_LEN]; /* of the thread of the last run */
	struct task_struct *thread;
} lab;

static DECLARE_COMPLETION(ran);

static void lab_action(struct softirq_action *self)
{
	lab.runs++;
	lab.runs_in_test += current == lab.thread;
	lab.runs_in_ksoftirqd += !strcmp(current->comm, "ksoftirqd/0");
	lab.runs_while_another_waits += need_resched();
	strscpy(lab.comm, current->comm, TASK_COMM_LEN);
	udelay(lab.us);
	if (lab.again) {
		lab.again--;
		raise_softirq(LAB_SOFTIRQ);
	}
	complete(&ran);
}

static int ksoftirqd_init(struct kunit *test)
{
	memset(&lab, 0, sizeof(lab));
	lab.thread = current;
	test->priv = find_thread("ksoftirqd/0");
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
	next_tick();
	return test->priv ? 0 : -ESRCH;
}

/* S52: raised by a thread, it does not run inline: ksoftirqd is woken and runs it */
static void raise_in_a_thread_wakes_ksoftirqd(struct kunit *test)
{
	struct task_struct *ksoftirqd = test->priv;

	KUNIT_EXPECT_TRUE(test, wait_until(ksoftirqd->state == TASK_INTERRUPTIBLE));
	next_tick();
	raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_EQ(test, lab.runs, 0);
	KUNIT_EXPECT_EQ(test, ksoftirqd->state, TASK_RUNNING);
	KUNIT_EXPECT_TRUE(test, wait_until(lab.runs == 1));
	KUNIT_EXPECT_EQ(test, lab.runs_in_test, 0);
	KUNIT_EXPECT_EQ(test, lab.runs_in_ksoftirqd, 1);
}

static void raise_and_see(void *ksoftirqd)
{
	raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_EQ(kunit_get_current_test(), ((struct task_struct *)ksoftirqd)->state,
			TASK_INTERRUPTIBLE);
}

/* S51: raised in a top half, in a softirq, or with bottom halves off, it wakes nobody */
static void raise_in_an_interrupt_wakes_nobody(struct kunit *test)
{
	struct task_struct *ksoftirqd = test->priv;

	KUNIT_EXPECT_TRUE(test, wait_until(ksoftirqd->state == TASK_INTERRUPTIBLE));
	next_tick();
	run_in_hardirq(raise_and_see, ksoftirqd);
	run_in_softirq(raise_and_see, ksoftirqd);
	run_with_bh_off(raise_and_see, ksoftirqd);
	KUNIT_EXPECT_EQ(test, ksoftirqd->state, TASK_INTERRUPTIBLE);
	KUNIT_EXPECT_EQ(test, lab.runs, 3);
	KUNIT_EXPECT_EQ(test, lab.runs_in_ksoftirqd, 0);
}

/* S57: at most ten passes in one go; the rest is ksoftirqd's */
static void ten_passes_then_ksoftirqd(struct kunit *test)
{
	struct task_struct *ksoftirqd = test->priv;

	lab.again = 24;
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.runs, 10);
	KUNIT_EXPECT_EQ(test, ksoftirqd->state, TASK_RUNNING);
	KUNIT_EXPECT_NE(test, local_softirq_pending(), 0);
	KUNIT_EXPECT_TRUE(test, wait_until(lab.runs == 25));
	KUNIT_EXPECT_EQ(test, lab.runs_in_test, 10);
	KUNIT_EXPECT_GE(test, lab.runs_in_ksoftirqd, 1);
}

/* S58: the number of passes is the only limit: ten long ones, over many ticks, in one go */
static void ten_passes_however_long(struct kunit *test)
{
	lab.again = 11;
	lab.us = 700000 / HZ;
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_GE(test, lab.runs, 10);
	KUNIT_EXPECT_EQ(test, lab.runs_in_test, lab.runs);
	KUNIT_EXPECT_TRUE(test, wait_until(lab.runs == 12));
}

static int urgent_thread(void *unused)
{
	return 0;
}

/* S58: a thread that waits for the processor does not end the passes either */
static void ten_passes_whoever_waits(struct kunit *test)
{
	struct task_struct *urgent = kthread_create(urgent_thread, NULL, "urgent");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, urgent);
	kthread_bind(urgent, smp_processor_id());
	set_user_nice(urgent, -10);
	lab.again = 9;
	local_bh_disable();
	wake_up_process(urgent);
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.runs_while_another_waits, 10);
	KUNIT_EXPECT_EQ(test, lab.runs_in_test, 10);
}

static void raise_for_ever(struct softirq_action *self)
{
	udelay(lab.us);
	if (!READ_ONCE(*(bool *)self->data))
		raise_softirq(LAB_SOFTIRQ);
}

/* S57, S59: a softirq that raises itself for ever does not keep threads from running */
static void threads_run_beside_an_endless_softirq(struct kunit *test)
{
	bool stop = false;
	u64 start = sched_clock();
	unsigned long turns = 0;

	open_softirq(LAB_SOFTIRQ, raise_for_ever, &stop);
	raise_softirq(LAB_SOFTIRQ);
	while (sched_clock() - start < 20 * NSEC_PER_MSEC) {
		turns++;
		cond_resched();
	}
	schedule_timeout_uninterruptible(2);
	WRITE_ONCE(stop, true);
	KUNIT_EXPECT_GT(test, turns, 1000);
	KUNIT_EXPECT_TRUE(test, wait_until(!local_softirq_pending()));
}

/* S59: between two goes of ten passes ksoftirqd lets a thread run that was woken meanwhile */
static void ksoftirqd_gives_way_between_goes(struct kunit *test)
{
	unsigned long start = jiffies;
	bool stop = false;

	open_softirq(LAB_SOFTIRQ, raise_for_ever, &stop);
	lab.us = 1100000 / HZ; /* there is a tick in each pass, hardly ever one between two goes */
	raise_softirq(LAB_SOFTIRQ);
	schedule_timeout_uninterruptible(1);
	WRITE_ONCE(stop, true);
	KUNIT_EXPECT_LE(test, jiffies - start, 30);
	KUNIT_EXPECT_TRUE(test, wait_until(!local_softirq_pending()));
}

/* S59: ksoftirqd/0 is bound to its processor and nice 19 */
static void ksoftirqd_is_bound_and_nice(struct kunit *test)
{
	struct task_struct *ksoftirqd = test->priv;

	KUNIT_EXPECT_EQ(test, task_nice(ksoftirqd), 19);
	KUNIT_EXPECT_TRUE(test, ksoftirqd->bound);
	KUNIT_EXPECT_EQ(test, ksoftirqd->cpu, 0);
}

static void raise_lab(void *arg)
{
	raise_softirq(LAB_SOFTIRQ);
}

/* S57: twenty-five passes, raised by a top half: ten when it returns, the others in ksoftirqd */
static void the_limit_holds_after_an_interrupt(struct kunit *test)
{
	lab.again = 24;
	run_in_hardirq(raise_lab, NULL);
	KUNIT_EXPECT_EQ(test, lab.runs, 10);
	KUNIT_EXPECT_TRUE(test, wait_until(lab.runs == 25));
	KUNIT_EXPECT_EQ(test, lab.runs_in_test, 10);
}

static struct kunit_case ksoftirqd_cases[] = {
	KUNIT_CASE(raise_in_a_thread_wakes_ksoftirqd),
	KUNIT_CASE(raise_in_an_interrupt_wakes_nobody),
	KUNIT_CASE(ten_passes_then_ksoftirqd),
	KUNIT_CASE(ten_passes_however_long),
	KUNIT_CASE(ten_passes_whoever_waits),
	KUNIT_CASE(the_limit_holds_after_an_interrupt),
	KUNIT_CASE(threads_run_beside_an_endless_softirq),
	KUNIT_CASE(ksoftirqd_gives_way_between_goes),
	KUNIT_CASE(ksoftirqd_is_bound_and_nice),
	{},
};

static struct kunit_suite ksoftirqd_suite = {
	.name = "ksoftirqd",
	.init = ksoftirqd_init,
	.test_cases = ksoftirqd_cases,
};
kunit_test_suite(ksoftirqd_suite);
