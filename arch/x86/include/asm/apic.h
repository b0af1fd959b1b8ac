/* SPDX-License-Identifier: MIT */
/*
 * apic.h - the local APIC: each processor's own interrupt controller
 *
 * Its registers lie at the same address on all processors, and each sees its own. Names are
 * Intel's (SDM vol. 3, chapter 10, table 10-1).
 * Context: any, preemption off: an access reaches the running processor's.
 * Locking: none: each processor has its own; apic_send() keeps interrupts out.
 */
#ifndef _ASM_APIC_H
#define _ASM_APIC_H

#include <asm/irq.h>
#include <linux/compiler.h>
#include <linux/threads.h>
#include <linux/types.h>

/* Registers, by their offset in bytes. */
#define APIC_ID		  0x020
#define APIC_VERSION	  0x030
#define APIC_TPR	  0x080 /* task priority */
#define APIC_EOI	  0x0b0
#define APIC_SPIV	  0x0f0 /* spurious interrupt vector */
#define APIC_ISR	  0x100 /* in service: eight registers of 32 vectors, 16 bytes apart */
#define APIC_IRR	  0x200 /* requested: eight again */
#define APIC_ESR	  0x280 /* error status */
#define APIC_ICR_LOW	  0x300 /* interrupt command */
#define APIC_ICR_HIGH	  0x310
#define APIC_LVT_TIMER	  0x320
#define APIC_LVT_LINT0	  0x350
#define APIC_LVT_LINT1	  0x360
#define APIC_LVT_ERROR	  0x370
#define APIC_TIMER_INITIAL 0x380
#define APIC_TIMER_CURRENT 0x390
#define APIC_TIMER_DIVIDE  0x3e0

#define APIC_ID_SHIFT	     24
#define APIC_SPIV_ENABLE     (1 << 8)
#define APIC_LVT_MASKED	     (1 << 16)
#define APIC_TIMER_PERIODIC  (1 << 17)
#define APIC_TIMER_DIVIDE_1  0xb
#define APIC_TIMER_DIVIDE_16 0x3
#define APIC_DELIVERY_FIXED  (0 << 8) /* of ICR and LVT */
#define APIC_DELIVERY_NMI    (4 << 8)
#define APIC_DELIVERY_INIT   (5 << 8)
#define APIC_DELIVERY_SIPI   (6 << 8) /* the vector is the page where to begin */
#define APIC_DELIVERY_EXTINT (7 << 8)
#define APIC_ICR_PENDING     (1 << 12) /* not yet accepted */
#define APIC_ICR_ASSERT	     (1 << 14)
#define APIC_ICR_LEVEL	     (1 << 15)
#define APIC_ICR_SELF	     (1 << 18)
#define APIC_ICR_OTHERS	     (3 << 18)
#define APIC_ICR_DEST_SHIFT  24

/*
 * Vectors that are no lines. The upper four bits are the priority: these are above all lines. The
 * spurious one must end in fifteen on old processors.
 */
#define LOCAL_TIMER_VECTOR   0xf0
#define CALL_FUNCTION_VECTOR 0xfb
#define RESCHEDULE_VECTOR    0xfc
#define ERROR_APIC_VECTOR    0xfe
#define SPURIOUS_APIC_VECTOR 0xff

extern u8 cpu_apicid[NR_CPUS];	     /* number of each processor's local APIC */
extern volatile char *lapic; /* NULL: there is none, or it is not used */

static __always_inline u32 apic_read(unsigned int reg)
{
	return *(volatile u32 *)(lapic + reg);
}

static __always_inline void apic_write(unsigned int reg, u32 value)
{
	*(volatile u32 *)(lapic + reg) = value;
}

/*
 * apic_eoi - the interrupt in service has been dealt with
 *
 * Context: hardirq, irqs off.
 */
static __always_inline void apic_eoi(void)
{
	apic_write(APIC_EOI, 0);
}

int lapic_map(phys_addr_t address);
void lapic_unmap(void);
void lapic_setup(void);
unsigned int lapic_id(void);
void apic_send(int cpu, u32 command);
bool lapic_requested(unsigned int vector);

/* For chips whose interrupts are messages without a level; as in struct irq_chip. */
bool apic_ack_edge(unsigned int irq);
void apic_end_edge(unsigned int irq, bool open);
void apic_retrigger(unsigned int irq);

/* What to do at a vector that is no line. */
void set_system_vector(unsigned int vector, void (*handler)(void));
void handle_system_vector(unsigned int vector);

#endif
