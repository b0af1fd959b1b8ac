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

/* Somebody wants to know that @work is queued; then as below. Locking: expects cwq->lock. */
static __keeps_registers void attend_noted(struct cpu_workqueue_struct *cwq,
					   struct work_struct *work)
{
	work->queued_at = latency_tracing ? latency_now() : 0;
	if (watching & WATCH_WORK)
		trace_workqueue_queue_work(work, cwq->wq->name, cwq - cwq->wq->cwq);
	if (cwq->attend & CWQ_IDLE) {
		cwq->attend &= ~CWQ_IDLE;
		wake_up_process(cwq->thread);
	}
}

/* Put @work before @before. Locking: expects cwq->lock. */
static __always_inline void insert_work(struct cpu_workqueue_struct *cwq, struct work_struct *work,
					struct list_head *before)
{
	work->cwq = cwq;
	list_add_tail(&work->entry, before);
	work->on = cwq;
	if (!cwq->attend)
		return;
	barrier(); /* compared in memory: one load for both tests would be a step more for most */
	if (unlikely(cwq->attend != CWQ_IDLE)) {
		attend_noted(cwq, work);
		return;
	}
	/* Only a worker without work is woken; one asleep in a handler waits for something else. */
	cwq->attend = 0;
	wake_up_process(cwq->thread);
}

static void __queue_work(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	unsigned long flags;

	spin_lock_irqsave(&cwq->lock, flags);
	insert_work(cwq, work, &cwq->worklist);
	spin_unlock_irqrestore(&cwq->lock, flags);
}

/**
 * queue_work - have a worker of a queue call a work's handler soon
 * @wq: the queue
 * @work: the work
 *
 * Goes to the worker of this processor (S96). Return: 1, or 0 when the work is already pending
 * anywhere (S89, S90). Context: any. Locking: takes the worker's lock.
 */
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
static __keeps_registers void note_start(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	latency_count(&cwq->wq->waits, work->queued_at);
	work->queued_at = 0;
	trace_workqueue_execute_start(work);
}

/* The handler is over, or interrupts have just been switched off. @work may be gone. */
static __keeps_registers void note_end(const void *work, void *func)
{
	if (irqsoff_tracing)
		trace_hardirqs_off();
	trace_workqueue_execute_end(work, func);
}

static void run_workqueue(struct cpu_workqueue_struct *cwq)
{
	void *outer_func = current->work_func;
	struct work_struct *outer_work;

	spin_lock_irq(&cwq->lock);
	outer_work = cwq->current_work;
	if (unlikely(++cwq->run_depth > MAX_RUN_DEPTH))
		printk(KERN_ERR "work queue %s: flushed from within its own handlers, %d deep\n",
		       cwq->wq->name, cwq->run_depth);
	while (!list_empty(&cwq->worklist)) {
		struct work_struct *work =
			list_first_entry(&cwq->worklist, struct work_struct, entry);
		void (*func)(void *) = work->func;
		void *data = work->data;

		list_del_init(&work->entry);
		work->on = NULL;
		cwq->current_work = work;
		if (unlikely(watching & (WATCH_LATENCY | WATCH_WORK)))
			note_start(cwq, work);
		spin_unlock_irq(&cwq->lock);

		clear_bit(0, &work->pending);
		current->work_func = func;
		func(data);
		/* @work may be gone now. */
		check_handler_exit("work", func, 0, false);

		/* One question for two: the meter's and the log's. */
		local_irq_disable_unmetered();
		if (unlikely(watching & (WATCH_IRQSOFF | WATCH_WORK)))
			note_end(work, func);
		spin_lock_irqs_off(&cwq->lock);
		cwq->done++;
	}
	cwq->current_work = outer_work;
	cwq->run_depth--;
	current->work_func = outer_func;
	spin_unlock_irq(&cwq->lock);
}

/*
 * Sleep until there is work: true, or the worker shall end: false. The state is set before the list
 * is tested, so a wake-up that comes in between is not lost (S118).
 */
static bool wait_for_work(struct cpu_workqueue_struct *cwq)
{
	bool more;

	spin_lock_irq(&cwq->lock);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE); /* pairs with kthread_stop()'s */
		more = !list_empty(&cwq->worklist);
		if (more || kthread_should_stop())
			break;
		cwq->attend |= CWQ_IDLE;
		spin_unlock_irq(&cwq->lock);
		schedule();
		spin_lock_irq(&cwq->lock);
		cwq->attend &= ~CWQ_IDLE;
	}
	__set_current_state(TASK_RUNNING);
	spin_unlock_irq(&cwq->lock);
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

static void flush_cpu_workqueue(struct cpu_workqueue_struct *cwq)
{
	struct barrier barrier;
	bool busy;

	if (cwq->thread == current) {
		/* A handler flushes its own queue: it runs the rest itself (S110). */
		run_workqueue(cwq);
		return;
	}
	spin_lock_irq(&cwq->lock);
	busy = !list_empty(&cwq->worklist) || cwq->current_work;
	if (busy)
		insert_barrier(cwq, &barrier, &cwq->worklist);
	spin_unlock_irq(&cwq->lock);
	if (busy)
		wait_for_barrier(cwq, &barrier);
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
	int cpu;

	might_sleep();
	for_each_online_cpu(cpu)
		if (wq->cwq[cpu].thread)
			flush_cpu_workqueue(&wq->cwq[cpu]);
}
EXPORT_SYMBOL(flush_workqueue);
