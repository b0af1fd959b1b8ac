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
#include <halves/lab.h>
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

/* Given: somebody wants to know of it. */
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

/* Given: run one softirq. Interrupts are on. */
static void __maybe_unused run_softirq(int nr)
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
 * Run what is pending, at most softirq_restart passes. Each pass takes the whole word and
 * clears it before interrupts come on (S56): a bit that is set afterwards is a new raise. Within
 * the pass each softirq runs once by run_softirq(), the lower number first, with interrupts on and
 * bottom halves off (S49, S55). What is still pending after the last pass is ksoftirqd's: it is
 * woken (S57). At the end context_trail.softirq is -1 again: none runs.
 * Context: thread or the end of a hard interrupt, not in_interrupt(); irqs off, at entry and at
 * return. It must not call local_bh_enable(), which would call it: __local_bh_enable() is there.
 */
void __do_softirq(void)
{
	NOT_YET_IMPLEMENTED("lab 6: __do_softirq");
}

/**
 * do_softirq - run pending softirqs now
 *
 * Returns at once in an interrupt or with bottom halves off (S60). Context: any.
 */
void do_softirq(void)
{
	NOT_YET_IMPLEMENTED("lab 6: do_softirq");
}
EXPORT_SYMBOL(do_softirq);

/** irq_enter - given: a hard interrupt begins; irqs off */
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
	NOT_YET_IMPLEMENTED("lab 6: irq_exit");
}
EXPORT_SYMBOL(irq_exit);

/**
 * local_bh_enable - undo one local_bh_disable(); the outermost runs what is pending (S62)
 *
 * Context: thread or softirq, irqs on: softirqs would switch them on under the caller. That is
 * reported with what to do instead (in Linux 2.6 without, S63), and it goes on. Without a
 * local_bh_disable() before it, it reports that and does nothing: report(KERN_WARNING "…").
 * The preempt count must not fall to 0 before the softirqs have run: another thread would come
 * between. At the end it gives way if somebody more urgent waits.
 */
void local_bh_enable(void)
{
	NOT_YET_IMPLEMENTED("lab 6: local_bh_enable");
}
EXPORT_SYMBOL(local_bh_enable);

/**
 * raise_softirq_irqoff - have a softirq run soon on this processor
 * @nr: which; see <linux/interrupt.h>
 *
 * In an interrupt or with bottom halves off this sets a bit and no more (S51): the way out will
 * find it. In an ordinary thread nobody is on the way out, so ksoftirqd is woken (S52).
 * While somebody wants to know of it (watching & (WATCH_LATENCY | WATCH_SOFTIRQ)), note_raise() is
 * told before the bit is set.
 * Context: any, irqs off (S53): assert_irqs_off() says so.
 */
void raise_softirq_irqoff(unsigned int nr)
{
	NOT_YET_IMPLEMENTED("lab 6: raise_softirq_irqoff");
}
EXPORT_SYMBOL(raise_softirq_irqoff);

/** raise_softirq - the same with interrupts on or off, which stays so; any context */
void raise_softirq(unsigned int nr)
{
	NOT_YET_IMPLEMENTED("lab 6: raise_softirq");
}
EXPORT_SYMBOL(raise_softirq);

/**
 * open_softirq - say what a softirq does
 * @nr: which
 * @action: what; finds @data in its argument
 * @data: its own
 *
 * Opening again replaces the action; nothing checks that the slot is free (S65). Without an action
 * it is closed: complain_unopened(). Context: any.
 */
void open_softirq(int nr, void (*action)(struct softirq_action *), void *data)
{
	NOT_YET_IMPLEMENTED("lab 6: open_softirq");
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
