// SPDX-License-Identifier: MIT
/* lock.c - lab 5: interrupts off and back to what they were, and a lock made of it */
#include <halves/lab05.h>
#include "helpers.h"

static struct lab_lock lock;

static int lock_init(struct kunit *test)
{
	lock = (struct lab_lock){};
	return 0;
}

/* What must be so, with interrupts back on, so that a failure can be printed. */
static void expect_state(struct kunit *test, bool off, u32 count, bool want_off, u32 want_count,
			 const char *when)
{
	KUNIT_EXPECT_EQ_MSG(test, off, want_off, "interrupts off %s", when);
	KUNIT_EXPECT_EQ_MSG(test, count, want_count, "preempt count %s", when);
}

struct state {
	bool off;
	u32 count;
};

static struct state look(void)
{
	return (struct state){ irqs_disabled(), preempt_count() };
}

/* lab_irq_restore puts back what lab_irq_save found, on and off, nested */
static void restore_goes_both_ways(struct kunit *test)
{
	unsigned long outer, inner;
	struct state in, between, after;

	outer = lab_irq_save();
	inner = lab_irq_save();
	in = look();
	lab_irq_restore(inner);
	between = look();
	lab_irq_restore(outer);
	after = look();
	local_irq_enable();
	expect_state(test, in.off, in.count, true, 0, "after lab_irq_save()");
	expect_state(test, between.off, between.count, true, 0, "after the inner restore");
	expect_state(test, after.off, after.count, false, 0, "after the outer restore");
}

/* under the lock interrupts are off and preemption counts as off; afterwards all is as before */
static void lock_and_unlock(struct kunit *test)
{
	struct state in, after, nested;
	unsigned long flags;

	flags = lab_lock_irqsave(&lock);
	in = look();
	lab_unlock_irqrestore(&lock, flags);
	after = look();
	local_irq_disable();
	flags = lab_lock_irqsave(&lock);
	lab_unlock_irqrestore(&lock, flags);
	nested = look();
	local_irq_enable();
	expect_state(test, in.off, in.count, true, PREEMPT_OFFSET, "under the lock");
	expect_state(test, after.off, after.count, false, 0, "after the unlock");
	expect_state(test, nested.off, nested.count, true, 0,
		     "after an unlock, where they were off before the lock");
}

/* a trylock that fails leaves everything as it was */
static void failed_trylock_leaves_no_trace(struct kunit *test)
{
	struct state in, after;
	unsigned long flags, more;
	bool first, second;

	first = lab_trylock_irqsave(&lock, &flags);
	second = lab_trylock_irqsave(&lock, &more);
	in = look();
	if (first)
		lab_unlock_irqrestore(&lock, flags);
	KUNIT_EXPECT_TRUE_MSG(test, first, "the lock was free");
	KUNIT_EXPECT_FALSE_MSG(test, second, "the lock was taken");
	expect_state(test, in.off, in.count, true, PREEMPT_OFFSET,
		     "under the lock, after a trylock that failed");
	flags = lab_lock_irqsave(&lock);
	local_irq_enable(); /* as if another processor held it */
	second = lab_trylock_irqsave(&lock, &more);
	after = look();
	lab_unlock_irqrestore(&lock, flags);
	local_irq_enable();
	KUNIT_EXPECT_FALSE_MSG(test, second, "the lock was taken");
	expect_state(test, after.off, after.count, false, PREEMPT_OFFSET,
		     "after a trylock that failed, where interrupts were on");
}

static int tried, got;

static void try_it(void *unused)
{
	unsigned long flags;

	tried++;
	if (!lab_trylock_irqsave(&lock, &flags))
		return;
	got++;
	lab_unlock_irqrestore(&lock, flags);
	local_irq_disable(); /* as top halves are, whatever the unlock has made of it */
}

/* an interrupt that waited under the lock comes at the unlock, and finds the lock free */
static void released_before_interrupts_come(struct kunit *test)
{
	int round, early = 0;
	unsigned long flags;

	tried = got = 0;
	if (!rain_start(test, try_it, NULL))
		return;
	for (round = 0; round < 20; round++) {
		int before;

		flags = lab_lock_irqsave(&lock);
		before = tried;
		udelay(150); /* a drop falls each 122 us */
		early += tried != before;
		lab_unlock_irqrestore(&lock, flags);
	}
	rain_stop(NULL);
	KUNIT_EXPECT_EQ_MSG(test, early, 0, "an interrupt came in under the lock");
	KUNIT_EXPECT_GE_MSG(test, tried, 20, "interrupts that waited came at the unlock");
	KUNIT_EXPECT_EQ_MSG(test, got, tried,
			    "an interrupt came at the unlock and found the lock still taken: with "
			    "lab_lock_irqsave() it would spin there for ever");
}

static struct kunit_case lock_cases[] = {
	KUNIT_CASE(restore_goes_both_ways),
	KUNIT_CASE(lock_and_unlock),
	KUNIT_CASE(failed_trylock_leaves_no_trace),
	KUNIT_CASE(released_before_interrupts_come),
	{},
};

static struct kunit_suite lock_suite = {
	.name = "lab05_lock",
	.init = lock_init,
	.test_cases = lock_cases,
};
kunit_test_suite(lock_suite);
