// SPDX-License-Identifier: MIT
/*
 * leftovers.c - what did a case leave behind?
 *
 * Idea:    a test that leaves something behind makes a later one fail, and nobody looks there. So
 *          after each case the runner compares the kernel with what it was before, and what is more
 *          now is a failure of that case. The context (preempt count, interrupt flag) is the
 *          thread's own and is compared in it; the rest by the runner. A thread that has ended
 *          gives its memory back a little later, so threads and memory get some ticks to settle.
 *          Memory that is left is named with who took it, and memory that is damaged is reported
 *          now, so that the case that did it is blamed.
 * Context: process. Locking: takes tasklist_lock.
 */
#include <halves/memory_debug.h>
#include <halves/report.h>
#include <linux/interrupt.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "internal.h"

#define SETTLE_TICKS 20
#define PIECES_SAID  8 /* of the memory that is left */

/* The case has left something behind. */
#define leave(test, ...)                                                                           \
	do {                                                                                       \
		(test)->leftovers++;                                                               \
		kunit_complain(test, __VA_ARGS__);                                                 \
	} while (0)

static unsigned long count_threads(struct task_struct **newest)
{
	unsigned long flags, count = 0;
	struct task_struct *p;

	*newest = NULL;
	spin_lock_irqsave(&tasklist_lock, flags);
	for_each_task(p) {
		count++;
		if (!*newest || p->pid > (*newest)->pid)
			*newest = p;
	}
	spin_unlock_irqrestore(&tasklist_lock, flags);
	return count;
}

/* leftovers_take - remember how things are before a case */
void leftovers_take(struct leftovers *before)
{
	struct task_struct *newest;

	before->timers = timers_pending();
	before->works = works_pending();
	before->objects = slab_live_objects();
	before->threads = count_threads(&newest);
	before->reports = report_count();
	before->serial = memory_serial();
}

/*
 * leftovers_check_context - in the case's thread, at its end: say what is not as it was, and put it
 * right. After a failed assertion there is nothing to say: it ended the case wherever it was.
 */
void leftovers_check_context(struct kunit *test)
{
	bool off = irqs_disabled();
	u32 count = preempt_count();

	raw_local_irq_disable();
	this_cpu_write(__preempt_count, 0);
	forget_held_locks();
	local_irq_enable();
	current->state = TASK_RUNNING;
	if (test->status != KUNIT_FAILURE && count)
		leave(test, "left behind: preempt_count %08x", count);
	if (test->status != KUNIT_FAILURE && off)
		leave(test, "left behind: interrupts off");
	if (local_softirq_pending()) {
		if (test->status != KUNIT_FAILURE && !count && !off)
			leave(test, "left behind: softirqs pending: %08x", local_softirq_pending());
		local_bh_disable();
		local_bh_enable();
	}
}

static void compare(struct kunit *test, const char *what, unsigned long before, unsigned long now)
{
	if (now > before)
		leave(test, "left behind: %lu %s (%lu before, %lu now)", now - before, what, before,
		      now);
}

struct lost {
	struct kunit *test;
	bool objects; /* there are more than before: say which */
	unsigned int count;
};

static void say_piece(const struct memory_piece *piece, void *data)
{
	bool pages = !strcmp(piece->kind, "pages");
	struct lost *lost = data;
	char who[160];

	if ((!pages && !lost->objects) || ++lost->count > PIECES_SAID)
		return;
	describe_event(who, sizeof(who), &piece->record->taken);
	leave(lost->test, "left behind: %lu bytes of %s at %p, allocated at %s",
	      (unsigned long)piece->record->size, piece->kind, piece->start, who);
}

/* Name what was taken since the case began and is not back. */
static void compare_memory(struct kunit *test, const struct leftovers *before)
{
	unsigned long objects = slab_live_objects();
	struct lost lost = { .test = test, .objects = objects > before->objects };

	compare(test, "objects of memory", before->objects, objects);
	memory_since(before->serial, say_piece, &lost);
	if (lost.count > PIECES_SAID)
		leave(test, "left behind: %u pieces more", lost.count - PIECES_SAID);
}

/*
 * leftovers_check - in the runner, when the case's thread has ended: say what is more than before
 */
void leftovers_check(struct kunit *test, const struct leftovers *before)
{
	struct task_struct *newest;
	unsigned int reports;
	unsigned long threads;
	int tick;

	slab_check_all();
	reports = report_count() - before->reports;
	if (test->expects_report)
		reports -= test->reports_after - test->reports_before;
	if (reports)
		leave(test, "%u report%s that nobody expected", reports, reports > 1 ? "s" : "");
	compare(test, "timers pending", before->timers, timers_pending());
	compare(test, "works pending", before->works, works_pending());

	for (tick = 0; tick < SETTLE_TICKS; tick++) {
		threads = count_threads(&newest);
		if (threads <= before->threads && slab_live_objects() <= before->objects)
			break;
		if (tick < SETTLE_TICKS / 2)
			yield();
		else
			schedule_timeout_uninterruptible(1);
	}
	compare_memory(test, before);
	threads = count_threads(&newest);
	if (threads > before->threads)
		leave(test, "left behind: %lu threads, the newest is %s", threads - before->threads,
		      newest->comm);
}
