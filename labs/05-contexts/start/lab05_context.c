// SPDX-License-Identifier: MIT
/*
 * lab05_context.c - lab 5: which context is this, may it sleep, and how to keep interrupts out
 *
 * Idea:    yours to say. The word is preempt_count(), <linux/preempt.h> draws it and has
 *          preempt_count_add(), preempt_count_sub(); <asm/irqflags.h> has the interrupt flag.
 * Context: any, but for lab_sleep().
 * Locking: none; the lock is made here.
 * See:     <halves/lab05.h>, <linux/preempt.h>, kernel/bottomhalf/softirq.c
 */
#include <asm/irqflags.h>
#include <asm/system.h>
#include <halves/debug.h>
#include <halves/lab.h>
#include <halves/lab05.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/sched.h>

/** lab_preempt_depth - how often preemption was switched off: bits 0-7; any context */
unsigned int lab_preempt_depth(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_preempt_depth");
}

/** lab_softirq_depth - softirqs being served, and bottom halves off: bits 8-15; any context */
unsigned int lab_softirq_depth(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_softirq_depth");
}

/** lab_hardirq_depth - hard interrupts one in the other: bits 16-27; any context */
unsigned int lab_hardirq_depth(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_hardirq_depth");
}

/** lab_in_irq - is this a hard interrupt, whatever it has interrupted? any context */
bool lab_in_irq(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_in_irq");
}

/** lab_in_softirq - is a softirq being served, or are bottom halves off (S41)? any context */
bool lab_in_softirq(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_in_softirq");
}

/** lab_in_interrupt - one of the two? any context */
bool lab_in_interrupt(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_in_interrupt");
}

/** lab_in_atomic - is anything at all counted, but for PREEMPT_ACTIVE? any context */
bool lab_in_atomic(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_in_atomic");
}

/** lab_may_sleep - may code here sleep? not when atomic, nor with interrupts off; any context */
bool lab_may_sleep(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_may_sleep");
}

/**
 * __lab_might_sleep - tell it when code here may not sleep; see lab_might_sleep()
 * @file: where …
 * @line: … it is asked
 *
 * The report's first line:
 *	BUG: sleeping function called from invalid context at FILE:LINE
 * and the second is report()'s own.
 *
 * Return: true if it was told. Context: any. Locking: none.
 */
bool __lab_might_sleep(const char *file, int line)
{
	NOT_YET_IMPLEMENTED("lab 5: __lab_might_sleep");
}

/**
 * lab_sleep - sleep for some ticks, if it is allowed here
 * @ticks: at least so many jiffies
 *
 * Where it is forbidden that is told, and it returns at once, without schedule().
 *
 * Return: 0; -EWOULDBLOCK: forbidden. Context: process; any other is told. Locking: none.
 */
int lab_sleep(unsigned long ticks)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_sleep");
}

/** lab_irq_enter - a hard interrupt begins; irqs off */
void lab_irq_enter(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_irq_enter");
}

/**
 * lab_irq_exit - a hard interrupt ends
 *
 * The outermost one runs pending softirqs, by do_softirq(), unless bottom halves are off or a
 * softirq was interrupted. Afterwards the count is what it was before lab_irq_enter(). Context:
 * hardirq, irqs off, at return, too.
 */
void lab_irq_exit(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_irq_exit");
}

/** lab_irq_save - switch interrupts off; return: the flags as they were; any context */
unsigned long lab_irq_save(void)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_irq_save");
}

/** lab_irq_restore - as it was before lab_irq_save(), on or off; any context */
void lab_irq_restore(unsigned long flags)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_irq_restore");
}

/**
 * lab_lock_irqsave - take a lock that top halves take, too
 * @lock: the lock; not held by the caller
 *
 * From here to the unlock: interrupts off, preemption counted as off. Waits by spinning.
 *
 * Return: the flags as they were, for lab_unlock_irqrestore(). Context: any.
 */
unsigned long lab_lock_irqsave(struct lab_lock *lock)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_lock_irqsave");
}

/**
 * lab_trylock_irqsave - the same if the lock is free
 * @lock: the lock
 * @flags: where the flags as they were are written
 *
 * Return: true: it is the caller's; false: it was taken, and everything is as before. Context: any.
 */
bool lab_trylock_irqsave(struct lab_lock *lock, unsigned long *flags)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_trylock_irqsave");
}

/**
 * lab_unlock_irqrestore - release it, and put interrupts back to what they were
 * @lock: the caller's
 * @flags: from when it was taken
 *
 * An interrupt that waits comes when they are on again, and finds the lock free.
 */
void lab_unlock_irqrestore(struct lab_lock *lock, unsigned long flags)
{
	NOT_YET_IMPLEMENTED("lab 5: lab_unlock_irqrestore");
}
