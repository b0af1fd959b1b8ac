// SPDX-License-Identifier: MIT
/* sched_test.c - who gets the processor for how long; see also preempt_test.c */
#include "helpers.h"

#include <linux/kthread.h>

#define MAX_RUNNERS 3

/* A thread that wants the processor all the time. */
struct runner {
	struct task_struct *thread;
	unsigned long ticks; /* that found it running, when all were stopped */
	unsigned long turns;
	unsigned long longest; /* stretch without another runner, in ticks */
};

static struct {
	struct runner runners[MAX_RUNNERS];
	int count;
	struct runner *last;
	unsigned long since; /* jiffies when the last one began its stretch */
	bool stop;
} race;

static int run(void *data)
{
	struct runner *runner = data;

	while (!READ_ONCE(race.stop)) {
		unsigned long now;

		runner->turns++;
		preempt_disable();
		now = jiffies; /* not earlier: another may run in between */
		if (race.last != runner) {
			race.last = runner;
			race.since = now;
		} else if (now - race.since > runner->longest) {
			runner->longest = now - race.since;
		}
		preempt_enable();
	}
	runner->ticks = current->ticks;
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* Let threads of these nice levels compete for some ticks, watched by a thread more urgent. */
static void compete(struct kunit *test, unsigned long ticks, int count, const int *nice)
{
	int i;

	memset(&race, 0, sizeof(race));
	race.count = count;
	set_user_nice(current, -20);
	for (i = 0; i < count; i++) {
		struct runner *runner = &race.runners[i];

		runner->thread = create_thread(test, run, runner, "runner");
		set_user_nice(runner->thread, nice[i]);
	}
	for (i = 0; i < count; i++)
		start_thread(test, race.runners[i].thread);
	schedule_timeout_uninterruptible(ticks);
	WRITE_ONCE(race.stop, true);
	for (i = 0; i < count; i++)
		kthread_stop(race.runners[i].thread);
	set_user_nice(current, 0);
}

/* There are forty nice levels; each can be set and read back, and orders the priority */
static void forty_nice_levels(struct kunit *test)
{
	int nice, last = -1;

	KUNIT_EXPECT_EQ(test, NICE_LEVELS, 40);
	for (nice = NICE_MIN; nice <= NICE_MAX; nice++) {
		set_user_nice(current, nice);
		KUNIT_EXPECT_EQ(test, task_nice(current), nice);
		KUNIT_EXPECT_GT(test, current->prio, last);
		last = current->prio;
	}
	set_user_nice(current, 0);
	KUNIT_EXPECT_EQ(test, task_nice(current), 0);
}

/* Threads of one level share the processor evenly: to a slice, which is 100 ms at nice 0 */
static void equal_threads_share_evenly(struct kunit *test)
{
	const int nice[] = { 0, 0 };
	unsigned long slice = msecs_to_jiffies(100), a, b;

	compete(test, 4 * slice, 2, nice);
	a = race.runners[0].ticks;
	b = race.runners[1].ticks;
	KUNIT_EXPECT_GE(test, a + b + 2, 4 * slice);
	KUNIT_EXPECT_LE(test, a > b ? a - b : b - a, slice);
}

/* A nice thread gets its turn, however many ticks a less nice one wants: nobody starves */
static void nice_thread_does_not_starve(struct kunit *test)
{
	const int nice[] = { 0, 19 };

	compete(test, msecs_to_jiffies(450), 2, nice);
	KUNIT_EXPECT_GE(test, race.runners[1].ticks, 1);
	KUNIT_EXPECT_GT(test, race.runners[1].turns, 0);
	KUNIT_EXPECT_GT(test, race.runners[0].ticks, 4 * race.runners[1].ticks);
}

/* Slices grow with urgency: the stretch of nice 0 is longer than that of 10, and that than of 19 */
static void slices_follow_the_nice_level(struct kunit *test)
{
	const int nice[] = { 0, 10, 19 };

	compete(test, msecs_to_jiffies(400), 3, nice);
	KUNIT_EXPECT_GT(test, race.runners[0].longest, race.runners[1].longest);
	KUNIT_EXPECT_GT(test, race.runners[1].longest, race.runners[2].longest);
	KUNIT_EXPECT_GT(test, race.runners[2].turns, 0);
}

static int spin_and_notice(void *data)
{
	while (!kthread_should_stop())
		barrier();
	return 0;
}

/* A thread that never sleeps, on this processor: not yet woken. */
static struct task_struct *create_spinner(struct kunit *test, int nice)
{
	struct task_struct *spinner = kthread_create(spin_and_notice, NULL, "spinner");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, spinner);
	kthread_bind(spinner, smp_processor_id());
	set_user_nice(spinner, nice);
	return spinner;
}

/* A thread that sleeps most of the time is not kept waiting by one that never does */
static void sleeper_is_not_kept_waiting(struct kunit *test)
{
	struct task_struct *spinner = create_spinner(test, 5);
	unsigned long late = 0;
	int i;

	wake_up_process(spinner);
	for (i = 0; i < 20; i++) {
		unsigned long start = jiffies, slept;

		schedule_timeout_uninterruptible(2);
		slept = jiffies - start;
		if (slept > late)
			late = slept;
	}
	kthread_stop(spinner);
	KUNIT_EXPECT_LE(test, late, 4);
}

/* set_user_nice of a thread that waits for the processor moves it: made urgent, it runs at once */
static void set_user_nice_moves_a_waiting_thread(struct kunit *test)
{
	struct task_struct *spinner = create_spinner(test, 19);

	wake_up_process(spinner);
	preempt_disable();
	KUNIT_EXPECT_FALSE(test, need_resched());
	set_user_nice(spinner, -10);
	KUNIT_EXPECT_EQ(test, task_nice(spinner), -10);
	KUNIT_EXPECT_TRUE(test, need_resched());
	set_user_nice(spinner, 10);
	preempt_enable();
	kthread_stop(spinner);
}

/* nr_running counts who wants the processor, nr_context_switches only grows */
static void counts_of_the_run_queue(struct kunit *test)
{
	struct task_struct *spinner = create_spinner(test, 19);
	unsigned long long switches = nr_context_switches();

	KUNIT_EXPECT_TRUE(test, wait_until(nr_running() == 1));
	wake_up_process(spinner);
	KUNIT_EXPECT_GE(test, nr_running(), 2);
	schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_GE(test, nr_context_switches(), switches + 2);
	kthread_stop(spinner);
	KUNIT_EXPECT_TRUE(test, wait_until(nr_running() == 1));
}

/* Switches are counted for each thread: those that it asked for, and those that it suffered */
static void switches_are_counted_by_kind(struct kunit *test)
{
	struct task_struct *spinner = create_spinner(test, 5);
	unsigned long asked = current->nvcsw;

	wake_up_process(spinner);
	schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, current->nvcsw, asked + 1);
	schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_GE(test, spinner->nivcsw, 1);
	KUNIT_EXPECT_EQ(test, spinner->nvcsw, 0);
	kthread_stop(spinner);
}

/* wake_up_process returns 1 if it slept, 0 if it was awake already; current is who runs */
static void wake_up_says_whether_it_slept(struct kunit *test)
{
	struct task_struct *spinner = create_spinner(test, 5);

	KUNIT_EXPECT_EQ(test, wake_up_process(spinner), 1);
	KUNIT_EXPECT_EQ(test, wake_up_process(spinner), 0);
	KUNIT_EXPECT_EQ(test, wake_up_process(current), 0);
	KUNIT_EXPECT_PTR_EQ(test, current, test->thread);
	KUNIT_EXPECT_EQ(test, strncmp(current->comm, test->name, TASK_COMM_LEN - 1), 0);
	kthread_stop(spinner);
}

static struct kunit_case sched_cases[] = {
	KUNIT_CASE(forty_nice_levels),
	KUNIT_CASE(equal_threads_share_evenly),
	KUNIT_CASE(nice_thread_does_not_starve),
	KUNIT_CASE(slices_follow_the_nice_level),
	KUNIT_CASE(sleeper_is_not_kept_waiting),
	KUNIT_CASE(set_user_nice_moves_a_waiting_thread),
	KUNIT_CASE(counts_of_the_run_queue),
	KUNIT_CASE(switches_are_counted_by_kind),
	KUNIT_CASE(wake_up_says_whether_it_slept),
	{},
};

static struct kunit_suite sched_suite = {
	.name = "sched",
	.test_cases = sched_cases,
};
kunit_test_suite(sched_suite);
