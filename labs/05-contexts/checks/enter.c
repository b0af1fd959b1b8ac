// SPDX-License-Identifier: MIT
/* enter.c - lab 5: the way into a hard interrupt and out of it */
#include <halves/lab05.h>
#include "helpers.h"

static struct notes notes;

static void count_run(struct softirq_action *self)
{
	note(&notes, preempt_count() >> HARDIRQ_SHIFT); /* 0: no hard interrupt around it */
}

static int enter_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	open_softirq(LAB_SOFTIRQ, count_run, NULL);
	return 0;
}

/* each enter adds one unit, each exit takes one away, and interrupts stay off */
static void nesting_returns_to_zero(struct kunit *test)
{
	u32 counts[4];
	bool off;

	local_irq_disable();
	lab_irq_enter();
	counts[0] = preempt_count();
	lab_irq_enter();
	counts[1] = preempt_count();
	lab_irq_exit();
	counts[2] = preempt_count();
	lab_irq_exit();
	counts[3] = preempt_count();
	off = irqs_disabled();
	local_irq_enable();
	KUNIT_EXPECT_EQ_MSG(test, counts[0], HARDIRQ_OFFSET, "after lab_irq_enter()");
	KUNIT_EXPECT_EQ_MSG(test, counts[1], 2 * HARDIRQ_OFFSET, "after another lab_irq_enter()");
	KUNIT_EXPECT_EQ_MSG(test, counts[2], HARDIRQ_OFFSET, "after the inner lab_irq_exit()");
	KUNIT_EXPECT_EQ_MSG(test, counts[3], 0, "after the outer lab_irq_exit()");
	KUNIT_EXPECT_TRUE_MSG(test, off, "lab_irq_exit() has left interrupts on");
}

/* the outermost exit runs what was raised inside, when no hard interrupt is counted any more */
static void exit_runs_softirqs(struct kunit *test)
{
	u32 count;
	bool off;

	local_irq_disable();
	lab_irq_enter();
	raise_softirq_irqoff(LAB_SOFTIRQ);
	expect_notes(test, &notes, "");
	lab_irq_exit();
	count = preempt_count();
	off = irqs_disabled();
	local_irq_enable();
	expect_notes(test, &notes, "0");
	KUNIT_EXPECT_EQ_MSG(test, count, 0, "after lab_irq_exit(), which ran a softirq");
	KUNIT_EXPECT_TRUE_MSG(test, off, "lab_irq_exit() has left interrupts on");
}

/* an inner exit runs none: they wait for the outermost */
static void inner_exit_runs_none(struct kunit *test)
{
	local_irq_disable();
	lab_irq_enter();
	lab_irq_enter();
	raise_softirq_irqoff(LAB_SOFTIRQ);
	lab_irq_exit();
	expect_notes(test, &notes, "");
	lab_irq_exit();
	local_irq_enable();
	expect_notes(test, &notes, "0");
}

/* with bottom halves off the exit runs none, and still takes its unit away */
static void exit_respects_bh_off(struct kunit *test)
{
	u32 count;

	local_bh_disable();
	local_irq_disable();
	lab_irq_enter();
	raise_softirq_irqoff(LAB_SOFTIRQ);
	lab_irq_exit();
	count = preempt_count();
	local_irq_enable();
	expect_notes(test, &notes, "");
	KUNIT_EXPECT_EQ_MSG(test, count, SOFTIRQ_OFFSET,
			    "bottom halves are off, and nothing else is counted");
	local_bh_enable();
	expect_notes(test, &notes, "0");
}

static struct kunit_case enter_cases[] = {
	KUNIT_CASE(nesting_returns_to_zero),
	KUNIT_CASE(exit_runs_softirqs),
	KUNIT_CASE(inner_exit_runs_none),
	KUNIT_CASE(exit_respects_bh_off),
	{},
};

static struct kunit_suite enter_suite = {
	.name = "lab05_enter",
	.init = enter_init,
	.test_cases = enter_cases,
};
kunit_test_suite(enter_suite);
