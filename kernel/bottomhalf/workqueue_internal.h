/* SPDX-License-Identifier: MIT */
/* workqueue_internal.h - between the files of the work queues, and onstack.c */
#ifndef _BOTTOMHALF_WORKQUEUE_INTERNAL_H
#define _BOTTOMHALF_WORKQUEUE_INTERNAL_H

#include <halves/latency.h>
#include <halves/onstack.h>
#include <linux/completion.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#define CWQ_IDLE  1 /* the worker sleeps, for want of work: wake it */
#define CWQ_NOTED 2 /* somebody wants to know of it: watch.h */

/* One worker. Fields: L under lock; N never changes. */
struct cpu_workqueue_struct {
	struct list_head worklist;	  /* L: works that wait, first in, first out */
	spinlock_t lock;
	struct work_struct *current_work; /* L: whose handler runs; compared, never followed */
	u8 attend;			  /* L: what queueing must do more */
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
	struct latency_histogram waits;
};

extern struct list_head workqueues; /* workqueues_lock: all queues */
extern struct mutex workqueues_lock;

/* The worker that serves @cpu. */
static __always_inline struct cpu_workqueue_struct *cwq_of(struct workqueue_struct *wq, int cpu)
{
	return &wq->cwq[wq->singlethread ? 0 : cpu];
}

/* A work whose handler tells that everything before it is done. */
struct barrier {
	struct work_struct work;
	struct completion done;
};

void insert_barrier(struct cpu_workqueue_struct *cwq, struct barrier *barrier,
		    struct list_head *before);
void wait_for_barrier(struct cpu_workqueue_struct *cwq, struct barrier *barrier);
int worker_thread(void *cwq);
void leave_timed_list(struct work_struct *work);
bool steal_queued(struct work_struct *work);

#endif
