// SPDX-License-Identifier: MIT
/*
 * workqueue_create.c - make and end work queues; the default one, "events"; what they are doing
 *
 * Context: process, but for the schedule_ functions.
 * Locking: workqueues_lock guards the list of all queues.
 */
#include <halves/bottomhalf.h>
#include <halves/debug.h>
#include <halves/lab.h>
#include <halves/workqueue_stats.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"
#include "workqueue_internal.h"

#define MAX_NAME 10 /* so that "/N" fits behind it */

struct workqueue_struct *keventd_wq;
EXPORT_SYMBOL(keventd_wq);

LIST_HEAD(workqueues);
DEFINE_MUTEX(workqueues_lock);

/* Given: somebody wants to know of what is queued. */
static u8 __maybe_unused noted(void)
{
	return watching & (WATCH_LATENCY | WATCH_WORK) ? CWQ_NOTED : 0;
}

/**
 * __create_workqueue - make a queue and its workers
 * @name: at most ten characters (S98); stays the caller's
 * @singlethread: nonzero: one worker in all, called @name; else "@name/N" for each processor
 *
 * Use create_workqueue() or create_singlethread_workqueue().
 * The name is checked, and reported if too long. Everything of the queue is initialised, also for
 * processors without a worker, and it is in the list of all queues, before the first worker runs;
 * cwq->attend begins as noted() says. A worker is made with
 * kthread_create(worker_thread, …) and, unless it is the only one, bound to its processor.
 * Return: the queue, or NULL on no memory or too long a name. Context: process.
 */
struct workqueue_struct *__create_workqueue(const char *name, int singlethread)
{
	NOT_YET_IMPLEMENTED("lab 8: __create_workqueue");
}
EXPORT_SYMBOL(__create_workqueue);

/*
 * Given, S117: a timer that fires after the queue is gone would touch freed memory. The next timed
 * work, its timer stopped, or NULL. While timed_lock is held it cannot run, so its handler cannot
 * have freed it.
 */
static struct work_struct *take_timed_work(struct workqueue_struct *wq)
{
	struct work_struct *work, *next;

	spin_lock_irq(&wq->timed_lock);
	list_for_each_entry_safe(work, next, &wq->timed, entry)
		if (del_timer(&work->timer)) { /* else its function is about to queue it */
			list_del_init(&work->entry);
			spin_unlock_irq(&wq->timed_lock);
			return work;
		}
	spin_unlock_irq(&wq->timed_lock);
	return NULL;
}

/* Given: cancel all delayed works that are still timed, and name each. */
static void __maybe_unused cancel_timed_works(struct workqueue_struct *wq)
{
	struct work_struct *work;

	while ((work = take_timed_work(wq))) {
		report(KERN_WARNING
		       "WARNING: destroy_workqueue(%s): delayed work %ps, queued by "
		       "%pS, was still timed; it is cancelled: cancel_delayed_work() it first\n",
		       wq->name, (void *)work->func, (void *)work->caller);
		clear_bit(0, &work->pending);
	}
}

/* Given: is any work timed? */
static bool __maybe_unused has_timed_works(struct workqueue_struct *wq)
{
	bool timed;

	spin_lock_irq(&wq->timed_lock);
	timed = !list_empty(&wq->timed);
	spin_unlock_irq(&wq->timed_lock);
	return timed;
}

/**
 * destroy_workqueue - end a queue after its pending works have run
 * @wq: the queue; nobody queues to it any more
 *
 * Delayed works that are still timed are named and cancelled. What is run meanwhile may arm itself
 * anew: in the end nothing is timed. It leaves the list of all queues before its workers go, so
 * that who looks at all queues meets none without. Context: process, sleeps.
 */
void destroy_workqueue(struct workqueue_struct *wq)
{
	NOT_YET_IMPLEMENTED("lab 8: destroy_workqueue");
}
EXPORT_SYMBOL(destroy_workqueue);

/* ---- given: the default queue --------------------------------------------------------------- */

/** flush_scheduled_work - flush_workqueue() of "events", and of no other (S111); process, sleeps */
void flush_scheduled_work(void)
{
	flush_workqueue(keventd_wq);
}
EXPORT_SYMBOL(flush_scheduled_work);

/** current_is_keventd - is the caller a worker of "events"? process */
int current_is_keventd(void)
{
	return keventd_wq->cwq[smp_processor_id()].thread == current;
}
EXPORT_SYMBOL(current_is_keventd);

/** workqueues_init - make "events"; boot, process context */
void workqueues_init(void)
{
	keventd_wq = create_workqueue("events");
	if (!keventd_wq)
		panic("no memory for the default work queue");
}

/* ---- given: for reports, the console and tests ---------------------------------------------- */

static unsigned int list_length(const struct list_head *head)
{
	const struct list_head *at;
	unsigned int n = 0;

	list_for_each(at, head)
		n++;
	return n;
}

void workqueue_for_each_worker(void (*fn)(const struct worker_stats *stats, void *data), void *data)
{
	struct workqueue_struct *wq;
	int cpu;

	mutex_lock(&workqueues_lock);
	list_for_each_entry(wq, &workqueues, list) {
		for (cpu = 0; cpu < NR_CPUS; cpu++) {
			struct cpu_workqueue_struct *cwq = &wq->cwq[cpu];
			struct worker_stats stats = { .queue = wq->name };

			if (!cwq->thread)
				continue;
			spin_lock_irq(&cwq->lock);
			stats.worker = cwq->thread->comm;
			stats.queued = list_length(&cwq->worklist);
			stats.running = cwq->current_work ? cwq->thread->work_func : NULL;
			stats.done = cwq->done;
			spin_unlock_irq(&cwq->lock);
			spin_lock_irq(&wq->timed_lock);
			stats.timed = list_length(&wq->timed);
			spin_unlock_irq(&wq->timed_lock);
			fn(&stats, data);
		}
	}
	mutex_unlock(&workqueues_lock);
}

void workqueues_clear_latency(void)
{
	struct workqueue_struct *wq;

	mutex_lock(&workqueues_lock);
	list_for_each_entry(wq, &workqueues, list)
		memset(&wq->waits, 0, sizeof(wq->waits));
	mutex_unlock(&workqueues_lock);
}

/** workqueues_watch - `watching` has changed: have queueing tell, or no more; process */
void workqueues_watch(void)
{
	struct workqueue_struct *wq;
	int cpu;

	mutex_lock(&workqueues_lock);
	list_for_each_entry(wq, &workqueues, list) {
		for (cpu = 0; cpu < NR_CPUS; cpu++) {
			struct cpu_workqueue_struct *cwq = &wq->cwq[cpu];

			spin_lock_irq(&cwq->lock);
			cwq->attend = (cwq->attend & ~CWQ_NOTED) | noted();
			spin_unlock_irq(&cwq->lock);
		}
	}
	mutex_unlock(&workqueues_lock);
}

/** workqueues_for_each_latency - each queue's histogram; process */
void workqueues_for_each_latency(latency_visit_fn fn, void *data)
{
	struct workqueue_struct *wq;

	mutex_lock(&workqueues_lock);
	list_for_each_entry(wq, &workqueues, list)
		fn("workqueue", wq->name, &wq->waits, data);
	mutex_unlock(&workqueues_lock);
}

static void add_pending(const struct worker_stats *stats, void *data)
{
	*(unsigned long *)data += stats->queued + stats->timed;
}

unsigned long works_pending(void)
{
	unsigned long pending = 0;

	workqueue_for_each_worker(add_pending, &pending);
	return pending;
}
