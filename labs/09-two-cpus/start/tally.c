// SPDX-License-Identifier: MIT
/*
 * tally.c - count what happens, on whatever processor it happens
 *
 *   top half: tally_event() → mailbox of its processor → softirq of its processor → table
 *                           → last                        thread: tally_take() ←──┘
 *
 * Written for one processor, in a hurry, and never seen to fail. Yours: say here which lock guards
 * what, and against whom, and make it so. The mailbox is to be its processor's alone: what happens
 * on one is carried to the table by a softirq of the same, and needs no lock for that.
 * Context: as noted.
 */
#include <halves/lab09.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

static unsigned long mailbox[TALLY_KINDS];
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
 * Context: top half, irqs off. Locking: yours.
 */
void tally_event(unsigned int kind)
{
	spin_lock(&last_lock);
	last_event.kind = kind;
	last_event.number++;
	spin_unlock(&last_lock);
	mailbox[kind]++;
	raise_softirq_irqoff(LAB_SOFTIRQ);
}

/* Carry this processor's mailbox to the table. */
static void tally_softirq(struct softirq_action *unused)
{
	unsigned long taken[TALLY_KINDS];
	unsigned int kind;

	for (kind = 0; kind < TALLY_KINDS; kind++) {
		taken[kind] = mailbox[kind];
		mailbox[kind] = 0;
	}
	for (kind = 0; kind < TALLY_KINDS; kind++)
		table_write(kind, table_read(kind) + taken[kind]);
}

/**
 * tally_take - how many of a kind the softirqs have counted since the last call
 * @kind: which
 *
 * Return: the number. Context: thread. Locking: yours.
 */
unsigned long tally_take(unsigned int kind)
{
	unsigned long count;

	spin_lock(&table_lock);
	count = table_read(kind);
	table_write(kind, 0);
	spin_unlock(&table_lock);
	return count;
}

/**
 * tally_last - which event was the newest?
 * @last: result
 *
 * Irqs are afterwards as they were. Context: any. Locking: yours.
 */
void tally_last(struct tally_last *last)
{
	spin_lock(&last_lock);
	*last = last_event;
	spin_unlock(&last_lock);
}

/** tally_init - be ready for events; thread */
void tally_init(void)
{
	open_softirq(LAB_SOFTIRQ, tally_softirq, NULL);
}
