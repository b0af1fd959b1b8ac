/* SPDX-License-Identifier: MIT */
/*
 * context.h - what this processor is doing, and what brought it there
 *
 * The preempt count says in which context code runs; this trail says why: which line's handler,
 * which softirq, which tasklet or timer. Each level is written on entry and cleared on exit by the
 * code that calls the handler. Since one level never interrupts itself, one slot for each is
 * enough. For reports, the console and GDB only; nothing decides by it.
 * Context: any.
 * Locking: none: the count and the trail are this processor's own.
 */
#ifndef _HALVES_CONTEXT_H
#define _HALVES_CONTEXT_H

#include <linux/percpu.h>
#include <linux/types.h>

struct irqaction;
struct pt_regs;
struct tasklet_struct;
struct timer_list;

struct context_trail {
	int irq;			 /* being handled, or -1 */
	struct irqaction *action;	 /* its handler that runs now, or NULL */
	struct pt_regs *irq_regs;	 /* what the interrupt interrupted */
	int softirq;			 /* being served, or -1 */
	struct tasklet_struct *tasklet;	 /* running in that softirq, or NULL */
	void (*timer_fn)(unsigned long); /* timer handler running in it, or NULL */
};

DECLARE_PER_CPU(struct context_trail, context_trail);

enum context {
	CONTEXT_PROCESS,
	CONTEXT_SOFTIRQ,
	CONTEXT_HARDIRQ,
	NR_CONTEXTS,
};

/* Where interrupts, preemption, bottom halves were switched off last; 0: nobody notes it. */
#ifdef CONFIG_TESTS
#define off_site(at) this_cpu_read(at)
#else
#define off_site(at) 0UL
#endif

/* current_context - where code that calls it runs; a thread with BH off is CONTEXT_PROCESS */
enum context current_context(void);
const char *context_name(enum context context); /* "process", "softirq", "hardirq" */

/* describe_context - one line for reports: what this context is and what entered it */
int describe_context(char *buf, size_t size, bool irqs_off);

/* explain_sleep - print why @function, which may sleep, is wrong here, and what to use instead */
void explain_sleep(const char *function);
/* explain_spin - the same of one that waits by turning for a handler to end */
void explain_spin(const char *function);

#endif
