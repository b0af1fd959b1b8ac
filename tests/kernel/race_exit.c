// SPDX-License-Identifier: MIT
/*
 * race_exit.c - window: a thread that loses the processor anywhere on its way to its end
 *
 * Idea:    the thread that waits for the end is made runnable by it, and is as urgent; the
 *          interrupt ends the turn of whoever runs. A thread that is preempted is queued, and comes
 *          back once more: until then nobody may free it, however dead it calls itself.
 */
#include <asm/setup.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include "race.h"

static struct task_struct *thread;

static int never(void *data)
{
	return 0;
}

/* With a reference of our own, to look at it afterwards. */
static void create(void)
{
	thread = kthread_create(never, NULL, "ending");
	if (IS_ERR(thread))
		panic("race: no memory for a thread");
	get_task_struct(thread);
}

/* Not started before: it does nothing but end. */
static void stop(void)
{
	kthread_stop(thread);
}

/* Behind all that are as urgent. */
static void end_turn(void)
{
	set_user_nice(current, task_nice(current));
}

static const char *freed(void)
{
	return thread->array && atomic_read(&thread->usage) == 1 ?
		       "the thread is freed, and still queued" :
		       NULL;
}

/* If it was freed, that is undone: our reference is the one that it needs to end once more. */
static void put(void)
{
	if (freed())
		alloc_thread_stack(); /* the one that was given back last: its own */
	else
		put_task_struct(thread);
}

RACE_WINDOW(do_exit, .setup = create, .body = stop, .interrupt = end_turn, .broken = freed,
	    .cleanup = put);
