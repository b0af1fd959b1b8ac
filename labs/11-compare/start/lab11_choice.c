// SPDX-License-Identifier: MIT
/*
 * lab11_choice.c - lab 11: which bottom half a job needs, and which ones would be wrong
 *
 * Idea:    yours to say.
 * Context: as noted. Locking: none.
 * See:     <halves/lab11.h>
 */
#include <halves/lab.h>
#include <halves/lab11.h>
#include <linux/errno.h>
#include <linux/kernel.h>

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
	NOT_YET_IMPLEMENTED("lab 11: lab_choose");
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
	NOT_YET_IMPLEMENTED("lab 11: lab_attach");
}
