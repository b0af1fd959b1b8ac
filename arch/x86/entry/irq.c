// SPDX-License-Identifier: MIT
/*
 * irq.c - from the stub to the line: the C half of a hardware interrupt's way in
 *
 *   device → controller → entry.asm → do_IRQ → handle_irq (kernel/irq/handle.c) → the top half
 *                                        └→ irq_exit (kernel/bottomhalf/softirq.c) → softirqs
 *                                        └→ preempt_schedule_irq (kernel/sched) → another thread
 */
#include <asm/apic.h>
#include <asm/irq.h>
#include <asm/ptrace.h>
#include <halves/context.h>
#include <linux/hardirq.h>
#include <linux/irq.h>
#include <linux/sched.h>

/**
 * do_IRQ - one hardware interrupt, from entry to exit
 * @regs: the registers of what was interrupted
 *
 * Context: hard interrupt, irqs off; irqs are off again when it returns.
 */
void do_IRQ(struct pt_regs *regs)
{
	unsigned int irq = VECTOR_TO_IRQ(regs->vector);

	if (unlikely(irqsoff_tracing))
		trace_hardirqs_off();

	irq_enter();
	this_cpu_write(context_trail.irq_regs, regs);
	if (likely(irq < NR_IRQS)) {
		this_cpu_write(context_trail.irq, irq);
		handle_irq(irq, &irq_desc[irq]);
		this_cpu_write(context_trail.irq, -1);
	} else {
		handle_system_vector(regs->vector);
	}
	irq_exit();

	/* What the handlers woke may be more urgent than what was interrupted. */
	if (need_resched() && !preempt_count() && !raw_irqs_disabled_flags(regs->eflags)) {
		preempt_schedule_irq();
		if (user_mode(regs) && current->sigpending)
			signals_before_user();
	}

	if (unlikely(irqsoff_tracing) && !raw_irqs_disabled_flags(regs->eflags))
		trace_hardirqs_on();
}
