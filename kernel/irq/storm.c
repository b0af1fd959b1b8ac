// SPDX-License-Identifier: MIT
/*
 * storm.c - a line that comes again at once after each interrupt, so that nothing else runs
 *
 * Idea:    a level line whose handler says IRQ_HANDLED but never quiets its device is up again as
 *          soon as it may be, before the interrupted code has made a single step. Nobody looks for
 *          that at each interrupt. But of every hundred thousand of a line the last thousand are
 *          looked at: when it is up right after its handlers, and over the same instruction, a
 *          hundred times in a row, it is a storm. A busy line whose device is acknowledged is not
 *          up then. One that nobody claims is left to spurious.c.
 * Context: hard interrupt, irqs off. Locking: expects the line's lock.
 */
#include <halves/context.h>
#include <halves/debug.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include "internal.h"

#define STORM_STEPS 100

static void end_storm(unsigned int irq, struct irq_desc *desc, struct pt_regs *regs)
{
	report_begin();
	printk(KERN_ERR
	       "BUG: irq %u: interrupt storm: it is raised again as soon as it was handled, and "
	       "what it interrupts has not made one step in %d interrupts; they were handled by\n",
	       irq, STORM_STEPS);
	shut_line(irq, desc);
	report_context();
	report_backtrace_of(regs, current->stack);
	report_end();
}

/* look_for_storm - its handlers have ended, and have claimed it */
void look_for_storm(unsigned int irq, struct irq_desc *desc)
{
	struct pt_regs *regs = this_cpu_read(context_trail.irq_regs);
	bool again = desc->stuck_at == regs && desc->stuck_ip == instruction_pointer(regs);

	desc->stuck_at = regs;
	desc->stuck_ip = instruction_pointer(regs);
	if (!again || !desc->chip->raised || !desc->chip->raised(irq))
		desc->stuck = 0;
	else if (++desc->stuck == STORM_STEPS)
		end_storm(irq, desc, regs);
}
