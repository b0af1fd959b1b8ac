// SPDX-License-Identifier: MIT
/*
 * lab11_ways.c - lab 11: seven ways to bring the second half to run
 *
 * Idea:    yours to say. Each way keeps a function and its argument, and is three short functions.
 * Context: setup, teardown: process; raise: any.
 * Locking: yours to say.
 * See:     <halves/lab11.h>, kernel/compare/mechanisms.c
 */
#include <halves/lab.h>
#include <halves/lab11.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

/* A way that is still to be written. Write three functions for each, and put them in the table. */
static int missing_setup(void (*fn)(void *arg), void *arg)
{
	NOT_YET_IMPLEMENTED("lab 11: a way's setup");
}

static void missing_raise(void)
{
	NOT_YET_IMPLEMENTED("lab 11: a way's raise");
}

static void missing_teardown(void)
{
	NOT_YET_IMPLEMENTED("lab 11: a way's teardown");
}

const struct lab_way lab_ways[LAB_WAYS] = {
	[WAY_SOFTIRQ] = { "softirq", missing_setup, missing_raise, missing_teardown, false },
	[WAY_TASKLET] = { "tasklet", missing_setup, missing_raise, missing_teardown, false },
	[WAY_TIMER] = { "timer", missing_setup, missing_raise, missing_teardown, false },
	[WAY_WORK_SINGLE] = { "work_single", missing_setup, missing_raise, missing_teardown,
			      false },
	[WAY_WORK_PERCPU] = { "work_percpu", missing_setup, missing_raise, missing_teardown,
			      false },
	[WAY_DELAYED] = { "delayed", missing_setup, missing_raise, missing_teardown, false },
	[WAY_THREAD] = { "thread", missing_setup, missing_raise, missing_teardown, false },
};

/**
 * lab_request_threaded_irq - have a thread serve a line whose device only a thread can quiet
 * @irq: the line; not shared
 * @thread_fn: called in a thread for each interrupt, may sleep; quiets the device
 * @name: of handler and thread
 * @dev: for @thread_fn
 *
 * From the interrupt until @thread_fn has returned the line is disabled. One at a time.
 *
 * Return: 0 or -errno, and then nothing is left. Context: process. Locking: none.
 */
int lab_request_threaded_irq(unsigned int irq, void (*thread_fn)(void *dev), const char *name,
			     void *dev)
{
	NOT_YET_IMPLEMENTED("lab 11: lab_request_threaded_irq");
}

/**
 * lab_free_threaded_irq - undo lab_request_threaded_irq()
 * @irq: the line
 * @dev: as given there; its device is quiet, or becomes so by the run that is under way
 *
 * What has interrupted is served first. Context: process. Locking: none.
 */
void lab_free_threaded_irq(unsigned int irq, void *dev)
{
	NOT_YET_IMPLEMENTED("lab 11: lab_free_threaded_irq");
}
