// SPDX-License-Identifier: MIT
/* choice.c - lab 11: the right way for each job, and the wrong ones refused */
#include <halves/lab11.h>
#include "helpers.h"

struct question {
	const char *what;
	struct lab_job job;
	int way;
};

/* sleeps, later, parallel, own_priority, start_us */
static const struct question questions[] = {
	{ "a few lines per packet, no matter when", { 0, 0, 0, 0, 0 }, WAY_TASKLET },
	{ "the same within 20 us", { 0, 0, 0, 0, 20 }, WAY_TASKLET },
	{ "packets of several cards at once", { 0, 0, 1, 0, 0 }, WAY_SOFTIRQ },
	{ "the same within 20 us", { 0, 0, 1, 0, 20 }, WAY_SOFTIRQ },
	{ "look again in a while", { 0, 1, 0, 0, 0 }, WAY_TIMER },
	{ "takes a mutex", { 1, 0, 0, 0, 0 }, WAY_WORK_SINGLE },
	{ "takes a mutex, several at once", { 1, 0, 1, 0, 0 }, WAY_WORK_PERCPU },
	{ "reads a slow chip in a while", { 1, 1, 0, 0, 0 }, WAY_DELAYED },
	{ "must come before other threads", { 1, 0, 0, 1, 0 }, WAY_THREAD },
	{ "the same, and need not sleep", { 0, 0, 0, 1, 0 }, WAY_THREAD },
	{ "sleeps, and must begin within 20 us", { 1, 0, 0, 0, 20 }, -EINVAL },
	{ "later, and within 20 us", { 0, 1, 0, 0, 20 }, -EINVAL },
	{ "a thread within 20 us, whatever runs", { 0, 0, 0, 1, 20 }, -EINVAL },
	{ "one thread, on several processors at once", { 1, 0, 1, 1, 0 }, -EINVAL },
};

/* lab_choose finds for each job the way that does what it demands */
static void right_way_is_chosen(struct kunit *test)
{
	const struct question *q;

	for (q = questions; q < questions + ARRAY_SIZE(questions); q++)
		KUNIT_EXPECT_EQ_MSG(test, lab_choose(&q->job), q->way, "%s", q->what);
}

static void nothing(void *arg) { }

/* May this job go that way? By the words of lab_attach()'s contract. */
static bool is_wrong(int way, const struct lab_job *job)
{
	bool softirq = way == WAY_SOFTIRQ || way == WAY_TASKLET || way == WAY_TIMER;
	bool soon = way == WAY_SOFTIRQ || way == WAY_TASKLET;
	bool meets_itself = way == WAY_SOFTIRQ || way == WAY_WORK_PERCPU;

	return (job->sleeps && softirq) || (job->start_us && !soon) ||
	       (!job->parallel && meets_itself);
}

static void try_all(struct kunit *test, const struct lab_job *job, const char *what)
{
	int way;

	for (way = 0; way < LAB_WAYS; way++) {
		int error = lab_attach(way, job, nothing, NULL);

		if (!error)
			lab_ways[way].teardown();
		KUNIT_EXPECT_EQ_MSG(test, error, is_wrong(way, job) ? -EINVAL : 0, "%s, in a %s",
				    what, lab_ways[way].name);
	}
}

/* a job that sleeps is refused where nobody may sleep: softirq, tasklet, timer */
static void no_sleep_in_a_tasklet(struct kunit *test)
{
	try_all(test, &(struct lab_job){ .sleeps = true, .parallel = true }, "a job that sleeps");
}

/* so is a hurry in a thread, and a job that must not meet itself where it could */
static void other_wrong_choices(struct kunit *test)
{
	try_all(test, &(struct lab_job){ .start_us = 20, .parallel = true }, "a job in a hurry");
	try_all(test, &(struct lab_job){}, "a job that must not meet itself");
	KUNIT_EXPECT_EQ_MSG(test, lab_attach(LAB_WAYS, &(struct lab_job){}, nothing, NULL), -EINVAL,
			    "there is no way LAB_WAYS");
	KUNIT_EXPECT_EQ_MSG(test, lab_attach(-1, &(struct lab_job){}, nothing, NULL), -EINVAL,
			    "there is no way -1");
}

static struct kunit_case choice_cases[] = {
	KUNIT_CASE(right_way_is_chosen),
	KUNIT_CASE(no_sleep_in_a_tasklet),
	KUNIT_CASE(other_wrong_choices),
	{},
};

static struct kunit_suite choice_suite = {
	.name = "lab11_choice",
	.test_cases = choice_cases,
};
kunit_test_suite(choice_suite);
