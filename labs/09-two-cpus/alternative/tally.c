// SPDX-License-Identifier: MIT
/*
 * tally.c - the same with an array of atomic counters, and one lock that no interrupt may meet
 *
 * Locking: mailbox: none, its counters are atomic. lock: everything else, always with irqs off, so
 *          that everybody may take it.
 */
#include <asm/atomic.h>
#include <halves/lab09.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

static atomic_t mailbox[NR_CPUS][TALLY_KINDS];
static unsigned long table[TALLY_KINDS];
static struct tally_last newest;
static DEFINE_SPINLOCK(lock);

static unsigned long table_read(unsigned int kind)
{
	unsigned long value = READ_ONCE(table[kind]);

	cpu_relax(); /* meanwhile another processor gets on */
	return value;
}

static void table_write(unsigned int kind, unsigned long value)
{
	cpu_relax();
	WRITE_ONCE(table[kind], value);
}

void tally_event(unsigned int kind)
{
	unsigned long flags;

	atomic_inc(&mailbox[smp_processor_id()][kind]);
	raise_softirq(LAB_SOFTIRQ);
	spin_lock_irqsave(&lock, flags);
	newest = (struct tally_last){ kind, newest.number + 1 };
	spin_unlock_irqrestore(&lock, flags);
}

static void tally_softirq(struct softirq_action *unused)
{
	int kind = TALLY_KINDS;
	unsigned long flags;

	while (kind--) {
		int count = atomic_xchg(&mailbox[smp_processor_id()][kind], 0);

		if (!count)
			continue;
		spin_lock_irqsave(&lock, flags);
		table_write(kind, table_read(kind) + count);
		spin_unlock_irqrestore(&lock, flags);
	}
}

unsigned long tally_take(unsigned int kind)
{
	unsigned long count, flags;

	spin_lock_irqsave(&lock, flags);
	count = table_read(kind);
	if (count)
		table_write(kind, 0);
	spin_unlock_irqrestore(&lock, flags);
	return count;
}

void tally_last(struct tally_last *last)
{
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	last->number = newest.number;
	last->kind = newest.kind;
	spin_unlock_irqrestore(&lock, flags);
}

void tally_init(void)
{
	open_softirq(LAB_SOFTIRQ, tally_softirq, NULL);
}
