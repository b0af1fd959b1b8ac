/* SPDX-License-Identifier: MIT */
/*
 * lab05.h - lab 5: questions about the context, sleep that asks first, a lock against interrupts
 *
 * The student's writing of what <linux/hardirq.h>, <asm/irqflags.h> and <linux/spinlock.h> have:
 * on the kernel's own preempt count, so that it is asked in the kernel's real contexts.
 * Context: any, where nothing else is noted.
 * Locking: none; the lock is made here.
 */
#ifndef _HALVES_LAB05_H
#define _HALVES_LAB05_H

#include <asm/atomic.h>
#include <linux/types.h>

/* lab_preempt_depth - how often preemption was switched off: bits 0-7 of the count */
unsigned int lab_preempt_depth(void);
/* lab_softirq_depth - softirqs being served, and bottom halves off: bits 8-15 */
unsigned int lab_softirq_depth(void);
/* lab_hardirq_depth - hard interrupts one in the other: bits 16-27 */
unsigned int lab_hardirq_depth(void);
/* lab_in_irq - is this a hard interrupt, whatever it has interrupted? */
bool lab_in_irq(void);
/* lab_in_softirq - is a softirq being served, or are bottom halves off (S41)? */
bool lab_in_softirq(void);
/* lab_in_interrupt - a hard interrupt, or what lab_in_softirq() says? */
bool lab_in_interrupt(void);
/* lab_in_atomic - is anything at all counted, but for PREEMPT_ACTIVE? */
bool lab_in_atomic(void);

/* lab_may_sleep - may code here sleep? */
bool lab_may_sleep(void);
/* lab_might_sleep - tell it when code here may not sleep; true if it was told */
bool __lab_might_sleep(const char *file, int line);
#define lab_might_sleep() __lab_might_sleep(__FILE__, __LINE__)
/*
 * lab_sleep - sleep for @ticks jiffies at least, if it is allowed here
 *
 * Return: 0; -EWOULDBLOCK: it is forbidden. Context: process; any other is told, and it returns.
 */
int lab_sleep(unsigned long ticks);

/*
 * lab_irq_enter - a hard interrupt begins
 *
 * Context: hardirq, irqs off.
 */
void lab_irq_enter(void);
/*
 * lab_irq_exit - a hard interrupt ends; the outermost one runs pending softirqs
 *
 * Context: hardirq, irqs off, at return, too.
 */
void lab_irq_exit(void);

/* lab_irq_save - switch interrupts off; the flags as they were */
unsigned long lab_irq_save(void);
/* lab_irq_restore - as it was before lab_irq_save(), on or off */
void lab_irq_restore(unsigned long flags);

struct lab_lock {
	atomic_t taken; /* 0: free */
};

/* lab_lock_irqsave - switch interrupts off, wait for the lock, take it; the flags as they were */
unsigned long lab_lock_irqsave(struct lab_lock *lock);
/* lab_trylock_irqsave - take the lock so if it is free; false: it is not, and all is as before */
bool lab_trylock_irqsave(struct lab_lock *lock, unsigned long *flags);
/*
 * lab_unlock_irqrestore - release the lock, and put interrupts back to what they were
 *
 * Locking: expects @lock.
 */
void lab_unlock_irqrestore(struct lab_lock *lock, unsigned long flags);

#endif
