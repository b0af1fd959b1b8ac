// SPDX-License-Identifier: MIT
/* situations.c - see situations.h */
#include "situations.h"

#include <linux/spinlock.h>
#include <linux/workqueue.h>

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

static struct {
	context_fn fn;
	void *arg;
} inner;

static irqreturn_t outer_top_half(int irq, void *dev_id)
{
	irq_inject(TEST_IRQ_FIRST + 1);
	return IRQ_HANDLED;
}

static irqreturn_t inner_top_half(int irq, void *dev_id)
{
	inner.fn(inner.arg);
	return IRQ_HANDLED;
}

static void inject_inner(void *unused)
{
	irq_inject(TEST_IRQ_FIRST + 1);
}

static void hardirq_on_bh_off(context_fn fn, void *arg)
{
	struct kunit *test = kunit_get_current_test();

	inner.fn = fn;
	inner.arg = arg;
	KUNIT_ASSERT_EQ(test, request_irq(TEST_IRQ_FIRST + 1, inner_top_half, 0, "inner", &inner),
			0);
	run_with_bh_off(inject_inner, NULL);
	free_irq(TEST_IRQ_FIRST + 1, &inner);
}

static void hardirq_on_hardirq(context_fn fn, void *arg)
{
	struct kunit *test = kunit_get_current_test();

	inner.fn = fn;
	inner.arg = arg;
	KUNIT_ASSERT_EQ(test, request_irq(TEST_IRQ_FIRST, outer_top_half, 0, "outer", &inner), 0);
	KUNIT_EXPECT_EQ(test, request_irq(TEST_IRQ_FIRST + 1, inner_top_half, 0, "inner", &inner),
			0);
	irq_inject(TEST_IRQ_FIRST);
	free_irq(TEST_IRQ_FIRST + 1, &inner);
	free_irq(TEST_IRQ_FIRST, &inner);
}

/* hardirq, softirq, preempt depth; interrupts off */
const struct situation situations[SITUATIONS] = {
	{ "a thread", in_thread, 0, 0, 0, false },
	{ "a work", in_work, 0, 0, 0, false },
	{ "a thread with preemption off", run_with_preemption_off, 0, 0, 1, false },
	{ "a thread with bottom halves off", run_with_bh_off, 0, 1, 0, false },
	{ "a thread with interrupts off", run_with_irqs_off, 0, 0, 0, true },
	{ "a thread under spin_lock_bh()", under_spin_lock_bh, 0, 1, 1, false },
	{ "a thread under spin_lock_irqsave()", under_spin_lock_irqsave, 0, 0, 1, true },
	{ "a tasklet", run_in_tasklet, 0, 1, ANY_PREEMPT_DEPTH, false },
	{ "a timer's function", run_in_timer, 0, 1, ANY_PREEMPT_DEPTH, false },
	{ "a top half", run_in_hardirq, 1, 0, 0, true },
	{ "a top half over bottom halves off", hardirq_on_bh_off, 1, 1, 0, true },
	{ "a top half over a top half", hardirq_on_hardirq, 2, 0, 0, true },
};
