// SPDX-License-Identifier: MIT
/*
 * race_work.c - windows: an interrupt that queues works while a worker runs one and goes to sleep
 *
 * Idea:    the worker is more urgent than the thread. So when the thread goes on, all that was
 *          queued has run; if not, the worker sleeps on it.
 */
#include <asm/atomic.h>
#include <linux/kernel.h>
#include <linux/param.h>
#include <linux/workqueue.h>
#include "race.h"

static struct counted {
	struct work_struct work;
	atomic_t asked; /* calls of queue_work() */
	int seen;	/* how many of them the last run came after */
	atomic_t accepted;
	int runs;
} a, b;

static void run(void *data)
{
	struct counted *c = data;

	c->seen = atomic_read(&c->asked);
	c->runs++;
}

static void reset(void)
{
	a = b = (struct counted){};
	INIT_WORK(&a.work, run, &a);
	INIT_WORK(&b.work, run, &b);
}

static void queue_it(struct counted *c)
{
	atomic_inc(&c->asked);
	atomic_add(schedule_work(&c->work), &c->accepted);
}

static void queue_a(void)
{
	queue_it(&a);
}

static void queue_b(void)
{
	queue_it(&b);
}

static const char *miscounted(void)
{
	if (work_pending(&a.work) || work_pending(&b.work))
		return "a work is pending, and its worker sleeps";
	if (a.seen != atomic_read(&a.asked) || b.seen != atomic_read(&b.asked))
		return "no run has begun after a queue_work()";
	if (a.runs != atomic_read(&a.accepted) || b.runs != atomic_read(&b.accepted))
		return "there were more runs, or less, than queue_work() accepted";
	return NULL;
}

static void cancel_both(void)
{
	cancel_work_sync(&a.work);
	cancel_work_sync(&b.work);
}

RACE_WINDOW(worker, .setup = reset, .body = queue_a, .interrupt = queue_b, .broken = miscounted,
	    .cleanup = cancel_both);
RACE_WINDOW(work_again, .setup = reset, .body = queue_a, .interrupt = queue_a, .broken = miscounted,
	    .cleanup = cancel_both);

/* ---- cancel_delayed_work --------------------------------------------------------------------- */

static int cancelled, queued;

static void delay(void)
{
	reset();
	schedule_delayed_work(&a.work, HZ);
}

static void cancel(void)
{
	cancelled = cancel_delayed_work(&a.work);
}

static void delay_again(void)
{
	queued = schedule_delayed_work(&a.work, HZ);
}

static const char *cancelled_badly(void)
{
	bool timed = timer_pending(&a.work.timer);

	return !cancelled     ? "cancel_delayed_work() said 0, though the delay was running" :
	       queued > timed ? "it was accepted again, but its delay is not running" :
	       queued < timed ? "it was cancelled, but its delay is running" :
	       work_pending(&a.work) != timed ? "its pending bit and its delay differ" :
						NULL;
}

RACE_WINDOW(cancel_delayed_work, .setup = delay, .body = cancel, .interrupt = delay_again,
	    .broken = cancelled_badly, .cleanup = cancel_both);
