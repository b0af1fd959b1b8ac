// SPDX-License-Identifier: MIT
/*
 * workqueue_cancel.c - wait for one work, or make sure that it does not run
 *
 * Idea:    a work is in one of four states: idle, timed, queued, running; and it may be running and
 *          queued again at once. cancel_delayed_work() stops the timer and nothing else (S113,
 *          S114); cancel_work_sync() takes the pending bit for itself, so that nobody can queue the
 *          work meanwhile, takes it off whatever list it is on, and waits for its handler.
 * Context: process. Locking: as workqueue.c says.
 */
#include <halves/lab.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include "workqueue_internal.h"

/**
 * flush_work - wait until one work is neither queued nor running
 * @work: the work
 *
 * Return: 1 if it had to wait, else 0. Context: process, sleeps.
 */
int flush_work(struct work_struct *work)
{
	NOT_YET_IMPLEMENTED("lab 8: flush_work");
}
EXPORT_SYMBOL(flush_work);

/* The timer was ours to stop: off its queue's timed list. Pending stays set. Context: any. */
void leave_timed_list(struct work_struct *work)
{
	NOT_YET_IMPLEMENTED("lab 8: leave_timed_list");
}

/**
 * cancel_delayed_work - stop the delay of a work
 * @work: the work
 *
 * Return: nonzero if a timer was running and is stopped; then the work is idle. 0: it was idle,
 * queued or running, and nothing is taken from the list (S113, S114). The handler may still be
 * running afterwards: flush to be sure (S115).
 * Context: process. (It waits for the timer's function by spinning; callers should count on sleep.)
 */
int cancel_delayed_work(struct work_struct *work)
{
	NOT_YET_IMPLEMENTED("lab 8: cancel_delayed_work");
}
EXPORT_SYMBOL(cancel_delayed_work);

/*
 * Take a queued work off its worker's list; true if it was there. work->on is only certain under
 * that worker's lock. Pending stays set. Context: any.
 */
bool steal_queued(struct work_struct *work)
{
	NOT_YET_IMPLEMENTED("lab 8: steal_queued");
}

/**
 * cancel_work_sync - make sure that a work neither waits nor runs
 * @work: queued, delayed, running or idle; may queue itself
 *
 * Takes the pending bit itself, so a handler that queues its own work again is refused. Of a work
 * that is queued on several queues by turns only the run on the last queue is waited for.
 * Return: 1 if it was pending, else 0. Context: process, sleeps while the handler runs.
 */
int cancel_work_sync(struct work_struct *work)
{
	NOT_YET_IMPLEMENTED("lab 8: cancel_work_sync");
}
EXPORT_SYMBOL(cancel_work_sync);

/** cancel_delayed_work_sync - given: the same; a delay is cancelled by both */
int cancel_delayed_work_sync(struct work_struct *work)
{
	return cancel_work_sync(work);
}
EXPORT_SYMBOL(cancel_delayed_work_sync);

/** cancel_rearming_delayed_workqueue - given: stop a work that queues itself again (S116) */
void cancel_rearming_delayed_workqueue(struct workqueue_struct *wq, struct work_struct *work)
{
	cancel_work_sync(work);
}
EXPORT_SYMBOL(cancel_rearming_delayed_workqueue);

/** cancel_rearming_delayed_work - given: the same on the default queue */
void cancel_rearming_delayed_work(struct work_struct *work)
{
	cancel_rearming_delayed_workqueue(keventd_wq, work);
}
EXPORT_SYMBOL(cancel_rearming_delayed_work);
