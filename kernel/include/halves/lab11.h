/* SPDX-License-Identifier: MIT */
/*
 * lab11.h - lab 11: one job, every bottom half that there is, and the choice between them
 *
 * A way brings a function to run after a top half has asked for it. All ways have the same three
 * calls, so that a driver can be moved from one to the other by one number.
 * Context: process; raising: any.
 * Locking: none for the caller: a way serves one user at a time.
 */
#ifndef _HALVES_LAB11_H
#define _HALVES_LAB11_H

#include <linux/types.h>

enum lab_way_number {
	WAY_SOFTIRQ,	 /* LAB_SOFTIRQ */
	WAY_TASKLET,
	WAY_TIMER,	 /* LAB_DELAY ticks after the first raise */
	WAY_WORK_SINGLE, /* a queue of its own, one worker for all processors */
	WAY_WORK_PERCPU, /* a queue of its own, a worker for each processor */
	WAY_DELAYED,	 /* a work, LAB_DELAY ticks after the first raise */
	WAY_THREAD,	 /* a kernel thread of its own */
	LAB_WAYS,
};

#define LAB_DELAY 2 /* jiffies; a tick that has begun counts as none */

/**
 * struct lab_way - one way to have a function run; it serves one user at a time
 * @name: for the table
 * @setup: from now on @raise may be called; process. Return: 0 or -errno
 * @raise: have fn(arg) run once, begun after this call; raises that come before it has begun may
 *	be served by the same run, one that comes later needs another. Top half, softirq or thread
 * @teardown: no raise comes any more; when it returns, what was raised has run, nothing runs, and
 *	nothing is left: no thread, no queue, no timer. Process
 * @may_sleep: may fn sleep?
 */
struct lab_way {
	const char *name;
	int (*setup)(void (*fn)(void *arg), void *arg);
	void (*raise)(void);
	void (*teardown)(void);
	bool may_sleep;
};

extern const struct lab_way lab_ways[LAB_WAYS];

/* What a job demands. */
struct lab_job {
	bool sleeps;	       /* it may sleep: takes a mutex, copies from a user, waits */
	bool later;	       /* it wants to run LAB_DELAY ticks later, not at once */
	bool parallel;	       /* may run, and wants to, on several processors at once */
	bool own_priority;     /* it must have a scheduler's priority of its own */
	unsigned int start_us; /* it must begin so soon, whatever threads run; 0: no matter */
};

/* lab_choose - the number of the way that a job needs; -EINVAL: no way does it all; any context */
int lab_choose(const struct lab_job *job);
/*
 * lab_attach - set a way up for a job, unless it would be wrong
 *
 * Return: 0; -EINVAL: wrong, or there is no such way, and nothing was done; or what setup says.
 * Context: process.
 */
int lab_attach(int way, const struct lab_job *job, void (*fn)(void *arg), void *arg);

/*
 * lab_request_threaded_irq - have a thread serve a line whose device only a thread can quiet
 *
 * Return: 0; -ENOMEM: no thread; or what request_irq() says: -EINVAL, -EBUSY, -ENOSYS. Then nothing
 * is left. Context: process.
 */
int lab_request_threaded_irq(unsigned int irq, void (*thread_fn)(void *dev), const char *name,
			     void *dev);
/* lab_free_threaded_irq - give the line back; what has interrupted is served first; process */
void lab_free_threaded_irq(unsigned int irq, void *dev);

#endif
