// SPDX-License-Identifier: MIT
/*
 * lockdep_form_test.c - which form of spin_lock is too weak where, and that the lock checker tells
 *
 * No case deadlocks: the interrupt that would wait for ever never comes while the lock is held.
 * lockdep_test.c has the other half: orders.
 */
#include "helpers.h"
#include "lockdep_fixture.h"

#include <halves/lockdep.h>
#include <halves/report.h>
#include <linux/workqueue.h>

static void with_lock(void *unused)
{
	take(&alpha);
}

static noinline void take_bh(void *unused)
{
	spin_lock_bh(&alpha);
	spin_unlock_bh(&alpha);
}

static noinline void take_irqsave(void *unused)
{
	unsigned long flags;

	spin_lock_irqsave(&alpha, flags);
	spin_unlock_irqrestore(&alpha, flags);
}

static void run_here(context_fn fn, void *arg)
{
	fn(arg);
}

static void run_in_work(context_fn fn, void *arg)
{
	struct work_struct work;

	INIT_WORK(&work, fn, arg);
	schedule_work(&work);
	flush_scheduled_work();
}

/* Forms, the weakest first. */
static const context_fn forms[] = { with_lock, take_bh, take_irqsave };

enum { PLAIN, BH, IRQSAVE };

/* Who takes a lock with spin_lock, who else takes it, and the weakest form that is enough there. */
struct sharing {
	const char *name;
	void (*one)(context_fn fn, void *arg);
	void (*other)(context_fn fn, void *arg);
	int enough;
	int strongest; /* that may be used there */
};

static const struct sharing sharings[] = {
	{ "thread and thread", run_in_thread, run_here, PLAIN, IRQSAVE },
	{ "thread and work", run_here, run_in_work, PLAIN, IRQSAVE },
	{ "softirq and thread", run_in_softirq, run_here, BH, IRQSAVE },
	{ "tasklet and thread", run_in_tasklet, run_here, BH, IRQSAVE },
	{ "timer and thread", run_in_timer, run_here, BH, IRQSAVE },
	{ "softirq and work", run_in_softirq, run_in_work, BH, IRQSAVE },
	{ "tasklet and work", run_in_tasklet, run_in_work, BH, IRQSAVE },
	{ "softirq and softirq", run_in_softirq, run_in_softirq, PLAIN, IRQSAVE },
	{ "softirq and tasklet", run_in_softirq, run_in_tasklet, PLAIN, IRQSAVE },
	{ "tasklet and tasklet", run_in_tasklet, run_in_tasklet, PLAIN, IRQSAVE },
	{ "tasklet and timer", run_in_tasklet, run_in_timer, PLAIN, IRQSAVE },
	{ "top half and thread", run_in_hardirq, run_here, IRQSAVE, IRQSAVE },
	{ "top half and work", run_in_hardirq, run_in_work, IRQSAVE, IRQSAVE },
	{ "top half and softirq", run_in_hardirq, run_in_softirq, IRQSAVE, IRQSAVE },
	{ "top half and tasklet", run_in_hardirq, run_in_tasklet, IRQSAVE, IRQSAVE },
	{ "top half and timer", run_in_hardirq, run_in_timer, IRQSAVE, IRQSAVE },
	{ "top half and top half", run_in_hardirq, run_in_hardirq, PLAIN, PLAIN },
};

static void name_sharing(const struct sharing *s, char *desc)
{
	strscpy(desc, s->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sharings, sharings, name_sharing);

/* S67: a form that is too weak is told, whichever side comes first; one that is enough is not */
static void weakest_form_is_enough(struct kunit *test)
{
	const struct sharing *s = test->param_value;
	unsigned int before;
	int form, order;

	if (s->enough != PLAIN)
		kunit_expect_report(test);
	for (form = PLAIN; form <= s->strongest; form++) {
		for (order = 0; order < 2; order++) {
			lockdep_forget(alpha.name);
			before = report_count();
			if (order)
				s->one(with_lock, NULL);
			s->other(forms[form], NULL);
			if (!order)
				s->one(with_lock, NULL);
			KUNIT_EXPECT_EQ_MSG(test, report_count() - before, form < s->enough,
					    "form %d, order %d", form, order);
		}
	}
}

/* spin_lock_bh against a top half, the thread first: both uses, both contexts, the form needed */
static void top_half_finds_a_weak_form(struct kunit *test)
{
	take_bh(NULL);
	kunit_expect_report(test);
	run_in_hardirq(with_lock, NULL);
	run_in_hardirq(with_lock, NULL);
	take_bh(NULL);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock alpha is taken in hardirq context, and elsewhere "
				  "held while a top half may come, which would wait for ever for "
				  "what it interrupts\nin a top half: alpha taken at take+");
	KUNIT_EXPECT_REPORT(test, " in hardirq context by spin_lock()\n"
				  "while one may come: alpha taken at take_bh+");
	KUNIT_EXPECT_REPORT(test, " in process context by spin_lock_bh()\n"
				  "there use spin_lock_irqsave() for alpha\n");
	KUNIT_EXPECT_REPORT(test, "context: hard interrupt: irq ");
}

/* spin_lock against a tasklet, the tasklet first: the report comes from the thread */
static void thread_finds_its_form_weak(struct kunit *test)
{
	run_in_tasklet(with_lock, NULL);
	kunit_expect_report(test);
	with_lock(NULL);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock alpha is taken in softirq context, and elsewhere "
				  "held while a softirq may come");
	KUNIT_EXPECT_REPORT(test, "\nin a softirq: alpha taken at take+");
	KUNIT_EXPECT_REPORT(test, " in softirq context by spin_lock()\n"
				  "while one may come: alpha taken at take+");
	KUNIT_EXPECT_REPORT(test, " in process context by spin_lock()\n"
				  "there use spin_lock_bh() for alpha\n");
	KUNIT_EXPECT_REPORT(test, "context: thread thread_finds_it");
}

static void take_alpha_then_beta(void *unused)
{
	take_in_order(&alpha, &beta);
}

/* A top half waits for who waits for a lock that is held while a top half may come: as bad */
static void weak_form_behind_another_lock_is_told(struct kunit *test)
{
	run_in_hardirq(with_lock, NULL);
	run_in_hardirq(take_alpha_then_beta, NULL);
	lockdep_forget(beta.name);
	local_irq_disable();
	take_in_order(&alpha, &beta);
	local_irq_enable();
	kunit_expect_report(test);
	take(&beta);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: spinlock alpha is taken in hardirq context, its holders "
				  "wait for beta, and that is held while a top half may come");
	KUNIT_EXPECT_REPORT(test, "\nelsewhere: beta taken at take+");
	KUNIT_EXPECT_REPORT(test, "in process context, holding alpha taken at take_in_order+");
	KUNIT_EXPECT_REPORT(test, "\nwhile one may come: beta taken at take+");
	KUNIT_EXPECT_REPORT(test, "there use spin_lock_irqsave() for beta\n");
}

/* Interrupts switched on with the lock held make any form a weak one */
static void interrupts_on_with_the_lock_held_are_told(struct kunit *test)
{
	run_in_hardirq(with_lock, NULL);
	kunit_expect_report(test);
	spin_lock_irq(&alpha);
	local_irq_enable();
	spin_unlock(&alpha);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "in process context by spin_lock_irq()\n");
}

static void try_lock(void *unused)
{
	if (spin_trylock(&alpha))
		spin_unlock(&alpha);
}

/* A top half that only tries does not wait: threads may hold the lock under spin_lock */
static void trylock_in_a_top_half_is_right(struct kunit *test)
{
	with_lock(NULL);
	run_in_hardirq(try_lock, NULL);
	run_in_softirq(try_lock, NULL);
	with_lock(NULL);
}

/* … but a thread that tried holds the lock as any other, and a top half that waits finds it */
static void trylock_against_a_top_half_is_told(struct kunit *test)
{
	run_in_hardirq(with_lock, NULL);
	kunit_expect_report(test);
	try_lock(NULL);
	expect_one_report(test);
	KUNIT_EXPECT_REPORT(test, "while one may come: alpha taken at try_lock+");
	KUNIT_EXPECT_REPORT(test, "in process context by spin_trylock()\n");
}

static struct kunit_case lockdep_form_cases[] = {
	KUNIT_CASE_PARAM(weakest_form_is_enough, sharings_gen_params),
	KUNIT_CASE(top_half_finds_a_weak_form),
	KUNIT_CASE(thread_finds_its_form_weak),
	KUNIT_CASE(weak_form_behind_another_lock_is_told),
	KUNIT_CASE(interrupts_on_with_the_lock_held_are_told),
	KUNIT_CASE(trylock_in_a_top_half_is_right),
	KUNIT_CASE(trylock_against_a_top_half_is_told),
	{},
};

static struct kunit_suite lockdep_form_suite = {
	.name = "lockdep_form",
	.init = forget_locks,
	.test_cases = lockdep_form_cases,
};
kunit_test_suite(lockdep_form_suite);
