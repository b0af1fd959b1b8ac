/* SPDX-License-Identifier: MIT */
/*
 * hardirq.h - which context is this? and the way in and out of a hard interrupt
 *
 * All answers are read from the preempt count (<linux/preempt.h>). As in Linux 2.6, in_softirq()
 * and in_interrupt() are true also in a thread that has bottom halves off (S41).
 * Context: any, which is the question; might_sleep() tells where sleep is forbidden.
 * Locking: none: nobody else writes the count.
 */
#ifndef _LINUX_HARDIRQ_H
#define _LINUX_HARDIRQ_H

#include <asm/hardirq.h>
#include <asm/irqflags.h>
#include <linux/preempt.h>

#define hardirq_count() (preempt_count() & HARDIRQ_MASK)
#define softirq_count() (preempt_count() & SOFTIRQ_MASK)
#define irq_count()	(preempt_count() & (HARDIRQ_MASK | SOFTIRQ_MASK))

#define in_irq()       (hardirq_count() != 0)
#define in_softirq()   (softirq_count() != 0)
#define in_interrupt() (irq_count() != 0)
#define in_atomic()    ((preempt_count() & ~PREEMPT_ACTIVE) != 0)

void __might_sleep(const char *file, int line, const char *function);

/*
 * might_sleep - stands first in every function that may: told when the context forbids it, once for
 * each place that calls it, in the tests' image always (Linux 2.6: at most once a second, S45)
 * might_sleep_in - the same in a macro, which must say its own name
 */
#define might_sleep_in(function)                                                                   \
	do {                                                                                       \
		if (unlikely(in_atomic() || irqs_disabled()))                                      \
			__might_sleep(__FILE__, __LINE__, function);                               \
	} while (0)
#define might_sleep() might_sleep_in(__func__)

void irq_enter(void);
void irq_exit(void);
void synchronize_irq(unsigned int irq);

#endif
