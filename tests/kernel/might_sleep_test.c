// SPDX-License-Identifier: MIT
/* might_sleep_test.c - every function that may sleep says so where nobody may */
#include "helpers.h"

#include <halves/debug.h>
#include <linux/completion.h>
#include <linux/hardirq.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/semaphore.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

static void sleepy(void *line)
{
	might_sleep();
	*(int *)line = __LINE__ - 1;
}

/* S45: might_sleep in an atomic context is reported, with place, context and the way out */
static void might_sleep_is_reported(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;
	char place[80];
	int line;

	kunit_expect_report(test);
	context->run(sleepy, &line);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	snprintf(place, sizeof(place),
		 "BUG: sleeping function called from invalid context at %s:%d\n", __FILE__, line);
	KUNIT_EXPECT_REPORT(test, place);
	KUNIT_EXPECT_REPORT(test, "sleepy");
	KUNIT_EXPECT_REPORT(test, "Call trace:");
}

static void no_matter(void *arg) { }

/* S45: the second line has this very form */
static void second_line_has_its_form(struct kunit *test)
{
	char line[160];
	int unused;

	kunit_expect_report(test);
	run_with_bh_off(sleepy, &unused);
	kunit_end_report(test);
	snprintf(line, sizeof(line),
		 "\nin_irq(): 0, in_softirq(): 1, irqs_disabled(): 0, preempt_count: 00000100, "
		 "task: %s, cpu: 0\n",
		 current->comm);
	KUNIT_EXPECT_REPORT(test, line);
	kunit_expect_report(test);
	run_with_irqs_off(sleepy, &unused);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "in_irq(): 0, in_softirq(): 0, irqs_disabled(): 1, "
				  "preempt_count: 00000000, task: ");
	kunit_expect_report(test);
	run_in_hardirq(sleepy, &unused);
	KUNIT_EXPECT_REPORT(test, "in_irq(): 1, in_softirq(): 0, irqs_disabled(): 1, "
				  "preempt_count: 00010000, task: ");
}

/* S45: one call site is reported as often as it is wrong (in the tests' image) */
static void one_call_site_is_reported_each_time(struct kunit *test)
{
	int i, unused;

	kunit_expect_report(test);
	for (i = 0; i < 3; i++)
		run_with_preemption_off(sleepy, &unused);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 3);
}

static void sleepy_elsewhere(void *unused)
{
	might_sleep();
}

/* S45: else it is reported once, and another site on its own */
static void one_call_site_is_reported_once(struct kunit *test)
{
	int i, unused;

	report_each_time = false;
	kunit_expect_report(test);
	for (i = 0; i < 3; i++)
		run_with_preemption_off(sleepy, &unused);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	run_with_preemption_off(sleepy_elsewhere, NULL);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
	report_each_time = true;
}

/* might_sleep in a plain thread says nothing */
static void threads_may_sleep(struct kunit *test)
{
	int unused;

	sleepy(&unused);
	run_in_thread(sleepy, &unused);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/*
 * ---- each function of the API that may sleep, where it need not -------------------------------
 */

static struct {
	struct work_struct work;
	struct completion completion;
	struct semaphore semaphore;
	struct mutex mutex;
	struct tasklet_struct tasklet;
	struct timer_list timer;
	wait_queue_head_t queue;
	struct workqueue_struct *wq;
} idle;

static int might_sleep_init(struct kunit *test)
{
	INIT_WORK(&idle.work, no_matter, NULL);
	init_completion(&idle.completion);
	complete_all(&idle.completion);
	sema_init(&idle.semaphore, 100);
	mutex_init(&idle.mutex);
	tasklet_init(&idle.tasklet, NULL, 0);
	init_waitqueue_head(&idle.queue);
	idle.wq = keventd_wq;
	flush_scheduled_work();
	return 0;
}

/* clang-format off */
#define SLEEPER(name, call) static void call_##name(void) { call; }
SLEEPER(flush_scheduled_work, flush_scheduled_work())
SLEEPER(flush_workqueue, flush_workqueue(idle.wq))
SLEEPER(flush_work, flush_work(&idle.work))
SLEEPER(cancel_delayed_work, cancel_delayed_work(&idle.work))
SLEEPER(cancel_work_sync, cancel_work_sync(&idle.work))
SLEEPER(cancel_delayed_work_sync, cancel_delayed_work_sync(&idle.work))
SLEEPER(cancel_rearming_delayed_work, cancel_rearming_delayed_work(&idle.work))
SLEEPER(tasklet_kill, tasklet_kill(&idle.tasklet))
SLEEPER(wait_for_completion, wait_for_completion(&idle.completion))
SLEEPER(wait_for_completion_timeout, wait_for_completion_timeout(&idle.completion, 1))
SLEEPER(wait_event, wait_event(idle.queue, true))
SLEEPER(wait_event_timeout, (void)wait_event_timeout(idle.queue, true, 1))
SLEEPER(wait_event_interruptible, (void)wait_event_interruptible(idle.queue, true))
SLEEPER(down, down(&idle.semaphore))
SLEEPER(down_interruptible, down_interruptible(&idle.semaphore))
SLEEPER(mutex_lock, mutex_lock(&idle.mutex); mutex_unlock(&idle.mutex))
SLEEPER(kmalloc, kfree(kmalloc(16, GFP_KERNEL)))
SLEEPER(kzalloc, kfree(kzalloc(16, GFP_KERNEL)))
SLEEPER(get_free_page, free_page(__get_free_page(GFP_KERNEL)))
SLEEPER(request_irq, request_irq(NR_IRQS, NULL, 0, NULL, NULL))
/* clang-format on */

struct sleeper {
	const char *name;
	void (*call)(void);
};

#define ROW(function)                                                                              \
	{                                                                                          \
#function, call_##function                                                         \
	}

static const struct sleeper sleepers[] = {
	ROW(flush_scheduled_work),
	ROW(flush_workqueue),
	ROW(flush_work),
	ROW(cancel_delayed_work),
	ROW(cancel_work_sync),
	ROW(cancel_delayed_work_sync),
	ROW(cancel_rearming_delayed_work),
	ROW(tasklet_kill),
	ROW(wait_for_completion),
	ROW(wait_for_completion_timeout),
	ROW(wait_event),
	ROW(wait_event_timeout),
	ROW(wait_event_interruptible),
	ROW(down),
	ROW(down_interruptible),
	ROW(mutex_lock),
	ROW(kmalloc),
	ROW(kzalloc),
	ROW(get_free_page),
	ROW(request_irq),
};

static void name_sleeper(const struct sleeper *s, char *desc)
{
	strscpy(desc, s->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sleepers, sleepers, name_sleeper);

/* S47, S109, A1: it complains although it need not sleep this time, and goes on */
static void function_that_may_sleep_complains(struct kunit *test)
{
	const struct sleeper *s = test->param_value;
	unsigned int reports;

	s->call();
	kunit_expect_report(test);
	preempt_disable();
	s->call();
	preempt_enable();
	reports = kunit_reports(test);
	KUNIT_EXPECT_GE(test, reports, 1);
	KUNIT_EXPECT_REPORT(test, "BUG: sleeping function called from invalid context");
	local_irq_disable();
	s->call();
	KUNIT_EXPECT_GE(test, kunit_reports(test), reports + 1);
	local_irq_enable();
}

static void atomic_calls(void *unused)
{
	void *p = kmalloc(32, GFP_ATOMIC);

	kfree(p);
	kfree(NULL);
	free_page(__get_free_page(GFP_ATOMIC));
	complete(&idle.completion);
	wake_up(&idle.queue);
	up(&idle.semaphore);
	down_trylock(&idle.semaphore);
	work_pending(&idle.work);
	printk(KERN_DEBUG "from an atomic context\n");
	wake_up_process(current);
}

/* S47: GFP_ATOMIC and the calls marked A say nothing in any context */
static void calls_for_any_context_are_silent(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;

	context->run(atomic_calls, NULL);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static struct kunit_case might_sleep_cases[] = {
	KUNIT_CASE_PARAM(might_sleep_is_reported, atomic_contexts_gen_params),
	KUNIT_CASE(second_line_has_its_form),
	KUNIT_CASE(one_call_site_is_reported_each_time),
	KUNIT_CASE(one_call_site_is_reported_once),
	KUNIT_CASE(threads_may_sleep),
	KUNIT_CASE_PARAM(function_that_may_sleep_complains, sleepers_gen_params),
	KUNIT_CASE_PARAM(calls_for_any_context_are_silent, atomic_contexts_gen_params),
	{},
};

static struct kunit_suite might_sleep_suite = {
	.name = "might_sleep",
	.init = might_sleep_init,
	.test_cases = might_sleep_cases,
};
kunit_test_suite(might_sleep_suite);
