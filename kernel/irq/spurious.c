// SPDX-License-Identifier: MIT
/*
 * spurious.c - interrupts that nobody wanted
 *
 * A line whose handlers all say IRQ_NONE is shut when that was so in more than 99,900 of 100,000
 * interrupts (S36): a level line without a driver would otherwise eat the processor.
 * Context: hard interrupt, irqs off. Locking: expects the line's lock.
 */
#include <linux/kernel.h>
#include "internal.h"

#define UNHANDLED_MAX 99900

/* An interrupt with nothing behind it: counted, told once for each line (S38). */
void note_spurious(unsigned int irq, struct irq_desc *desc)
{
	if (!desc->spurious++)
		printk(KERN_INFO "irq %u: spurious %s interrupt: the request was gone when it was "
				 "taken\n",
		       irq, desc->chip ? desc->chip->name : "unserved");
}

/* Name the handlers of a line and close it until all of them have gone and one comes anew. */
void shut_line(unsigned int irq, struct irq_desc *desc)
{
	struct irqaction *action;

	for (action = desc->action; action; action = action->next)
		printk(KERN_ERR "  %ps (%s)\n", (void *)action->handler, action->name);
	printk(KERN_ERR "Disabling irq %u: does its handler recognise its device and quiet it?\n",
	       irq);
	desc->status |= IRQ_DISABLED | IRQ_SHUT;
	desc->depth++;
	desc->chip->mask(irq);
}

/* The next IRQ_WINDOW interrupts are judged together; the line's lock is held. */
void begin_window(struct irq_desc *desc)
{
	desc->unhandled = 0;
	desc->stuck = 0;
	desc->look_at = desc->count + IRQ_WINDOW - IRQ_LOOKS;
}

/* Called when nobody handled one, and for the last ones of each window. */
void note_handled(unsigned int irq, struct irq_desc *desc, irqreturn_t handled)
{
	if (handled == IRQ_NONE)
		desc->unhandled++;
	else
		look_for_storm(irq, desc);
	if ((long)(desc->count - desc->look_at) < IRQ_LOOKS)
		return;
	if (desc->unhandled > UNHANDLED_MAX) {
		printk(KERN_ERR "irq %u: nobody cared: %lu of %u interrupts were not handled by\n",
		       irq, desc->unhandled, IRQ_WINDOW);
		shut_line(irq, desc);
	}
	begin_window(desc);
}

/* S35: a top half has two answers. */
void note_bogus_return(unsigned int irq, struct irqaction *action, irqreturn_t ret)
{
	printk(KERN_ERR "irq %u: bogus return value %x from %ps (%s): return IRQ_NONE or "
			"IRQ_HANDLED\n",
	       irq, ret, (void *)action->handler, action->name);
}
