// SPDX-License-Identifier: MIT
/*
 * context_test.c - which context is this? the preempt count, its questions, and the reports' words
 */
#include "helpers.h"

#include <halves/context.h>
#include <linux/kthread.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

/* What code can ask about where it runs. */
struct answers {
	int in_irq, in_softirq, in_interrupt, in_atomic, irqs_off;
	u32 count;
	enum context context;
	char text[160];
};

static void ask(void *arg)
{
	struct answers *a = arg;

	a->in_irq = in_irq() != 0;
	a->in_softirq = in_softirq() != 0;
	a->in_interrupt = in_interrupt() != 0;
	a->in_atomic = in_atomic();
	a->irqs_off = irqs_disabled();
	a->count = preempt_count();
	a->context = current_context();
	describe_context(a->text, sizeof(a->text), irqs_disabled());
}

static void in_thread(context_fn fn, void *arg)
{
	fn(arg);
}

static void in_work(context_fn fn, void *arg)
{
	struct work_struct work;

	INIT_WORK(&work, fn, arg);
	schedule_work(&work);
	flush_scheduled_work();
}

static void under_spin_lock_bh(context_fn fn, void *arg)
{
	DEFINE_SPINLOCK(lock);

	spin_lock_bh(&lock);
	fn(arg);
	spin_unlock_bh(&lock);
}

static void under_spin_lock_irqsave(context_fn fn, void *arg)
{
	DEFINE_SPINLOCK(lock);
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	fn(arg);
	spin_unlock_irqrestore(&lock, flags);
}

static struct call {
	context_fn fn;
	void *arg;
} inner;

static irqreturn_t inner_irq(int irq, void *dev_id)
{
	inner.fn(inner.arg);
	return IRQ_HANDLED;
}

static void inject(void *unused)
{
	irq_inject(TEST_IRQ_FIRST);
}

/* A top half on top of what @outer makes. */
static void hardirq_on_top_of(void (*outer)(context_fn, void *), context_fn fn, void *arg)
{
	inner = (struct call){ fn, arg };
	if (request_irq(TEST_IRQ_FIRST, inner_irq, 0, "inner", &inner))
		return;
	outer(inject, NULL);
	free_irq(TEST_IRQ_FIRST, &inner);
}

static void hardirq_on_softirq(context_fn fn, void *arg)
{
	hardirq_on_top_of(run_in_softirq, fn, arg);
}

static void hardirq_on_bh_off(context_fn fn, void *arg)
{
	hardirq_on_top_of(run_with_bh_off, fn, arg);
}

static void hardirq_on_hardirq(context_fn fn, void *arg)
{
	hardirq_on_top_of(run_in_hardirq, fn, arg);
}

/* A lock of its own: one that threads take with spin_lock(), too, would be a mistake. */
static void lock_in_softirq_inner(void *unused)
{
	DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	inner.fn(inner.arg);
	spin_unlock(&lock);
}

static void spinlock_in_softirq(context_fn fn, void *arg)
{
	inner = (struct call){ fn, arg };
	run_in_softirq(lock_in_softirq_inner, NULL);
}

#define P PREEMPT_OFFSET
#define S SOFTIRQ_OFFSET
#define H HARDIRQ_OFFSET

struct situation {
	const char *name;
	void (*run)(context_fn fn, void *arg);
	struct answers is;
};

/* in_irq, in_softirq, in_interrupt, in_atomic, irqs_off, count, context */
static const struct situation situations[] = {
	{ "thread", in_thread, { 0, 0, 0, 0, 0, 0, CONTEXT_PROCESS } },
	{ "work", in_work, { 0, 0, 0, 0, 0, 0, CONTEXT_PROCESS } },
	{ "preemption off", run_with_preemption_off, { 0, 0, 0, 1, 0, P, CONTEXT_PROCESS } },
	{ "bottom halves off", run_with_bh_off, { 0, 1, 1, 1, 0, S, CONTEXT_PROCESS } },
	{ "interrupts off", run_with_irqs_off, { 0, 0, 0, 0, 1, 0, CONTEXT_PROCESS } },
	{ "spin_lock", run_under_spinlock, { 0, 0, 0, 1, 0, P, CONTEXT_PROCESS } },
	{ "spin_lock_bh", under_spin_lock_bh, { 0, 1, 1, 1, 0, S + P, CONTEXT_PROCESS } },
	{ "spin_lock_irqsave", under_spin_lock_irqsave, { 0, 0, 0, 1, 1, P, CONTEXT_PROCESS } },
	{ "softirq", run_in_softirq, { 0, 1, 1, 1, 0, S, CONTEXT_SOFTIRQ } },
	{ "tasklet", run_in_tasklet, { 0, 1, 1, 1, 0, S, CONTEXT_SOFTIRQ } },
	{ "timer", run_in_timer, { 0, 1, 1, 1, 0, S, CONTEXT_SOFTIRQ } },
	{ "spinlock in softirq", spinlock_in_softirq, { 0, 1, 1, 1, 0, S + P, CONTEXT_SOFTIRQ } },
	{ "hardirq", run_in_hardirq, { 1, 0, 1, 1, 1, H, CONTEXT_HARDIRQ } },
	{ "hardirq on softirq", hardirq_on_softirq, { 1, 1, 1, 1, 1, H + S, CONTEXT_HARDIRQ } },
	{ "hardirq on bh off", hardirq_on_bh_off, { 1, 1, 1, 1, 1, H + S, CONTEXT_HARDIRQ } },
	{ "hardirq on hardirq", hardirq_on_hardirq, { 1, 0, 1, 1, 1, 2 * H, CONTEXT_HARDIRQ } },
};

static void name_situation(const struct situation *s, char *desc)
{
	strscpy(desc, s->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(situations, situations, name_situation);

/* S39, S40, S41, S44: the truth table of contexts; and after each, everything is as before */
static void truth_table(struct kunit *test)
{
	const struct situation *s = test->param_value;
	/* local_bh_enable() keeps preemption off while it serves softirqs, irq_exit() need not. */
	u32 mask = s->is.in_softirq && s->is.context != CONTEXT_PROCESS ? ~PREEMPT_MASK : ~0U;
	struct answers a = { .count = -1 };

	s->run(ask, &a);
	KUNIT_EXPECT_EQ(test, a.in_irq, s->is.in_irq);
	KUNIT_EXPECT_EQ(test, a.in_softirq, s->is.in_softirq);
	KUNIT_EXPECT_EQ(test, a.in_interrupt, s->is.in_interrupt);
	KUNIT_EXPECT_EQ(test, a.in_atomic, s->is.in_atomic);
	KUNIT_EXPECT_EQ(test, a.irqs_off, s->is.irqs_off);
	KUNIT_EXPECT_EQ(test, a.count & mask, s->is.count & mask);
	KUNIT_EXPECT_EQ(test, a.context, s->is.context);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
}

/* S39: the fields of the count, bit by bit */
static void fields_of_the_count(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PREEMPT_MASK, 0x000000ff);
	KUNIT_EXPECT_EQ(test, SOFTIRQ_MASK, 0x0000ff00);
	KUNIT_EXPECT_EQ(test, HARDIRQ_MASK, 0x0fff0000);
	KUNIT_EXPECT_EQ(test, PREEMPT_ACTIVE, 0x10000000);
	KUNIT_EXPECT_EQ(test, PREEMPT_OFFSET, 1);
	KUNIT_EXPECT_EQ(test, SOFTIRQ_OFFSET, 1 << 8);
	KUNIT_EXPECT_EQ(test, HARDIRQ_OFFSET, 1 << 16);
}

/* S39: each level counts: ten of each are ten, and none is left */
static void levels_count(struct kunit *test)
{
	int i;

	for (i = 0; i < 10; i++) {
		preempt_disable();
		local_bh_disable();
	}
	KUNIT_EXPECT_EQ(test, preempt_count(), 10 * (S + P));
	for (i = 0; i < 10; i++) {
		local_bh_enable();
		preempt_enable();
	}
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void raise_and_look(void *arg)
{
	struct notes *notes = arg;

	note(notes, 1);
	inner.arg = notes;
	irq_inject(TEST_IRQ_FIRST);
	note(notes, 3);
}

static void note_hi(unsigned long data)
{
	note(inner.arg, data);
}

static DECLARE_TASKLET(hi, note_hi, 4);

static void top_half_raises(void *notes)
{
	note(notes, 2);
	tasklet_hi_schedule(&hi);
}

/* S43: an interrupt comes between a softirq's instructions; a more urgent softirq does not */
static void hardirq_over_softirq_over_thread(struct kunit *test)
{
	struct notes notes = {};

	inner = (struct call){ top_half_raises, &notes };
	KUNIT_ASSERT_EQ(test, request_irq(TEST_IRQ_FIRST, inner_irq, 0, "inner", &inner), 0);
	run_in_softirq(raise_and_look, &notes);
	note(&notes, 5);
	free_irq(TEST_IRQ_FIRST, &inner);
	expect_notes(test, &notes, "1 2 3 4 5");
}

/* Reports say what put us here: names of handler, tasklet, timer, work, softirq, line */
static void description_names_what_brought_us(struct kunit *test)
{
	struct answers a;

	run_in_tasklet(ask, &a);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(a.text, "call_tasklet"), "%s", a.text);
	run_in_timer(ask, &a);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(a.text, "timer call_tasklet"), "%s", a.text);
	run_in_hardirq(ask, &a);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(a.text, "call_handler"), "%s", a.text);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(a.text, "27"), "%s", a.text);
	run_in_softirq(ask, &a);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(a.text, softirq_names[LAB2_SOFTIRQ]), "%s", a.text);
	in_work(ask, &a);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(a.text, "events/0"), "%s", a.text);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(a.text, "ask"), "%s", a.text);
	run_with_bh_off(ask, &a);
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(a.text, "bottom halves off"), "%s", a.text);
	KUNIT_EXPECT_STREQ(test, context_name(CONTEXT_HARDIRQ), "hardirq");
	KUNIT_EXPECT_STREQ(test, context_name(CONTEXT_SOFTIRQ), "softirq");
	KUNIT_EXPECT_STREQ(test, context_name(CONTEXT_PROCESS), "process");
}

/* irq_enter and irq_exit nest, and leave the count as it was */
static void irq_enter_and_exit_balance(struct kunit *test)
{
	local_irq_disable();
	irq_enter();
	KUNIT_EXPECT_EQ(test, preempt_count(), H);
	irq_enter();
	KUNIT_EXPECT_EQ(test, preempt_count(), 2 * H);
	irq_exit();
	KUNIT_EXPECT_EQ(test, preempt_count(), H);
	irq_exit();
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_enable();
}

/* local_irq_restore puts back what local_irq_save found, both ways, nested */
static void irqsave_restores_both_ways(struct kunit *test)
{
	unsigned long outer, nested;

	local_irq_save(outer);
	local_irq_save(nested);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(nested);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_restore(outer);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
}

static struct kunit_case context_cases[] = {
	KUNIT_CASE_PARAM(truth_table, situations_gen_params),
	KUNIT_CASE(fields_of_the_count),
	KUNIT_CASE(levels_count),
	KUNIT_CASE(hardirq_over_softirq_over_thread),
	KUNIT_CASE(description_names_what_brought_us),
	KUNIT_CASE(irq_enter_and_exit_balance),
	KUNIT_CASE(irqsave_restores_both_ways),
	{},
};

static struct kunit_suite context_suite = {
	.name = "context",
	.test_cases = context_cases,
};
kunit_test_suite(context_suite);
