// SPDX-License-Identifier: MIT
/*
 * lockdep_show.c - what the lock checker says: its reports, and the table of the console's key d
 *
 * Idea:    a report has one line for each use that makes the mistake, with place, context and form,
 *          and at last what to use instead. The table has a line for each class.
 * Context: reports any, irqs as lockdep.c was called with; the table: process, the console.
 * Locking: none: what lockdep.c has noted is added to, never changed; a line may be out of date.
 */
#include <halves/console.h>
#include <halves/debug.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "internal.h"

static const char *kind(u16 class)
{
	return lock_classes[class].mutex ? "mutex" : "spinlock";
}

static const char *name(u16 class)
{
	return lock_classes[class].name;
}

/* FILE:LINE, which stands behind the name. */
static const char *place(u16 class)
{
	return name(class) + strlen(name(class)) + 1;
}

/* ---- reports --------------------------------------------------------------------------------- */

static void print_order(const char *when, const struct lock_order *order)
{
	printk(KERN_ERR "%s: %s taken at %pS in %s context, holding %s taken at %pS\n", when,
	       name(order->to), (void *)order->ip, context_name(order->context), name(order->from),
	       (void *)order->from_ip);
}

static void print_chain(const struct lock_chain *chain)
{
	unsigned int i = chain->count;

	while (i-- > 0)
		print_order("elsewhere", chain->order[i]);
}

/* lockdep_tell_order - @now closes a circle with the orders @before it, or is one of one class */
void lockdep_tell_order(const struct lock_order *now, const struct lock_chain *before)
{
	bool one_class = now->from == now->to;

	report_begin();
	if (one_class)
		printk(KERN_ERR "BUG: %s %s taken with another one of its class held: two who take "
				"two of them in different orders would wait for each other for "
				"ever\n",
		       kind(now->to), name(now->to));
	else
		printk(KERN_ERR "BUG: %s %s taken with %s held, but elsewhere it is the other way "
				"round: those who do both would wait for each other for ever\n",
		       kind(now->to), name(now->to), name(now->from));
	print_order("here", now);
	print_chain(before);
	if (one_class)
		printk(KERN_ERR "both are of the class initialised at %s: hold one at a time\n",
		       place(now->to));
	else
		printk(KERN_ERR "take them in the same order everywhere\n");
	report_context();
	report_backtrace();
	report_end();
}

static const char *const form_names[] = { "spin_lock", "spin_lock_bh", "spin_lock_irq",
					  "spin_lock_irqsave", "spin_trylock" };

static void print_site(const char *when, u16 class, const struct lock_site *site)
{
	printk(KERN_ERR "%s: %s taken at %pS in %s context by %s()\n", when, name(class),
	       (void *)site->ip, context_name(site->context), form_names[site->form]);
}

/* The weakest form that is enough where one is taken whose class @highest, too, waits for. */
static const char *form_against(enum context highest)
{
	return highest == CONTEXT_HARDIRQ ? "spin_lock_irqsave" :
	       highest == CONTEXT_SOFTIRQ ? "spin_lock_bh" :
					    "spin_lock";
}

/*
 * lockdep_tell_form - interrupts of @context take a lock of @taken and interrupt who holds @open,
 * which is the same, or one that a holder of @taken waits for, by the orders of @chain
 */
void lockdep_tell_form(u16 taken, enum context context, u16 open, const struct lock_chain *chain)
{
	bool hardirq = context == CONTEXT_HARDIRQ;
	const char *interrupt = hardirq ? "top half" : "softirq";

	report_begin();
	if (taken == open)
		printk(KERN_ERR "BUG: spinlock %s is taken in %s context, and elsewhere held while "
				"a %s may come, which would wait for ever for what it interrupts\n",
		       name(taken), context_name(context), interrupt);
	else
		printk(KERN_ERR "BUG: spinlock %s is taken in %s context, its holders wait for %s, "
				"and that is held while a %s may come: they would wait for each "
				"other for ever\n",
		       name(taken), context_name(context), name(open), interrupt);
	print_site(hardirq ? "in a top half" : "in a softirq", taken,
		   &lock_classes[taken].taken[context]);
	print_chain(chain);
	print_site("while one may come", open, &lock_classes[open].open[context]);
	printk(KERN_ERR "there use %s() for %s\n", form_against(lockdep_highest(open)), name(open));
	report_context();
	report_backtrace();
	report_end();
}

/* ---- the table ------------------------------------------------------------------------------- */

#define CELL 32

enum column {
	IN_THREAD = CONTEXT_PROCESS,
	IN_SOFTIRQ = CONTEXT_SOFTIRQ,
	IN_HARDIRQ = CONTEXT_HARDIRQ,
	ENOUGH,
	NAME,
	COLUMNS,
};

/* The forms by which a class was taken in a context: "lock irqsave". */
static void forms_text(const struct lock_class *c, enum context context, char *buf)
{
	static const char *const short_names[] = { "lock", "bh", "irq", "irqsave", "try" };
	int form, len = 0;

	for (form = 0; form < SPIN_FORMS; form++)
		if (c->seen[form] >> context * NR_OPEN & ((1 << NR_OPEN) - 1))
			len += scnprintf(buf + len, CELL - len, "%s%s", len ? " " : "",
					 short_names[form]);
	if (!len)
		strscpy(buf, "-", CELL);
}

static const char *enough(u16 class)
{
	const struct lock_class *c = &lock_classes[class];
	enum context highest = lockdep_highest(class);
	u16 lower = (1 << highest * NR_OPEN) - 1; /* seen where that may interrupt */
	int form;

	if (c->mutex)
		return "mutex_lock";
	for (form = 0; form < SPIN_FORMS; form++)
		if (c->seen[form] & lower)
			return form_against(highest);
	return "spin_lock";
}

static void cell_text(u16 class, enum column column, char *buf)
{
	if (column == NAME)
		strscpy(buf, name(class), CELL);
	else if (column == ENOUGH)
		strscpy(buf, enough(class), CELL);
	else
		forms_text(&lock_classes[class], (enum context)column, buf);
}

static void show_locks(void)
{
	static const char *const heads[] = { "in thread", "softirq", "hardirq", "enough is",
					     "lock" };
	int width[COLUMNS], column;
	char text[CELL];
	u16 class;

	for (column = 0; column < COLUMNS; column++) {
		width[column] = strlen(heads[column]);
		for (class = 1; class < nr_lock_classes; class ++) {
			cell_text(class, column, text);
			width[column] = max_t(int, width[column], strlen(text));
		}
		console_printf("%-*s  ", width[column], heads[column]);
	}
	console_printf("initialised at\n");
	for (class = 1; class < nr_lock_classes; class ++) {
		for (column = 0; column < COLUMNS; column++) {
			cell_text(class, column, text);
			console_printf("%-*s  ", width[column], text);
		}
		console_printf("%s\n", place(class));
	}
}
CONSOLE_KEY(locks, 'd', "locks: where each is taken, and the weakest form that is enough",
	    show_locks);
