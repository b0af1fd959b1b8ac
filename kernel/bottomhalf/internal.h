/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of this room */
#ifndef _BOTTOMHALF_INTERNAL_H
#define _BOTTOMHALF_INTERNAL_H

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

/* What raise_softirq_irqoff() does, for the fast paths of this room. irqs off. */
static __always_inline void __raise_softirq_irqoff(unsigned int nr)
{
	assert_irqs_off();
	or_softirq_pending(1 << nr);
	if (!in_interrupt())
		wakeup_softirqd();
}

#endif
