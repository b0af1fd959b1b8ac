// SPDX-License-Identifier: MIT
/*
 * module_unload_test.c - what a module has left behind is told when it is unloaded
 *
 * Here the objects are the test's, so that it can take them back before they run. What happens
 * when nobody does: crash_modules.c.
 */
#include "helpers.h"
#include "test_modules.h"

#include <linux/kthread.h>
#include <linux/workqueue.h>

static void do_nothing(unsigned long data) { }

static void load_and_unload(struct kunit *test, const char *what, void *object)
{
	char args[80];

	snprintf(args, sizeof(args), "what=%s object=%lu irq=%d", what, (unsigned long)object,
		 TEST_IRQ_FIRST);
	KUNIT_ASSERT_EQ(test, load_test_module("leaves", args), 0);
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("leaves"), 0);
}

#define HEAD "WARNING: module leaves is unloaded, and the kernel still has of it:"

/* A module that leaves nothing is unloaded without a word */
static void nothing_left_is_not_told(struct kunit *test)
{
	unsigned int reports = kunit_reports(test);

	KUNIT_ASSERT_EQ(test, load_test_module("leaves", ""), 0);
	KUNIT_EXPECT_EQ(test, delete_module("leaves"), 0);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), reports);
}

/* A tasklet that is scheduled is told, with its function and who scheduled it */
static void tasklet_is_told(struct kunit *test)
{
	static DECLARE_TASKLET_DISABLED(t, do_nothing, 0);

	load_and_unload(test, "tasklet", &t);
	KUNIT_EXPECT_REPORT(test, HEAD);
	KUNIT_EXPECT_REPORT(test, "tasklet of module leaves (function tasklet_fn), scheduled by "
				  "leave_something+0x");
	KUNIT_EXPECT_REPORT(test, "tasklet_kill() it in module_exit");
	kunit_end_report(test);
	t.func = do_nothing;
	tasklet_enable(&t);
	tasklet_kill(&t);
	atomic_inc(&t.count);
}

/* A timer that is armed is told, with its function and who armed it */
static void timer_is_told(struct kunit *test)
{
	static struct timer_list timer;

	load_and_unload(test, "timer", &timer);
	KUNIT_EXPECT_REPORT(test, "timer of module leaves (function timer_fn), armed by "
				  "leave_something+0x");
	KUNIT_EXPECT_REPORT(test, "del_timer_sync() it in module_exit");
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, del_timer(&timer), 1);
}

/* A work with a delay that has not passed is told, with its function and who queued it */
static void delayed_work_is_told(struct kunit *test)
{
	static struct work_struct work;

	load_and_unload(test, "delayed", &work);
	KUNIT_EXPECT_REPORT(test, "delayed work of module leaves (function work_fn), queued by "
				  "leave_something+0x");
	KUNIT_EXPECT_REPORT(test, "cancel_delayed_work_sync() it in module_exit");
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, cancel_delayed_work(&work), 1);
}

/* An interrupt handler that is registered is told, with its line and its function */
static void handler_is_told(struct kunit *test)
{
	load_and_unload(test, "irq", NULL);
	KUNIT_EXPECT_REPORT(test, "interrupt handler of irq 20 of module leaves (function irq_fn), "
				  "registered");
	KUNIT_EXPECT_REPORT(test, "free_irq() it in module_exit");
	kunit_end_report(test);
	KUNIT_ASSERT_NOT_NULL(test, irq_desc[TEST_IRQ_FIRST].action);
	free_irq(TEST_IRQ_FIRST, irq_desc[TEST_IRQ_FIRST].action->dev_id);
}

/* A work queue that was not destroyed is told by its name, which is gone with the module */
static void queue_is_told(struct kunit *test)
{
	struct workqueue_struct *queue = NULL;

	load_and_unload(test, "queue", &queue);
	KUNIT_EXPECT_REPORT(test, "work queue leaves of module leaves, there, will run into");
	KUNIT_EXPECT_REPORT(test, "destroy_workqueue() it in module_exit");
	kunit_end_report(test);
	if (queue)
		destroy_workqueue(queue);
}

/* ---- on several processors ------------------------------------------------------------------ */

static int unload_elsewhere(void *result)
{
	*(int *)result = delete_module("access");
	return 0;
}

/* A module can be loaded here and unloaded on another processor; nobody sees its memory after it */
static void unload_on_another_processor(struct kunit *test)
{
	unsigned long seen[8] = { 0 };
	struct task_struct *thread;
	int result = 1, cpu;
	char args[40];

	snprintf(args, sizeof(args), "out_at=%lu", (unsigned long)seen);
	for_each_online_cpu(cpu) {
		thread = create_thread(test, unload_elsewhere, &result, "unload");
		kthread_bind(thread, cpu);
		KUNIT_ASSERT_EQ(test, load_test_module("access", args), 0);
		start_thread(test, thread);
		KUNIT_EXPECT_TRUE(test, wait_until(result != 1));
		KUNIT_EXPECT_EQ(test, result, 0);
		result = 1;
	}
	KUNIT_EXPECT_EQ(test, seen[7], num_online_cpus());
}

static void count_on_others(void *runs)
{
	atomic_inc(runs);
}

/* While handlers run on all processors, modules come and go, and none of the handlers is lost */
static void load_while_handlers_run(struct kunit *test)
{
	atomic_t runs = ATOMIC_INIT(0);
	int i;

	for (i = 0; i < 50; i++) {
		KUNIT_ASSERT_EQ(test, load_test_module("provider", ""), 0);
		smp_call_function(count_on_others, &runs, 0, 1);
		run_in_tasklet(count_on_others, &runs);
		KUNIT_ASSERT_EQ(test, delete_module("provider"), 0);
		module_forget_gone();
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 50 * num_online_cpus());
}

static void forget(struct kunit *test)
{
	module_forget_gone();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(nothing_left_is_not_told),
	KUNIT_CASE(tasklet_is_told),
	KUNIT_CASE(timer_is_told),
	KUNIT_CASE(delayed_work_is_told),
	KUNIT_CASE(handler_is_told),
	KUNIT_CASE(queue_is_told),
	KUNIT_CASE(unload_on_another_processor),
	KUNIT_CASE(load_while_handlers_run),
	{},
};

static struct kunit_suite suite = {
	.name = "module_unload",
	.exit = forget,
	.test_cases = cases,
};
kunit_test_suites(&suite);
