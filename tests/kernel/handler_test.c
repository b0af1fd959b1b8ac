// SPDX-License-Identifier: MIT
/* handler_test.c - a handler that leaves its context changed is reported, and all goes on */
#include "helpers.h"

#include <halves/lockdep.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

static DEFINE_SPINLOCK(forgotten_lock);

static void forget_spinlock(void *unused)
{
	spin_lock(&forgotten_lock);
}

static void forget_bh_off(void *unused)
{
	local_bh_disable();
}

static void forget_preemption_off(void *unused)
{
	preempt_disable();
}

static void change_irqs(void *unused)
{
	if (irqs_disabled())
		local_irq_enable();
	else
		local_irq_disable();
}

static void run_in_work(context_fn fn, void *arg)
{
	struct work_struct work;

	INIT_WORK(&work, fn, arg);
	schedule_work(&work);
	flush_scheduled_work();
}

struct fault {
	const char *name;
	const char *kind; /* as the report calls it */
	void (*run)(context_fn fn, void *arg);
	context_fn fn;
};

static const struct fault faults[] = {
	{ "top half keeps a spinlock", "BUG: top half", run_in_hardirq, forget_spinlock },
	{ "top half keeps bh off", "BUG: top half", run_in_hardirq, forget_bh_off },
	{ "top half switches interrupts on", "BUG: top half", run_in_hardirq, change_irqs },
	{ "softirq keeps a spinlock", "BUG: softirq", run_in_softirq, forget_spinlock },
	{ "softirq keeps bh off", "BUG: softirq", run_in_softirq, forget_bh_off },
	{ "softirq leaves interrupts off", "BUG: softirq", run_in_softirq, change_irqs },
	{ "tasklet keeps a spinlock", "BUG: tasklet", run_in_tasklet, forget_spinlock },
	{ "tasklet keeps preemption off", "BUG: tasklet", run_in_tasklet, forget_preemption_off },
	{ "tasklet leaves interrupts off", "BUG: tasklet", run_in_tasklet, change_irqs },
	{ "work keeps a spinlock", "BUG: work", run_in_work, forget_spinlock },
	{ "work keeps bh off", "BUG: work", run_in_work, forget_bh_off },
	{ "work leaves interrupts off", "BUG: work", run_in_work, change_irqs },
};

static void name_fault(const struct fault *fault, char *desc)
{
	strscpy(desc, fault->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(faults, faults, name_fault);

static void no_fault(void *ran)
{
	*(bool *)ran = true;
}

/* The context is reported with the handler's name, put right, and the next handler is blameless */
static void changed_context_is_reported(struct kunit *test)
{
	const struct fault *fault = test->param_value;
	bool ran = false;

	spin_lock_init(&forgotten_lock);
	lockdep_forget(forgotten_lock.name); /* another lock each time */
	kunit_expect_report(test);
	fault->run(fault->fn, NULL);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, fault->kind);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	fault->run(no_fault, &ran);
	KUNIT_EXPECT_TRUE(test, ran);
}

static struct kunit_case handler_cases[] = {
	KUNIT_CASE_PARAM(changed_context_is_reported, faults_gen_params),
	{},
};

static struct kunit_suite handler_suite = {
	.name = "handler",
	.test_cases = handler_cases,
};
kunit_test_suite(handler_suite);
