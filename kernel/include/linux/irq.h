/* SPDX-License-Identifier: MIT */
/*
 * irq.h - between the drivers' API (<linux/interrupt.h>) and the controller
 *
 * struct irq_chip is what a controller can do with a line: that is mechanism, and all that differs
 * between the 8259 and the APICs. struct irq_desc is what the kernel knows about a line: policy.
 */
#ifndef _LINUX_IRQ_H
#define _LINUX_IRQ_H

#include <asm/irq.h>
#include <asm/ptrace.h>
#include <linux/interrupt.h>
#include <linux/spinlock.h>

/* Context of all ops: irqs off, under the line's lock. */
struct irq_chip {
	const char *name;
	void (*mask)(unsigned int irq);
	void (*unmask)(unsigned int irq);
	bool (*ack)(unsigned int irq); /* before the handlers: quiet the line, let others in;
					 * false: nothing is behind it, the interrupt is spurious */
	void (*end)(unsigned int irq, bool open); /* after what ack let in; @open: not disabled,
						   * the line may come again */
	bool (*raised)(unsigned int irq); /* is its device asking now? NULL: cannot be told */
	void (*retrigger)(unsigned int irq); /* send it again; NULL: the line itself remembers;
						 * irqs off, but not under the line's lock */
	void (*set_affinity)(unsigned int irq, int cpu); /* NULL: there is one processor */
	bool forgets; /* what arrives while it is masked is lost: left open while disabled */
};

struct irqaction {
	irq_handler_t handler;
	unsigned long flags;
	const char *name;
	void *dev_id;
	struct irqaction *next; /* in order of registration */
};

#define IRQ_INPROGRESS 1 /* a handler runs */
#define IRQ_DISABLED   2 /* depth > 0, or shut */
#define IRQ_PENDING    4 /* came again meanwhile: one more round */
#define IRQ_SHUT       8 /* nobody cared, or a storm: masked until all have gone, one comes */

/* One cache line each. Fields: L under lock; the counts are for reading, written under lock. */
struct irq_desc {
	spinlock_t lock;
	const struct irq_chip *chip; /* set at boot; NULL: nobody serves the line */
	struct irqaction *action;    /* L */
	unsigned int status;	     /* L: IRQ_ flags */
	unsigned int depth;	     /* L: how often disabled */
	int cpu;		     /* L: which processor takes it */
	unsigned long count;	     /* interrupts taken */
	unsigned long spurious;	     /* of them, without a cause at the controller */
	unsigned long look_at;	     /* the count from which on it is looked at closely */
	unsigned long unhandled;     /* of these 100,000, returned IRQ_NONE by all */
	const struct pt_regs *stuck_at; /* of storm.c: what was interrupted lay there … */
	unsigned long stuck_ip;	     /* … and was at this instruction */
	unsigned int stuck;	     /* … so often in a row, and the line up again */
} __aligned(64);

extern struct irq_desc irq_desc[NR_IRQS];

void irq_desc_init(void);

void set_irq_chip(unsigned int irq, const struct irq_chip *chip);
int setup_irq(unsigned int irq, struct irqaction *new); /* request_irq() without allocation */
void handle_irq(unsigned int irq, struct irq_desc *desc);
void handle_irq_noted(unsigned int irq, struct irq_desc *desc);
void do_IRQ(struct pt_regs *regs);

#ifdef CONFIG_TESTS
/*
 * Lines TEST_IRQ_FIRST … TEST_IRQ_LAST have a controller made of counters, and irq_inject() takes
 * the whole way of a hardware interrupt on one of them, by the INT instruction.
 */
#define TEST_IRQ_FIRST 20
#define TEST_IRQ_LAST  27

struct test_chip_counts {
	unsigned int mask, unmask, ack, end, retrigger;
};
extern struct test_chip_counts test_chip_counts[NR_IRQS];
extern bool test_chip_spurious; /* the next ack says: nothing behind it */

void irq_inject(unsigned int irq);
#endif

#endif
