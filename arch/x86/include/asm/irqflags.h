/* SPDX-License-Identifier: MIT */
/*
 * irqflags.h - may this processor be interrupted? EFLAGS.IF, saved and restored
 *
 * Idea:    interrupts are switched off for as few instructions as possible, because while they
 *          are off every device waits. So that the wait can be measured, each change of the flag
 *          tells the irqs-off meter (kernel/debug/irqsoff.c) while somebody has switched it on;
 *          switched off, that question costs two instructions.
 * Context: any.
 * Locking: none: the flag is the processor's own.
 */
#ifndef _ASM_IRQFLAGS_H
#define _ASM_IRQFLAGS_H

#include <asm/percpu.h>
#include <halves/watch.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define X86_EFLAGS_IF 0x200UL

#define irqsoff_tracing (watching & WATCH_IRQSOFF)
void __keeps_registers trace_hardirqs_off(void);
void __keeps_registers trace_hardirqs_on(void);

/*
 * Where interrupts were switched off last: the tests' image remembers it for reports. A top half
 * that has run is such a place, too.
 */
#ifdef CONFIG_TESTS
extern unsigned long irqs_off_at; /* per CPU */
#define note_irqs_off(flags)                                                                       \
	do {                                                                                       \
		if ((flags)&X86_EFLAGS_IF)                                                         \
			this_cpu_write(irqs_off_at, current_ip());                                 \
	} while (0)
#define note_top_half(handler) this_cpu_write(irqs_off_at, (unsigned long)(handler))
#else
#define note_top_half(handler)                                                                     \
	do {                                                                                       \
	} while (0)
#define note_irqs_off(flags)                                                                       \
	do {                                                                                       \
	} while (0)
#endif

static __always_inline unsigned long raw_local_save_flags(void)
{
	unsigned long flags;

	asm volatile("pushfl\n\tpopl %0" : "=" ASM_RM(flags) : : "memory");
	return flags;
}

static __always_inline void raw_local_irq_disable(void)
{
	asm volatile("cli" : : : "memory");
}

static __always_inline void raw_local_irq_enable(void)
{
	asm volatile("sti" : : : "memory");
}

static __always_inline void raw_local_irq_restore(unsigned long flags)
{
	asm volatile("pushl %0\n\tpopfl" : : ASM_RM(flags) : "memory", "cc");
}

static __always_inline bool raw_irqs_disabled_flags(unsigned long flags)
{
	return !(flags & X86_EFLAGS_IF);
}

static __always_inline bool irqs_disabled(void)
{
	return raw_irqs_disabled_flags(raw_local_save_flags());
}

/* For who asks `watching` for the meter's bit together with others. */
static __always_inline void local_irq_disable_unmetered(void)
{
	note_irqs_off(raw_local_save_flags());
	raw_local_irq_disable();
}

static __always_inline void local_irq_disable(void)
{
	local_irq_disable_unmetered();
	if (unlikely(irqsoff_tracing))
		trace_hardirqs_off();
}

static __always_inline void local_irq_enable(void)
{
	if (unlikely(irqsoff_tracing))
		trace_hardirqs_on();
	raw_local_irq_enable();
}

static __always_inline unsigned long __local_irq_save(void)
{
	unsigned long flags = raw_local_save_flags();

	note_irqs_off(flags);
	raw_local_irq_disable();
	if (unlikely(irqsoff_tracing))
		trace_hardirqs_off();
	return flags;
}

static __always_inline void local_irq_restore(unsigned long flags)
{
	if (unlikely(irqsoff_tracing) && !raw_irqs_disabled_flags(flags))
		trace_hardirqs_on();
	raw_local_irq_restore(flags);
}

#define local_irq_save(flags)	((flags) = __local_irq_save())
#define local_save_flags(flags) ((flags) = raw_local_save_flags())

/** safe_halt - switch interrupts on and halt until the next one, with no gap between the two */
static __always_inline void safe_halt(void)
{
	if (unlikely(irqsoff_tracing))
		trace_hardirqs_on();
	asm volatile("sti\n\thlt" : : : "memory");
}

/** halt - stop until an interrupt comes; with interrupts off, for good */
static __always_inline void halt(void)
{
	asm volatile("hlt" : : : "memory");
}

#endif
