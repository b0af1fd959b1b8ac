// SPDX-License-Identifier: MIT
/*
 * softirq_test.c - what runs when an interrupt returns: pending bits and their order; see also
 * ksoftirqd_test.c
 */
#include "helpers.h"

#include <linux/spinlock.h>
#include <linux/timer.h>

#define LINE TEST_IRQ_FIRST

/* What the action of LAB_SOFTIRQ notes and does, until `again` is used up. */
struct lab {
	struct notes notes;
	int again; /* raise LAB_SOFTIRQ again so often */
	int runs;
	u32 count;
	int irqs_off, in_irq, in_softirq, depth, max_depth;
	spinlock_t *lock;
	bool locked;
};

static struct lab lab;

static void lab_action(struct softirq_action *self)
{
	int depth = ++lab.depth;

	note(&lab.notes, 1);
	lab.runs++;
	lab.count = preempt_count();
	lab.irqs_off = irqs_disabled();
	lab.in_irq = in_irq();
	lab.in_softirq = in_softirq();
	if (depth > lab.max_depth)
		lab.max_depth = depth;
	if (lab.lock && spin_trylock(lab.lock)) {
		lab.locked = true;
		spin_unlock(lab.lock);
	}
	if (lab.again) {
		lab.again--;
		raise_softirq(LAB_SOFTIRQ);
	}
	lab.depth--;
}

static void lab2_action(struct softirq_action *self)
{
	note(&lab.notes, 2);
}

static int softirq_init(struct kunit *test)
{
	memset(&lab, 0, sizeof(lab));
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
	open_softirq(LAB2_SOFTIRQ, lab2_action, NULL);
	next_tick();
	return 0;
}

/* S48: the slots, their order and their names, those of the labs last; room for 32 */
static void slots_are_those_of_the_book(struct kunit *test)
{
	static const int slots[] = {
		HI_SOFTIRQ,	 TIMER_SOFTIRQ, NET_TX_SOFTIRQ, NET_RX_SOFTIRQ, BLOCK_SOFTIRQ,
		TASKLET_SOFTIRQ, SCHED_SOFTIRQ, LAB_SOFTIRQ,	LAB2_SOFTIRQ,	NR_SOFTIRQS,
	};
	char names[80] = "";
	int i;

	for (i = 0; i < ARRAY_SIZE(slots); i++)
		KUNIT_EXPECT_EQ(test, slots[i], i);
	for (i = 0; i < NR_SOFTIRQS; i++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s ",
			 softirq_names[i]);
	KUNIT_EXPECT_STREQ(test, (const char *)names,
			   "HI TIMER NET_TX NET_RX BLOCK TASKLET SCHED LAB LAB2 ");
	KUNIT_EXPECT_LE(test, NR_SOFTIRQS, 8 * sizeof(softirq_pending));
}

static void run_hi(unsigned long data)
{
	note(&lab.notes, data);
}

/* S49, S77: in one pass lower numbers run first: HI, TIMER, TASKLET, LAB, LAB2 */
static void lower_number_runs_first(struct kunit *test)
{
	DECLARE_TASKLET(hi, run_hi, 10);
	DECLARE_TASKLET(normal, run_hi, 12);
	DEFINE_TIMER(timer, run_hi, 0, 11);

	local_bh_disable();
	mod_timer(&timer, jiffies);
	next_tick();
	raise_softirq(LAB2_SOFTIRQ);
	raise_softirq(LAB_SOFTIRQ);
	tasklet_schedule(&normal);
	tasklet_hi_schedule(&hi);
	local_bh_enable();
	expect_notes(test, &lab.notes, "10 11 12 1 2");
}

/* S50: pending is one bit: many raises before a run are one run */
static void many_raises_are_one_run(struct kunit *test)
{
	int i;

	local_bh_disable();
	for (i = 0; i < 100; i++)
		raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_EQ(test, local_softirq_pending(), 1U << LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.runs, 1);
	KUNIT_EXPECT_EQ(test, local_softirq_pending(), 0);
}

/* S51, S62: with bottom halves off a raise sets the bit; only the outermost enable runs it */
static void only_the_outermost_enable_runs(struct kunit *test)
{
	local_bh_disable();
	local_bh_disable();
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_EQ(test, lab.runs, 0);
	local_bh_enable();
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.runs, 0);
	KUNIT_EXPECT_TRUE(test, in_softirq());
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.runs, 1);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static int runs_inside; /* softirqs that ran inside of raise_in_irq() */

static irqreturn_t raise_in_irq(int irq, void *dev_id)
{
	int runs = lab.runs;

	raise_softirq(LAB_SOFTIRQ);
	if (irq == LINE + 1)
		irq_inject(LINE);
	runs_inside += lab.runs - runs;
	return IRQ_HANDLED;
}

/* Of raise_in_irq(), until the case ends. */
static void free_line(void *irq)
{
	free_irq((long)irq, &runs_inside);
}

static void request_line(struct kunit *test, long irq)
{
	runs_inside = 0;
	KUNIT_ASSERT_EQ(test, request_irq(irq, raise_in_irq, 0, "raise", &runs_inside), 0);
	kunit_add_action(test, free_line, (void *)irq);
}

/*
 * S51, S54: raised in a top half, a softirq runs when the outermost interrupt returns, not before
 */
static void runs_when_the_outermost_interrupt_returns(struct kunit *test)
{
	request_line(test, LINE);
	request_line(test, LINE + 1);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, lab.runs, 1);
	irq_inject(LINE + 1);
	KUNIT_EXPECT_EQ(test, lab.runs, 2);
	KUNIT_EXPECT_EQ(test, runs_inside, 0);
	KUNIT_EXPECT_EQ(test, lab.in_irq, 0);
}

/* S54: an interrupt that returns to a thread with bottom halves off runs none */
static void interrupt_return_respects_bh_off(struct kunit *test)
{
	request_line(test, LINE);
	local_bh_disable();
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, lab.runs, 0);
	KUNIT_EXPECT_EQ(test, local_softirq_pending(), 1U << LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.runs, 1);
}

/* S54: an interrupt that returns to code with preemption off runs the softirq all the same */
static void interrupt_return_with_preemption_off(struct kunit *test)
{
	request_line(test, LINE);
	preempt_disable();
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, lab.runs, 1);
	preempt_enable();
}

/* S53: raise_softirq leaves the interrupt flag as it was; _irqoff demands interrupts off */
static void raise_keeps_the_interrupt_flag(struct kunit *test)
{
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	local_irq_disable();
	raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	raise_softirq_irqoff(LAB_SOFTIRQ);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_enable();
	kunit_expect_report(test);
	raise_softirq_irqoff(LAB_SOFTIRQ);
	kunit_end_report(test);
	KUNIT_EXPECT_GE(test, kunit_reports(test), 1);
	local_bh_enable();
}

/* S55: an action runs with interrupts on and bottom halves off */
static void action_runs_with_interrupts_on(struct kunit *test)
{
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.irqs_off, 0);
	KUNIT_EXPECT_NE(test, lab.in_softirq, 0);
	KUNIT_EXPECT_EQ(test, lab.in_irq, 0);
	KUNIT_EXPECT_EQ(test, lab.count & SOFTIRQ_MASK, SOFTIRQ_OFFSET);
}

/* S56: the pending word is cleared before the pass: what is raised in it waits for the next */
static void raised_in_a_pass_waits_for_the_next(struct kunit *test)
{
	lab.again = 1;
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	raise_softirq(LAB2_SOFTIRQ);
	local_bh_enable();
	expect_notes(test, &lab.notes, "1 2 1");
	KUNIT_EXPECT_EQ(test, lab.max_depth, 1);
}

static void call_do_softirq(void *arg)
{
	raise_softirq(LAB_SOFTIRQ);
	do_softirq();
	*(int *)arg = lab.runs;
}

/* S43, S60: do_softirq in a top half, in a softirq, or with bottom halves off returns at once */
static void do_softirq_in_interrupt_does_nothing(struct kunit *test)
{
	int runs = -1;

	run_in_hardirq(call_do_softirq, &runs);
	KUNIT_EXPECT_EQ(test, runs, 0);
	KUNIT_EXPECT_EQ(test, lab.runs, 1);
	run_in_softirq(call_do_softirq, &runs);
	KUNIT_EXPECT_EQ(test, runs, 1);
	KUNIT_EXPECT_EQ(test, lab.runs, 2);
	run_with_bh_off(call_do_softirq, &runs);
	KUNIT_EXPECT_EQ(test, runs, 2);
	KUNIT_EXPECT_EQ(test, lab.runs, 3);
}

/* S63: local_bh_enable with interrupts off warns */
static void bh_enable_with_irqs_off_warns(struct kunit *test)
{
	kunit_expect_report(test);
	local_bh_disable();
	local_irq_disable();
	local_bh_enable();
	local_irq_enable();
	kunit_end_report(test);
	KUNIT_EXPECT_GE(test, kunit_reports(test), 1);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/* S64: __local_bh_enable drops the count and runs nothing */
static void bare_bh_enable_runs_nothing(struct kunit *test)
{
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	__local_bh_enable();
	KUNIT_EXPECT_EQ(test, lab.runs, 0);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	do_softirq();
	KUNIT_EXPECT_EQ(test, lab.runs, 1);
}

/* S65: raising a softirq that has no action is reported by number, and the bit dropped */
static void unset_softirq_is_reported(struct kunit *test)
{
	char number[4];

	kunit_expect_report(test);
	local_bh_disable();
	open_softirq(LAB2_SOFTIRQ, NULL, NULL);
	raise_softirq(LAB2_SOFTIRQ);
	local_bh_enable();
	kunit_end_report(test);
	snprintf(number, sizeof(number), "%d", LAB2_SOFTIRQ);
	KUNIT_EXPECT_REPORT(test, number);
	KUNIT_EXPECT_EQ(test, local_softirq_pending(), 0);
}

static void find_data(struct softirq_action *self)
{
	note(&lab.notes, *(int *)self->data);
}

/* S65: opening again replaces the action; the action finds its data */
static void opening_again_replaces_the_action(struct kunit *test)
{
	int data = 7;

	open_softirq(LAB_SOFTIRQ, find_data, &data);
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	expect_notes(test, &lab.notes, "7");
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
}

/* S66: spin_unlock_bh releases the lock first, and then lets the softirqs run */
static void unlock_bh_releases_first(struct kunit *test)
{
	DEFINE_SPINLOCK(lock);

	lab.lock = &lock;
	spin_lock_bh(&lock);
	raise_softirq(LAB_SOFTIRQ);
	KUNIT_EXPECT_EQ(test, lab.runs, 0);
	spin_unlock_bh(&lock);
	KUNIT_EXPECT_EQ(test, lab.runs, 1);
	KUNIT_EXPECT_TRUE(test, lab.locked);
}

static struct kunit_case softirq_cases[] = {
	KUNIT_CASE(slots_are_those_of_the_book),
	KUNIT_CASE(lower_number_runs_first),
	KUNIT_CASE(many_raises_are_one_run),
	KUNIT_CASE(only_the_outermost_enable_runs),
	KUNIT_CASE(runs_when_the_outermost_interrupt_returns),
	KUNIT_CASE(interrupt_return_respects_bh_off),
	KUNIT_CASE(interrupt_return_with_preemption_off),
	KUNIT_CASE(raise_keeps_the_interrupt_flag),
	KUNIT_CASE(action_runs_with_interrupts_on),
	KUNIT_CASE(raised_in_a_pass_waits_for_the_next),
	KUNIT_CASE(do_softirq_in_interrupt_does_nothing),
	KUNIT_CASE(bh_enable_with_irqs_off_warns),
	KUNIT_CASE(bare_bh_enable_runs_nothing),
	KUNIT_CASE(unset_softirq_is_reported),
	KUNIT_CASE(opening_again_replaces_the_action),
	KUNIT_CASE(unlock_bh_releases_first),
	{},
};

static struct kunit_suite softirq_suite = {
	.name = "softirq",
	.init = softirq_init,
	.test_cases = softirq_cases,
};
kunit_test_suite(softirq_suite);
