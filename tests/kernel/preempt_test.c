// SPDX-License-Identifier: MIT
/* preempt_test.c - giving way: when the processor is taken, and what happens when it must not be */
#include "helpers.h"

#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/spinlock.h>
#include <linux/time.h>

/* One that waits for a word to run; static, for it may outlive the thread of a case that failed. */
static struct {
	struct task_struct *thread;
	struct completion go;
	struct completion done;
	bool ran;
} racer;

static int racer_thread(void *unused)
{
	wait_for_completion(&racer.go);
	WRITE_ONCE(racer.ran, true);
	complete_all(&racer.done);
	return 0;
}

/* Whatever became of the case: nobody waits for a word any more. */
static void racer_release(void *unused)
{
	complete(&racer.go);
	wait_for_completion(&racer.done);
}

/* A thread of this nice level that waits for racer.go. */
static void racer_start(struct kunit *test, int nice)
{
	racer.ran = false;
	init_completion(&racer.go);
	init_completion(&racer.done);
	racer.thread = kthread_create(racer_thread, NULL, "racer");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, racer.thread);
	kthread_bind(racer.thread, smp_processor_id());
	kunit_add_action(test, racer_release, NULL);
	set_user_nice(racer.thread, nice);
	wake_up_process(racer.thread);
	KUNIT_ASSERT_TRUE(test, wait_until(racer.thread->state == TASK_UNINTERRUPTIBLE));
}

static void racer_end(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(racer.ran)));
	kunit_release_action(test, racer_release, NULL);
}

/* A more urgent thread that is woken runs at once, before the call that wakes it returns */
static void more_urgent_thread_runs_at_once(struct kunit *test)
{
	racer_start(test, -10);
	next_tick();
	complete(&racer.go);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(racer.ran));
	racer_end(test);
}

/* A less urgent one does not */
static void less_urgent_thread_waits(struct kunit *test)
{
	racer_start(test, 10);
	next_tick();
	complete(&racer.go);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(racer.ran));
	racer_end(test);
}

/* With preemption off it waits until the last preempt_enable, and then runs in it */
static void preempt_disable_keeps_the_processor(struct kunit *test)
{
	racer_start(test, -10);
	preempt_disable();
	preempt_disable();
	complete(&racer.go);
	next_tick();
	next_tick();
	preempt_enable();
	KUNIT_EXPECT_FALSE(test, READ_ONCE(racer.ran));
	KUNIT_EXPECT_TRUE(test, need_resched());
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, READ_ONCE(racer.ran));
	racer_end(test);
}

/* S44: a held spinlock, and bottom halves off, keep the processor as well */
static void spinlock_and_bh_off_keep_the_processor(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);
	racer_start(test, -10);
	spin_lock(&lock);
	complete(&racer.go);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(racer.ran));
	spin_unlock(&lock);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(racer.ran));
	racer_end(test);

	racer_start(test, -10);
	local_bh_disable();
	complete(&racer.go);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(racer.ran));
	local_bh_enable();
	KUNIT_EXPECT_TRUE(test, READ_ONCE(racer.ran));
	racer_end(test);
}

static void complete_go(void *unused)
{
	complete(&racer.go);
}

/* A thread woken by a top half, or by a softirq, runs when the interrupt returns */
static void woken_by_an_interrupt_it_runs_on_its_return(struct kunit *test)
{
	racer_start(test, -10);
	run_in_hardirq(complete_go, NULL);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(racer.ran));
	racer_end(test);

	racer_start(test, -10);
	if (!rain_start(test, complete_go, NULL))
		return;
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(racer.ran)));
	rain_stop(NULL);
	racer_end(test);
}

/* An interrupt that comes with preemption off does not take the processor away */
static void interrupt_respects_preemption_off(struct kunit *test)
{
	racer_start(test, -10);
	if (!rain_start(test, complete_go, NULL))
		return;
	preempt_disable();
	udelay(500);
	KUNIT_EXPECT_GE(test, rain_drops(), 1);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(racer.ran));
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, READ_ONCE(racer.ran));
	rain_stop(NULL);
	racer_end(test);
}

/*
 * With interrupts off a wake-up does not switch: enabling them and the next chance to give way do
 */
static void irqs_off_keep_the_processor(struct kunit *test)
{
	racer_start(test, -10);
	local_irq_disable();
	complete(&racer.go);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(racer.ran));
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_enable();
	preempt_check_resched();
	KUNIT_EXPECT_TRUE(test, READ_ONCE(racer.ran));
	racer_end(test);
}

/* S46: schedule() in an atomic thread reports who, count, calls and the way out, and carries on */
static void schedule_while_atomic_is_reported(struct kunit *test)
{
	char line[80];

	kunit_expect_report(test);
	preempt_disable();
	schedule();
	preempt_enable();
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	snprintf(line, sizeof(line), "BUG: scheduling while atomic: %s/0x00000001/%d\n",
		 current->comm, current->pid);
	KUNIT_EXPECT_REPORT(test, line);
	KUNIT_EXPECT_REPORT(test, "sleep after spin_unlock() or preempt_enable()");
	KUNIT_EXPECT_REPORT(test, "Call trace:");
	KUNIT_EXPECT_REPORT(test, "schedule_while_atomic_is_reported+");
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/* S46: a thread that must sleep with a raised count is reported, sleeps, and has its count after */
static void sleeping_with_a_raised_count_sleeps(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);
	unsigned long start = jiffies;

	kunit_expect_report(test);
	preempt_disable();
	msleep(2);
	KUNIT_EXPECT_EQ(test, preempt_count(), PREEMPT_OFFSET);
	preempt_enable();
	local_bh_disable();
	msleep(2);
	KUNIT_EXPECT_EQ(test, preempt_count(), SOFTIRQ_OFFSET);
	local_bh_enable();
	spin_lock(&lock);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, preempt_count(), PREEMPT_OFFSET);
	spin_unlock(&lock);
	KUNIT_EXPECT_GE(test, kunit_reports(test), 3);
	KUNIT_EXPECT_GE(test, jiffies - start, msecs_to_jiffies(2) * 2 + 2);
}

/* One enable too many is reported, not an ordinary thread with a count of -1 */
static void unbalanced_enable_is_reported(struct kunit *test)
{
	kunit_expect_report(test);
	preempt_enable();
	kunit_end_report(test);
	KUNIT_EXPECT_GE(test, kunit_reports(test), 1);
	local_irq_disable();
	this_cpu_write(__preempt_count, 0);
	local_irq_enable();
}

/* Each thread has a count of its own: sleeping with BH off in one leaves those of others on */
static void counts_belong_to_threads(struct kunit *test)
{
	racer_start(test, 0);
	preempt_disable();
	local_bh_disable();
	complete(&racer.go);
	kunit_expect_report(test);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&racer.done, HZ), 0);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, preempt_count(), SOFTIRQ_OFFSET + PREEMPT_OFFSET);
	local_bh_enable();
	preempt_enable();
}

/* cond_resched and yield give way to a thread of the same level */
static void yield_lets_others_run(struct kunit *test)
{
	racer_start(test, 0);
	next_tick();
	complete(&racer.go);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(racer.ran));
	yield();
	KUNIT_EXPECT_TRUE(test, READ_ONCE(racer.ran));
	racer_end(test);
}

static struct kunit_case preempt_cases[] = {
	KUNIT_CASE(more_urgent_thread_runs_at_once),
	KUNIT_CASE(less_urgent_thread_waits),
	KUNIT_CASE(preempt_disable_keeps_the_processor),
	KUNIT_CASE(spinlock_and_bh_off_keep_the_processor),
	KUNIT_CASE(woken_by_an_interrupt_it_runs_on_its_return),
	KUNIT_CASE(interrupt_respects_preemption_off),
	KUNIT_CASE(irqs_off_keep_the_processor),
	KUNIT_CASE(schedule_while_atomic_is_reported),
	KUNIT_CASE(sleeping_with_a_raised_count_sleeps),
	KUNIT_CASE(unbalanced_enable_is_reported),
	KUNIT_CASE(counts_belong_to_threads),
	KUNIT_CASE(yield_lets_others_run),
	{},
};

static struct kunit_suite preempt_suite = {
	.name = "preempt",
	.test_cases = preempt_cases,
};
kunit_test_suite(preempt_suite);
