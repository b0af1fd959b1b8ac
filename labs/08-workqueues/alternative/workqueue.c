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
#include <halves/watchdog.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include "internal.h"
#include "workqueue_internal.h"

#define WORKER_NICE   (-5)
#define MAX_RUN_DEPTH 3

/* ---- queueing ------------------------------------------------------------------------------ */

/* Put @work before @before. Locking: expects cwq->lock. */
static void insert_work(struct cpu_workqueue_struct *cwq, struct work_struct *work,
			struct list_head *before)
{
	work->on = work->cwq = cwq;
	list_add_tail(&work->entry, before);
	if (cwq->attend & CWQ_NOTED) {
		work->queued_at = latency_tracing ? latency_now() : 0;
		if (watching & WATCH_WORK)
			trace_workqueue_queue_work(work, cwq->wq->name, cwq - cwq->wq->cwq);
	}
	if (cwq->attend & CWQ_IDLE)
		wake_up_process(cwq->thread);
}

static void __queue_work(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	unsigned long flags;

	spin_lock_irqsave(&cwq->lock, flags);
	insert_work(cwq, work, &cwq->worklist);
	spin_unlock_irqrestore(&cwq->lock, flags);
}

/** queue_work - have a worker of this processor call a work's handler soon; any context */
int queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	if (test_and_set_bit(0, &work->pending))
		return 0;
	work->caller = _RET_IP_;
	onstack_queued(work, &onstack_work);
	__queue_work(cwq_of(wq, get_cpu()), work);
	put_cpu();
	return 1;
}
EXPORT_SYMBOL(queue_work);

/** queue_work_on - the same on a given processor; it must be online */
int queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	if (WARN_ON(!cpu_online(cpu)))
		return 0;
	if (test_and_set_bit(0, &work->pending))
		return 0;
	work->caller = _RET_IP_;
	onstack_queued(work, &onstack_work);
	__queue_work(cwq_of(wq, cpu), work);
	return 1;
}
EXPORT_SYMBOL(queue_work_on);

/*
 * The delay is over: from the timed list to the worker of the processor that it was for (S106). In
 * one step: who finds the work in no timed list any more can flush it.
 */
static void delayed_work_timer_fn(unsigned long data)
{
	struct work_struct *work = (void *)data;
	struct cpu_workqueue_struct *cwq = work->cwq;
	struct workqueue_struct *wq = cwq->wq;
	unsigned long flags;

	spin_lock_irqsave(&wq->timed_lock, flags);
	list_del(&work->entry);
	__queue_work(cwq, work);
	spin_unlock_irqrestore(&wq->timed_lock, flags);
}

static void start_delay(struct workqueue_struct *wq, struct work_struct *work, unsigned long delay,
			int cpu)
{
	unsigned long flags;

	onstack_queued(work, &onstack_work);
	spin_lock_irqsave(&wq->timed_lock, flags);
	work->cwq = cwq_of(wq, cpu);
	list_add_tail(&work->entry, &wq->timed);
	/* Not init_timer(): the function of its last delay may still be in its last steps. */
	work->timer.function = delayed_work_timer_fn;
	work->timer.data = (unsigned long)work;
	work->timer.expires = jiffies + delay;
	add_timer_on(&work->timer, cpu);
	spin_unlock_irqrestore(&wq->timed_lock, flags);
}

/** queue_delayed_work - the same after a delay in jiffies; any context */
int queue_delayed_work(struct workqueue_struct *wq, struct work_struct *work, unsigned long delay)
{
	if (test_and_set_bit(0, &work->pending))
		return 0;
	work->caller = _RET_IP_;
	start_delay(wq, work, delay, get_cpu());
	put_cpu();
	return 1;
}
EXPORT_SYMBOL(queue_delayed_work);

/** queue_delayed_work_on - the same on a given processor; it must be online */
int queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work,
			  unsigned long delay)
{
	if (WARN_ON(!cpu_online(cpu)))
		return 0;
	if (test_and_set_bit(0, &work->pending))
		return 0;
	work->caller = _RET_IP_;
	start_delay(wq, work, delay, cpu);
	return 1;
}
EXPORT_SYMBOL(queue_delayed_work_on);

/**
 * init_work - what INIT_WORK() calls
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

/* Somebody wants to know that @work is about to be called. Locking: expects cwq->lock. */
static noinline __cold void note_start(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	latency_count(&cwq->wq->waits, work->queued_at);
	work->queued_at = 0;
	trace_workqueue_execute_start(work);
}

/* The first work off the list, or NULL. Locking: expects cwq->lock. */
static struct work_struct *pop_work(struct cpu_workqueue_struct *cwq)
{
	struct work_struct *work;

	if (list_empty(&cwq->worklist))
		return NULL;
	work = list_entry(cwq->worklist.next, struct work_struct, entry);
	list_del_init(&work->entry);
	work->on = NULL;
	if (watching & (WATCH_LATENCY | WATCH_WORK))
		note_start(cwq, work);
	return work;
}

/* Call its handler. Locking: expects cwq->lock, and gives it back meanwhile. */
static void run_work(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	void (*func)(void *) = work->func;
	void *data = work->data;

	cwq->current_work = work;
	clear_bit(0, &work->pending);
	spin_unlock_irq(&cwq->lock);
	current->work_func = func;
	func(data);
	check_handler_exit("work", func, 0, false);
	spin_lock_irq(&cwq->lock);
	if (watching & WATCH_WORK)
		trace_workqueue_execute_end(work, func);
	cwq->done++;
}

static void run_workqueue(struct cpu_workqueue_struct *cwq)
{
	void *outer_func = current->work_func;
	struct work_struct *outer_work, *work;

	spin_lock_irq(&cwq->lock);
	outer_work = cwq->current_work;
	if (++cwq->run_depth > MAX_RUN_DEPTH)
		printk(KERN_ERR "work queue %s: flushes itself, %d deep\n", cwq->wq->name,
		       cwq->run_depth);
	while ((work = pop_work(cwq)))
		run_work(cwq, work);
	cwq->run_depth--;
	cwq->current_work = outer_work;
	current->work_func = outer_func;
	spin_unlock_irq(&cwq->lock);
}

/*
 * Sleep until there is work: true, or the worker shall end: false. The state is set before the list
 * is tested, so a wake-up that comes in between is not lost (S118).
 */
static bool wait_for_work(struct cpu_workqueue_struct *cwq)
{
	bool more, stop;

	do {
		spin_lock_irq(&cwq->lock);
		set_current_state(TASK_INTERRUPTIBLE); /* pairs with kthread_stop()'s */
		more = !list_empty(&cwq->worklist);
		stop = kthread_should_stop();
		if (!more && !stop)
			cwq->attend |= CWQ_IDLE;
		spin_unlock_irq(&cwq->lock);
		if (!more && !stop)
			schedule();
		__set_current_state(TASK_RUNNING);
		spin_lock_irq(&cwq->lock);
		cwq->attend &= ~CWQ_IDLE;
		spin_unlock_irq(&cwq->lock);
	} while (!more && !stop);
	return more;
}

/* What each worker runs; @data is its cpu_workqueue_struct. */
int worker_thread(void *data)
{
	struct cpu_workqueue_struct *cwq = data;

	set_user_nice(current, WORKER_NICE);
	while (wait_for_work(cwq))
		run_workqueue(cwq);
	return 0;
}

/* ---- flushing ------------------------------------------------------------------------------ */

static void barrier_func(void *data)
{
	complete(data);
}

/* Queue a barrier before @before. Locking: expects cwq->lock. */
void insert_barrier(struct cpu_workqueue_struct *cwq, struct barrier *barrier,
		    struct list_head *before)
{
	INIT_WORK(&barrier->work, barrier_func, &barrier->done);
	init_completion(&barrier->done);
	__set_bit(0, &barrier->work.pending);
	insert_work(cwq, &barrier->work, before);
	barrier->work.queued_at = 0; /* nobody's work */
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

/* Wait until all works before @barrier are done; say once when that takes very long. */
void wait_for_barrier(struct cpu_workqueue_struct *cwq, struct barrier *barrier)
{
	bool told = false;

	while (!wait_for_completion_timeout(&barrier->done, watchdog_flush_seconds * HZ)) {
		if (!told)
			tell_long_flush(cwq);
		told = true;
	}
}

/* Queue a barrier behind everything, unless there is nothing; true: it must be waited for. */
static bool begin_flush(struct cpu_workqueue_struct *cwq, struct barrier *barrier)
{
	bool busy;

	spin_lock_irq(&cwq->lock);
	busy = cwq->current_work || !list_empty(&cwq->worklist);
	if (busy)
		insert_barrier(cwq, barrier, &cwq->worklist);
	spin_unlock_irq(&cwq->lock);
	return busy;
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
	struct barrier barrier;
	int cpu;

	might_sleep();
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		struct cpu_workqueue_struct *cwq = &wq->cwq[cpu];

		if (!cwq->thread)
			continue;
		if (cwq->thread == current)
			run_workqueue(cwq);
		else if (begin_flush(cwq, &barrier))
			wait_for_barrier(cwq, &barrier);
	}
}
EXPORT_SYMBOL(flush_workqueue);
