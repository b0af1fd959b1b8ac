// SPDX-License-Identifier: MIT
/*
 * irq.c - from the stub to the line: the C half of a hardware interrupt's way in
 *
 *   device → controller → entry.asm → do_IRQ → handle_irq (kernel/irq/handle.c) → the top half
 *                                        └→ irq_exit (kernel/bottomhalf/softirq.c) → softirqs
 *                                        └→ preempt_schedule_irq (kernel/sched) → another thread
 *
 * Context: hardirq, irqs off.
 * Locking: none here; handle_irq() takes the line's lock.
 */
#include <asm/apic.h>
#include <asm/irq.h>
#include <asm/ptrace.h>
#include <halves/context.h>
#include <halves/trace.h>
#include <linux/hardirq.h>
#include <linux/irq.h>
#include <linux/sched.h>

/* As below; @noted: somebody wants to know of it. */
static __always_inline void __do_IRQ(struct pt_regs *regs, bool noted)
{
	unsigned int irq = VECTOR_TO_IRQ(regs->vector);

	irq_enter();
	this_cpu_write(context_trail.irq_regs, regs);
	if (likely(irq < NR_IRQS)) {
		this_cpu_write(context_trail.irq, irq);
		if (noted)
			handle_irq_noted(irq, &irq_desc[irq]);
		else
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
}

static noinline __cold void do_IRQ_noted(struct pt_regs *regs)
{
	if (irqsoff_tracing)
		trace_hardirqs_off();
	__do_IRQ(regs, true);
	if (irqsoff_tracing && !raw_irqs_disabled_flags(regs->eflags))
		trace_hardirqs_on();
}

/**
 * do_IRQ - one hardware interrupt, from entry to exit
 * @regs: the registers of what was interrupted
 *
 * Context: hard interrupt, irqs off; irqs are off again when it returns.
 */
void do_IRQ(struct pt_regs *regs)
{
	if (unlikely(watching & (WATCH_IRQSOFF | WATCH_IRQ)))
		do_IRQ_noted(regs);
	else
		__do_IRQ(regs, false);
}
