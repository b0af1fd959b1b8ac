/* SPDX-License-Identifier: MIT */
/*
 * irq.h - numbers: a vector indexes the IDT, an irq is what request_irq() takes
 *
 * Context: any.
 * Locking: none: they are numbers.
 */
#ifndef _ASM_IRQ_H
#define _ASM_IRQ_H

#define NR_VECTORS	      256
#define FIRST_EXTERNAL_VECTOR 0x20 /* below are the processor's own exceptions */
#define SYSCALL_VECTOR	      0x80 /* int 0x80; entry.asm knows it, too */
#define FIRST_SYSTEM_VECTOR   0xf0 /* from here on: <asm/apic.h> */
#define NR_IRQS		      64   /* 16 of the ISA bus, the rest for I/O APIC pins and MSI */
#define NR_IRQS_LEGACY	      16
#define NR_IRQS_PINS	      24 /* of the first I/O APIC */
#define FIRST_MSI_IRQ	      32 /* for cards that send messages */
#define NR_IRQS_MSI	      32

#define IRQ_TO_VECTOR(irq)    ((irq) + FIRST_EXTERNAL_VECTOR)
#define VECTOR_TO_IRQ(vector) ((vector)-FIRST_EXTERNAL_VECTOR)

/*
 * To a local APIC the higher vector is the more urgent one, to the 8259 the lower line. So that the
 * order is the same, the tick's line first, lines have their vectors there from above downwards;
 * entry.asm notes in the frame the one that the 8259 would have.
 */
#define LAST_APIC_LINE_VECTOR	0xdf
#define IRQ_TO_APIC_VECTOR(irq) (LAST_APIC_LINE_VECTOR - (irq))

#define TIMER_IRQ    0 /* the PIT */
#define KEYBOARD_IRQ 1
#define CASCADE_IRQ  2 /* the slave 8259 on the master */
#define SERIAL_IRQ   4
#define RTC_IRQ	     8

#endif
