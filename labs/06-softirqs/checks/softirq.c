// SPDX-License-Identifier: MIT
/* softirq.c - lab 6's checks: what a raise is, and when and how softirqs run */
#include "helpers.h"

#include <linux/kthread.h>
#include <linux/time.h>

#define LINE TEST_IRQ_FIRST

/* What the action of LAB_SOFTIRQ sees and does. */
static struct lab {
	struct notes notes;
	struct task_struct *thread; /* the case's */
	struct task_struct *ksoftirqd;
	int again; /* raise LAB_SOFTIRQ again so often */
	int runs, runs_in_case, runs_in_ksoftirqd;
	int depth, max_depth;
	bool irqs_off, in_irq;
	u32 softirq_count;
	bool interrupt; /* inject LINE, whose top half raises LAB2_SOFTIRQ */
} lab;

static void lab_action(struct softirq_action *self)
{
	if (++lab.depth > lab.max_depth)
		lab.max_depth = lab.depth;
	note(&lab.notes, 1);
	lab.runs++;
	lab.runs_in_case += current == lab.thread;
	lab.runs_in_ksoftirqd += current == lab.ksoftirqd;
	lab.irqs_off |= irqs_disabled();
	lab.in_irq |= in_irq();
	lab.softirq_count = softirq_count();
	if (lab.interrupt)
		irq_inject(LINE);
	if (lab.again) {
		lab.again--;
		raise_softirq(LAB_SOFTIRQ);
	}
	lab.depth--;
}

static void lab2_action(struct softirq_action *self)
{
	if (++lab.depth > lab.max_depth)
		lab.max_depth = lab.depth;
	note(&lab.notes, 2);
	lab.depth--;
}

static int softirq_init(struct kunit *test)
{
	memset(&lab, 0, sizeof(lab));
	lab.thread = current;
	lab.ksoftirqd = find_thread("ksoftirqd/0");
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
	open_softirq(LAB2_SOFTIRQ, lab2_action, NULL);
	wait_until(!lab.ksoftirqd || lab.ksoftirqd->state == TASK_INTERRUPTIBLE);
	next_tick();
	return lab.ksoftirqd ? 0 : -ESRCH;
}

static void note_data(struct softirq_action *self)
{
	note(&lab.notes, *(int *)self->data);
	lab.irqs_off |= irqs_disabled();
}

/* S55, S65: the action is called, interrupts on, and finds its data; opening again replaces both */
static void opens(struct kunit *test)
{
	int three = 3, four = 4;

	open_softirq(LAB_SOFTIRQ, note_data, &three);
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	open_softirq(LAB_SOFTIRQ, note_data, &four);
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	expect_notes(test, &lab.notes, "3 4");
	KUNIT_EXPECT_FALSE_MSG(test, lab.irqs_off, "the action ran with interrupts off");
	KUNIT_EXPECT_EQ_MSG(test, local_softirq_pending(), 0,
			    "everything has run, but bits are still pending");
}

/* S50: many raises before a run are one run */
static void many_raises_one_run(struct kunit *test)
{
	int i;

	local_bh_disable();
	for (i = 0; i < 50; i++)
		raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 0, "it ran while bottom halves were off");
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 1, "50 raises before a run: %d runs instead of one",
			    lab.runs);
}

/* S49: in one pass the lower number is first, in whatever order they were raised */
static void lower_number_first(struct kunit *test)
{
	local_bh_disable();
	raise_softirq(LAB2_SOFTIRQ);
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	expect_notes(test, &lab.notes, "1 2");
}

/* S56: raised by its own action it runs again, in the next pass, when the others had their turn */
static void raise_while_running(struct kunit *test)
{
	lab.again = 2;
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	raise_softirq(LAB2_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 3,
			    "raised once by the thread and twice by its own action: %d runs "
			    "instead of 3",
			    lab.runs);
	expect_notes(test, &lab.notes, "1 2 1 1");
}

static void raise_lab(void *unused)
{
	raise_softirq(LAB_SOFTIRQ);
}

/* S55: an action is one softirq level and no part of the top half, whoever's way out it is */
static void context_of_actions(struct kunit *test)
{
	int i;

	for (i = 0; i < 2; i++) {
		lab.softirq_count = 0;
		if (i) {
			run_in_hardirq(raise_lab, NULL);
		} else {
			local_bh_disable();
			raise_softirq(LAB_SOFTIRQ);
			local_bh_enable();
		}
		KUNIT_EXPECT_FALSE_MSG(test, lab.irqs_off, "the action ran with interrupts off");
		KUNIT_EXPECT_FALSE_MSG(test, lab.in_irq, "the action counts as a top half");
		KUNIT_EXPECT_EQ_MSG(test, lab.softirq_count, SOFTIRQ_OFFSET,
				    "the action must count as one softirq level, not as %lu",
				    lab.softirq_count / SOFTIRQ_OFFSET);
		KUNIT_EXPECT_FALSE_MSG(test, irqs_disabled(), "afterwards interrupts are off");
	}
}

static irqreturn_t raise_lab2(int irq, void *dev_id)
{
	raise_softirq(LAB2_SOFTIRQ);
	return IRQ_HANDLED;
}

static irqreturn_t raise_it(int irq, void *dev_id)
{
	raise_softirq(LAB_SOFTIRQ);
	return IRQ_HANDLED;
}

static void free_line(void *unused)
{
	free_irq(LINE, &lab);
}

/* S43: an interrupt within an action, which raises another softirq, does not run it there */
static void never_nested(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, request_irq(LINE, raise_lab2, 0, "lab6", &lab), 0);
	kunit_add_action(test, free_line, NULL);
	lab.interrupt = true;
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	expect_notes(test, &lab.notes, "1 2");
	KUNIT_EXPECT_EQ_MSG(test, lab.max_depth, 1, "one softirq ran inside of another");
}

/* S51, S54: raised by a top half it runs when that returns; not if bottom halves are off there */
static void after_the_interrupt(struct kunit *test)
{
	run_in_hardirq(raise_lab, NULL);
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 1,
			    "raised by a top half: %d runs instead of one when it has returned",
			    lab.runs);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, raise_it, 0, "lab6", &lab), 0);
	kunit_add_action(test, free_line, NULL);
	local_bh_disable();
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 1,
			    "an interrupt returned to a thread with bottom halves off: nothing may "
			    "run there");
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.runs, 2);
	KUNIT_EXPECT_EQ_MSG(test, lab.runs_in_case, 2,
			    "nobody must be woken for what is run on the way out");
}

/* S51, S62: bottom halves off nests; the outermost enable runs what is pending, and at once */
static void outermost_enable(struct kunit *test)
{
	local_bh_disable();
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 0, "an inner local_bh_enable() ran it");
	KUNIT_EXPECT_TRUE_MSG(test, in_softirq(), "the inner one has put bottom halves on");
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 1, "the outermost local_bh_enable() has not run it");
	KUNIT_EXPECT_EQ_MSG(test, preempt_count(), 0, "the preempt count is %x afterwards",
			    preempt_count());
}

/* S63: local_bh_enable() with interrupts off, or too often, is reported, and goes on */
static void enable_is_checked(struct kunit *test)
{
	unsigned int reports;

	kunit_expect_report(test);
	local_bh_disable();
	local_irq_disable();
	local_bh_enable();
	local_irq_enable();
	reports = kunit_reports(test);
	KUNIT_EXPECT_GE_MSG(test, reports, 1, "with interrupts off it must be reported");
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	local_bh_enable();
	KUNIT_EXPECT_GT_MSG(test, kunit_reports(test), reports,
			    "without a local_bh_disable() it must be reported");
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	kunit_end_report(test);
}

/* S52: raised by a thread it does not run there: ksoftirqd is woken, and runs it */
static void raise_from_thread(struct kunit *test)
{
	raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 0, "it ran within raise_softirq()");
	KUNIT_EXPECT_EQ_MSG(test, lab.ksoftirqd->state, TASK_RUNNING, "ksoftirqd is not awake");
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(lab.runs == 1), "it never ran");
	KUNIT_EXPECT_EQ_MSG(test, lab.runs_in_case, 0, "it ran in the thread that raised it");
}

/* S57: at most ten passes in one go; then ksoftirqd is woken, and runs the rest */
static void ten_passes(struct kunit *test)
{
	lab.again = 24;
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, lab.runs, 10,
			    "raised anew in each pass it ran %d times in one go, not ten",
			    lab.runs);
	KUNIT_EXPECT_EQ_MSG(test, lab.ksoftirqd->state, TASK_RUNNING,
			    "the passes are used up, and ksoftirqd is not awake");
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(lab.runs == 25), "only %d of 25 runs", lab.runs);
	KUNIT_EXPECT_GE_MSG(test, lab.runs_in_ksoftirqd, 10, "ksoftirqd ran only %d of 25",
			    lab.runs_in_ksoftirqd);
	kunit_info(test, "25 runs: %d on the way out of local_bh_enable(), %d in ksoftirqd",
		   lab.runs_in_case, lab.runs_in_ksoftirqd);
}

static void raise_for_ever(struct softirq_action *self)
{
	lab.runs++;
	if (!READ_ONCE(*(bool *)self->data))
		raise_softirq(LAB_SOFTIRQ);
}

/* S57, S59: a softirq that raises itself for ever keeps no thread from its turn */
static void threads_go_on(struct kunit *test)
{
	u64 start = sched_clock();
	unsigned long turns = 0;
	bool stop = false;

	open_softirq(LAB_SOFTIRQ, raise_for_ever, &stop);
	raise_softirq(LAB_SOFTIRQ);
	while (sched_clock() - start < 5 * NSEC_PER_MSEC) {
		turns++;
		cond_resched();
	}
	WRITE_ONCE(stop, true);
	kunit_info(test, "5 ms: %lu turns of a thread, %d runs of a softirq without end", turns,
		   lab.runs);
	KUNIT_EXPECT_GT_MSG(test, turns, 500, "the thread had only %lu turns in 5 ms", turns);
	KUNIT_EXPECT_TRUE(test, wait_until(!local_softirq_pending()));
	KUNIT_EXPECT_EQ_MSG(test, task_nice(lab.ksoftirqd), 19,
			    "ksoftirqd must be as nice as can be");
}

static void long_for_ever(struct softirq_action *self)
{
	udelay(1100000 / HZ); /* a tick in each pass, hardly ever one between two goes */
	raise_for_ever(self);
}

/* S59: ksoftirqd gives way between two goes to a thread that was woken meanwhile */
static void ksoftirqd_gives_way(struct kunit *test)
{
	unsigned long start = jiffies;
	bool stop = false;

	open_softirq(LAB_SOFTIRQ, long_for_ever, &stop);
	raise_softirq(LAB_SOFTIRQ);
	schedule_timeout_uninterruptible(1);
	WRITE_ONCE(stop, true);
	KUNIT_EXPECT_LE_MSG(test, jiffies - start, 30,
			    "a thread that wanted to sleep for one tick slept for %lu",
			    jiffies - start);
	KUNIT_EXPECT_TRUE(test, wait_until(!local_softirq_pending()));
}

static struct kunit_case lab06_softirq_cases[] = {
	KUNIT_CASE(opens),
	KUNIT_CASE(many_raises_one_run),
	KUNIT_CASE(lower_number_first),
	KUNIT_CASE(raise_while_running),
	KUNIT_CASE(context_of_actions),
	KUNIT_CASE(never_nested),
	KUNIT_CASE(after_the_interrupt),
	KUNIT_CASE(outermost_enable),
	KUNIT_CASE(enable_is_checked),
	KUNIT_CASE(raise_from_thread),
	KUNIT_CASE(ten_passes),
	KUNIT_CASE(threads_go_on),
	KUNIT_CASE(ksoftirqd_gives_way),
	{},
};

static struct kunit_suite lab06_softirq_suite = {
	.name = "lab06_softirq",
	.init = softirq_init,
	.test_cases = lab06_softirq_cases,
};
kunit_test_suite(lab06_softirq_suite);
