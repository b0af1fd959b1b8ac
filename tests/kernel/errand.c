// SPDX-License-Identifier: MIT
/*
 * errand.c - have something done on another processor: by a thread that is bound there
 *
 * Context: process; the suites smp and smp_wait call.
 */
#include "errand.h"

#include <linux/kthread.h>

/* need_two_processors - the init of suites that need another one */
int need_two_processors(struct kunit *test)
{
	if (num_online_cpus() == 1)
		kunit_skip(test, "there is one processor: SMP=2");
	return 0;
}

/* other_cpu - the last processor that runs: not that of the case */
int other_cpu(void)
{
	int cpu, last = 0;

	for_each_online_cpu(cpu)
		last = cpu;
	return last;
}

static int run_errand(void *data)
{
	struct errand *errand = data;

	errand->fn(errand->arg);
	complete(&errand->done);
	return 0;
}

/* start_on - begin @errand on @cpu; the caller waits for its done; false: the case has failed */
bool start_on(struct kunit *test, int cpu, struct errand *errand)
{
	struct task_struct *thread = kthread_create(run_errand, errand, "errand/%d", cpu);

	init_completion(&errand->done);
	if (IS_ERR(thread)) {
		KUNIT_FAIL(test, "no memory for a thread");
		return false;
	}
	kthread_bind(thread, cpu);
	wake_up_process(thread);
	return true;
}

/* run_on - run @fn(@arg) in a thread on @cpu, and wait for its end */
bool run_on(struct kunit *test, int cpu, void (*fn)(void *arg), void *arg)
{
	struct errand errand = { .fn = fn, .arg = arg };

	if (!start_on(test, cpu, &errand))
		return false;
	wait_for_completion(&errand.done);
	return true;
}
