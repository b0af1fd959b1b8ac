// SPDX-License-Identifier: MIT
/* spinlock_test.c - locks that turn on the spot: what each form switches off and puts back */
#include "helpers.h"

#include <linux/kthread.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(lock);

/* What is off inside, for each form of the lock, in a thread where everything was on. */
struct inside {
	u32 count;
	bool irqs_off, locked;
};

static struct inside look(void)
{
	return (struct inside){ preempt_count(), irqs_disabled(), spin_is_locked(&lock) };
}

static void expect_inside(struct kunit *test, struct inside is, u32 count, bool irqs_off)
{
	KUNIT_EXPECT_TRUE(test, is.locked);
	KUNIT_EXPECT_EQ(test, is.count, count);
	KUNIT_EXPECT_EQ(test, is.irqs_off, irqs_off);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&lock));
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
}

/* S44, S66, S68: each form switches off what its name says, and puts it back */
static void each_form_switches_off_what_it_says(struct kunit *test)
{
	unsigned long flags;
	struct inside is;

	spin_lock(&lock);
	is = look();
	spin_unlock(&lock);
	expect_inside(test, is, PREEMPT_OFFSET, false);

	spin_lock_bh(&lock);
	is = look();
	spin_unlock_bh(&lock);
	expect_inside(test, is, PREEMPT_OFFSET + SOFTIRQ_OFFSET, false);

	spin_lock_irq(&lock);
	is = look();
	spin_unlock_irq(&lock);
	expect_inside(test, is, PREEMPT_OFFSET, true);

	spin_lock_irqsave(&lock, flags);
	is = look();
	spin_unlock_irqrestore(&lock, flags);
	expect_inside(test, is, PREEMPT_OFFSET, true);
}

/* spin_unlock_irqrestore leaves interrupts off when they were off before */
static void irqrestore_leaves_them_off(struct kunit *test)
{
	unsigned long flags;

	local_irq_disable();
	spin_lock_irqsave(&lock, flags);
	spin_unlock_irqrestore(&lock, flags);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_enable();
}

/* spin_trylock takes a free lock; of a held one it says 0 and leaves the count as it was */
static void trylock_says_whether_it_got_it(struct kunit *test)
{
	KUNIT_EXPECT_NE(test, spin_trylock(&lock), 0);
	KUNIT_EXPECT_EQ(test, preempt_count(), PREEMPT_OFFSET);
	KUNIT_EXPECT_EQ(test, spin_trylock(&lock), 0);
	KUNIT_EXPECT_EQ(test, preempt_count(), PREEMPT_OFFSET);
	spin_unlock(&lock);
	KUNIT_EXPECT_NE(test, spin_trylock(&lock), 0);
	spin_unlock(&lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/* Locks nest, and unlock in any order */
static void locks_nest(struct kunit *test)
{
	DEFINE_SPINLOCK(a);
	DEFINE_SPINLOCK(b);

	spin_lock(&a);
	spin_lock(&b);
	KUNIT_EXPECT_EQ(test, preempt_count(), 2 * PREEMPT_OFFSET);
	spin_unlock(&a);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&a));
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&b));
	spin_unlock(&b);
	spin_lock_init(&a);
	spin_lock(&a);
	spin_unlock(&a);
}

static void try_it(void *got)
{
	*(int *)got = spin_trylock(&lock);
	if (*(int *)got)
		spin_unlock(&lock);
}

/* S67: under plain spin_lock a top half may come and find the lock held: it would wait for ever */
static void lock_is_held_for_interrupts_too(struct kunit *test)
{
	int got = -1;

	if (!rain_start(test, try_it, &got))
		return;
	spin_lock(&lock);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(got) != -1));
	KUNIT_EXPECT_EQ(test, got, 0);
	spin_unlock(&lock);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(got) == 1));
	rain_stop(NULL);
}

/* assert_held says nothing to the holder, and reports everybody else */
static void assert_held_knows_the_holder(struct kunit *test)
{
	spin_lock(&lock);
	assert_held(&lock);
	spin_unlock(&lock);
	kunit_expect_report(test);
	assert_held(&lock);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
}

/* Unlocking a lock that is not held is reported */
static void unlock_of_a_free_lock_is_reported(struct kunit *test)
{
	DEFINE_SPINLOCK(mine);

	kunit_expect_report(test);
	spin_unlock(&mine);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock mine released, but nobody holds it");
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&mine));
}

static irqreturn_t unlock_it(int irq, void *mine)
{
	spin_unlock(mine);
	return IRQ_HANDLED;
}

/* A lock that a thread holds and an interrupt releases: the report names holder and stranger */
static void release_by_a_stranger_is_reported(struct kunit *test)
{
	DEFINE_SPINLOCK(mine);
	char holder[160];

	KUNIT_ASSERT_EQ(test, request_irq(TEST_IRQ_FIRST, unlock_it, 0, "stranger", &mine), 0);
	kunit_expect_report(test);
	spin_lock(&mine);
	irq_inject(TEST_IRQ_FIRST);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&mine));
	spin_unlock(&mine);
	kunit_end_report(test);
	free_irq(TEST_IRQ_FIRST, &mine);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock mine released by a stranger");
	snprintf(holder, sizeof(holder),
		 "held by %s (pid %d) in process context on cpu 0, taken at %ps+", current->comm,
		 current->pid, (void *)release_by_a_stranger_is_reported);
	KUNIT_EXPECT_REPORT(test, (const char *)holder);
	KUNIT_EXPECT_REPORT(test, "context: hard interrupt: irq 20 (stranger), top half unlock_it");
	KUNIT_EXPECT_REPORT(test, "] unlock_it+");
}

/* S46: a spinlock held into schedule(): the report names the lock and where it was taken */
static void lock_held_into_schedule_is_named(struct kunit *test)
{
	DEFINE_SPINLOCK(mine);

	kunit_expect_report(test);
	spin_lock(&mine);
	schedule();
	spin_unlock(&mine);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "BUG: scheduling while atomic: ");
	KUNIT_EXPECT_REPORT(test,
			    ", holding spinlock mine taken at lock_held_into_schedule_is_named+");
	KUNIT_EXPECT_REPORT(test, "sleep after spin_unlock() or preempt_enable(), or use a mutex");
}

static struct shared {
	spinlock_t lock;
	unsigned long a, b;
} shared = { .lock = SPIN_LOCK_UNLOCKED };

static void add_in_interrupt(void *unused)
{
	spin_lock(&shared.lock);
	shared.a++;
	shared.b++;
	spin_unlock(&shared.lock);
}

/* S67: what a thread and a top half share is whole under spin_lock_irqsave, wherever it comes */
static void irqsave_guards_against_top_halves(struct kunit *test)
{
	unsigned long flags, torn = 0, rounds = 0;

	shared.a = shared.b = 0;
	if (!rain_start(test, add_in_interrupt, NULL))
		return;
	while (rain_drops() < 400) {
		spin_lock_irqsave(&shared.lock, flags);
		torn += shared.a != shared.b;
		shared.a++;
		barrier();
		shared.b++;
		spin_unlock_irqrestore(&shared.lock, flags);
		rounds++;
	}
	rain_stop(NULL);
	KUNIT_EXPECT_EQ(test, torn, 0);
	KUNIT_EXPECT_EQ(test, shared.a, rounds + rain_drops());
	KUNIT_EXPECT_EQ(test, shared.b, rounds + rain_drops());
}

static struct kunit_case spinlock_cases[] = {
	KUNIT_CASE(each_form_switches_off_what_it_says),
	KUNIT_CASE(irqrestore_leaves_them_off),
	KUNIT_CASE(trylock_says_whether_it_got_it),
	KUNIT_CASE(locks_nest),
	KUNIT_CASE(lock_is_held_for_interrupts_too),
	KUNIT_CASE(assert_held_knows_the_holder),
	KUNIT_CASE(unlock_of_a_free_lock_is_reported),
	KUNIT_CASE(release_by_a_stranger_is_reported),
	KUNIT_CASE(lock_held_into_schedule_is_named),
	KUNIT_CASE(irqsave_guards_against_top_halves),
	{},
};

static struct kunit_suite spinlock_suite = {
	.name = "spinlock",
	.test_cases = spinlock_cases,
};
kunit_test_suite(spinlock_suite);
