// SPDX-License-Identifier: MIT
/*
 * compare_test.c - the comparison tells what happened, not what its table of mechanisms says
 *
 * The mechanisms are run with few interrupts; then mechanisms of the test's own raise their bodies
 * somewhere else than their name says, lose interrupts, and meet themselves.
 */
#include <halves/compare.h>
#include <kunit/test.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>

static const struct compare_setup few = { .count = 20, .work_us = 5, .burst = 1 };
static const struct compare_setup bursts = { .count = 20, .work_us = 5, .burst = 8 };

static const struct compare_mechanism *find(struct kunit *test, const char *name)
{
	unsigned int i;

	for (i = 0; i < COMPARE_MECHANISMS; i++)
		if (!strcmp(compare_mechanisms[i].name, name))
			return &compare_mechanisms[i];
	KUNIT_FAIL_AND_ABORT(test, "no mechanism is called %s", name);
	return NULL;
}

static void expect_order(struct kunit *test, const struct stats *stats)
{
	KUNIT_EXPECT_LE(test, stats->min, stats->median);
	KUNIT_EXPECT_LE(test, stats->median, stats->p99);
	KUNIT_EXPECT_LE(test, stats->p99, stats->max);
}

/* ---- statistics ------------------------------------------------------------------------------ */

/* Of 1 … 100 in any order, the p-th percentile is p. */
static void percentiles_of_a_hundred(struct kunit *test)
{
	struct stats stats;
	u32 samples[100];
	unsigned int i;

	for (i = 0; i < 100; i++)
		samples[i] = i * 37 % 100 + 1;
	stats_of(samples, 100, &stats);
	KUNIT_EXPECT_EQ(test, stats.min, 1);
	KUNIT_EXPECT_EQ(test, stats.median, 50);
	KUNIT_EXPECT_EQ(test, stats.p99, 99);
	KUNIT_EXPECT_EQ(test, stats.max, 100);
}

/* Few samples, and the largest there are: each value is one that was given. */
static void percentiles_of_few(struct kunit *test)
{
	u32 one[] = { 7 }, four[] = { 4, U32_MAX, 0, 2 };
	struct stats stats;

	stats_of(one, 1, &stats);
	KUNIT_EXPECT_EQ(test, stats.min, 7);
	KUNIT_EXPECT_EQ(test, stats.median, 7);
	KUNIT_EXPECT_EQ(test, stats.p99, 7);
	KUNIT_EXPECT_EQ(test, stats.max, 7);
	stats_of(four, 4, &stats);
	KUNIT_EXPECT_EQ(test, stats.min, 0);
	KUNIT_EXPECT_EQ(test, stats.median, 2);
	KUNIT_EXPECT_EQ(test, stats.p99, U32_MAX);
	KUNIT_EXPECT_EQ(test, stats.max, U32_MAX);
	stats_of(NULL, 0, &stats);
	KUNIT_EXPECT_EQ(test, stats.min, 0);
	KUNIT_EXPECT_EQ(test, stats.max, 0);
}

/* A power of two begins a bucket, and each value has one. */
static void buckets_are_powers_of_two(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, stats_bucket(0), 0);
	KUNIT_EXPECT_EQ(test, stats_bucket(1), 1);
	KUNIT_EXPECT_EQ(test, stats_bucket(127), 7);
	KUNIT_EXPECT_EQ(test, stats_bucket(128), 8);
	KUNIT_EXPECT_EQ(test, stats_bucket(U32_MAX), STATS_BUCKETS - 1);
}

/* ---- the eight mechanisms -------------------------------------------------------------------- */

static void describe(const struct compare_mechanism *mechanism, char *desc)
{
	strscpy(desc, mechanism->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(mechanism, compare_mechanisms, describe);

/* One at a time nothing merges, every figure is in order, and work takes at least its time. */
static void figures_are_consistent(struct kunit *test)
{
	const struct compare_mechanism *mechanism = test->param_value;
	struct compare_result r;
	unsigned int b, events = 0;

	KUNIT_ASSERT_EQ(test, compare_measure(mechanism, &few, &r), 0);
	KUNIT_EXPECT_EQ(test, r.runs, few.count);
	KUNIT_EXPECT_EQ(test, r.merged, 0);
	KUNIT_EXPECT_EQ(test, r.max_concurrency, 1);
	KUNIT_EXPECT_EQ(test, r.cpus_used, 1);
	expect_order(test, &r.top_half);
	expect_order(test, &r.start);
	expect_order(test, &r.done);
	expect_order(test, &r.tick_late);
	KUNIT_EXPECT_GT(test, r.start.min, 0);
	KUNIT_EXPECT_GE(test, r.done.min, few.work_us * 1000);
	KUNIT_EXPECT_GT(test, r.irqs_off_max, 0);
	for (b = 0; b < STATS_BUCKETS; b++)
		events += r.histogram[b];
	KUNIT_EXPECT_EQ(test, events, few.count);
}

/* A burst reaches the body as one, but the top half each time; runs + merged = count. */
static void a_burst_is_merged(struct kunit *test)
{
	const struct compare_mechanism *mechanism = test->param_value;
	struct compare_result r;

	KUNIT_ASSERT_EQ(test, compare_measure(mechanism, &bursts, &r), 0);
	KUNIT_EXPECT_EQ(test, r.runs + r.merged, bursts.count);
	KUNIT_EXPECT_EQ(test, r.runs, mechanism->direct ? bursts.count : 3);
	KUNIT_EXPECT_GE(test, r.done.min, bursts.work_us * 1000);
}

static void expect_place(struct kunit *test, const char *name, enum context context,
			 const char *thread)
{
	bool process = context == CONTEXT_PROCESS;
	struct compare_result r;

	KUNIT_ASSERT_EQ(test, compare_measure(find(test, name), &few, &r), 0);
	KUNIT_EXPECT_STREQ_MSG(test, context_name(r.context), context_name(context), "%s", name);
	KUNIT_EXPECT_EQ_MSG(test, r.may_sleep, process, "%s", name);
	if (thread)
		KUNIT_EXPECT_STREQ_MSG(test, r.thread, thread, "%s", name);
	if (process)
		KUNIT_EXPECT_GE_MSG(test, r.switches_milli, 2000, "%s: there and back", name);
}

/* S43, S55, S86, S96, S97: each mechanism runs where its name says */
static void contexts_are_right(struct kunit *test)
{
	expect_place(test, "hardirq", CONTEXT_HARDIRQ, NULL);
	expect_place(test, "softirq", CONTEXT_SOFTIRQ, NULL);
	expect_place(test, "tasklet", CONTEXT_SOFTIRQ, NULL);
	expect_place(test, "tasklet_hi", CONTEXT_SOFTIRQ, NULL);
	expect_place(test, "work_events", CONTEXT_PROCESS, "events/0");
	expect_place(test, "work_own", CONTEXT_PROCESS, "compare/0");
	expect_place(test, "work_sleeping", CONTEXT_PROCESS, "compare/0");
	expect_place(test, "kthread", CONTEXT_PROCESS, "compare");
}

/* The work that sleeps gives the processor away and gets it back: two switches more. */
static void the_sleeper_sleeps(struct kunit *test)
{
	struct compare_result awake, asleep;

	KUNIT_ASSERT_EQ(test, compare_measure(find(test, "work_own"), &few, &awake), 0);
	KUNIT_ASSERT_EQ(test, compare_measure(find(test, "work_sleeping"), &few, &asleep), 0);
	KUNIT_EXPECT_GE(test, asleep.switches_milli, awake.switches_milli + 2000);
	KUNIT_EXPECT_GT(test, asleep.done.median, awake.done.max);
}

/* Work with interrupts off is what makes the others wait; in a softirq it is not. */
static void only_the_top_half_keeps_interrupts_off(struct kunit *test)
{
	struct compare_result top, bottom;
	struct compare_setup much = few;

	much.work_us = 50; /* more than a top half takes without optimisation */
	KUNIT_ASSERT_EQ(test, compare_measure(find(test, "hardirq"), &much, &top), 0);
	KUNIT_ASSERT_EQ(test, compare_measure(find(test, "softirq"), &much, &bottom), 0);
	KUNIT_EXPECT_GE(test, top.irqs_off_max, much.work_us * 1000);
	KUNIT_EXPECT_LT(test, bottom.irqs_off_max, much.work_us * 1000);
	KUNIT_EXPECT_GE(test, top.top_half.min, much.work_us * 1000);
	KUNIT_EXPECT_LT(test, bottom.top_half.median, much.work_us * 1000);
}

/* ---- bodies moved elsewhere ------------------------------------------------------------------ */

static struct work_struct work;
static struct workqueue_struct *queues[2];
static unsigned int turn;
static struct tasklet_struct tasklet;

static void work_body(void *run)
{
	compare_body(run);
}

static void tasklet_body(unsigned long run)
{
	compare_body((struct compare_run *)run);
}

static int moved_setup(struct compare_run *run)
{
	INIT_WORK(&work, work_body, run);
	return 0;
}

static void moved_raise(struct compare_run *run)
{
	schedule_work(&work);
}

static void moved_teardown(struct compare_run *run)
{
	flush_scheduled_work();
}

/* A body that is called softirq and runs in a work is found in the worker, and may sleep. */
static void a_moved_body_is_seen(struct kunit *test)
{
	static const struct compare_mechanism moved = { "softirq", moved_setup, moved_raise,
							moved_teardown };
	struct compare_result r;

	KUNIT_ASSERT_EQ(test, compare_measure(&moved, &few, &r), 0);
	KUNIT_EXPECT_STREQ(test, context_name(r.context), "process");
	KUNIT_EXPECT_STREQ(test, r.thread, "events/0");
	KUNIT_EXPECT_TRUE(test, r.may_sleep);
}

static void locked_body(void *run)
{
	preempt_disable();
	compare_body(run);
	preempt_enable();
}

static int locked_setup(struct compare_run *run)
{
	INIT_WORK(&work, locked_body, run);
	return 0;
}

/* A body in a work that has preemption off may not sleep, and that is seen, too. */
static void a_locked_body_is_seen(struct kunit *test)
{
	static const struct compare_mechanism locked = { "work_events", locked_setup, moved_raise,
							 moved_teardown };
	struct compare_result r;

	KUNIT_ASSERT_EQ(test, compare_measure(&locked, &few, &r), 0);
	KUNIT_EXPECT_STREQ(test, context_name(r.context), "process");
	KUNIT_EXPECT_FALSE(test, r.may_sleep);
}

static int sometimes_setup(struct compare_run *run)
{
	turn = 0;
	tasklet_init(&tasklet, tasklet_body, (unsigned long)run);
	return moved_setup(run);
}

static void sometimes_raise(struct compare_run *run)
{
	if (turn++ == 3)
		tasklet_schedule(&tasklet);
	else
		schedule_work(&work);
}

static void sometimes_teardown(struct compare_run *run)
{
	tasklet_kill(&tasklet);
	flush_scheduled_work();
}

/* One run of many in a stricter context is enough for the table to say so. */
static void the_strictest_context_counts(struct kunit *test)
{
	static const struct compare_mechanism sometimes = { "work_events", sometimes_setup,
							    sometimes_raise, sometimes_teardown };
	struct compare_result r;

	KUNIT_ASSERT_EQ(test, compare_measure(&sometimes, &few, &r), 0);
	KUNIT_EXPECT_STREQ(test, context_name(r.context), "softirq");
	KUNIT_EXPECT_FALSE(test, r.may_sleep);
}

static struct work_struct works[2];

static int two_setup(struct compare_run *run)
{
	queues[0] = create_singlethread_workqueue("one");
	if (!queues[0])
		return -ENOMEM;
	queues[1] = create_singlethread_workqueue("two");
	if (!queues[1]) {
		destroy_workqueue(queues[0]);
		return -ENOMEM;
	}
	INIT_WORK(&works[0], work_body, run);
	INIT_WORK(&works[1], work_body, run);
	return 0;
}

static void two_raise(struct compare_run *run)
{
	queue_work(queues[0], &works[0]);
	queue_work(queues[1], &works[1]);
}

static void two_teardown(struct compare_run *run)
{
	destroy_workqueue(queues[0]);
	destroy_workqueue(queues[1]);
}

/* Two workers sleep in one body at the same time, and no interrupt counts twice. */
static void two_bodies_at_once_are_seen(struct kunit *test)
{
	static const struct compare_mechanism two = { "two", two_setup, two_raise, two_teardown,
						      .sleeps = true };
	struct compare_result r;

	KUNIT_ASSERT_EQ(test, compare_measure(&two, &bursts, &r), 0);
	KUNIT_EXPECT_EQ(test, r.max_concurrency, 2);
	KUNIT_EXPECT_EQ(test, r.runs + r.merged, bursts.count);
}

/* S61, S74: spread over processors, softirqs and works meet; top half, tasklet and thread never */
static void only_some_meet_on_several_processors(struct kunit *test)
{
	const struct compare_mechanism *mechanism = test->param_value;
	bool one = mechanism->direct || strstr(mechanism->name, "tasklet") ||
		   !strcmp(mechanism->name, "kthread");
	struct compare_setup spread = { .count = 40, .work_us = 20, .burst = 1, .spread = true };
	struct compare_result r;

	if (num_online_cpus() == 1) {
		kunit_skip(test, "there is one processor: SMP=2");
		return;
	}
	KUNIT_ASSERT_EQ(test, compare_measure(mechanism, &spread, &r), 0);
	if (one)
		KUNIT_EXPECT_EQ(test, r.max_concurrency, 1);
	else
		KUNIT_EXPECT_GT(test, r.max_concurrency, 1);
	if (!one || mechanism->direct)
		KUNIT_EXPECT_EQ(test, r.cpus_used, num_online_cpus());
	KUNIT_EXPECT_GT(test, r.lock.min, 0);
	expect_order(test, &r.lock);
	KUNIT_EXPECT_EQ(test, r.runs + r.merged, spread.count);
}

/* ---- what goes wrong is told ----------------------------------------------------------------- */

static void forgetful_raise(struct compare_run *run) { }

/* A raise that comes to nothing ends with an error and a line that says what was lost. */
static void a_lost_interrupt_is_told(struct kunit *test)
{
	static const struct compare_mechanism forgetful = { "forgetful", NULL, forgetful_raise };
	struct compare_result r;

	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, compare_measure(&forgetful, &few, &r), -ETIMEDOUT);
	KUNIT_EXPECT_REPORT(test, "forgetful: interrupt 1 was lost");
}

static int failing_setup(struct compare_run *run)
{
	return -ENOMEM;
}

/* A set-up that fails is passed on, and nothing is raised. */
static void a_failed_setup_is_told(struct kunit *test)
{
	static const struct compare_mechanism failing = { "failing", failing_setup,
							  forgetful_raise };
	struct compare_result r;

	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, compare_measure(&failing, &few, &r), -ENOMEM);
	KUNIT_EXPECT_REPORT(test, "failing: cannot be set up");
}

static struct kunit_case compare_cases[] = {
	KUNIT_CASE(percentiles_of_a_hundred),
	KUNIT_CASE(percentiles_of_few),
	KUNIT_CASE(buckets_are_powers_of_two),
	KUNIT_CASE_PARAM(figures_are_consistent, mechanism_gen_params),
	KUNIT_CASE_PARAM(a_burst_is_merged, mechanism_gen_params),
	KUNIT_CASE(contexts_are_right),
	KUNIT_CASE(the_sleeper_sleeps),
	KUNIT_CASE(only_the_top_half_keeps_interrupts_off),
	KUNIT_CASE(a_moved_body_is_seen),
	KUNIT_CASE(a_locked_body_is_seen),
	KUNIT_CASE(the_strictest_context_counts),
	KUNIT_CASE(two_bodies_at_once_are_seen),
	KUNIT_CASE_PARAM(only_some_meet_on_several_processors, mechanism_gen_params),
	KUNIT_CASE(a_lost_interrupt_is_told),
	KUNIT_CASE(a_failed_setup_is_told),
	{}
};

static struct kunit_suite compare_suite = {
	.name = "compare",
	.test_cases = compare_cases,
};

kunit_test_suite(compare_suite);
