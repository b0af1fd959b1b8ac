// SPDX-License-Identifier: MIT
/* tasklet_stats_test.c - runs are counted exactly, and what waits or runs is seen */
#include "helpers.h"

#include <halves/tasklet_stats.h>
#include <linux/kthread.h>

static void stats_tasklet(unsigned long data) { }

struct wanted {
	void (*func)(unsigned long data);
	struct tasklet_stats found;
	unsigned int lines;
};

static void pick(const struct tasklet_stats *stats, void *data)
{
	struct wanted *wanted = data;

	if (stats->func != wanted->func)
		return;
	wanted->found = *stats;
	wanted->lines++;
}

static struct tasklet_stats stats_of(void (*func)(unsigned long data))
{
	struct wanted wanted = { .func = func };

	tasklets_for_each_function(pick, &wanted);
	return wanted.found;
}

static unsigned long runs_of(void (*func)(unsigned long data))
{
	struct tasklet_stats stats = stats_of(func);
	unsigned long runs = 0;
	int cpu;

	for_each_online_cpu(cpu)
		runs += stats.runs[cpu];
	return runs;
}

static void run_it(struct tasklet_struct *t, int times)
{
	while (times--) {
		local_bh_disable();
		tasklet_schedule(t);
		local_bh_enable();
	}
}

/* runs of all tasklets of a function are counted together, each once, on the processor they ran */
static void runs_are_counted_exactly(struct kunit *test)
{
	static DECLARE_TASKLET(one, stats_tasklet, 0);
	unsigned long before = runs_of(stats_tasklet);
	struct tasklet_stats stats;
	DECLARE_TASKLET(two, stats_tasklet, 0);
	unsigned long here;
	int cpu;

	preempt_disable();
	cpu = smp_processor_id();
	run_it(&one, 70);
	run_it(&two, 30);
	preempt_enable();
	stats = stats_of(stats_tasklet);
	here = stats.runs[cpu];
	KUNIT_EXPECT_EQ(test, runs_of(stats_tasklet), before + 100);
	KUNIT_EXPECT_GE(test, here, 100);
}

/* one that waits is seen, and so is that it is disabled; before its first run, too */
static void what_waits_is_seen(struct kunit *test)
{
	static DECLARE_TASKLET_DISABLED(waits, stats_tasklet, 0);
	struct tasklet_stats stats;

	tasklet_schedule(&waits);
	stats = stats_of(stats_tasklet);
	KUNIT_EXPECT_EQ(test, stats.scheduled, 1);
	KUNIT_EXPECT_EQ(test, stats.disabled, 1);
	tasklet_enable(&waits);
	tasklet_kill(&waits);
	stats = stats_of(stats_tasklet);
	KUNIT_EXPECT_EQ(test, stats.scheduled, 0);
	KUNIT_EXPECT_EQ(test, stats.disabled, 0);
	tasklet_disable(&waits);
}

static volatile bool entered, leave;

static void long_tasklet(unsigned long data)
{
	entered = true;
	spin_until(leave);
}

static int schedule_it(void *t)
{
	tasklet_schedule(t);
	return 0;
}

/* one that runs on another processor is seen there */
static void what_runs_is_seen(struct kunit *test)
{
	static DECLARE_TASKLET(runs, long_tasklet, 0);
	struct task_struct *thread;
	struct tasklet_stats stats;
	int cpu = num_online_cpus() - 1;

	if (!cpu)
		kunit_skip(test, "needs another processor");
	entered = leave = false;
	thread = create_thread(test, schedule_it, &runs, "elsewhere");
	kthread_bind(thread, cpu);
	start_thread(test, thread);
	KUNIT_ASSERT_TRUE(test, wait_until(entered));
	stats = stats_of(long_tasklet);
	KUNIT_EXPECT_EQ(test, stats.running, 1);
	KUNIT_EXPECT_EQ(test, stats.scheduled, 0);
	leave = true;
	tasklet_kill(&runs);
	stats = stats_of(long_tasklet);
	KUNIT_EXPECT_EQ(test, stats.running, 0);
}

static void forgotten_tasklet(unsigned long data) { }

/* a function that goes with its module is forgotten: its place is free for others, at 0 */
static void what_goes_is_forgotten(struct kunit *test)
{
	DECLARE_TASKLET(t, forgotten_tasklet, 0);
	struct wanted wanted = { .func = forgotten_tasklet };

	run_it(&t, 3);
	KUNIT_EXPECT_EQ(test, runs_of(forgotten_tasklet), 3);
	tasklets_forget(forgotten_tasklet);
	tasklets_for_each_function(pick, &wanted);
	KUNIT_EXPECT_EQ(test, wanted.lines, 0);
	tasklet_init(&t, forgotten_tasklet, 0);
	run_it(&t, 2);
	KUNIT_EXPECT_EQ(test, runs_of(forgotten_tasklet), 2);
}

static struct kunit_case tasklet_stats_cases[] = {
	KUNIT_CASE(runs_are_counted_exactly),
	KUNIT_CASE(what_waits_is_seen),
	KUNIT_CASE(what_runs_is_seen),
	KUNIT_CASE(what_goes_is_forgotten),
	{},
};

static struct kunit_suite tasklet_stats_suite = {
	.name = "tasklet_stats",
	.test_cases = tasklet_stats_cases,
};
kunit_test_suite(tasklet_stats_suite);
