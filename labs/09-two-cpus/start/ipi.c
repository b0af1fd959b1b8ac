// SPDX-License-Identifier: MIT
/*
 * ipi.c - processors interrupt each other: choose again, call this, stop
 *
 * Idea:    a local APIC sends what its command register says to another one: a vector, or an NMI,
 *          which comes through even where interrupts are off. A vector carries no data; what is
 *          meant lies in memory before it is sent.
 * Context: as noted; the scheduler, smp_call_function() and panic() call in here.
 * Locking: call_lock: one call at a time.
 * See:     Intel SDM vol. 3, 10.6 "Issuing interprocessor interrupts"
 */
#include <asm/apic.h>
#include <asm/atomic.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/system.h>
#include <asm/tsc.h>
#include <halves/debug.h>
#include <halves/lab.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/time.h>

#define STOP_WAIT_NS 1000000000ULL /* for the backtrace of one processor */

/* ---- choose again -------------------------------------------------------------------------- */

/**
 * smp_send_reschedule - have another processor look at its need_resched
 * @cpu: which; the flag is set already
 *
 * Context: any.
 */
void smp_send_reschedule(int cpu)
{
	NOT_YET_IMPLEMENTED("lab 9: smp_send_reschedule");
}

/* The interrupt that it sends. What is left to do here: the way out of it looks at the flag. */
static void reschedule_interrupt(void)
{
	NOT_YET_IMPLEMENTED("lab 9: reschedule_interrupt");
}

/* ---- call a function ----------------------------------------------------------------------- */

/*
 * Yours: where what is to be called lies while the interrupt is under way, and what tells the
 * caller how far the others are.
 */
static DEFINE_SPINLOCK(call_lock);

/* The interrupt that asks for a call. Irqs off. */
static void call_function_interrupt(void)
{
	NOT_YET_IMPLEMENTED("lab 9: call_function_interrupt");
}

/*
 * Call on each processor of @cpus (bit N: processor N) but this one, and see that they have begun;
 * with @wait, that they are over. Preemption is off, interrupts must be on. More than one caller
 * may come at a time.
 */
static void call_on(unsigned long cpus, void (*fn)(void *), void *info, bool wait)
{
	WARN_ON(irqs_disabled());
	spin_lock(&call_lock);
	NOT_YET_IMPLEMENTED("lab 9: call_on");
	spin_unlock(&call_lock);
}

/**
 * smp_call_function - run a function on all other processors
 * @fn: runs in a hard interrupt there
 * @info: its argument
 * @retry: unused, as in Linux
 * @wait: return only when it has run everywhere
 *
 * Return: 0. Context: thread, irqs on; the caller must hold nothing that @fn, or a top half, takes.
 */
int smp_call_function(void (*fn)(void *), void *info, int retry, int wait)
{
	preempt_disable();
	if (num_online_cpus() > 1)
		call_on(~0UL, fn, info, wait);
	preempt_enable();
	return 0;
}
EXPORT_SYMBOL(smp_call_function);

/** smp_call_function_single - the same on one other; -ENXIO: it does not run; -EBUSY: it is this */
int smp_call_function_single(int cpu, void (*fn)(void *), void *info, int retry, int wait)
{
	int error = 0;

	if (!cpu_online(cpu))
		return -ENXIO;
	preempt_disable();
	if (cpu == smp_processor_id())
		error = -EBUSY;
	else
		call_on(1UL << cpu, fn, info, wait);
	preempt_enable();
	return error;
}
EXPORT_SYMBOL(smp_call_function_single);

/* ---- stop ---------------------------------------------------------------------------------- */

static volatile unsigned long stopped; /* bit N: processor N has told where it was */
static volatile bool stopping;

/**
 * smp_stop_others - the end: every other processor says where it is, and halts
 *
 * One after the other, by NMI. One that does not answer within a second is left. Context: any.
 */
void smp_stop_others(void)
{
	int cpu;

	if (!lapic || num_online_cpus() == 1)
		return;
	stopping = true;
	for_each_online_cpu(cpu) {
		u64 end = sched_clock() + STOP_WAIT_NS;

		if (cpu == smp_processor_id())
			continue;
		apic_send(cpu, APIC_ICR_ASSERT | APIC_DELIVERY_NMI);
		while (!(stopped >> cpu & 1) && sched_clock() < end)
			cpu_relax();
		if (!(stopped >> cpu & 1))
			printk(KERN_EMERG "cpu %d does not answer\n", cpu);
	}
}

/** smp_stop_here - an NMI came: does not return if it was to stop this processor; irqs off */
void smp_stop_here(struct pt_regs *regs)
{
	if (!stopping)
		return;
	printk(KERN_EMERG "cpu %d:\n", smp_processor_id());
	report_context_of(raw_irqs_disabled_flags(regs->eflags));
	report_backtrace_of(regs, current->stack);
	stopped |= 1UL << smp_processor_id();
	for (;;) {
		local_irq_disable();
		halt();
	}
}

/** ipi_init - be ready for them; boot */
void ipi_init(void)
{
	set_system_vector(RESCHEDULE_VECTOR, reschedule_interrupt);
	set_system_vector(CALL_FUNCTION_VECTOR, call_function_interrupt);
}
