/* SPDX-License-Identifier: MIT */
/*
 * lab05.h - lab 5: questions about the context, sleep that asks first, a lock against interrupts
 *
 * The student's writing of what <linux/hardirq.h>, <asm/irqflags.h> and <linux/spinlock.h> have:
 * on the kernel's own preempt count, so that it is asked in the kernel's real contexts.
 */
#ifndef _HALVES_LAB05_H
#define _HALVES_LAB05_H

#include <asm/atomic.h>
#include <linux/types.h>

unsigned int lab_preempt_depth(void);
unsigned int lab_softirq_depth(void);
unsigned int lab_hardirq_depth(void);
bool lab_in_irq(void);
bool lab_in_softirq(void);
bool lab_in_interrupt(void);
bool lab_in_atomic(void);

bool lab_may_sleep(void);
bool __lab_might_sleep(const char *file, int line);
#define lab_might_sleep() __lab_might_sleep(__FILE__, __LINE__)
int lab_sleep(unsigned long ticks);

void lab_irq_enter(void);
void lab_irq_exit(void);

unsigned long lab_irq_save(void);
void lab_irq_restore(unsigned long flags);

struct lab_lock {
	atomic_t taken; /* 0: free */
};

unsigned long lab_lock_irqsave(struct lab_lock *lock);
bool lab_trylock_irqsave(struct lab_lock *lock, unsigned long *flags);
void lab_unlock_irqrestore(struct lab_lock *lock, unsigned long flags);

#endif
