// SPDX-License-Identifier: MIT
/*
 * lab05_context.c - another way to write lab 5: the count as a structure, the flags by hand
 *
 * Idea:    a union lays the fields over the word, and the compiler masks and shifts. Interrupts are
 *          switched by pushing and popping EFLAGS. The lock is a compare-and-exchange, tried again
 *          with interrupts back on in between, so that they need not wait as long as we do.
 * Context: any, but for lab_sleep(). Locking: none; the lock is made here.
 * See:     <halves/lab05.h>
 */
#include <asm/irqflags.h>
#include <asm/system.h>
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/lab05.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/sched.h>

union count {
	u32 word;
	struct {
		u32 preempt : 8, softirq : 8, hardirq : 12, active : 1;
	};
};

static union count now(void)
{
	return (union count){ .word = preempt_count() };
}

unsigned int lab_preempt_depth(void)
{
	return now().preempt;
}

unsigned int lab_softirq_depth(void)
{
	return now().softirq;
}

unsigned int lab_hardirq_depth(void)
{
	return now().hardirq;
}

bool lab_in_irq(void)
{
	return now().hardirq != 0;
}

bool lab_in_softirq(void)
{
	return now().softirq != 0;
}

bool lab_in_interrupt(void)
{
	return lab_in_irq() || lab_in_softirq();
}

bool lab_in_atomic(void)
{
	union count count = now();

	count.active = 0;
	return count.word;
}

bool lab_may_sleep(void)
{
	if (!(raw_local_save_flags() & X86_EFLAGS_IF))
		return false;
	return !lab_in_atomic();
}

bool __lab_might_sleep(const char *file, int line)
{
	bool wrong = !lab_may_sleep();

	if (wrong) {
		report_begin();
		printk(KERN_ERR "BUG: sleeping function called from invalid context at %s:%d\n",
		       file, line);
		report_context();
		report_backtrace();
		report_end();
	}
	return wrong;
}

int lab_sleep(unsigned long ticks)
{
	if (__lab_might_sleep(__FILE__, __LINE__))
		return -EWOULDBLOCK;
	while (ticks) {
		set_current_state(TASK_UNINTERRUPTIBLE); /* pairs with the timer's wake-up */
		ticks = schedule_timeout(ticks);
	}
	return 0;
}

void lab_irq_enter(void)
{
	preempt_count_add(1UL << 16);
}

void lab_irq_exit(void)
{
	bool outermost;

	preempt_count_sub(1UL << 16);
	outermost = !lab_in_irq();
	if (!outermost || lab_in_softirq())
		return;
	do_softirq();
}

unsigned long lab_irq_save(void)
{
	unsigned long flags = raw_local_save_flags();

	raw_local_irq_disable();
	return flags;
}

void lab_irq_restore(unsigned long flags)
{
	raw_local_irq_restore(flags);
}

bool lab_trylock_irqsave(struct lab_lock *lock, unsigned long *flags)
{
	unsigned long before = lab_irq_save();

	if (atomic_cmpxchg(&lock->taken, 0, 1)) {
		lab_irq_restore(before);
		return false;
	}
	preempt_count_add(1);
	*flags = before;
	return true;
}

unsigned long lab_lock_irqsave(struct lab_lock *lock)
{
	unsigned long flags;

	while (!lab_trylock_irqsave(lock, &flags))
		cpu_relax();
	return flags;
}

void lab_unlock_irqrestore(struct lab_lock *lock, unsigned long flags)
{
	atomic_xchg(&lock->taken, 0);
	preempt_enable_no_resched();
	lab_irq_restore(flags);
	preempt_check_resched();
}
