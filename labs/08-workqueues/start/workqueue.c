// SPDX-License-Identifier: MIT
/*
 * workqueue.c - bottom halves that may sleep, because a thread runs them
 *
 * Idea:    a work queue has a worker thread for each processor (or one in all). Queueing sets the
 *          work's pending bit, puts it at the end of the worker's list and wakes the worker, which
 *          runs the list front to back (S95). Pending is cleared just before the handler is called
 *          (S91): so a handler may queue its own work again, and a work queued while it runs, runs
 *          again. After the call the work is not touched any more: the handler may have freed it
 *          (S93). To wait for a work, one more work is queued behind it, a barrier, whose handler
 *          completes: that one mechanism serves flush_workqueue(), flush_work() and the cancels.
 * Context: handlers run in process context. Queueing: any context; it never sleeps (S103).
 * Locking: a worker's list: its lock, irqs off. The timed list of a queue: timed_lock, irqs off;
 *          inside of it a worker's lock or a timer's base.
 * See:     workqueue_cancel.c, workqueue_create.c; softirq.c and tasklet.c for the other two
 *          mechanisms; Linux Journal article 6916
 */
#include <halves/debug.h>
#include <halves/handler.h>
#include <halves/lab.h>
#include <halves/watchdog.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include "internal.h"
#include "workqueue_internal.h"

#define WORKER_NICE   (-5)
#define MAX_RUN_DEPTH 3

/* ---- queueing ------------------------------------------------------------------------------ */

/* Given: tell that @work is queued, to whoever wants to know. Locking: expects cwq->lock. */
static void __maybe_unused note_queued(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	if (!(cwq->attend & CWQ_NOTED))
		return;
	work->queued_at = latency_tracing ? latency_now() : 0;
	if (watching & WATCH_WORK)
		trace_workqueue_queue_work(work, cwq->wq->name, cwq - cwq->wq->cwq);
}

/*
 * Put @work before @before, an entry of the worker's list or its head; work->cwq and work->on say
 * where it is. The worker is woken if it sleeps for want of work, which CWQ_IDLE in cwq->attend
 * says: one asleep in a handler waits for something else. Before that note_queued() is told.
 * Locking: expects cwq->lock.
 */
static void __maybe_unused insert_work(struct cpu_workqueue_struct *cwq, struct work_struct *work,
				       struct list_head *before)
{
	NOT_YET_IMPLEMENTED("lab 8: insert_work");
}

/**
 * queue_work - have a worker of a queue call a work's handler soon
 * @wq: the queue
 * @work: the work
 *
 * Goes to the worker of this processor (S96). Return: 1, or 0 when the work is already pending
 * anywhere (S89, S90). Who gets the pending bit says so for reports:
 *
 *	work->caller = _RET_IP_;
 *	onstack_queued(work, &onstack_work);
 *
 * Context: any. Locking: takes the worker's lock.
 */
int queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	NOT_YET_IMPLEMENTED("lab 8: queue_work");
}
EXPORT_SYMBOL(queue_work);

/** queue_work_on - the same on a given processor; it must be online */
int queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	NOT_YET_IMPLEMENTED("lab 8: queue_work_on");
}
EXPORT_SYMBOL(queue_work_on);

/*
 * The delay is over: from the timed list to the worker of the processor that it was for (S106). In
 * one step: who finds the work in no timed list any more can flush it.
 */
static void __maybe_unused delayed_work_timer_fn(unsigned long data)
{
	NOT_YET_IMPLEMENTED("lab 8: delayed_work_timer_fn");
}

/*
 * @work is ours: on the queue's timed list, its timer started on @cpu. The timer's fields are set
 * one by one: init_timer() is not allowed, since the function of its last delay may still be in its
 * last steps. Locking: takes timed_lock.
 */
static void __maybe_unused start_delay(struct workqueue_struct *wq, struct work_struct *work,
				       unsigned long delay, int cpu)
{
	NOT_YET_IMPLEMENTED("lab 8: start_delay");
}

/**
 * queue_delayed_work - the same after a delay
 * @wq: the queue
 * @work: the work; pending from now on (S104)
 * @delay: jiffies; 0 means the next tick (S105)
 *
 * Return: 1, or 0 when it is already pending; the first delay then stays. Context: any.
 */
int queue_delayed_work(struct workqueue_struct *wq, struct work_struct *work, unsigned long delay)
{
	NOT_YET_IMPLEMENTED("lab 8: queue_delayed_work");
}
EXPORT_SYMBOL(queue_delayed_work);

/** queue_delayed_work_on - the same on a given processor; it must be online */
int queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work,
			  unsigned long delay)
{
	NOT_YET_IMPLEMENTED("lab 8: queue_delayed_work_on");
}
EXPORT_SYMBOL(queue_delayed_work_on);

/**
 * init_work - given: what INIT_WORK() calls
 * @work: not pending. Of one that is only handler and data change, and that is told.
 * @func: its handler
 * @data: for @func
 *
 * Context: any.
 */
void init_work(struct work_struct *work, void (*func)(void *), void *data)
{
	if (unlikely(work->pending == 1) && list_entry_queued(&work->entry)) {
		report(KERN_ERR "BUG: INIT_WORK() of a work that is still pending (%ps, queued by "
				"%pS): it stays queued, as after PREPARE_WORK(); flush or "
				"cancel_work_sync() it first\n",
		       (void *)work->func, (void *)work->caller);
		PREPARE_WORK(work, func, data);
		return;
	}
	*work = (struct work_struct){ .func = func, .data = data };
	INIT_LIST_HEAD(&work->entry);
	init_timer(&work->timer);
}
EXPORT_SYMBOL(init_work);

/* ---- the worker ---------------------------------------------------------------------------- */

/* Given: tell that @work is about to be called. Locking: expects cwq->lock. */
static void __maybe_unused note_start(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	if (!(watching & (WATCH_LATENCY | WATCH_WORK)))
		return;
	latency_count(&cwq->wq->waits, work->queued_at);
	work->queued_at = 0;
	trace_workqueue_execute_start(work);
}

/* Given: tell that the handler is over. @work may be gone: nothing looks into it. */
static void __maybe_unused note_end(const void *work, void *func)
{
	if (watching & WATCH_WORK)
		trace_workqueue_execute_end(work, func);
}

/*
 * Run what is in the worker's list, and what is added meanwhile, front to back. Of each work:
 *
 * - func and data are copied; it leaves the list (work->on = NULL) and is cwq->current_work, all
 *   under the lock; note_start() is told.
 * - Without the lock, interrupts on, its pending bit is cleared, then func(data) is called (S91,
 *   S101). current->work_func is func meanwhile, for reports.
 * - From the call on @work is not touched: it may be gone (S93). check_handler_exit() looks whether
 *   the handler left everything as it was. Under the lock again: note_end() is told, and one more
 *   is done.
 *
 * A handler that flushes its own queue calls this again from within (S110): so current_work,
 * work_func and run_depth are put back at the end to what they were; deeper than MAX_RUN_DEPTH it
 * says so. Locking: takes cwq->lock.
 */
static void __maybe_unused run_workqueue(struct cpu_workqueue_struct *cwq)
{
	NOT_YET_IMPLEMENTED("lab 8: run_workqueue");
}

/*
 * Sleep until there is work: true, or the worker shall end: false. The state is set before the list
 * is tested, so a wake-up that comes in between is not lost (S118). CWQ_IDLE is in cwq->attend
 * while it sleeps, and only then. Locking: takes cwq->lock.
 */
static bool __maybe_unused wait_for_work(struct cpu_workqueue_struct *cwq)
{
	NOT_YET_IMPLEMENTED("lab 8: wait_for_work");
}

/*
 * What each worker runs, with nice value WORKER_NICE, until it shall end; @data is its
 * cpu_workqueue_struct. Returns 0.
 */
int worker_thread(void *data)
{
	NOT_YET_IMPLEMENTED("lab 8: worker_thread");
}

/* ---- flushing ------------------------------------------------------------------------------ */

/* Given: the handler of a barrier. */
static void __maybe_unused barrier_func(void *data)
{
	complete(data);
}

/*
 * Put a barrier before @before: a work, pending, whose handler completes barrier->done. It is
 * nobody's work: queued_at stays 0. Locking: expects cwq->lock.
 */
void insert_barrier(struct cpu_workqueue_struct *cwq, struct barrier *barrier,
		    struct list_head *before)
{
	NOT_YET_IMPLEMENTED("lab 8: insert_barrier");
}

static void tell_long_flush(struct cpu_workqueue_struct *cwq)
{
	void *running = cwq->thread->work_func;

	report_begin();
	printk(KERN_ERR "BUG: work queue %s: %s (pid %d) has waited %u s for its works: ",
	       cwq->wq->name, current->comm, current->pid, watchdog_flush_seconds);
	if (running)
		printk(KERN_CONT "worker %s runs %ps\n", cwq->thread->comm, running);
	else
		printk(KERN_CONT "worker %s does not come to them\n", cwq->thread->comm);
	printk(KERN_ERR
	       "Does the handler wait for a lock that the waiter holds, or for a work "
	       "behind it? flush without locks; what waits long gets a queue of its own\n");
	report_backtrace();
	report_task_backtrace(cwq->thread);
	report_end();
}

/* Given: wait until all works before @barrier are done; say once when that takes very long. */
void wait_for_barrier(struct cpu_workqueue_struct *cwq, struct barrier *barrier)
{
	bool told = false;

	while (!wait_for_completion_timeout(&barrier->done, watchdog_flush_seconds * HZ)) {
		if (!told)
			tell_long_flush(cwq);
		told = true;
	}
}

/*
 * Wait until all that is queued here, or runs, is done. If the caller is the worker itself, it runs
 * the rest, since nobody else would (S110). Nothing queued and nothing running: back at once.
 */
static void __maybe_unused flush_cpu_workqueue(struct cpu_workqueue_struct *cwq)
{
	NOT_YET_IMPLEMENTED("lab 8: flush_cpu_workqueue");
}

/**
 * flush_workqueue - wait until all that was queued before the call has run
 * @wq: the queue
 *
 * What is queued later does not hold it up (S107); delayed works whose timer has not fired are not
 * waited for (S108). The caller must hold no lock that a queued handler takes (S112).
 * Context: process, sleeps. Locking: takes each worker's lock.
 */
void flush_workqueue(struct workqueue_struct *wq)
{
	NOT_YET_IMPLEMENTED("lab 8: flush_workqueue");
}
EXPORT_SYMBOL(flush_workqueue);
