// SPDX-License-Identifier: MIT
/* tasklet_kill_test.c - the end of a tasklet */
#include "helpers.h"

#include <linux/kthread.h>

struct count {
	struct tasklet_struct *t;
	int runs;
	bool again; /* schedule it again, each time */
};

static void count_run(unsigned long data)
{
	struct count *count = (struct count *)data;

	count->runs++;
	if (count->again)
		tasklet_schedule(count->t);
}

#define COUNTING_TASKLET(name)                                                                     \
	struct tasklet_struct name;                                                                \
	struct count name##_count = { &name };                                                     \
                                                                                                   \
	tasklet_init(&name, count_run, (unsigned long)&name##_count)

/* S81: kill waits until a scheduled tasklet has run; of an idle one it returns at once */
static void kill_waits_for_the_scheduled_run(struct kunit *test)
{
	COUNTING_TASKLET(t);

	tasklet_kill(&t);
	KUNIT_EXPECT_EQ(test, t_count.runs, 0);
	tasklet_schedule(&t);
	tasklet_kill(&t);
	KUNIT_EXPECT_EQ(test, t_count.runs, 1);
	KUNIT_EXPECT_EQ(test, t.state, 0);
}

static void kill_it(void *data)
{
	tasklet_kill(data);
}

/* S81: tasklet_kill in an interrupt complains */
static void kill_in_an_interrupt_complains(struct kunit *test)
{
	COUNTING_TASKLET(t);

	kunit_expect_report(test);
	run_in_hardirq(kill_it, &t);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	run_in_softirq(kill_it, &t);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
}

/* S83: kill is no ban: afterwards it can be scheduled again */
static void kill_is_no_ban(struct kunit *test)
{
	COUNTING_TASKLET(t);

	tasklet_schedule(&t);
	tasklet_kill(&t);
	tasklet_schedule(&t);
	KUNIT_EXPECT_TRUE(test, wait_until(t_count.runs == 2));
}

/* S84: kill stops a tasklet that schedules itself for ever */
static void kill_stops_a_self_scheduling_tasklet(struct kunit *test)
{
	COUNTING_TASKLET(t);
	int runs;

	t_count.again = true;
	tasklet_schedule(&t);
	KUNIT_EXPECT_TRUE(test, wait_until(t_count.runs > 20));
	tasklet_kill(&t);
	runs = t_count.runs;
	schedule_timeout_uninterruptible(3);
	KUNIT_EXPECT_EQ(test, t_count.runs, runs);
	KUNIT_EXPECT_EQ(test, t.state, 0);
}

static int killer(void *data)
{
	tasklet_kill(data);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 1;
}

/*
 * S82: kill of a disabled tasklet waits for ever, and after a second names it and who disabled it
 */
static void kill_of_a_disabled_tasklet_names_it(struct kunit *test)
{
	COUNTING_TASKLET(t);
	struct task_struct *thread = create_thread(test, killer, &t, "killer");

	tasklet_disable(&t);
	tasklet_schedule(&t);
	kunit_expect_report(test);
	start_thread(test, thread);
	halt_for(9 * HZ / 10); /* or the other would yield to nobody all the time */
	KUNIT_EXPECT_STREQ(test, kunit_report_text(), "");
	KUNIT_EXPECT_TRUE(test, wait_until(kunit_report_text()[0]));
	KUNIT_EXPECT_REPORT(test, "count_run");
	KUNIT_EXPECT_REPORT(test, "kill_of_a_disabled_tasklet_names_it");
	KUNIT_EXPECT_REPORT(test, "tasklet_kill() waits for it");
	KUNIT_EXPECT_EQ(test, t_count.runs, 0);
	tasklet_enable(&t);
	KUNIT_EXPECT_EQ(test, kthread_stop(thread), 1);
	KUNIT_EXPECT_EQ(test, t_count.runs, 1);
}

static noinline void disable_for(struct tasklet_struct *t, unsigned long ticks,
				 void (*wait)(unsigned long ticks))
{
	tasklet_disable(t);
	tasklet_schedule(t);
	wait(ticks);
	tasklet_enable(t);
	tasklet_kill(t);
}

/* While this one halts, the tick tries the tasklet; while it sleeps, ksoftirqd does all the time */
static void sleep_at_last(unsigned long ticks)
{
	halt_for(9 * HZ / 10);
	schedule_timeout_uninterruptible(ticks - 9 * HZ / 10);
}

/*
 * S80: scheduled but disabled for more than a second, without a kill: it and who disabled it are
 * named, once; for less than a second, or before it is scheduled, it is nobody's business
 */
static void disabled_tasklet_is_named_once(struct kunit *test)
{
	COUNTING_TASKLET(t);

	kunit_expect_report(test);
	tasklet_disable(&t);
	msleep(2000);
	tasklet_enable(&t);
	disable_for(&t, 92 * HZ / 100, sleep_at_last);
	disable_for(&t, 9 * HZ / 10, halt_for);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 0);
	disable_for(&t, 11 * HZ / 10, sleep_at_last);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "tasklet count_run has been scheduled for a second, but is "
				  "disabled (count 1, by disable_for");
	KUNIT_EXPECT_REPORT(test, "tasklet_enable()");
	KUNIT_EXPECT_REPORT(test, "ksoftirqd_thread");
	disable_for(&t, 22 * HZ / 10, halt_for);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, t_count.runs, 4);
}

static struct kunit_case tasklet_kill_cases[] = {
	KUNIT_CASE(kill_waits_for_the_scheduled_run),
	KUNIT_CASE(kill_in_an_interrupt_complains),
	KUNIT_CASE(kill_is_no_ban),
	KUNIT_CASE(kill_stops_a_self_scheduling_tasklet),
	KUNIT_CASE(kill_of_a_disabled_tasklet_names_it),
	KUNIT_CASE(disabled_tasklet_is_named_once),
	{},
};

static struct kunit_suite tasklet_kill_suite = {
	.name = "tasklet_kill",
	.test_cases = tasklet_kill_cases,
};
kunit_test_suite(tasklet_kill_suite);
