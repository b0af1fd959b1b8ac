// SPDX-License-Identifier: MIT
/* cost.c - lab 11: what each way costs, measured by the kernel's own comparison */
#include <halves/compare.h>
#include <halves/lab11.h>
#include <linux/jiffies.h>
#include "helpers.h"

#define WORK_US 50 /* of the job: more than a top half without optimisation takes */

static const struct compare_setup setup = { .count = 10, .work_us = WORK_US, .burst = 1 };
static const struct lab_way *measured;

static void body(void *run)
{
	compare_body(run);
}

static int measured_setup(struct compare_run *run)
{
	return measured->setup(body, run);
}

static void measured_raise(struct compare_run *run)
{
	measured->raise();
}

static void measured_teardown(struct compare_run *run)
{
	measured->teardown();
}

static void measure(struct kunit *test, int way, struct compare_result *r)
{
	struct compare_mechanism mechanism = { lab_ways[way].name, measured_setup, measured_raise,
					       measured_teardown };

	measured = &lab_ways[way];
	KUNIT_ASSERT_EQ_MSG(test, compare_measure(&mechanism, &setup, r), 0,
			    "%s cannot be measured", lab_ways[way].name);
}

/* softirq and tasklet begin at once and switch no thread; this prints the lab's table */
static void bottom_halves_switch_no_thread(struct kunit *test)
{
	struct compare_result r;
	int way;

	kunit_info(test, "%-12s %9s %9s %13s %9s", "way", "top half", "start", "irqs off max",
		   "switches");
	for (way = 0; way < LAB_WAYS; way++) {
		measure(test, way, &r);
		kunit_info(test, "%-12s %6u ns %6u ns %10u ns %5u.%03u", lab_ways[way].name,
			   r.top_half.median, r.start.median, r.irqs_off_max,
			   r.switches_milli / 1000, r.switches_milli % 1000);
		if (way != WAY_SOFTIRQ && way != WAY_TASKLET)
			continue;
		KUNIT_EXPECT_LT_MSG(test, r.switches_milli, 1000, "%s switches threads",
				    lab_ways[way].name);
		KUNIT_EXPECT_LT_MSG(test, r.start.median, 50000, "%s begins late",
				    lab_ways[way].name);
	}
}

/* a way that may sleep costs two switches of threads: there, and back */
static void threads_are_switched_to(struct kunit *test)
{
	static const int ways[] = { WAY_WORK_SINGLE, WAY_WORK_PERCPU, WAY_THREAD };
	struct compare_result softirq, r;
	int i;

	measure(test, WAY_SOFTIRQ, &softirq);
	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		const char *name = lab_ways[ways[i]].name;

		measure(test, ways[i], &r);
		KUNIT_EXPECT_GE_MSG(test, r.switches_milli, 2000, "%s: no thread of its own", name);
		KUNIT_EXPECT_LE_MSG(test, r.switches_milli, 6000, "%s: more switches than it needs",
				    name);
		KUNIT_EXPECT_GT_MSG(test, r.start.median, softirq.start.median,
				    "%s begins before a softirq would", name);
		KUNIT_EXPECT_LT_MSG(test, r.start.median, 200000, "%s begins late", name);
	}
}

/* no way does the job with interrupts off, nor in the top half */
static void interrupts_stay_on(struct kunit *test)
{
	struct compare_result r;
	int way;

	for (way = 0; way < LAB_WAYS; way++) {
		measure(test, way, &r);
		KUNIT_EXPECT_LT_MSG(test, r.irqs_off_max, WORK_US * 1000,
				    "%s: interrupts were off for as long as the job takes",
				    lab_ways[way].name);
		KUNIT_EXPECT_LT_MSG(test, r.top_half.median, WORK_US * 1000,
				    "%s: its top half takes as long as the job",
				    lab_ways[way].name);
	}
}

static struct kunit_case cost_cases[] = {
	KUNIT_CASE(bottom_halves_switch_no_thread),
	KUNIT_CASE(threads_are_switched_to),
	KUNIT_CASE(interrupts_stay_on),
	{},
};

static struct kunit_suite cost_suite = {
	.name = "lab11_cost",
	.test_cases = cost_cases,
};
kunit_test_suite(cost_suite);
