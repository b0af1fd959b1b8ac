// SPDX-License-Identifier: MIT
/*
 * handle.c - top halves: from a raised line to the handlers of its drivers
 *
 * Idea:    a line may come again while its handlers run. They are never run twice at once: the
 *          second arrival is only noted, and makes one more round; further ones merge into it
 *          (S33). What arrives while the line is disabled is noted, too, and sent again on enable
 *          (S32).
 * Context: hard interrupt, irqs off, handlers included.
 * Locking: the line's lock, released while handlers run; IRQ_INPROGRESS keeps others out then.
 * See:     kernel/irq/manage.c for the drivers' side, arch/x86/irqchip for the controllers'
 */
#include <halves/context.h>
#include <halves/handler.h>
#include <halves/trace.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include "internal.h"

struct irq_desc irq_desc[NR_IRQS];

/** irq_desc_init - all lines are closed, and nobody has asked for them; boot, before init_IRQ() */
void irq_desc_init(void)
{
	struct irq_desc *desc;

	for (desc = irq_desc; desc < irq_desc + NR_IRQS; desc++)
		*desc = (struct irq_desc){
			.lock = __SPIN_LOCK_UNLOCKED(irq_desc.lock),
			.status = IRQ_DISABLED,
			.depth = 1,
		};
}

/* Call every handler of the line, in order of registration; their answers are OR-ed (S26). */
static __always_inline irqreturn_t handle_IRQ_event(unsigned int irq, struct irqaction *action,
						    bool noted)
{
	irqreturn_t handled = IRQ_NONE;
	u32 before = preempt_count();

	do {
		irqreturn_t ret;

		this_cpu_write(context_trail.action, action);
		if (noted)
			trace_irq_handler_entry(irq, action->name);
		ret = action->handler(irq, action->dev_id);
		check_handler_exit("top half", action->handler, before, true);
		note_top_half(action->handler);
		if (unlikely(ret & ~IRQ_HANDLED))
			note_bogus_return(irq, action, ret);
		if (noted)
			trace_irq_handler_exit(irq, ret != IRQ_NONE);
		handled |= ret;
		action = action->next;
	} while (action);
	this_cpu_write(context_trail.action, NULL);
	return handled;
}

/* As below; @noted: somebody wants to know of each handler. */
static __always_inline void __handle_irq(unsigned int irq, struct irq_desc *desc, bool noted)
{
	irqreturn_t handled;

	spin_lock(&desc->lock);
	if (unlikely(!desc->chip || !desc->chip->ack(irq))) {
		note_spurious(irq, desc);
		goto out;
	}
	desc->count++;
	if (unlikely(desc->status & (IRQ_DISABLED | IRQ_INPROGRESS))) {
		desc->status |= IRQ_PENDING;
		if (desc->status & IRQ_DISABLED && desc->chip->forgets)
			desc->chip->mask(irq);
		desc->chip->end(irq, false);
		goto out;
	}

	desc->status |= IRQ_INPROGRESS;
	do {
		struct irqaction *action = desc->action;

		desc->status &= ~IRQ_PENDING;
		spin_unlock(&desc->lock);
		handled = handle_IRQ_event(irq, action, noted);
		spin_lock(&desc->lock);
	} while (unlikely((desc->status & (IRQ_PENDING | IRQ_DISABLED)) == IRQ_PENDING));
	desc->status &= ~IRQ_INPROGRESS;
	desc->chip->end(irq, !(desc->status & IRQ_DISABLED));
	if (unlikely(handled == IRQ_NONE) || unlikely((long)(desc->count - desc->look_at) >= 0))
		note_handled(irq, desc, handled);
out:
	spin_unlock(&desc->lock);
}

/**
 * handle_irq - one arrival on a line: acknowledge, run the handlers, let the line come again
 * @irq: the line
 * @desc: &irq_desc[@irq]
 *
 * Context: hard interrupt, irqs off. Locking: takes the line's lock.
 */
void handle_irq(unsigned int irq, struct irq_desc *desc)
{
	__handle_irq(irq, desc, false);
}

/** handle_irq_noted - the same while somebody wants to know of each handler (WATCH_IRQ) */
void __cold handle_irq_noted(unsigned int irq, struct irq_desc *desc)
{
	__handle_irq(irq, desc, true);
}
