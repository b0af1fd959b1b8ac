/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of this room */
#ifndef _BOTTOMHALF_INTERNAL_H
#define _BOTTOMHALF_INTERNAL_H

#include <halves/latency.h>
#include <halves/tasklet_stats.h>
#include <halves/trace.h>
#include <linux/hardirq.h>
#include <linux/interrupt.h>
#include <linux/percpu.h>

/* First in, first out (S76): @tail points at the last one's next, or at @head when it is empty. */
struct tasklet_list {
	struct tasklet_struct *head, **tail;
};

DECLARE_PER_CPU(struct tasklet_list, tasklet_vec);
DECLARE_PER_CPU(struct tasklet_list, tasklet_hi_vec);

void __do_softirq(void);
void wakeup_softirqd(void);

/* latency.c; all but the first two are called only while latency_tracing */
u64 latency_now(void);
void latency_count(struct latency_histogram *h, u64 stamp);
void __cold latency_raised(unsigned int nr);
void __cold latency_softirq_runs(unsigned int nr);

/* softirq.c: somebody wants to know of it */
void __keeps_registers note_raise(unsigned int nr);

/* tasklet_stats.c */
DECLARE_PER_CPU(unsigned long, tasklet_runs[MAX_TASKLET_KINDS]);
unsigned int tasklet_kind(void (*func)(unsigned long data));
bool tasklet_waits_here(const struct tasklet_struct *t);
void tasklet_wait_ends(struct tasklet_struct *t);
void tasklets_clear_latency(void);
void tasklets_for_each_latency(latency_visit_fn fn, void *data);

/* workqueue_create.c */
void workqueues_clear_latency(void);
void workqueues_for_each_latency(latency_visit_fn fn, void *data);

/* What raise_softirq_irqoff() does, for the fast paths of this room. irqs off. */
static __always_inline void __raise_softirq_irqoff(unsigned int nr)
{
	assert_irqs_off();
	if (unlikely(watching & (WATCH_LATENCY | WATCH_SOFTIRQ)))
		note_raise(nr);
	or_softirq_pending(1 << nr);
	if (!in_interrupt())
		wakeup_softirqd();
}

#endif
