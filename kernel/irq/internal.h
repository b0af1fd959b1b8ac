/* SPDX-License-Identifier: MIT */
/*
 * internal.h - between dispatch (handle.c), the drivers' API (manage.c) and the complaints
 * (spurious.c, storm.c)
 */
#ifndef _IRQ_INTERNAL_H
#define _IRQ_INTERNAL_H

#include <linux/irq.h>

#define IRQ_WINDOW 100000 /* interrupts of a line that are judged together … */
#define IRQ_LOOKS  1000	  /* … of which so many are looked at for a storm */

void note_spurious(unsigned int irq, struct irq_desc *desc);
void begin_window(struct irq_desc *desc);
void note_handled(unsigned int irq, struct irq_desc *desc, irqreturn_t handled);
void look_for_storm(unsigned int irq, struct irq_desc *desc);
void shut_line(unsigned int irq, struct irq_desc *desc);
void note_bogus_return(unsigned int irq, struct irqaction *action, irqreturn_t ret);

#endif
