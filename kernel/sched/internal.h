/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/sched */
#ifndef _SCHED_INTERNAL_H
#define _SCHED_INTERNAL_H

#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#define BITMAP_WORDS DIV_ROUND_UP(NICE_LEVELS, 32)
#define IDLE_PRIO    NICE_LEVELS /* less urgent than any thread */

struct prio_array {
	unsigned int count;
	unsigned long bitmap[BITMAP_WORDS];
	struct list_head queue[NICE_LEVELS];
};

/* All fields under lock. */
struct rq {
	spinlock_t lock;
	int cpu;
	unsigned int nr_running;
	unsigned long long nr_switches;
	struct task_struct *curr, *idle;
	struct prio_array *active, *expired;
	struct prio_array arrays[2];
};

extern struct rq runqueues; /* per CPU */

int slice_of(int prio); /* ticks */
int try_to_wake_up(struct task_struct *p, unsigned int mask);
struct task_struct *alloc_task(void);
void add_task(struct task_struct *p);
pid_t alloc_pid(void);
void schedule_tail(struct task_struct *prev);

#endif
