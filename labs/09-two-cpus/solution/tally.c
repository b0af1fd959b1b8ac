// SPDX-License-Identifier: MIT
/*
 * tally.c - count what happens, on whatever processor it happens
 *
 *   top half: tally_event() → mailbox of its processor → softirq of its processor → table
 *                           → last                        thread: tally_take() ←──┘
 *
 * Idea:    a mailbox is its processor's alone, so it needs no lock, only interrupts off while more
 *          than one instruction works on it. The table is everybody's, but never a top half's; the
 *          newest event is a top half's, too.
 * Context: as noted.
 * Locking: mailbox: irqs off. table_lock: softirqs of all processors, and threads, which keep
 *          softirqs off. last_lock: top halves, and everybody else with irqs off.
 */
#include <halves/lab09.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

static DEFINE_PER_CPU(unsigned long, mailbox[TALLY_KINDS]);
static unsigned long table[TALLY_KINDS];
static struct tally_last last_event;
static DEFINE_SPINLOCK(table_lock);
static DEFINE_SPINLOCK(last_lock);

/* ---- given: the table is slow, as a device's registers are ---------------------------------- */

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

/* ---- yours ----------------------------------------------------------------------------------- */

/**
 * tally_event - something has happened
 * @kind: what, below TALLY_KINDS
 *
 * Context: top half, irqs off. Locking: takes last_lock.
 */
void tally_event(unsigned int kind)
{
	spin_lock(&last_lock);
	last_event.kind = kind;
	last_event.number++;
	spin_unlock(&last_lock);
	(*this_cpu_ptr(&mailbox[kind]))++;
	raise_softirq_irqoff(LAB_SOFTIRQ);
}

/* Carry this processor's mailbox to the table. */
static void tally_softirq(struct softirq_action *unused)
{
	unsigned long taken[TALLY_KINDS];
	unsigned int kind;

	local_irq_disable();
	for (kind = 0; kind < TALLY_KINDS; kind++) {
		taken[kind] = *this_cpu_ptr(&mailbox[kind]);
		*this_cpu_ptr(&mailbox[kind]) = 0;
	}
	local_irq_enable();
	spin_lock(&table_lock);
	for (kind = 0; kind < TALLY_KINDS; kind++)
		table_write(kind, table_read(kind) + taken[kind]);
	spin_unlock(&table_lock);
}

/**
 * tally_take - how many of a kind the softirqs have counted since the last call
 * @kind: which
 *
 * Return: the number. Context: thread. Locking: takes table_lock.
 */
unsigned long tally_take(unsigned int kind)
{
	unsigned long count;

	spin_lock_bh(&table_lock);
	count = table_read(kind);
	table_write(kind, 0);
	spin_unlock_bh(&table_lock);
	return count;
}

/**
 * tally_last - which event was the newest?
 * @last: result
 *
 * Irqs are afterwards as they were. Context: any. Locking: takes last_lock.
 */
void tally_last(struct tally_last *last)
{
	unsigned long flags;

	spin_lock_irqsave(&last_lock, flags);
	*last = last_event;
	spin_unlock_irqrestore(&last_lock, flags);
}

/** tally_init - be ready for events; thread */
void tally_init(void)
{
	open_softirq(LAB_SOFTIRQ, tally_softirq, NULL);
}
