// SPDX-License-Identifier: MIT
/*
 * manage.c - what drivers ask for: a handler on a line, and quiet on it for a while
 *
 * Idea:    each line has a list of handlers in order of registration and a depth that counts how
 *          often it was disabled; it is open at depth 0.
 *          A line that is disabled has IRQ_DISABLED in its status, depth > 0, and is masked at
 *          its controller; but not where the controller forgets what comes to a masked line
 *          (chip->forgets): dispatch then notes IRQ_PENDING and masks it itself. While a handler
 *          runs (IRQ_INPROGRESS) dispatch lets the line come again, at the handler's end. A line
 *          without handlers counts as disabled once.
 * Context: as noted. Locking: the line's lock, irqs off.
 * See:     kernel/irq/handle.c, Linux Device Drivers ch. 10
 */
#include <halves/debug.h>
#include <halves/lab.h>
#include <halves/unload.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/slab.h>
#include "internal.h"

static struct irq_desc *irq_to_desc(unsigned int irq)
{
	return irq < NR_IRQS ? &irq_desc[irq] : NULL;
}

/** set_irq_chip - tell which controller serves a line; boot */
void set_irq_chip(unsigned int irq, const struct irq_chip *chip)
{
	irq_desc[irq].chip = chip;
}

/**
 * setup_irq - add a handler whose irqaction the caller provides
 * @irq: the line
 * @new: handler, flags, name, dev_id; stays the line's until free_irq()
 *
 * It goes to the end of the list. The first on a line opens it, whatever was before (S27): depth
 * 0, no status left but IRQ_INPROGRESS, a new window of spurious.c, unmasked.
 *
 * Return: 0; -ENOSYS: no controller serves the line; -EBUSY: taken, and not both want to share.
 * Context: any. Locking: takes the line's lock.
 */
int setup_irq(unsigned int irq, struct irqaction *new)
{
	NOT_YET_IMPLEMENTED("lab 4: setup_irq");
}

/**
 * request_irq - have a function called when a line is raised
 * @irq: the line
 * @handler: the top half: runs with interrupts off, returns IRQ_HANDLED or IRQ_NONE
 * @flags: IRQF_SHARED to share the line; IRQF_DISABLED is accepted and changes nothing
 * @name: for /proc/interrupts and reports
 * @dev_id: given to @handler; unique on a shared line, for free_irq() finds by it
 *
 * The handler may run before this returns (S25).
 *
 * Return: 0; -EINVAL: no such line, no handler, or shared without a dev_id (S22); -EBUSY: the line
 * is taken and not both sides share (S23); -ENOSYS: no controller serves it (S24); -ENOMEM.
 * Context: process. Locking: takes the line's lock.
 */
int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev_id)
{
	NOT_YET_IMPLEMENTED("lab 4: request_irq");
}
EXPORT_SYMBOL(request_irq);

/**
 * synchronize_irq - wait until no handler of the line runs
 * @irq: the line
 *
 * Context: thread, spins; not from an interrupt: it could wait for itself. The caller must hold no
 * lock that a handler takes.
 */
void synchronize_irq(unsigned int irq)
{
	NOT_YET_IMPLEMENTED("lab 4: synchronize_irq");
}
EXPORT_SYMBOL(synchronize_irq);

/**
 * free_irq - take a handler off its line
 * @irq: the line
 * @dev_id: as given to request_irq()
 *
 * Waits for a handler that runs on another processor; afterwards it does not run any more. The last
 * one to go shuts the line (S27, S28). The device must be quiet. An unknown @dev_id is told and
 * changes nothing.
 *
 * Context: thread, spins. Locking: takes the line's lock.
 */
void free_irq(unsigned int irq, void *dev_id)
{
	NOT_YET_IMPLEMENTED("lab 4: free_irq");
}
EXPORT_SYMBOL(free_irq);

/**
 * disable_irq_nosync - shut a line; nests
 * @irq: the line
 *
 * A handler that runs now may go on. Context: any. Locking: takes the line's lock.
 */
void disable_irq_nosync(unsigned int irq)
{
	NOT_YET_IMPLEMENTED("lab 4: disable_irq_nosync");
}
EXPORT_SYMBOL(disable_irq_nosync);

/**
 * disable_irq - shut a line and wait until its handlers have ended; nests
 * @irq: the line
 *
 * Context: thread, spins; the caller must hold nothing that a handler waits for.
 */
void disable_irq(unsigned int irq)
{
	NOT_YET_IMPLEMENTED("lab 4: disable_irq");
}
EXPORT_SYMBOL(disable_irq);

/**
 * enable_irq - undo one disable_irq(); the last one opens the line again (S29)
 * @irq: the line
 *
 * One interrupt that came meanwhile is taken now (S32). At depth 0 it warns and changes nothing
 * (S30), and so it does when nobody has requested the line: only request_irq() opens it then.
 * Context: any. Locking: takes the line's lock.
 */
void enable_irq(unsigned int irq)
{
	NOT_YET_IMPLEMENTED("lab 4: enable_irq");
}
EXPORT_SYMBOL(enable_irq);

/*
 * A line counts once, whoever takes it: only when it moves is what it has counted until then put
 * down for the processor that it leaves. So counting on the way in costs the same as with one.
 */
static unsigned long moved_counts[NR_IRQS][NR_CPUS]; /* the line's lock */

/* What @irq has counted where it is now. Locking: expects its lock. */
static unsigned long count_since_move(unsigned int irq, const struct irq_desc *desc)
{
	unsigned long count = desc->count;
	int cpu;

	for_each_online_cpu(cpu)
		count -= moved_counts[irq][cpu];
	return count;
}

static void move_count(unsigned int irq, const struct irq_desc *desc)
{
	moved_counts[irq][desc->cpu] += count_since_move(irq, desc);
}

/** kstat_irqs_cpu - interrupts that a line has brought to a processor; any context */
unsigned long kstat_irqs_cpu(unsigned int irq, int cpu)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags, count;

	spin_lock_irqsave(&desc->lock, flags);
	count = moved_counts[irq][cpu];
	if (cpu == desc->cpu)
		count += count_since_move(irq, desc);
	spin_unlock_irqrestore(&desc->lock, flags);
	return count;
}

/**
 * irq_set_affinity - choose which processor takes a line's interrupts
 * @irq: the line
 * @mask: bit N: processor N may; the lowest that runs does
 *
 * A handler that runs now goes on where it is; one that waits there already is taken there.
 *
 * Return: 0; -EINVAL: no such line, none of @mask runs, or the line must stay (the timer's);
 * -ENOSYS: its controller knows one processor only. Context: any. Locking: takes the line's lock.
 */
int irq_set_affinity(unsigned int irq, unsigned long mask)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;
	int error = 0;

	mask &= cpu_online_map;
	if (!desc || !mask)
		return -EINVAL;
	spin_lock_irqsave(&desc->lock, flags);
	if (!desc->chip || !desc->chip->set_affinity) {
		error = -ENOSYS;
	} else if (desc->action && desc->action->flags & IRQF_NOBALANCING) {
		error = -EINVAL;
	} else {
		move_count(irq, desc);
		desc->cpu = __ffs(mask);
		desc->chip->set_affinity(irq, desc->cpu);
	}
	spin_unlock_irqrestore(&desc->lock, flags);
	return error;
}
EXPORT_SYMBOL(irq_set_affinity);

/* What of a module that leaves is a handler still. The name that reports print goes with it. */
static void search_handlers(struct unload_search *search)
{
	unsigned int irq;

	for (irq = 0; irq < NR_IRQS; irq++) {
		struct leftover left = { .kind = "interrupt handler",
					 .is = "registered",
					 .instead = "free_irq() it" };
		struct irqaction *action;
		unsigned long flags;

		snprintf(left.name, sizeof(left.name), "of irq %u", irq);
		spin_lock_irqsave(&irq_desc[irq].lock, flags);
		for (action = irq_desc[irq].action; action; action = action->next) {
			left.fn = (void *)action->handler;
			if (unload_holds(search, left.fn))
				unload_found(search, &left);
			if (unload_holds(search, action->name))
				action->name = "(its module is gone)";
		}
		spin_unlock_irqrestore(&irq_desc[irq].lock, flags);
	}
}
UNLOAD_SEARCH(search_handlers);
