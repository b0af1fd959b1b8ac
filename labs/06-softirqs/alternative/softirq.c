// SPDX-License-Identifier: MIT
/*
 * softirq.c - a fixed row of bottom halves, run when an interrupt returns
 *
 * Idea:    raising sets one bit of this processor's pending word: so any number of raises before a
 *          run makes one run (S50), and the softirq runs where it was raised. When the outermost
 *          hard interrupt ends, and whenever bottom halves are enabled again, pending ones are run:
 *          lower number first (S49), interrupts on, one after the other, never one inside another
 *          (S43). What is raised meanwhile waits for the next pass; after softirq_restart passes
 *          ksoftirqd goes on, so that threads get their turn (S57). The same softirq may run on two
 *          processors at once: its data needs a lock (S61).
 * Context: actions run in softirq context and may not sleep. Raising: any context.
 * Locking: the pending word belongs to its processor, irqs off.
 * See:     ksoftirqd.c, tasklet.c and workqueue.c beside this file; docs/tour.md
 */
#include <halves/bottomhalf.h>
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/handler.h>
#include <halves/unload.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "internal.h"

int softirq_restart = 10; /* at least 1 */

DEFINE_PER_CPU(u32, __preempt_count);
EXPORT_SYMBOL(__preempt_count);
DEFINE_PER_CPU(u32, softirq_pending);
EXPORT_SYMBOL(softirq_pending);

static void complain_unopened(struct softirq_action *self);

static struct softirq_action softirq_vec[NR_SOFTIRQS] = {
	[0 ... NR_SOFTIRQS - 1] = { .action = complain_unopened },
};
DEFINE_PER_CPU(unsigned long, softirq_runs[NR_SOFTIRQS]);

const char *const softirq_names[NR_SOFTIRQS] = {
	"HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "TASKLET", "SCHED", "LAB", "LAB2",
};
EXPORT_SYMBOL(softirq_names);

/* S65: in Linux a null pointer is called; here the number is told and the raise dropped. */
static void complain_unopened(struct softirq_action *self)
{
	int nr = self - softirq_vec;

	this_cpu_dec(softirq_runs[nr]);
	report(KERN_ERR "BUG: softirq %d (%s) was raised, but nobody opened it: open_softirq() "
			"comes first; the raise is dropped\n",
	       nr, softirq_names[nr]);
}

/* Somebody wants to know of it. */
void note_raise(unsigned int nr)
{
	if (watching & WATCH_SOFTIRQ)
		trace_softirq_raise(nr);
	if (latency_tracing)
		latency_raised(nr);
}

static void note_entry(unsigned int nr)
{
	if (latency_tracing)
		latency_softirq_runs(nr);
	trace_softirq_entry(nr);
}

/* Run one softirq. Interrupts are on. */
static void run_softirq(int nr)
{
	u32 before = preempt_count();

	if (unlikely(watching & (WATCH_LATENCY | WATCH_SOFTIRQ)))
		note_entry(nr);
	this_cpu_write(context_trail.softirq, nr);
	this_cpu_inc(softirq_runs[nr]);
	softirq_vec[nr].action(&softirq_vec[nr]);
	check_handler_exit("softirq", softirq_vec[nr].action, before, false);
	if (unlikely(watching & WATCH_SOFTIRQ))
		trace_softirq_exit(nr);
}

/*
 * One pass: a walk over all numbers from the lowest. The word was taken with interrupts off.
 * Context: as serve(), but irqs on at return.
 */
static void run_pass(void)
{
	u32 taken = local_softirq_pending();
	int nr;

	set_softirq_pending(0);
	local_irq_enable();
	for (nr = 0; nr < NR_SOFTIRQS; nr++)
		if (taken & 1 << nr)
			run_softirq(nr);
}

/* Context: bottom halves off already, by the caller; irqs off, at entry and at return. */
static void serve(void)
{
	int left;

	for (left = softirq_restart; left && local_softirq_pending(); left--) {
		run_pass();
		local_irq_disable();
	}
	this_cpu_write(context_trail.softirq, -1);
	if (local_softirq_pending())
		wakeup_softirqd();
}

/* Context: thread or the end of a hard interrupt; irqs off, at entry and at return. */
void __do_softirq(void)
{
	preempt_count_add(SOFTIRQ_OFFSET);
	serve();
	preempt_count_sub(SOFTIRQ_OFFSET);
}

/** do_softirq - run pending softirqs now; nothing in an interrupt or with bottom halves off */
void do_softirq(void)
{
	unsigned long flags;

	local_irq_save(flags);
	if (!in_interrupt() && local_softirq_pending())
		__do_softirq();
	local_irq_restore(flags);
}
EXPORT_SYMBOL(do_softirq);

/** irq_enter - a hard interrupt begins; irqs off */
void irq_enter(void)
{
	preempt_count_add(HARDIRQ_OFFSET);
}
EXPORT_SYMBOL(irq_enter);

/**
 * irq_exit - a hard interrupt ends: the door from top halves to bottom halves
 *
 * Runs pending softirqs when it is the outermost and bottom halves are not off (S54). irqs off.
 */
void irq_exit(void)
{
	preempt_count_sub(HARDIRQ_OFFSET);
	if (irq_count())
		return; /* into an interrupt, a softirq, or code with bottom halves off */
	if (local_softirq_pending())
		__do_softirq();
}
EXPORT_SYMBOL(irq_exit);

/**
 * local_bh_enable - undo one local_bh_disable(); the outermost runs what is pending (S62)
 *
 * Context: thread or softirq, irqs on: softirqs would switch them on under the caller. That is
 * reported with what to do instead (in Linux 2.6 without, S63), and it goes on.
 */
void local_bh_enable(void)
{
	unsigned long flags;

	if (!in_softirq()) {
		report(KERN_WARNING "WARNING: local_bh_enable() without local_bh_disable()\n");
		return;
	}
	if (irqs_disabled())
		report(KERN_WARNING "WARNING: local_bh_enable() with interrupts off\n");
	/* The caller's own count keeps bottom halves off while they are served. */
	local_irq_save(flags);
	if (irq_count() == SOFTIRQ_OFFSET && local_softirq_pending())
		serve();
	preempt_count_sub(SOFTIRQ_OFFSET);
	local_irq_restore(flags);
	if (!preempt_count() && !irqs_disabled())
		preempt_check_resched();
}
EXPORT_SYMBOL(local_bh_enable);

/**
 * raise_softirq_irqoff - have a softirq run soon on this processor
 * @nr: which; see <linux/interrupt.h>
 *
 * In an interrupt or with bottom halves off this sets a bit and no more (S51): the way out will
 * find it. In an ordinary thread nobody is on the way out, so ksoftirqd is woken (S52).
 * Context: any, irqs off (S53).
 */
void raise_softirq_irqoff(unsigned int nr)
{
	assert_irqs_off();
	if (watching & (WATCH_LATENCY | WATCH_SOFTIRQ))
		note_raise(nr);
	set_softirq_pending(local_softirq_pending() | 1 << nr);
	if (irq_count() == 0)
		wakeup_softirqd();
}
EXPORT_SYMBOL(raise_softirq_irqoff);

/** raise_softirq - the same with interrupts on or off; any context */
void raise_softirq(unsigned int nr)
{
	unsigned long flags;

	local_irq_save(flags);
	raise_softirq_irqoff(nr);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(raise_softirq);

/**
 * open_softirq - say what a softirq does
 * @nr: which
 * @action: what; finds @data in its argument
 * @data: its own
 *
 * Opening again replaces the action; nothing checks that the slot is free (S65). Context: any.
 */
void open_softirq(int nr, void (*action)(struct softirq_action *), void *data)
{
	if (WARN_ON(nr < 0 || nr >= NR_SOFTIRQS))
		return;
	softirq_vec[nr].data = data;
	softirq_vec[nr].action = action ? action : complain_unopened;
}
EXPORT_SYMBOL(open_softirq);

static void search_softirqs(struct unload_search *search)
{
	const struct softirq_action *h;

	for (h = softirq_vec; h < softirq_vec + NR_SOFTIRQS; h++) {
		struct leftover left = { .kind = "softirq",
					 .is = "open",
					 .instead = "it cannot be closed: leave",
					 .fn = (void *)h->action };

		strlcpy(left.name, softirq_names[h - softirq_vec], sizeof(left.name));
		if (unload_holds(search, left.fn))
			unload_found(search, &left);
	}
}
UNLOAD_SEARCH(search_softirqs);
