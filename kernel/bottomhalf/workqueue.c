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
 * Locking: a worker's list: its lock, irqs off. The timed list of a queue: timed_lock, irqs off.
 * See:     softirq.c and tasklet.c beside this file; Linux Journal article 6916
 */
#include <halves/bottomhalf.h>
#include <halves/debug.h>
#include <halves/workqueue_stats.h>
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#define MAX_NAME      10 /* so that "/N" fits behind it */
#define WORKER_NICE   (-5)
#define MAX_RUN_DEPTH 3

/* One worker. Fields: L under lock; N never changes. */
struct cpu_workqueue_struct {
	spinlock_t lock;
	struct list_head worklist;	  /* L: works that wait, first in, first out */
	struct work_struct *current_work; /* L: whose handler runs; compared, never followed */
	bool idle;			  /* L: the worker sleeps, for want of work */
	struct task_struct *thread;	  /* N */
	struct workqueue_struct *wq;	  /* N */
	int run_depth;			  /* C: flushes within handlers */
	unsigned long done;		  /* C: handlers run */
};

struct workqueue_struct {
	struct cpu_workqueue_struct cwq[NR_CPUS];
	const char *name;
	bool singlethread; /* only cwq[0] has a worker */
	spinlock_t timed_lock;
	struct list_head timed; /* timed_lock: delayed works whose timer runs */
	struct list_head list;	/* workqueues_lock: all queues */
};

struct workqueue_struct *keventd_wq;

static LIST_HEAD(workqueues);
static DEFINE_MUTEX(workqueues_lock);

static struct cpu_workqueue_struct *cwq_of(struct workqueue_struct *wq, int cpu)
{
	return &wq->cwq[wq->singlethread ? 0 : cpu];
}

/* ---- queueing ------------------------------------------------------------------------------ */

/* Put @work at the end, or behind @after. Locking: expects cwq->lock. */
static void insert_work(struct cpu_workqueue_struct *cwq, struct work_struct *work,
			struct list_head *before)
{
	work->cwq = cwq;
	list_add_tail(&work->entry, before);
	/* Only a worker without work is woken: one that sleeps in a handler waits for something else. */
	if (cwq->idle) {
		cwq->idle = false;
		wake_up_process(cwq->thread);
	}
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
	__queue_work(cwq_of(wq, get_cpu()), work);
	put_cpu();
	return 1;
}

/** queue_work_on - the same on a given processor; it must be online */
int queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	if (WARN_ON(!cpu_online(cpu)))
		return 0;
	if (test_and_set_bit(0, &work->pending))
		return 0;
	work->caller = _RET_IP_;
	__queue_work(cwq_of(wq, cpu), work);
	return 1;
}

/* The delay is over: from the timed list to the worker of this processor (S106). */
static void delayed_work_timer_fn(unsigned long data)
{
	struct work_struct *work = (void *)data;
	struct workqueue_struct *wq = work->cwq->wq;
	unsigned long flags;

	spin_lock_irqsave(&wq->timed_lock, flags);
	list_del_init(&work->entry);
	spin_unlock_irqrestore(&wq->timed_lock, flags);
	__queue_work(cwq_of(wq, smp_processor_id()), work);
}

static void start_delay(struct workqueue_struct *wq, struct work_struct *work, unsigned long delay,
			int cpu)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->timed_lock, flags);
	work->cwq = cwq_of(wq, cpu);
	list_add_tail(&work->entry, &wq->timed);
	setup_timer(&work->timer, delayed_work_timer_fn, (unsigned long)work);
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

/** init_work - what INIT_WORK() calls; any context */
void init_work(struct work_struct *work, void (*func)(void *), void *data)
{
	*work = (struct work_struct){ .func = func, .data = data };
	INIT_LIST_HEAD(&work->entry);
	init_timer(&work->timer);
}

/* ---- the worker ---------------------------------------------------------------------------- */

static void complain_changed_count(void *func)
{
	report_begin();
	printk(KERN_ERR "BUG: work %ps left with preempt_count %08x%s: a lock still held, bottom "
			"halves or preemption still off?\n",
	       func, preempt_count(), irqs_disabled() ? ", interrupts off" : "");
	report_context();
	report_end();
	this_cpu_write(__preempt_count, 0);
	local_irq_enable();
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
		cwq->current_work = work;
		spin_unlock_irq(&cwq->lock);

		clear_bit(0, &work->pending);
		current->work_func = func;
		func(data);
		/* @work may be gone now. */
		if (unlikely(preempt_count()) || unlikely(irqs_disabled()))
			complain_changed_count(func);

		spin_lock_irq(&cwq->lock);
		cwq->done++;
		cwq->current_work = outer_work;
	}
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
		set_current_state(TASK_INTERRUPTIBLE);
		more = !list_empty(&cwq->worklist);
		if (more || kthread_should_stop())
			break;
		cwq->idle = true;
		spin_unlock_irq(&cwq->lock);
		schedule();
		spin_lock_irq(&cwq->lock);
		cwq->idle = false;
	}
	__set_current_state(TASK_RUNNING);
	spin_unlock_irq(&cwq->lock);
	return more;
}

static int worker_thread(void *data)
{
	struct cpu_workqueue_struct *cwq = data;

	set_user_nice(current, WORKER_NICE);
	while (wait_for_work(cwq))
		run_workqueue(cwq);
	return 0;
}

/* ---- waiting ------------------------------------------------------------------------------- */

struct barrier {
	struct work_struct work;
	struct completion done;
};

static void barrier_func(void *data)
{
	complete(data);
}

/* Queue a barrier before @before. Locking: expects cwq->lock. */
static void insert_barrier(struct cpu_workqueue_struct *cwq, struct barrier *barrier,
			   struct list_head *before)
{
	INIT_WORK(&barrier->work, barrier_func, &barrier->done);
	init_completion(&barrier->done);
	__set_bit(0, &barrier->work.pending);
	insert_work(cwq, &barrier->work, before);
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
		wait_for_completion(&barrier.done);
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

/* Wait until @work's handler does not run on @cwq; true: it did. */
static bool wait_on_running(struct cpu_workqueue_struct *cwq, struct work_struct *work)
{
	struct barrier barrier;
	bool running;

	if (cwq->thread == current)
		return false; /* its own handler asks */
	spin_lock_irq(&cwq->lock);
	running = cwq->current_work == work;
	if (running)
		insert_barrier(cwq, &barrier, cwq->worklist.next);
	spin_unlock_irq(&cwq->lock);
	if (running)
		wait_for_completion(&barrier.done);
	return running;
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
	queued = !list_empty(&work->entry) && work_pending(work) && !timer_pending(&work->timer);
	if (queued)
		insert_barrier(cwq, &barrier, work->entry.next);
	spin_unlock_irq(&cwq->lock);
	if (!queued)
		return wait_on_running(cwq, work);
	wait_for_completion(&barrier.done);
	return 1;
}

/* ---- cancelling ---------------------------------------------------------------------------- */

/* The timer was ours to stop: off the timed list. Pending stays set. */
static void leave_timed_list(struct work_struct *work)
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

/* Take a queued work off its list; true if it was there. */
static bool steal_queued(struct work_struct *work)
{
	struct cpu_workqueue_struct *cwq = work->cwq;
	bool stolen;

	if (!cwq)
		return false;
	spin_lock_irq(&cwq->lock);
	stolen = work->cwq == cwq && !list_empty(&work->entry) && !timer_pending(&work->timer);
	if (stolen)
		list_del_init(&work->entry);
	spin_unlock_irq(&cwq->lock);
	return stolen;
}

/**
 * cancel_work_sync - make sure that a work neither waits nor runs
 * @work: queued, delayed, running or idle; may queue itself
 *
 * Takes the pending bit itself, so a handler that queues its own work again is refused.
 * Return: 1 if it was pending, else 0. Context: process, sleeps while the handler runs.
 */
int cancel_work_sync(struct work_struct *work)
{
	int was_pending = 0, cpu;

	might_sleep();
	while (test_and_set_bit(0, &work->pending)) {
		if (del_timer_sync(&work->timer)) {
			leave_timed_list(work);
			was_pending = 1;
			break;
		}
		if (steal_queued(work)) {
			was_pending = 1;
			break;
		}
		/* Between two states on another processor, or just about to be called: soon over. */
		yield();
	}
	if (work->cwq)
		for_each_online_cpu(cpu)
			if (work->cwq->wq->cwq[cpu].thread)
				wait_on_running(&work->cwq->wq->cwq[cpu], work);
	clear_bit(0, &work->pending);
	return was_pending;
}

/** cancel_delayed_work_sync - the same; a delay is cancelled by both */
int cancel_delayed_work_sync(struct work_struct *work)
{
	return cancel_work_sync(work);
}

/** cancel_rearming_delayed_workqueue - stop a delayed work that queues itself again (S116) */
void cancel_rearming_delayed_workqueue(struct workqueue_struct *wq, struct work_struct *work)
{
	while (!cancel_delayed_work(work)) {
		flush_workqueue(wq);
		if (!work_pending(work))
			return;
	}
}

/** cancel_rearming_delayed_work - the same on the default queue */
void cancel_rearming_delayed_work(struct work_struct *work)
{
	cancel_rearming_delayed_workqueue(keventd_wq, work);
}

/* ---- queues -------------------------------------------------------------------------------- */

static int create_worker(struct workqueue_struct *wq, int cpu)
{
	struct cpu_workqueue_struct *cwq = &wq->cwq[cpu];
	struct task_struct *p;

	if (wq->singlethread)
		p = kthread_create(worker_thread, cwq, "%s", wq->name);
	else
		p = kthread_create(worker_thread, cwq, "%s/%d", wq->name, cpu);
	if (IS_ERR(p))
		return PTR_ERR(p);
	if (!wq->singlethread)
		kthread_bind(p, cpu);
	cwq->thread = p;
	return 0;
}

/**
 * __create_workqueue - make a queue and its workers
 * @name: at most ten characters (S98); stays the caller's
 * @singlethread: nonzero: one worker in all, called @name; else "@name/N" for each processor
 *
 * Use create_workqueue() or create_singlethread_workqueue().
 * Return: the queue, or NULL on no memory or too long a name. Context: process.
 */
struct workqueue_struct *__create_workqueue(const char *name, int singlethread)
{
	struct workqueue_struct *wq;
	int cpu;

	might_sleep();
	if (strlen(name) > MAX_NAME) {
		report_begin();
		printk(KERN_WARNING
		       "WARNING: create_workqueue(%s): a name has at most %d characters, "
		       "so that \"/N\" fits behind it in the worker's\n",
		       name, MAX_NAME);
		report_backtrace();
		report_end();
		return NULL;
	}
	wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	if (!wq)
		return NULL;
	wq->name = name;
	wq->singlethread = singlethread;
	spin_lock_init(&wq->timed_lock);
	INIT_LIST_HEAD(&wq->timed);
	mutex_lock(&workqueues_lock);
	list_add_tail(&wq->list, &workqueues);
	mutex_unlock(&workqueues_lock);
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		struct cpu_workqueue_struct *cwq = &wq->cwq[cpu];

		cwq->wq = wq;
		spin_lock_init(&cwq->lock);
		INIT_LIST_HEAD(&cwq->worklist);
	}
	for_each_online_cpu(cpu) {
		if (singlethread && cpu)
			break;
		if (create_worker(wq, cpu)) {
			destroy_workqueue(wq);
			return NULL;
		}
		wake_up_process(wq->cwq[cpu].thread);
	}
	return wq;
}

/* S117: a timer that fires after the queue is gone would touch freed memory. */
static void cancel_timed_works(struct workqueue_struct *wq)
{
	struct work_struct *work;

	for (;;) {
		spin_lock_irq(&wq->timed_lock);
		work = list_empty(&wq->timed) ?
			       NULL :
			       list_first_entry(&wq->timed, struct work_struct, entry);
		spin_unlock_irq(&wq->timed_lock);
		if (!work)
			return;
		if (!cancel_delayed_work(work))
			continue; /* its timer has fired just now: it is queued */
		report_begin();
		printk(KERN_WARNING
		       "WARNING: destroy_workqueue(%s): delayed work %ps, queued by "
		       "%pS, was still timed; it is cancelled: cancel_delayed_work() it first\n",
		       wq->name, (void *)work->func, (void *)work->caller);
		report_end();
	}
}

/**
 * destroy_workqueue - end a queue after its pending works have run
 * @wq: the queue; nobody queues to it any more
 *
 * Delayed works that are still timed are named and cancelled. Context: process, sleeps.
 */
void destroy_workqueue(struct workqueue_struct *wq)
{
	int cpu;

	might_sleep();
	cancel_timed_works(wq);
	flush_workqueue(wq);
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (wq->cwq[cpu].thread)
			kthread_stop(wq->cwq[cpu].thread);
	mutex_lock(&workqueues_lock);
	list_del(&wq->list);
	mutex_unlock(&workqueues_lock);
	kfree(wq);
}

/* ---- the default queue --------------------------------------------------------------------- */

/** schedule_work - queue_work() on "events"; any context */
int schedule_work(struct work_struct *work)
{
	return queue_work(keventd_wq, work);
}

/** schedule_work_on - queue_work_on() on "events"; any context */
int schedule_work_on(int cpu, struct work_struct *work)
{
	return queue_work_on(cpu, keventd_wq, work);
}

/** schedule_delayed_work - queue_delayed_work() on "events"; any context */
int schedule_delayed_work(struct work_struct *work, unsigned long delay)
{
	return queue_delayed_work(keventd_wq, work, delay);
}

/** schedule_delayed_work_on - queue_delayed_work_on() on "events"; any context */
int schedule_delayed_work_on(int cpu, struct work_struct *work, unsigned long delay)
{
	return queue_delayed_work_on(cpu, keventd_wq, work, delay);
}

/** flush_scheduled_work - flush_workqueue() of "events", and of no other (S111); process, sleeps */
void flush_scheduled_work(void)
{
	flush_workqueue(keventd_wq);
}

/** current_is_keventd - is the caller a worker of "events"? process */
int current_is_keventd(void)
{
	return keventd_wq->cwq[smp_processor_id()].thread == current;
}

/** workqueues_init - make "events"; boot, process context */
void workqueues_init(void)
{
	keventd_wq = create_workqueue("events");
	if (!keventd_wq)
		panic("no memory for the default work queue");
}

/* ---- for reports, the console and tests ---------------------------------------------------- */

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
