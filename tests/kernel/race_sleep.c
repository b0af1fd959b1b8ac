// SPDX-License-Identifier: MIT
/*
 * race_sleep.c - windows: an interrupt that wakes a thread anywhere on its way to sleep
 *
 * Idea:    the thread waits for what the interrupt does. The interrupt comes once: if the thread
 *          sleeps on, its wake-up was lost (S118).
 */
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/semaphore.h>
#include <linux/wait.h>
#include "race.h"

static DECLARE_WAIT_QUEUE_HEAD(queue);
static bool condition;

static void forget(void)
{
	condition = false;
}

static void wait(void)
{
	wait_event(queue, READ_ONCE(condition));
}

static void wake(void)
{
	condition = true;
	wake_up(&queue);
}

static const char *still_queued(void)
{
	return waitqueue_active(&queue) ? "the thread is awake, but still on the queue" : NULL;
}

RACE_WINDOW(wait_event, .setup = forget, .body = wait, .interrupt = wake, .broken = still_queued);

static DECLARE_COMPLETION(done);

static void wait_for_it(void)
{
	wait_for_completion(&done);
}

static void complete_it(void)
{
	complete(&done);
}

static const char *still_done(void)
{
	return done.done ? "what was waited for is still there" : NULL;
}

RACE_WINDOW(completion, .body = wait_for_it, .interrupt = complete_it, .broken = still_done);

static DECLARE_MUTEX_LOCKED(sem);

static void down_it(void)
{
	down(&sem);
}

static void up_it(void)
{
	up(&sem);
}

static const char *still_up(void)
{
	return sem.count ? "what was taken is still there" : NULL;
}

RACE_WINDOW(semaphore, .body = down_it, .interrupt = up_it, .broken = still_up);

/* ---- ksoftirqd, woken again by a thread anywhere on its way to sleep ------------------------- */

static DECLARE_COMPLETION(ran);

static void lab(struct softirq_action *a)
{
	complete(&ran);
}

static void open(void)
{
	open_softirq(LAB_SOFTIRQ, lab, NULL);
}

/* Raised by a thread, both are ksoftirqd's; while it is busy with the first, the thread goes on. */
static void raise_again(void)
{
	raise_softirq(LAB_SOFTIRQ);
	wait_for_completion(&done);
	INIT_COMPLETION(ran);
	raise_softirq(LAB_SOFTIRQ);
	wait_for_completion(&ran);
}

RACE_WINDOW(ksoftirqd, .setup = open, .body = raise_again, .interrupt = complete_it,
	    .broken = still_done);
