// SPDX-License-Identifier: MIT
/*
 * balance_test.c - calls that come in pairs, and one of the pair too many; calls by the wrong one
 *
 * Each is told with what to do instead, changes nothing, and the kernel goes on.
 */
#include "helpers.h"

#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#define LINE TEST_IRQ_FIRST

static DEFINE_MUTEX(mutex);
static int mine, other;

static irqreturn_t count(int irq, void *dev_id)
{
	++*(int *)dev_id;
	return IRQ_HANDLED;
}

static void bh_enable_too_often(void)
{
	local_bh_enable();
}

static void bh_enable_with_interrupts_off(void)
{
	local_bh_disable();
	local_irq_disable();
	local_bh_enable();
	local_irq_enable();
}

static void preempt_enable_too_often(void)
{
	preempt_enable();
}

static void spin_unlock_too_often(void)
{
	DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	spin_unlock(&lock);
	spin_unlock(&lock);
}

static void enable_irq_too_often(void)
{
	disable_irq(LINE);
	enable_irq(LINE);
	enable_irq(LINE);
}

static void enable_irq_of_nobody(void)
{
	enable_irq(LINE + 1);
	irq_inject(LINE + 1);
}

static void free_irq_of_a_stranger(void)
{
	free_irq(LINE, &other);
}

static void raise_what_nobody_opened(void)
{
	local_bh_disable();
	raise_softirq(NET_RX_SOFTIRQ);
	local_bh_enable();
}

static void disable_tasklet(void *unused)
{
	static DECLARE_TASKLET(tasklet, NULL, 0);

	tasklet_disable(&tasklet);
	tasklet_enable(&tasklet);
}

static void tasklet_disable_in_a_top_half(void)
{
	run_in_hardirq(disable_tasklet, NULL);
}

static void try_mutex(void *unused)
{
	if (mutex_trylock(&mutex))
		mutex_unlock(&mutex);
}

static void mutex_in_a_softirq(void)
{
	run_in_softirq(try_mutex, NULL);
}

static void unlock_mutex(void *unused)
{
	mutex_unlock(&mutex);
}

static void unlock_of_a_strangers_mutex(void)
{
	mutex_lock(&mutex);
	run_in_thread(unlock_mutex, NULL);
	mutex_unlock(&mutex);
}

struct mistake {
	const char *name;
	void (*make)(void);
	const char *says, *instead; /* what the report must hold */
};

#define MISTAKE(function, ...)                                                                     \
	{                                                                                          \
		#function, function, __VA_ARGS__                                                   \
	}

static const struct mistake mistakes[] = {
	MISTAKE(bh_enable_too_often, "WARNING: local_bh_enable() without local_bh_disable()",
		"bottom halves are on"),
	MISTAKE(bh_enable_with_interrupts_off, "WARNING: local_bh_enable() with interrupts off",
		"enable interrupts first"),
	MISTAKE(preempt_enable_too_often, "BUG: preempt_count underflow",
		"an enable or unlock without its disable or lock"),
	MISTAKE(spin_unlock_too_often, "BUG: spinlock lock released, but nobody holds it",
		"spin_unlock_too_often+"),
	MISTAKE(enable_irq_too_often, "WARNING: unbalanced enable_irq(20): the line is enabled",
		"each call must follow a disable_irq() of its own"),
	MISTAKE(enable_irq_of_nobody, "WARNING: unbalanced enable_irq(21): nobody has requested",
		"it stays shut"),
	MISTAKE(free_irq_of_a_stranger, "WARNING: free_irq(20): nobody has registered there with",
		"pass what request_irq() was given"),
	MISTAKE(raise_what_nobody_opened,
		"BUG: softirq 3 (NET_RX) was raised, but nobody opened it",
		"open_softirq() comes first"),
	MISTAKE(tasklet_disable_in_a_top_half,
		"tasklet_disable() turns on the spot until a handler has ended",
		"use tasklet_disable_nosync()"),
	MISTAKE(mutex_in_a_softirq, "tried in an interrupt: its owner is a thread",
		"use a spinlock there"),
	MISTAKE(unlock_of_a_strangers_mutex, "unlocked by a thread that does not own it",
		"owner: "),
};

static void name_mistake(const struct mistake *m, char *desc)
{
	strscpy(desc, m->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(mistakes, mistakes, name_mistake);

static void release(void *dev_id)
{
	free_irq(LINE, dev_id);
}

/* S28, S30, S63, S65: one too many is told with what to do instead, and all works as before */
static void mistake_is_told_and_changes_nothing(struct kunit *test)
{
	const struct mistake *m = test->param_value;

	mine = other = 0;
	mutex_init(&mutex);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, count, 0, "balance", &mine), 0);
	kunit_add_action(test, release, &mine);
	kunit_expect_report(test);
	m->make();
	kunit_end_report(test);
	KUNIT_EXPECT_GE(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, m->says);
	KUNIT_EXPECT_REPORT(test, m->instead);
	KUNIT_EXPECT_REPORT(test, "context: ");
	KUNIT_EXPECT_REPORT(test, "Call trace:");

	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, mine, 1);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&mutex), 1);
	mutex_unlock(&mutex);
}

static struct kunit_case balance_cases[] = {
	KUNIT_CASE_PARAM(mistake_is_told_and_changes_nothing, mistakes_gen_params),
	{},
};

static struct kunit_suite balance_suite = {
	.name = "balance",
	.test_cases = balance_cases,
};
kunit_test_suite(balance_suite);
