// SPDX-License-Identifier: MIT
/*
 * lab11_choice.c - lab 11: which bottom half a job needs, and which ones would be wrong
 *
 * Idea:    each demand rules ways out; the first that is left is the cheapest.
 * Context: as noted. Locking: none.
 * See:     <halves/lab11.h>
 */
#include <halves/lab11.h>
#include <linux/errno.h>
#include <linux/kernel.h>

/* Does this way do what the job demands? */
static bool suits(int way, const struct lab_job *job)
{
	bool delays = way == WAY_TIMER || way == WAY_DELAYED;
	bool in_parallel = way == WAY_SOFTIRQ || way == WAY_WORK_PERCPU;

	if (job->sleeps && !lab_ways[way].may_sleep)
		return false;
	if (job->start_us && (lab_ways[way].may_sleep || delays))
		return false; /* a thread waits for its turn, a delay for its time */
	return job->later == delays && job->parallel == in_parallel &&
	       job->own_priority == (way == WAY_THREAD);
}

/**
 * lab_choose - the way that a job needs
 * @job: its demands
 *
 * The first in the order of enum lab_way_number, which is that of cost, of those that do all that
 * is demanded, and no more: a way that delays only what wants to run later, one that meets itself
 * on several processors only what is parallel, a thread only what needs a priority.
 *
 * Return: its number; -EINVAL: no way does it all. Context: any. Locking: none.
 */
int lab_choose(const struct lab_job *job)
{
	int way;

	for (way = 0; way < LAB_WAYS; way++)
		if (suits(way, job))
			return way;
	return -EINVAL;
}

/**
 * lab_attach - set a way up for a job, unless it would be wrong
 * @way: its number
 * @job: what the job demands
 * @fn: the job …
 * @arg: … and its argument
 *
 * Wrong is: a job that sleeps, where nobody may; one that must begin soon, in a thread or after a
 * delay; one that is not parallel, where it could meet itself. The rest is a matter of taste.
 *
 * Return: 0: the way is set up; -EINVAL: it is wrong, or there is no such way, and nothing was
 * done; or what setup says. Context: process. Locking: none.
 */
int lab_attach(int way, const struct lab_job *job, void (*fn)(void *arg), void *arg)
{
	if (way < 0 || way >= LAB_WAYS)
		return -EINVAL;
	if (job->sleeps && !lab_ways[way].may_sleep)
		return -EINVAL;
	if (job->start_us && way != WAY_SOFTIRQ && way != WAY_TASKLET)
		return -EINVAL;
	if (!job->parallel && (way == WAY_SOFTIRQ || way == WAY_WORK_PERCPU))
		return -EINVAL;
	return lab_ways[way].setup(fn, arg);
}
