// SPDX-License-Identifier: MIT
/*
 * storm.c - a line that comes again at once after each interrupt, so that nothing else runs
 *
 * Idea:    a level line whose handler says IRQ_HANDLED but never quiets its device is up again as
 *          soon as it is unmasked, before the interrupted code has made a single step. Only the
 *          tick comes through between two of them. So the signs of a storm are: tick after tick
 *          interrupts the same instruction, with not a register changed and no thread switched;
 *          whenever the tick looks, the line is up; and it was taken again and again. A busy line
 *          whose device is acknowledged is not up then, and a loop that waits has no such line.
 *          One that nobody claims is left to spurious.c, which counts these.
 * Context: the timer's top half. Locking: takes the line's lock.
 */
#include <halves/debug.h>
#include <halves/watchdog.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time.h>
#include "internal.h"

#define STORM_TICKS	 (HZ / 10)
#define STORM_PER_SECOND 50000

static struct {
	struct pt_regs regs;	       /* what is interrupted; the last two only from ring 3 */
	const struct pt_regs *at;      /* where on which stack they lie */
	unsigned long switches;	       /* of the thread */
	unsigned long tick;	       /* when it was seen last */
	unsigned long ticks;	       /* in a row */
	unsigned long count[NR_IRQS];  /* of each line at the first of them */
	int line;		       /* the busiest, found at half-time, and up since; or -1 */
} stuck;

/* Has the thread made no step since the tick before? */
static bool no_step(const struct pt_regs *regs)
{
	unsigned long switches = current->nvcsw + current->nivcsw;
	bool same = stuck.tick + 1 == jiffies && stuck.at == regs && stuck.switches == switches &&
		    !memcmp(&stuck.regs, regs, offsetof(struct pt_regs, esp));

	stuck.tick = jiffies;
	if (same)
		return true;
	stuck.at = regs;
	stuck.switches = switches;
	memcpy(&stuck.regs, regs, offsetof(struct pt_regs, esp));
	stuck.ticks = 0;
	return false;
}

/* How often was the line taken in these ticks? */
static unsigned long taken(unsigned int irq)
{
	return irq_desc[irq].count - stuck.count[irq];
}

static unsigned int busiest_line(void)
{
	unsigned int irq, most = 0;

	for (irq = 1; irq < NR_IRQS; irq++)
		if (taken(irq) > taken(most))
			most = irq;
	return most;
}

static bool line_is_up(unsigned int irq)
{
	struct irq_desc *desc = &irq_desc[irq];
	bool up;

	spin_lock(&desc->lock);
	up = desc->action && desc->chip->raised && desc->chip->raised(irq);
	spin_unlock(&desc->lock);
	return up;
}

/* Do the handlers claim a tenth of them at least? Else spurious.c is about to shut the line. */
static bool claimed(unsigned int irq)
{
	const struct irq_desc *desc = &irq_desc[irq];

	return desc->unhandled < desc->window / 10 * 9;
}

static void end_storm(unsigned int irq, struct pt_regs *regs)
{
	struct irq_desc *desc = &irq_desc[irq];

	report_begin();
	printk(KERN_ERR
	       "BUG: irq %u: interrupt storm: %lu interrupts in %lu ms, and what they interrupt "
	       "has not made one step; they were handled by\n",
	       irq, taken(irq), stuck.ticks * MSEC_PER_SEC / HZ);
	spin_lock(&desc->lock);
	shut_line(irq, desc);
	spin_unlock(&desc->lock);
	report_context();
	report_backtrace_of(regs, current->stack);
	report_end();
}

void check_storm(struct pt_regs *regs)
{
	unsigned int irq;

	if (!no_step(regs))
		return;
	switch (++stuck.ticks) {
	case 1:
		stuck.line = -1;
		for (irq = 0; irq < NR_IRQS; irq++)
			stuck.count[irq] = irq_desc[irq].count;
		break;
	case STORM_TICKS / 2:
		stuck.line = busiest_line();
		break;
	}
	if (stuck.line >= 0 && !line_is_up(stuck.line))
		stuck.line = -1;
	if (stuck.ticks < STORM_TICKS)
		return;
	if (stuck.line >= 0 && claimed(stuck.line) &&
	    taken(stuck.line) > STORM_PER_SECOND / HZ * STORM_TICKS)
		end_storm(stuck.line, regs);
	stuck.ticks = 0;
}
