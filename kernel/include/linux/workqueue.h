/* SPDX-License-Identifier: MIT */
/*
 * workqueue.h - bottom halves that may sleep: functions called by worker threads
 *
 * The three-argument form of Linux 2.6.19 and of the Linux Journal's article 6916. One struct
 * serves immediate and delayed work, for it holds its own timer (S88); so queueing never allocates.
 * One handler serves many works, told apart by their data. Functions:
 * kernel/bottomhalf/workqueue.c.
 *
 * Where we differ from 2.6: destroy_workqueue() knows the delayed works that are still timed, names
 * each and cancels it (there the timer touches freed memory, S117); a name longer than ten
 * characters is a warning and NULL (there a bug check, S98).
 * Context: making a work and queueing it any; the rest process.
 * Locking: takes a worker's lock, irqs off, and for a delay the queue's timed_lock; what makes a
 *          work, or changes it, takes none: nobody else may do the same.
 */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <asm/bitops.h>
#include <linux/list.h>
#include <linux/timer.h>

struct workqueue_struct;
struct cpu_workqueue_struct;

struct work_struct {
	struct list_head entry; /* in a worker's list, or the queue's timed list */
	unsigned long pending;	/* bit 0: queued or timed; atomic */
	void (*func)(void *data);
	void *data;
	struct cpu_workqueue_struct *cwq; /* where it was queued last, or will be */
	struct cpu_workqueue_struct *on;  /* in whose list it is, under that worker's lock */
	struct timer_list timer;
	unsigned long caller; /* who queued it: for reports */
	u64 queued_at; /* ns, while halves/latency.h is on; else 0 */
	u32 trace_id;  /* of halves/trace.h */
};

#define __WORK_INITIALIZER(n, f, d)                                                                \
	{                                                                                          \
		.entry = LIST_HEAD_INIT((n).entry), .func = (f), .data = (d),                      \
		.timer = TIMER_INITIALIZER(NULL, 0, 0),                                            \
	}
#define DECLARE_WORK(n, f, d) struct work_struct n = __WORK_INITIALIZER(n, f, d)

/* PREPARE_WORK - another handler and data for a work; pending or not, nothing else changes (S94) */
#define PREPARE_WORK(p, f, d)                                                                      \
	do {                                                                                       \
		(p)->func = (f);                                                                   \
		(p)->data = (d);                                                                   \
	} while (0)

/* INIT_WORK - a new work; never on one that is pending (S94) */
#define INIT_WORK(p, f, d) init_work(p, f, d)

void init_work(struct work_struct *work, void (*func)(void *), void *data);

struct workqueue_struct *__create_workqueue(const char *name, int singlethread);

#define create_workqueue(name)		    __create_workqueue((name), 0)
#define create_singlethread_workqueue(name) __create_workqueue((name), 1)

void destroy_workqueue(struct workqueue_struct *wq);

int queue_work(struct workqueue_struct *wq, struct work_struct *work);
int queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work);
int queue_delayed_work(struct workqueue_struct *wq, struct work_struct *work, unsigned long delay);
int queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work,
			  unsigned long delay);
void flush_workqueue(struct workqueue_struct *wq);
int flush_work(struct work_struct *work);

extern struct workqueue_struct *keventd_wq;

/* Inline, so that the caller that a report names is the caller of these, at -O0 too. */

/** schedule_work - queue_work() on "events"; any context */
static __always_inline int schedule_work(struct work_struct *work)
{
	return queue_work(keventd_wq, work);
}

/** schedule_work_on - queue_work_on() on "events"; any context */
static __always_inline int schedule_work_on(int cpu, struct work_struct *work)
{
	return queue_work_on(cpu, keventd_wq, work);
}

/** schedule_delayed_work - queue_delayed_work() on "events"; any context */
static __always_inline int schedule_delayed_work(struct work_struct *work, unsigned long delay)
{
	return queue_delayed_work(keventd_wq, work, delay);
}

/** schedule_delayed_work_on - queue_delayed_work_on() on "events"; any context */
static __always_inline int schedule_delayed_work_on(int cpu, struct work_struct *work,
						    unsigned long delay)
{
	return queue_delayed_work_on(cpu, keventd_wq, work, delay);
}

void flush_scheduled_work(void);

int cancel_delayed_work(struct work_struct *work);
int cancel_work_sync(struct work_struct *work);
int cancel_delayed_work_sync(struct work_struct *work);
void cancel_rearming_delayed_work(struct work_struct *work);
void cancel_rearming_delayed_workqueue(struct workqueue_struct *wq, struct work_struct *work);

int current_is_keventd(void);

/* work_pending - queued or timed, and its handler not yet called; any context */
#define work_pending(work)	   test_bit(0, &(work)->pending)
/* delayed_work_pending - the same for a work that was given a delay; any context */
#define delayed_work_pending(work) test_bit(0, &(work)->pending)

/* works_pending - how many works are queued or timed, in all queues; for tests; process */
unsigned long works_pending(void);

#endif
