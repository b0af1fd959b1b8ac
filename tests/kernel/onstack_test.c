// SPDX-License-Identifier: MIT
/* onstack_test.c - objects on a stack that are still queued when their function returns */
#include "helpers.h"

#include <halves/report.h>
#include <linux/kthread.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static int runs;

static void count_data(unsigned long data)
{
	runs++;
}

static void count_work(void *data)
{
	runs++;
}

/* The functions that forget something; each returns a value, which must arrive. */

static noinline int forget_timer(void)
{
	struct timer_list timer;

	setup_timer(&timer, count_data, 0);
	mod_timer(&timer, jiffies + 3);
	return 41;
}

static noinline int forget_tasklet(void)
{
	struct tasklet_struct tasklet;

	tasklet_init(&tasklet, count_data, 0);
	tasklet_schedule(&tasklet);
	return 42;
}

static noinline int forget_hi_tasklet(void)
{
	struct tasklet_struct tasklet;

	tasklet_init(&tasklet, count_data, 0);
	tasklet_hi_schedule(&tasklet);
	return 43;
}

static noinline int forget_work(void)
{
	struct work_struct work;

	INIT_WORK(&work, count_work, NULL);
	schedule_work(&work);
	return 44;
}

static noinline int forget_delayed_work(void)
{
	struct work_struct work;

	INIT_WORK(&work, count_work, NULL);
	schedule_delayed_work(&work, 3);
	return 45;
}

struct forgetful {
	const char *name;
	int (*function)(void);
	int value;
	const char *what, *instead;
};

static const struct forgetful forgetfuls[] = {
	{ "timer", forget_timer, 41, "BUG: timer count_data is a variable of a function that ",
	  "del_timer_sync() it before the end" },
	{ "tasklet", forget_tasklet, 42,
	  "BUG: tasklet count_data is a variable of a function that ",
	  "tasklet_kill() it before the end" },
	{ "hi tasklet", forget_hi_tasklet, 43, "BUG: tasklet count_data is a variable of a ",
	  "tasklet_kill() it before the end" },
	{ "work", forget_work, 44, "BUG: work count_work is a variable of a function that ",
	  "flush or cancel_work_sync() it before the end" },
	{ "delayed work", forget_delayed_work, 45, "BUG: work count_work is a variable of a ",
	  "flush or cancel_work_sync() it before the end" },
};

static void name_forgetful(const struct forgetful *f, char *desc)
{
	strscpy(desc, f->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(forgetfuls, forgetfuls, name_forgetful);

static int onstack_init(struct kunit *test)
{
	runs = 0;
	return 0;
}

/* What a function leaves queued on its stack is named when it returns, and never runs */
static void told_when_its_function_returns(struct kunit *test)
{
	const struct forgetful *f = test->param_value;
	char returns[80];
	int value;

	kunit_expect_report(test);
	local_bh_disable();
	value = f->function();
	local_bh_enable();
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, value, f->value);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, f->what);
	snprintf(returns, sizeof(returns), "returns to %ps+",
		 (void *)told_when_its_function_returns);
	KUNIT_EXPECT_REPORT(test, (const char *)returns);
	KUNIT_EXPECT_REPORT(test, f->instead);
	flush_scheduled_work();
	schedule_timeout_uninterruptible(5);
	KUNIT_EXPECT_EQ(test, runs, 0);
}

static noinline int clean_up(void)
{
	struct timer_list timer;
	struct tasklet_struct tasklet;
	struct work_struct work, delayed;

	setup_timer(&timer, count_data, 0);
	tasklet_init(&tasklet, count_data, 0);
	INIT_WORK(&work, count_work, NULL);
	INIT_WORK(&delayed, count_work, NULL);
	mod_timer(&timer, jiffies + 1000);
	tasklet_schedule(&tasklet);
	schedule_work(&work);
	schedule_delayed_work(&delayed, 1000);
	del_timer_sync(&timer);
	tasklet_kill(&tasklet);
	cancel_delayed_work_sync(&delayed);
	flush_scheduled_work();
	return 46;
}

/* Who waits or cancels before the end is told nothing */
static void nothing_is_said_when_all_is_done(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, clean_up(), 46);
	KUNIT_EXPECT_EQ(test, runs, 2);
}

/* Recursion: each call has variables of its own, and the innermost is blamed for its own only */
static noinline int nest(int depth)
{
	struct timer_list timer;
	int below;

	setup_timer(&timer, count_data, 0);
	mod_timer(&timer, jiffies + 100 + depth);
	below = depth ? nest(depth - 1) : 0;
	if (depth != 1)
		del_timer_sync(&timer);
	return below + 1;
}

static void each_call_for_itself(struct kunit *test)
{
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, nest(3), 4);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "returns to nest+");
}

static int forgetful_thread(void *unused)
{
	struct timer_list timer;

	setup_timer(&timer, count_data, 0);
	mod_timer(&timer, jiffies + 3);
	do_exit(0);
}

/* A thread that ends in the middle of a function has its stack looked at, too */
static void told_when_its_thread_ends(struct kunit *test)
{
	struct task_struct *thread = kthread_create(forgetful_thread, NULL, "forgetful");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	kunit_expect_report(test);
	wake_up_process(thread);
	schedule_timeout_uninterruptible(6);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "BUG: timer count_data is a variable of a function that never "
				  "returns, for its thread ends");
	KUNIT_EXPECT_EQ(test, runs, 0);
}

static noinline void show_where_we_are(void)
{
	struct timer_list timer;

	setup_timer(&timer, count_data, 0);
	mod_timer(&timer, jiffies + 100);
	dump_stack();
	del_timer_sync(&timer);
}

/* A backtrace shows the real callers of a function that is watched */
static void backtrace_goes_through(struct kunit *test)
{
	kunit_expect_report(test);
	show_where_we_are();
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "] show_where_we_are+");
	KUNIT_EXPECT_REPORT(test, "] backtrace_goes_through+");
	KUNIT_EXPECT_REPORT(test, "] case_thread+");
	KUNIT_EXPECT_NULL(test, strstr(kunit_report_text(), "onstack_return"));
}

static struct kunit_case onstack_cases[] = {
	KUNIT_CASE_PARAM(told_when_its_function_returns, forgetfuls_gen_params),
	KUNIT_CASE(nothing_is_said_when_all_is_done),
	KUNIT_CASE(each_call_for_itself),
	KUNIT_CASE(told_when_its_thread_ends),
	KUNIT_CASE(backtrace_goes_through),
	{},
};

static struct kunit_suite onstack_suite = {
	.name = "onstack",
	.init = onstack_init,
	.test_cases = onstack_cases,
};
kunit_test_suite(onstack_suite);
