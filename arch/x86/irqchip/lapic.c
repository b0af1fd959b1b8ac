// SPDX-License-Identifier: MIT
/*
 * lapic.c - each processor's own interrupt controller
 *
 * Idea:    it takes what the I/O APIC, a card's message or another processor sends, and hands it to
 *          its processor by vector, the highest first. What is in service is ended by one write
 *          (EOI). A request that is gone when the processor asks is answered with the spurious
 *          vector, which needs no EOI.
 *          Besides lines there are vectors of the system's own: the local timer, other processors'
 *          calls, errors. They go through handle_system_vector().
 * Context: irqs off, where nothing else is noted.
 * Locking: none: each processor has its own. Vectors are set at boot; lapic_setup() sets the same
 *          ones on each.
 * See:     Intel SDM vol. 3, chapter 10
 */
#include <asm/apic.h>
#include <asm/irq.h>
#include <asm/io.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/smp.h>

#define MSR_APIC_BASE	     0x1b
#define MSR_APIC_BASE_ENABLE (1 << 11)

volatile char *lapic;

static void (*system_vectors[NR_VECTORS - FIRST_SYSTEM_VECTOR])(void);
static DEFINE_PER_CPU(unsigned long, spurious_count);

/**
 * lapic_map - make the registers reachable
 * @address: where they are, physically
 *
 * Return: 0 or -ENOMEM. Context: boot, with memory.
 */
int lapic_map(phys_addr_t address)
{
	lapic = ioremap(address, PAGE_SIZE);
	return lapic ? 0 : -ENOMEM;
}

/** lapic_unmap - it will not be used after all; boot */
void lapic_unmap(void)
{
	iounmap(lapic);
	lapic = NULL;
}

/**
 * lapic_id - number of the running processor's
 *
 * Context: any, preemption off.
 */
unsigned int lapic_id(void)
{
	return apic_read(APIC_ID) >> APIC_ID_SHIFT;
}

/**
 * apic_send - have another processor interrupted
 * @cpu: which
 * @command: how, for APIC_ICR_LOW
 *
 * Irqs are off meanwhile: a handler that sends, too, must not come between the two halves.
 * Context: any.
 */
void apic_send(int cpu, u32 command)
{
	unsigned long flags;

	local_irq_save(flags);
	while (apic_read(APIC_ICR_LOW) & APIC_ICR_PENDING)
		cpu_relax();
	apic_write(APIC_ICR_HIGH, cpu_apicid[cpu] << APIC_ICR_DEST_SHIFT);
	apic_write(APIC_ICR_LOW, command);
	local_irq_restore(flags);
}

/** lapic_requested - does a vector wait to be taken by this processor? irqs off */
bool lapic_requested(unsigned int vector)
{
	return apic_read(APIC_IRR + vector / 32 * 16) >> vector % 32 & 1;
}

/** apic_ack_edge - an edge is ended at once: the next one waits in the local APIC; irqs off */
bool apic_ack_edge(unsigned int irq)
{
	apic_eoi();
	return true;
}

/** apic_end_edge - nothing is left to do; irqs off */
void apic_end_edge(unsigned int irq, bool open) { }

/** apic_retrigger - have the line come again, on this processor; irqs off */
void apic_retrigger(unsigned int irq)
{
	apic_send(smp_processor_id(),
		  APIC_ICR_SELF | APIC_ICR_ASSERT | APIC_DELIVERY_FIXED | IRQ_TO_APIC_VECTOR(irq));
}

/* No EOI: nothing is in service. Told once. */
static void spurious_interrupt(void)
{
	unsigned long *count = this_cpu_ptr(&spurious_count);

	if (!(*count)++)
		pr_info("apic: spurious interrupt on cpu %d: the request was gone when it was "
			"taken\n",
			smp_processor_id());
}

static void error_interrupt(void)
{
	static const char *const names[] = {
		"send checksum",       "receive checksum", "send accept",
		"receive accept",      "redirection",	   "illegal vector was sent",
		"illegal vector came", "illegal register",
	};
	unsigned int bit;
	u32 errors;

	apic_write(APIC_ESR, 0); /* a write fetches the state */
	errors = apic_read(APIC_ESR);
	apic_eoi();
	for (bit = 0; bit < ARRAY_SIZE(names); bit++)
		if (errors & 1 << bit)
			pr_err("apic: error on cpu %d: %s\n", smp_processor_id(), names[bit]);
}

/** set_system_vector - what to call at a vector that is no line; boot */
void set_system_vector(unsigned int vector, void (*handler)(void))
{
	BUG_ON(vector < FIRST_SYSTEM_VECTOR || vector >= NR_VECTORS);
	system_vectors[vector - FIRST_SYSTEM_VECTOR] = handler;
}

/**
 * handle_system_vector - call what was set for a vector; where nothing was, that is told
 * @vector: the one that has come
 *
 * Context: hardirq, irqs off.
 */
void handle_system_vector(unsigned int vector)
{
	void (*handler)(void) = NULL;

	if (vector >= FIRST_SYSTEM_VECTOR)
		handler = system_vectors[vector - FIRST_SYSTEM_VECTOR];
	if (handler) {
		handler();
		return;
	}
	pr_err("apic: interrupt at vector 0x%x, which nobody has asked for\n", vector);
	if (lapic)
		apic_eoi();
}

/** lapic_setup - switch on the running processor's; irqs off */
void lapic_setup(void)
{
	wrmsr(MSR_APIC_BASE, rdmsr(MSR_APIC_BASE) | MSR_APIC_BASE_ENABLE);
	set_system_vector(SPURIOUS_APIC_VECTOR, spurious_interrupt);
	set_system_vector(ERROR_APIC_VECTOR, error_interrupt);
	apic_write(APIC_TPR, 0); /* all vectors come through */
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	apic_write(APIC_LVT_LINT0, APIC_LVT_MASKED); /* the 8259 is not heard */
	apic_write(APIC_LVT_LINT1, smp_processor_id() ? APIC_LVT_MASKED : APIC_DELIVERY_NMI);
	apic_write(APIC_LVT_ERROR, ERROR_APIC_VECTOR);
	apic_write(APIC_SPIV, APIC_SPIV_ENABLE | SPURIOUS_APIC_VECTOR);
	apic_write(APIC_ESR, 0);
	apic_write(APIC_EOI, 0); /* whatever the firmware has left in service */
}
