// SPDX-License-Identifier: MIT
/*
 * tasklet_test.c - deferred calls that are never run by two at once; see also tasklet_kill_test.c
 */
#include "helpers.h"

#include <linux/timer.h>

static struct notes notes;
static int again; /* the tasklet schedules itself so often */

struct seen {
	struct tasklet_struct *t;
	int runs, scheduled, running, irqs_off, softirq, irq, cpu;
};

static void look(unsigned long data)
{
	struct seen *seen = (struct seen *)data;

	seen->runs++;
	seen->scheduled = test_bit(TASKLET_STATE_SCHED, &seen->t->state);
	seen->running = test_bit(TASKLET_STATE_RUN, &seen->t->state);
	seen->irqs_off = irqs_disabled();
	seen->softirq = in_softirq();
	seen->irq = in_irq();
	seen->cpu = smp_processor_id();
	if (again) {
		again--;
		tasklet_schedule(seen->t);
	}
}

static void write_down(unsigned long data)
{
	note(&notes, data);
}

#define LOOKING_TASKLET(name)                                                                      \
	struct seen name##_seen = {};                                                              \
	struct tasklet_struct name;                                                                \
                                                                                                   \
	name##_seen.t = &name;                                                                     \
	tasklet_init(&name, look, (unsigned long)&name##_seen)

static int tasklet_test_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	again = 0;
	next_tick();
	return 0;
}

/* S70: scheduling a scheduled tasklet does nothing: one run */
static void many_schedules_are_one_run(struct kunit *test)
{
	LOOKING_TASKLET(t);
	int i;

	local_bh_disable();
	for (i = 0; i < 100; i++)
		tasklet_schedule(&t);
	KUNIT_EXPECT_EQ(test, t_seen.runs, 0);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, t_seen.runs, 1);
}

/* S71: after schedule, at least one run is certain, also when it is scheduled while it runs */
static void each_schedule_is_followed_by_a_run(struct kunit *test)
{
	LOOKING_TASKLET(t);
	int i;

	for (i = 1; i <= 50; i++) {
		local_bh_disable();
		tasklet_schedule(&t);
		local_bh_enable();
		KUNIT_EXPECT_EQ(test, t_seen.runs, i);
	}
}

/* S71: scheduled by a thread with bottom halves on, it runs soon, by ksoftirqd */
static void scheduled_by_a_thread_it_runs(struct kunit *test)
{
	LOOKING_TASKLET(t);

	tasklet_schedule(&t);
	KUNIT_EXPECT_TRUE(test, wait_until(t_seen.runs == 1));
	KUNIT_EXPECT_NE(test, t_seen.softirq, 0);
}

/* S72: the scheduled bit is clear when the function is called; so it may schedule itself */
static void may_schedule_itself(struct kunit *test)
{
	LOOKING_TASKLET(t);

	again = 3;
	local_bh_disable();
	tasklet_schedule(&t);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, t_seen.runs, 4);
	KUNIT_EXPECT_EQ(test, t_seen.scheduled, 0);
}

static void write_and_repeat(unsigned long data)
{
	struct tasklet_struct *t = (struct tasklet_struct *)data;

	note(&notes, 1);
	if (again) {
		again--;
		tasklet_schedule(t);
	}
}

/* S72: its own next run comes in a later pass: the others of this one run before */
static void own_next_run_is_in_a_later_pass(struct kunit *test)
{
	DECLARE_TASKLET(first, write_and_repeat, (unsigned long)&first);
	DECLARE_TASKLET(second, write_down, 2);

	again = 2;
	local_bh_disable();
	tasklet_schedule(&first);
	tasklet_schedule(&second);
	local_bh_enable();
	expect_notes(test, &notes, "1 2 1 1");
}

/* S73: it runs on the processor that scheduled it, in softirq, interrupts on */
static void runs_in_softirq_context(struct kunit *test)
{
	LOOKING_TASKLET(t);

	t_seen.cpu = -1;
	local_bh_disable();
	tasklet_schedule(&t);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, t_seen.cpu, smp_processor_id());
	KUNIT_EXPECT_NE(test, t_seen.softirq, 0);
	KUNIT_EXPECT_EQ(test, t_seen.irq, 0);
	KUNIT_EXPECT_EQ(test, t_seen.irqs_off, 0);
}

/* S85: the run bit is set while it runs, on one processor too, and clear afterwards */
static void run_bit_says_that_it_runs(struct kunit *test)
{
	LOOKING_TASKLET(t);

	local_bh_disable();
	tasklet_schedule(&t);
	KUNIT_EXPECT_TRUE(test, test_bit(TASKLET_STATE_SCHED, &t.state));
	KUNIT_EXPECT_FALSE(test, test_bit(TASKLET_STATE_RUN, &t.state));
	local_bh_enable();
	KUNIT_EXPECT_NE(test, t_seen.running, 0);
	KUNIT_EXPECT_EQ(test, t.state, 0);
}

/* S76: tasklets of one batch run first in, first out */
static void batch_runs_first_in_first_out(struct kunit *test)
{
	struct tasklet_struct t[6];
	int i;

	local_bh_disable();
	for (i = 0; i < 6; i++) {
		tasklet_init(&t[i], write_down, i + 1);
		tasklet_schedule(&t[i]);
	}
	local_bh_enable();
	expect_notes(test, &notes, "1 2 3 4 5 6");
}

/* S77: hi tasklets run before timers, normal ones after them */
static void hi_before_timers_before_normal(struct kunit *test)
{
	DECLARE_TASKLET(normal, write_down, 3);
	DECLARE_TASKLET(hi, write_down, 1);
	DEFINE_TIMER(timer, write_down, 0, 2);

	local_bh_disable();
	mod_timer(&timer, jiffies);
	tasklet_schedule(&normal);
	tasklet_hi_schedule(&hi);
	next_tick();
	local_bh_enable();
	expect_notes(test, &notes, "1 2 3");
}

/*
 * S78, S80: disabled it stays scheduled and does not run; they nest; after the last enable it runs
 */
static void disabled_it_stays_scheduled(struct kunit *test)
{
	LOOKING_TASKLET(t);

	tasklet_disable(&t);
	tasklet_disable_nosync(&t);
	tasklet_schedule(&t);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, t_seen.runs, 0);
	KUNIT_EXPECT_TRUE(test, test_bit(TASKLET_STATE_SCHED, &t.state));
	tasklet_enable(&t);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, t_seen.runs, 0);
	tasklet_enable(&t);
	KUNIT_EXPECT_TRUE(test, wait_until(t_seen.runs == 1));
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, t_seen.runs, 1);
}

/* S78: the same for a hi tasklet */
static void disabled_hi_tasklet_runs_after_enable(struct kunit *test)
{
	LOOKING_TASKLET(t);

	tasklet_disable(&t);
	tasklet_hi_schedule(&t);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, t_seen.runs, 0);
	tasklet_enable(&t);
	KUNIT_EXPECT_TRUE(test, wait_until(t_seen.runs == 1));
}

/* S80: a disabled tasklet raises its softirq again each pass, and ksoftirqd stays awake for it */
static void disabled_it_keeps_ksoftirqd_busy(struct kunit *test)
{
	struct task_struct *ksoftirqd = find_thread("ksoftirqd/0");
	LOOKING_TASKLET(t);

	KUNIT_ASSERT_NOT_NULL(test, ksoftirqd);
	tasklet_disable(&t);
	local_bh_disable();
	tasklet_schedule(&t);
	local_bh_enable();
	KUNIT_EXPECT_TRUE(test, local_softirq_pending() & (1U << TASKLET_SOFTIRQ));
	KUNIT_EXPECT_EQ(test, ksoftirqd->state, TASK_RUNNING);
	tasklet_enable(&t);
	KUNIT_EXPECT_TRUE(test, wait_until(t_seen.runs == 1));
	KUNIT_EXPECT_TRUE(test, wait_until(ksoftirqd->state == TASK_INTERRUPTIBLE));
}

/* S80: a disabled tasklet does not hold up the others of its list */
static void disabled_it_delays_no_other(struct kunit *test)
{
	DECLARE_TASKLET_DISABLED(off, write_down, 1);
	DECLARE_TASKLET(on, write_down, 2);

	local_bh_disable();
	tasklet_schedule(&off);
	tasklet_schedule(&on);
	local_bh_enable();
	expect_notes(test, &notes, "2");
	tasklet_enable(&off);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 2));
	expect_notes(test, &notes, "2 1");
}

/* S79: DECLARE_TASKLET_DISABLED begins with a count of 1, DECLARE_TASKLET with 0 */
static void declared_disabled_it_needs_an_enable(struct kunit *test)
{
	DECLARE_TASKLET_DISABLED(off, write_down, 1);
	DECLARE_TASKLET(on, write_down, 2);

	KUNIT_EXPECT_EQ(test, atomic_read(&off.count), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&on.count), 0);
}

static void sleep_a_little(void *arg)
{
	might_sleep();
}

/* S86: a tasklet may not sleep: might_sleep() in it is reported */
static void tasklet_may_not_sleep(struct kunit *test)
{
	kunit_expect_report(test);
	run_in_tasklet(sleep_a_little, NULL);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "BUG: sleeping function called from invalid context at");
	KUNIT_EXPECT_REPORT(test, "in_irq(): 0, in_softirq(): 1, irqs_disabled(): 0");
}

static struct kunit_case tasklet_cases[] = {
	KUNIT_CASE(many_schedules_are_one_run),
	KUNIT_CASE(each_schedule_is_followed_by_a_run),
	KUNIT_CASE(scheduled_by_a_thread_it_runs),
	KUNIT_CASE(may_schedule_itself),
	KUNIT_CASE(own_next_run_is_in_a_later_pass),
	KUNIT_CASE(runs_in_softirq_context),
	KUNIT_CASE(run_bit_says_that_it_runs),
	KUNIT_CASE(batch_runs_first_in_first_out),
	KUNIT_CASE(hi_before_timers_before_normal),
	KUNIT_CASE(disabled_it_stays_scheduled),
	KUNIT_CASE(disabled_hi_tasklet_runs_after_enable),
	KUNIT_CASE(disabled_it_keeps_ksoftirqd_busy),
	KUNIT_CASE(disabled_it_delays_no_other),
	KUNIT_CASE(declared_disabled_it_needs_an_enable),
	KUNIT_CASE(tasklet_may_not_sleep),
	{},
};

static struct kunit_suite tasklet_suite = {
	.name = "tasklet",
	.init = tasklet_test_init,
	.test_cases = tasklet_cases,
};
kunit_test_suite(tasklet_suite);
