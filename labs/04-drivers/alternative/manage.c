// SPDX-License-Identifier: MIT
/*
 * manage.c - what drivers ask for: a handler on a line, and quiet on it for a while
 *
 * Another way to write lab 4's solution: predicates and one exit, instead of pointers to links.
 *
 * Idea:    each line has a list of handlers in order of registration and a depth that counts how
 *          often it was disabled; it is open at depth 0.
 * Context: as noted. Locking: the line's lock, irqs off.
 * See:     kernel/irq/handle.c, Linux Device Drivers ch. 10
 */
#include <halves/debug.h>
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

/* The lock of a line, found by number. */
static struct irq_desc *lock_line(unsigned int irq, unsigned long *flags)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (desc)
		spin_lock_irqsave(&desc->lock, *flags);
	return desc;
}

static void unlock_line(struct irq_desc *desc, unsigned long flags)
{
	spin_unlock_irqrestore(&desc->lock, flags);
}

/* The line's last handler; NULL: it has none. Locking: expects its lock. */
static struct irqaction *last_of(const struct irq_desc *desc)
{
	struct irqaction *last = NULL, *action;

	for (action = desc->action; action; action = action->next)
		last = action;
	return last;
}

/* Locking: expects the line's lock. */
static int may_join(const struct irq_desc *desc, const struct irqaction *new)
{
	if (!desc->chip)
		return -ENOSYS;
	if (!desc->action)
		return 0;
	return desc->action->flags & IRQF_SHARED && new->flags &IRQF_SHARED ? 0 : -EBUSY;
}

int setup_irq(unsigned int irq, struct irqaction *new)
{
	unsigned long flags;
	struct irq_desc *desc = lock_line(irq, &flags);
	struct irqaction *last = last_of(desc);
	int error = may_join(desc, new);

	if (error)
		goto out;
	new->next = NULL;
	if (last) {
		last->next = new;
		goto out;
	}
	desc->action = new;
	desc->status &= ~(IRQ_DISABLED | IRQ_PENDING | IRQ_SHUT);
	desc->depth = 0;
	begin_window(desc);
	desc->chip->unmask(irq);
out:
	unlock_line(desc, flags);
	return error;
}

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev_id)
{
	struct irqaction *action;
	int error = -EINVAL;

	might_sleep();
	if (!irq_to_desc(irq))
		return error;
	if (!handler)
		return error;
	if (!dev_id && flags & IRQF_SHARED)
		return error;
	action = kzalloc(sizeof(*action), GFP_KERNEL);
	if (!action)
		return -ENOMEM;
	action->handler = handler;
	action->flags = flags;
	action->name = name;
	action->dev_id = dev_id;
	error = setup_irq(irq, action);
	if (!error)
		return 0;
	kfree(action);
	return error;
}
EXPORT_SYMBOL(request_irq);

void synchronize_irq(unsigned int irq)
{
	struct irq_desc *desc;
	unsigned long flags;

	might_spin();
	while ((desc = lock_line(irq, &flags))) {
		bool runs = desc->status & IRQ_INPROGRESS;

		unlock_line(desc, flags);
		if (!runs)
			return;
		cpu_relax();
	}
}
EXPORT_SYMBOL(synchronize_irq);

/* Unlink the handler with @dev_id. Return: it, or NULL. Locking: expects the line's lock. */
static struct irqaction *unlink_action(struct irq_desc *desc, void *dev_id)
{
	struct irqaction *before = NULL, *action = desc->action;

	while (action && action->dev_id != dev_id) {
		before = action;
		action = action->next;
	}
	if (!action)
		return NULL;
	if (before)
		before->next = action->next;
	else
		desc->action = action->next;
	return action;
}

void free_irq(unsigned int irq, void *dev_id)
{
	unsigned long flags;
	struct irqaction *action;
	struct irq_desc *desc;

	might_spin();
	desc = lock_line(irq, &flags);
	if (!desc)
		return;
	action = unlink_action(desc, dev_id);
	if (action && !desc->action) {
		desc->chip->mask(irq);
		desc->depth = 1;
		desc->status |= IRQ_DISABLED;
	}
	unlock_line(desc, flags);
	if (!action) {
		report(KERN_WARNING "WARNING: line %u has no handler with dev_id %p\n", irq,
		       dev_id);
		return;
	}
	synchronize_irq(irq);
	kfree(action);
}
EXPORT_SYMBOL(free_irq);

void disable_irq_nosync(unsigned int irq)
{
	unsigned long flags;
	struct irq_desc *desc = lock_line(irq, &flags);

	if (!desc)
		return;
	desc->depth++;
	desc->status |= IRQ_DISABLED;
	if (desc->depth == 1 && desc->chip && !desc->chip->forgets)
		desc->chip->mask(irq);
	unlock_line(desc, flags);
}
EXPORT_SYMBOL(disable_irq_nosync);

void disable_irq(unsigned int irq)
{
	might_spin();
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}
EXPORT_SYMBOL(disable_irq);

void enable_irq(unsigned int irq)
{
	unsigned long flags;
	struct irq_desc *desc = lock_line(irq, &flags);
	unsigned int least = desc && !desc->action ? 1 : 0;
	bool again;

	if (!desc)
		return;
	if (desc->depth <= least) {
		unlock_line(desc, flags);
		report(KERN_WARNING "WARNING: enable_irq(%u) without a disable_irq()\n", irq);
		return;
	}
	desc->depth--;
	if (desc->depth) {
		unlock_line(desc, flags);
		return;
	}
	again = desc->status & IRQ_PENDING;
	desc->status &= IRQ_INPROGRESS;
	if (desc->chip && !desc->status)
		desc->chip->unmask(irq);
	unlock_line(desc, flags);
	if (again && desc->chip && desc->chip->retrigger) {
		local_irq_save(flags);
		desc->chip->retrigger(irq);
		local_irq_restore(flags);
	}
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
