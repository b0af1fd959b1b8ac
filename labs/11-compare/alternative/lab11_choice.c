// SPDX-License-Identifier: MIT
/*
 * lab11_choice.c - lab 11: which bottom half a job needs, and which ones would be wrong
 *
 * Idea:    another way to write it: decide by demand, from the strongest on, and by table.
 * Context: as noted. Locking: none.
 * See:     <halves/lab11.h>
 */
#include <halves/lab11.h>
#include <linux/errno.h>
#include <linux/kernel.h>

int lab_choose(const struct lab_job *job)
{
	/* [sleeps][parallel] */
	static const int at_once[2][2] = { { WAY_TASKLET, WAY_SOFTIRQ },
					   { WAY_WORK_SINGLE, WAY_WORK_PERCPU } };
	bool soon = job->start_us;

	if (job->own_priority)
		return job->later || job->parallel || soon ? -EINVAL : WAY_THREAD;
	if (soon && (job->later || job->sleeps))
		return -EINVAL;
	if (!job->later)
		return at_once[job->sleeps][job->parallel];
	if (job->parallel)
		return -EINVAL;
	return job->sleeps ? WAY_DELAYED : WAY_TIMER;
}

int lab_attach(int way, const struct lab_job *job, void (*fn)(void *arg), void *arg)
{
	switch (way) {
	case WAY_SOFTIRQ:
		if (job->sleeps || !job->parallel)
			return -EINVAL;
		break;
	case WAY_TASKLET:
		if (job->sleeps)
			return -EINVAL;
		break;
	case WAY_TIMER:
		if (job->sleeps || job->start_us)
			return -EINVAL;
		break;
	case WAY_WORK_PERCPU:
		if (job->start_us || !job->parallel)
			return -EINVAL;
		break;
	case WAY_WORK_SINGLE:
	case WAY_DELAYED:
	case WAY_THREAD:
		if (job->start_us)
			return -EINVAL;
		break;
	default:
		return -EINVAL;
	}
	return lab_ways[way].setup(fn, arg);
}
