// SPDX-License-Identifier: MIT
/*
 * hidden_calls.c - lab 9: what a call looks like to who comes next
 */
#include "errand.h"
#include "helpers.h"

#define CALLS 10

static atomic_t sum;

static void add(void *n)
{
	atomic_add((long)n, &sum);
}

/* Calls that nobody waits for, one right after the other: each comes with its own argument */
static void calls_one_after_the_other(struct kunit *test)
{
	int others = num_online_cpus() - 1;
	long n;

	atomic_set(&sum, 0);
	for (n = 1; n <= CALLS; n++)
		smp_call_function(add, (void *)n, 0, 0);
	KUNIT_EXPECT_TRUE_MSG(test,
			      spin_until(atomic_read(&sum) == CALLS * (CALLS + 1) / 2 * others),
			      "the sum of the arguments of %d calls is %d, not %d", CALLS,
			      atomic_read(&sum), CALLS * (CALLS + 1) / 2 * others);
}

static void call_cpu_0(void *unused)
{
	int i;

	for (i = 0; i < CALLS; i++)
		smp_call_function_single(0, add, (void *)1L, 0, 1);
}

/* Processors call single ones, in a circle: no call goes to who was not meant */
static void single_calls_cross(struct kunit *test)
{
	struct errand errand = { .fn = call_cpu_0 };
	int i, cpu = other_cpu();

	atomic_set(&sum, 0);
	if (!start_on(test, cpu, &errand))
		return;
	for (i = 0; i < CALLS; i++)
		smp_call_function_single(cpu, add, (void *)1000L, 0, 1);
	wait_for_completion(&errand.done);
	KUNIT_EXPECT_EQ(test, atomic_read(&sum), 1001 * CALLS);
}

static struct kunit_case hidden_cases[] = {
	KUNIT_CASE(calls_one_after_the_other),
	KUNIT_CASE(single_calls_cross),
	{},
};

static struct kunit_suite hidden_suite = {
	.name = "lab09_hidden",
	.init = need_two_processors,
	.test_cases = hidden_cases,
};
kunit_test_suite(hidden_suite);
