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
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include "workqueue_internal.h"

/* Is @work's handler running, in a run that has begun before @done others had ended? */
static bool still_running(struct cpu_workqueue_struct *cwq, struct work_struct *work,
			  unsigned long *done)
{
	bool running;

	spin_lock_irq(&cwq->lock);
	running = cwq->current_work == work && (!*done || cwq->done == *done - 1);
	*done = cwq->done + 1;
	spin_unlock_irq(&cwq->lock);
	return running;
}

/* Look once a tick whether the run that is going on is over; true: one was. */
static bool wait_on_running(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	unsigned long done = 0;

	if (cwq->thread == current || !still_running(cwq, work, &done))
		return false;
	do
		schedule_timeout_uninterruptible(1);
	while (still_running(cwq, work, &done));
	return true;
}

/**
 * flush_work - wait until one work is neither queued nor running
 * @work: the work
 *
 * Unlike flush_workqueue() it may be called with locks held that only other handlers take.
 * Return: 1 if it had to wait, else 0. Context: process, sleeps.
 */
int flush_work(struct work_struct *work)
{
	struct cpu_workqueue_struct *cwq = work->cwq;
	struct barrier barrier;
	bool queued;

	might_sleep();
	if (!cwq || cwq->thread == current)
		return 0;
	spin_lock_irq(&cwq->lock);
	queued = work->on == cwq;
	if (queued)
		insert_barrier(cwq, &barrier, work->entry.next);
	spin_unlock_irq(&cwq->lock);
	if (!queued)
		return wait_on_running(cwq, work);
	wait_for_barrier(cwq, &barrier);
	return 1;
}
EXPORT_SYMBOL(flush_work);

/* The timer was ours to stop: off the timed list. Pending stays set. */
void leave_timed_list(struct work_struct *work)
{
	struct workqueue_struct *wq = work->cwq->wq;
	unsigned long flags;

	spin_lock_irqsave(&wq->timed_lock, flags);
	list_del_init(&work->entry);
	spin_unlock_irqrestore(&wq->timed_lock, flags);
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
	might_sleep();
	if (!del_timer_sync(&work->timer))
		return 0;
	leave_timed_list(work);
	clear_bit(0, &work->pending);
	return 1;
}
EXPORT_SYMBOL(cancel_delayed_work);

/* Take a queued work off its list; true if it was there. */
bool steal_queued(struct work_struct *work)
{
	struct cpu_workqueue_struct *cwq = READ_ONCE(work->on);
	unsigned long flags;
	bool stolen;

	if (!cwq)
		return false;
	spin_lock_irqsave(&cwq->lock, flags);
	stolen = work->on == cwq;
	if (stolen) {
		list_del_init(&work->entry);
		work->on = NULL;
	}
	spin_unlock_irqrestore(&cwq->lock, flags);
	return stolen;
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
	bool idle, taken = false;
	int cpu;

	might_sleep();
	for (;;) {
		idle = !test_and_set_bit(0, &work->pending);
		if (idle)
			break;
		taken = steal_queued(work);
		if (taken)
			break;
		taken = del_timer_sync(&work->timer);
		if (taken) {
			leave_timed_list(work);
			break;
		}
		schedule_timeout_uninterruptible(1);
	}
	for (cpu = 0; cpu < NR_CPUS && work->cwq; cpu++)
		if (work->cwq->wq->cwq[cpu].thread)
			wait_on_running(&work->cwq->wq->cwq[cpu], work);
	clear_bit(0, &work->pending);
	return taken;
}
EXPORT_SYMBOL(cancel_work_sync);

/** cancel_delayed_work_sync - the same; a delay is cancelled by both */
int cancel_delayed_work_sync(struct work_struct *work)
{
	return cancel_work_sync(work);
}
EXPORT_SYMBOL(cancel_delayed_work_sync);

/** cancel_rearming_delayed_workqueue - stop a delayed work that queues itself again (S116) */
void cancel_rearming_delayed_workqueue(struct workqueue_struct *wq, struct work_struct *work)
{
	cancel_work_sync(work);
}
EXPORT_SYMBOL(cancel_rearming_delayed_workqueue);

/** cancel_rearming_delayed_work - the same on the default queue */
void cancel_rearming_delayed_work(struct work_struct *work)
{
	cancel_rearming_delayed_workqueue(keventd_wq, work);
}
EXPORT_SYMBOL(cancel_rearming_delayed_work);
