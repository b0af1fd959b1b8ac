// SPDX-License-Identifier: MIT
/*
 * lockdep_test.c - which orders of locks the lock checker tells, which it does not, in which words
 *
 * No case deadlocks: each does what would be one only with bad luck. lockdep_form_test.c has the
 * other half: forms that are too weak.
 */
#include "helpers.h"
#include "lockdep_fixture.h"

#include <halves/lockdep.h>
#include <halves/report.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/semaphore.h>

static DEFINE_MUTEX(mutex_a);
static DEFINE_MUTEX(mutex_b);
static spinlock_t twins[2];

static int lockdep_test_init(struct kunit *test)
{
	int i;

	for (i = 0; i < 2; i++)
		spin_lock_init(&twins[i]);
	lockdep_forget(mutex_a.name);
	lockdep_forget(mutex_b.name);
	lockdep_forget(twins[0].name);
	return forget_locks(test);
}

static noinline void take_mutexes(struct mutex *first, struct mutex *second)
{
	mutex_lock(first);
	mutex_lock(second);
	mutex_unlock(first);
	mutex_unlock(second);
}

/* ---- orders ---------------------------------------------------------------------------------- */

/* Two spinlocks in two orders are told when the second order is used, with both uses; once */
static void inversion_is_told(struct kunit *test)
{
	take_in_order(&alpha, &beta);
	kunit_expect_report(test);
	take_in_order(&beta, &alpha);
	take_in_order(&beta, &alpha);
	take_in_order(&alpha, &beta);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock alpha taken with beta held, but elsewhere it is "
				  "the other way round: those who do both would wait for each "
				  "other for ever\nhere: alpha taken at take+");
	KUNIT_EXPECT_REPORT(test, " in process context, holding beta taken at take_in_order+");
	KUNIT_EXPECT_REPORT(test, "\nelsewhere: beta taken at take+");
	KUNIT_EXPECT_REPORT(test, " in process context, holding alpha taken at take_in_order+");
	KUNIT_EXPECT_REPORT(test, "take them in the same order everywhere\n");
	KUNIT_EXPECT_REPORT(test, ", holding spinlock beta taken at take_in_order+");
	KUNIT_EXPECT_REPORT(test, "] inversion_is_told+");
}

/* A circle of three is told, with every order that it is made of */
static void circle_of_three_is_told(struct kunit *test)
{
	take_in_order(&alpha, &beta);
	take_in_order(&beta, &gamma);
	kunit_expect_report(test);
	take_in_order(&gamma, &alpha);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock alpha taken with gamma held, but elsewhere");
	KUNIT_EXPECT_REPORT(test, "\nhere: alpha taken at take+");
	KUNIT_EXPECT_REPORT(test, "holding gamma taken at take_in_order+");
	KUNIT_EXPECT_REPORT(test, "\nelsewhere: beta taken at take+");
	KUNIT_EXPECT_REPORT(test, "holding alpha taken at take_in_order+");
	KUNIT_EXPECT_REPORT(test, "\nelsewhere: gamma taken at take+");
	KUNIT_EXPECT_REPORT(test, "holding beta taken at take_in_order+");
}

/* One order is right however often, with some left out, and in whatever order they are released */
static void one_order_is_right(struct kunit *test)
{
	int i;

	for (i = 0; i < 3; i++) {
		spin_lock(&alpha);
		spin_lock(&beta);
		spin_lock(&gamma);
		spin_unlock(&alpha);
		spin_unlock(&gamma);
		spin_unlock(&beta);
		take_in_order(&alpha, &gamma);
		take_in_order(&beta, &gamma);
		take(&alpha);
	}
}

static void take_beta_then_alpha(void *unused)
{
	take_in_order(&beta, &alpha);
}

/* The two orders may be of two contexts: the report says of which */
static void inversion_between_contexts_is_told(struct kunit *test)
{
	run_in_hardirq(take_beta_then_alpha, NULL);
	kunit_expect_report(test);
	local_irq_disable();
	take_in_order(&alpha, &beta);
	local_irq_enable();
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock beta taken with alpha held, but elsewhere");
	KUNIT_EXPECT_REPORT(test, " in process context, holding alpha taken at take_in_order+");
	KUNIT_EXPECT_REPORT(test, " in hardirq context, holding beta taken at take_in_order+");
}

/* Two locks of one class, nested: nothing says which comes first, so it is told */
static void two_of_one_class_are_told(struct kunit *test)
{
	take(&twins[0]);
	take(&twins[1]);
	kunit_expect_report(test);
	take_in_order(&twins[0], &twins[1]);
	take_in_order(&twins[1], &twins[0]);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test,
			    "BUG: spinlock &twins[i] taken with another one of its class held");
	KUNIT_EXPECT_REPORT(test,
			    "both are of the class initialised at tests/kernel/lockdep_test.c:");
}

/* What holds of one lock of a class holds of the others */
static void class_stands_for_its_locks(struct kunit *test)
{
	take_in_order(&alpha, &twins[0]);
	kunit_expect_report(test);
	take_in_order(&twins[1], &alpha);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
}

/* spin_trylock waits for nobody, so it may come in any order; what it took is held as any other */
static void trylock_comes_in_any_order(struct kunit *test)
{
	unsigned int before = report_count();

	take_in_order(&alpha, &beta);
	spin_lock(&beta);
	KUNIT_EXPECT_NE(test, spin_trylock(&alpha), 0);
	spin_unlock(&alpha);
	spin_unlock(&beta);
	KUNIT_EXPECT_EQ(test, report_count(), before);

	KUNIT_EXPECT_NE(test, spin_trylock(&gamma), 0);
	take(&alpha);
	spin_unlock(&gamma);
	kunit_expect_report(test);
	take_in_order(&alpha, &gamma);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
}

/* Two mutexes in two orders are told; in one order, or by mutex_trylock, they are not */
static void mutexes_have_an_order(struct kunit *test)
{
	unsigned int before = report_count();

	take_mutexes(&mutex_a, &mutex_b);
	take_mutexes(&mutex_a, &mutex_b);
	mutex_lock(&mutex_b);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&mutex_a), 1);
	mutex_unlock(&mutex_b);
	mutex_unlock(&mutex_a);
	KUNIT_EXPECT_EQ(test, report_count(), before);
	kunit_expect_report(test);
	take_mutexes(&mutex_b, &mutex_a);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: mutex mutex_a taken with mutex_b held, but elsewhere");
	KUNIT_EXPECT_REPORT(test, "holding mutex_b taken at take_mutexes+");
	KUNIT_EXPECT_REPORT(test, "holding mutex_a taken at take_mutexes+");
}

static int take_other_mutex(void *done)
{
	mutex_lock(&mutex_b);
	mutex_unlock(&mutex_b);
	complete(done);
	return 0;
}

/* What another thread takes while the holder of a mutex sleeps is not taken by the holder */
static void mutex_order_is_of_one_thread(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(done);
	struct task_struct *other = create_thread(test, take_other_mutex, &done, "other");

	mutex_lock(&mutex_a);
	start_thread(test, other);
	wait_for_completion(&done);
	mutex_unlock(&mutex_a);
	take_mutexes(&mutex_b, &mutex_a);
}

static void give(void *semaphore)
{
	up(semaphore);
}

/* A semaphore has no owner: any order, and a release by anybody in any context, is right */
static void semaphores_are_left_alone(struct kunit *test)
{
	DECLARE_MUTEX(one);
	DECLARE_MUTEX(two);

	down(&one);
	down(&two);
	run_in_thread(give, &one);
	run_in_hardirq(give, &two);
	KUNIT_EXPECT_EQ(test, down_timeout(&two, HZ), 0);
	KUNIT_EXPECT_EQ(test, down_timeout(&one, HZ), 0);
	up(&one);
	up(&two);
}

static int take_beta_then_alpha_there(void *unused)
{
	take_in_order(&beta, &alpha);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* The second order may be another processor's */
static void inversion_elsewhere_is_told(struct kunit *test)
{
	struct task_struct *thread;

	if (num_online_cpus() == 1) {
		kunit_skip(test, "needs a second processor");
		return;
	}
	thread = create_thread(test, take_beta_then_alpha_there, NULL, "elsewhere");
	kthread_bind(thread, 1);
	take_in_order(&alpha, &beta);
	kunit_expect_report(test);
	start_thread(test, thread);
	KUNIT_EXPECT_TRUE(test, wait_until(kunit_reports(test) == 1));
	kthread_stop(thread);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock alpha taken with beta held");
	KUNIT_EXPECT_REPORT(test, "context: thread elsewhere");
}

/* ---- the checker itself ---------------------------------------------------------------------- */

static void restore_limit(void *room)
{
	lockdep_limit((unsigned long)room);
}

/* With no room for one more class it says so, once, and tells nothing more */
static void full_table_ends_the_checks(struct kunit *test)
{
	DEFINE_SPINLOCK(one);
	DEFINE_SPINLOCK(two);

	take(&one);
	lockdep_forget(one.name);
	kunit_expect_report(test);
	kunit_add_action(test, restore_limit, (void *)(unsigned long)lockdep_limit(0));
	take_in_order(&one, &two);
	KUNIT_EXPECT_REPORT(test, "lock checker: more than ");
	KUNIT_EXPECT_REPORT(test, " classes of locks: it checks no more\n");
	kunit_end_report(test);
	take_in_order(&alpha, &beta);
	take_in_order(&beta, &alpha);
	take_in_order(&two, &one);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 0);
}

static struct kunit_case lockdep_cases[] = {
	KUNIT_CASE(inversion_is_told),
	KUNIT_CASE(circle_of_three_is_told),
	KUNIT_CASE(one_order_is_right),
	KUNIT_CASE(inversion_between_contexts_is_told),
	KUNIT_CASE(two_of_one_class_are_told),
	KUNIT_CASE(class_stands_for_its_locks),
	KUNIT_CASE(trylock_comes_in_any_order),
	KUNIT_CASE(mutexes_have_an_order),
	KUNIT_CASE(mutex_order_is_of_one_thread),
	KUNIT_CASE(semaphores_are_left_alone),
	KUNIT_CASE(inversion_elsewhere_is_told),
	KUNIT_CASE(full_table_ends_the_checks),
	{},
};

static struct kunit_suite lockdep_suite = {
	.name = "lockdep",
	.init = lockdep_test_init,
	.test_cases = lockdep_cases,
};
kunit_test_suite(lockdep_suite);
