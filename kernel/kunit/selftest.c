// SPDX-License-Identifier: MIT
/*
 * selftest.c - KUnit under test by itself
 *
 * Idea:    a case runs another one, whose output goes to a buffer, and looks at its verdict. What
 *          must fail is tried as well: a checker that never says no checks nothing.
 * Context: process.
 */
#include <halves/report.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kthread.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "internal.h"

static char log[2048];
static int steps; /* what the inner case has done */
static struct timer_list forgotten_timer;
static struct work_struct forgotten_work;
static void *forgotten_memory;
static unsigned long forgotten_pages;
static u8 *written_memory;

/* Run a function as a case of this suite; return its verdict. Its words are in log. */
static enum kunit_status run_inner(const struct kunit_suite *suite, void (*fn)(struct kunit *))
{
	struct kunit_case inner_case = { .run_case = fn, .name = "inner" };
	struct kunit inner = { .log = log, .log_size = sizeof(log) };

	log[0] = '\0';
	steps = 0;
	kunit_case_run(&inner, suite, &inner_case);
	return inner.status;
}

static const struct kunit_suite plain = { .name = "plain" };

#define EXPECT_FAILS(test, fn, words)                                                              \
	do {                                                                                       \
		KUNIT_EXPECT_EQ(test, run_inner(&plain, fn), KUNIT_FAILURE);                       \
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(log, words), "said: %s", log);              \
	} while (0)

static void inner_passes(struct kunit *test)
{
	int once = 0;

	KUNIT_EXPECT_EQ(test, ++once, 1);
	KUNIT_EXPECT_TRUE(test, ++once == 2);
	KUNIT_EXPECT_STREQ(test, ++once == 3 ? "a" : "b", "a");
	KUNIT_EXPECT_NOT_NULL(test, (void *)(long)++once);
	KUNIT_ASSERT_LT(test, once++, 5);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, (void *)(long)once++);
	KUNIT_EXPECT_STRNEQ(test, (char *)NULL, "");
	KUNIT_EXPECT_NULL(test, NULL);
	KUNIT_EXPECT_PTR_NE(test, test, NULL);
	KUNIT_SUCCEED(test);
	steps = once;
}

/* A case whose expectations all hold passes, says nothing, and each argument is taken once */
static void arguments_are_taken_once(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_inner(&plain, inner_passes), KUNIT_SUCCESS);
	KUNIT_EXPECT_EQ(test, steps, 6);
	KUNIT_EXPECT_STREQ(test, (const char *)log, "");
}

static void inner_fails(struct kunit *test)
{
	int two = 2;

	KUNIT_EXPECT_EQ(test, two + 1, 2);
	KUNIT_EXPECT_TRUE_MSG(test, two == 3, "number %d", 7);
	KUNIT_EXPECT_STREQ(test, "left", "right");
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ERR_PTR(-ENOMEM));
	KUNIT_FAIL(test, "just so");
	steps++;
}

/* A failed expectation says in Linux's words what and where, and the case goes on */
static void expectation_goes_on(struct kunit *test)
{
	EXPECT_FAILS(test, inner_fails, "    # inner: EXPECTATION FAILED at " __FILE__ ":");
	KUNIT_EXPECT_EQ(test, steps, 1);
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "\n    Expected two + 1 == 2, but\n"
						"        two + 1 == 3 (0x3)\n    #"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "\n    Expected two == 3 to be true, but is false\n"
						"    number 7\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "        \"left\" == \"left\"\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "\n    just so\n"));
}

static void inner_says_much(struct kunit *test)
{
	KUNIT_EXPECT_TRUE_MSG(test, steps, "%600d", 7);
}

/* A message that is cut off ends its line all the same */
static void long_message_ends_its_line(struct kunit *test)
{
	EXPECT_FAILS(test, inner_says_much, "   \n");
	KUNIT_EXPECT_EQ(test, log[strlen(log) - 1], '\n');
}

static noinline void assert_deep_inside(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, 1, 2);
	steps++;
}

static void inner_asserts(struct kunit *test)
{
	steps++;
	local_bh_disable();
	assert_deep_inside(test);
	steps++;
}

/* A failed assertion ends the case, from any depth, and whatever was off there is on again */
static void assertion_ends_the_case(struct kunit *test)
{
	EXPECT_FAILS(test, inner_asserts, "ASSERTION FAILED");
	KUNIT_EXPECT_EQ(test, steps, 1);
	KUNIT_EXPECT_NULL(test, strstr(log, "left behind"));
}

static void assert_in_timer(unsigned long test)
{
	KUNIT_ASSERT_TRUE((struct kunit *)test, false);
	steps++;
}

static void inner_asserts_in_a_timer(struct kunit *test)
{
	struct timer_list timer;

	setup_timer(&timer, assert_in_timer, (unsigned long)test);
	mod_timer(&timer, jiffies + 1);
	msleep(5);
	steps++;
}

/* In a softirq an assertion only records: there is no thread of the case to end */
static void assertion_in_an_interrupt_records(struct kunit *test)
{
	EXPECT_FAILS(test, inner_asserts_in_a_timer, "ASSERTION FAILED");
	KUNIT_EXPECT_EQ(test, steps, 2);
}

static void inner_fails_often(struct kunit *test)
{
	for (steps = 0; steps < 1000; steps++)
		KUNIT_EXPECT_EQ(test, steps, -1);
}

/* A case that fails in a loop says the first few, and that there were more */
static void many_failures_are_counted(struct kunit *test)
{
	EXPECT_FAILS(test, inner_fails_often, "further failures are only counted");
	KUNIT_EXPECT_EQ(test, steps, 1000);
}

static void step_down(void *digit)
{
	steps = steps * 10 + (long)digit;
}

static void inner_adds_actions(struct kunit *test)
{
	kunit_add_action(test, step_down, (void *)3);
	kunit_add_action(test, step_down, (void *)9);
	kunit_add_action(test, step_down, (void *)2);
	kunit_add_action(test, step_down, (void *)1);
	kunit_remove_action(test, step_down, (void *)9);
	KUNIT_EXPECT_NOT_NULL(test, kunit_kzalloc(test, 100, GFP_KERNEL));
	kunit_release_action(test, step_down, (void *)1);
	KUNIT_FAIL_AND_ABORT(test, "end");
}

/* Actions are called newest first and memory is freed, also when the case was ended */
static void resources_are_given_back(struct kunit *test)
{
	EXPECT_FAILS(test, inner_adds_actions, "end");
	KUNIT_EXPECT_EQ(test, steps, 123);
	KUNIT_EXPECT_NULL(test, strstr(log, "left behind"));
}

static int init_refuses(struct kunit *test)
{
	return -EBUSY;
}

static void exit_steps(struct kunit *test)
{
	steps += 100;
}

static void inner_steps(struct kunit *test)
{
	steps++;
}

/* When init() fails the case does not run, and fails; exit() is called in any case */
static void failing_init_fails_the_case(struct kunit *test)
{
	struct kunit_suite suite = { .name = "suite", .init = init_refuses, .exit = exit_steps };

	KUNIT_EXPECT_EQ(test, run_inner(&suite, inner_steps), KUNIT_FAILURE);
	KUNIT_EXPECT_EQ(test, steps, 100);
	suite.init = NULL;
	KUNIT_EXPECT_EQ(test, run_inner(&suite, inner_steps), KUNIT_SUCCESS);
	KUNIT_EXPECT_EQ(test, steps, 101);
}

static void inner_skips(struct kunit *test)
{
	kunit_mark_skipped(test, "first");
	steps++;
	kunit_skip(test, "second");
	steps++;
}

/* kunit_skip ends the case, kunit_mark_skipped does not; a failure stays a failure */
static void skip_ends_the_case(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_inner(&plain, inner_skips), KUNIT_SKIPPED);
	KUNIT_EXPECT_EQ(test, steps, 1);
}

static void leave_bh_off(struct kunit *test)
{
	local_bh_disable();
}

static void leave_irqs_off(struct kunit *test)
{
	local_irq_disable();
}

static void no_op(unsigned long data) { }

static void no_op_work(void *data) { }

static void leave_timer(struct kunit *test)
{
	mod_timer(&forgotten_timer, jiffies + 100 * HZ);
}

static void leave_work(struct kunit *test)
{
	schedule_delayed_work(&forgotten_work, 100 * HZ);
}

static void leave_memory(struct kunit *test)
{
	forgotten_memory = kmalloc(10, GFP_KERNEL);
}

static void leave_pages(struct kunit *test)
{
	forgotten_pages = __get_free_pages(GFP_KERNEL, 1);
}

static int forgotten_thread(void *data)
{
	msleep(200);
	return 0;
}

static void leave_thread(struct kunit *test)
{
	kthread_run(forgotten_thread, NULL, "forgotten");
}

/* Whatever a case leaves behind fails it, by name; and the context is put right again */
static void leftovers_fail_the_case(struct kunit *test)
{
	setup_timer(&forgotten_timer, no_op, 0);
	INIT_WORK(&forgotten_work, no_op_work, NULL);

	EXPECT_FAILS(test, leave_bh_off, "left behind: preempt_count 00000100");
	EXPECT_FAILS(test, leave_irqs_off, "left behind: interrupts off");
	EXPECT_FAILS(test, leave_timer, "left behind: 1 timers pending");
	KUNIT_EXPECT_EQ(test, del_timer_sync(&forgotten_timer), 1);
	EXPECT_FAILS(test, leave_work, "works pending");
	KUNIT_EXPECT_NE(test, cancel_delayed_work(&forgotten_work), 0);
	EXPECT_FAILS(test, leave_memory, "left behind: 1 objects of memory");
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "left behind: 10 bytes of kmalloc-16 at "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, ", allocated at leave_memory+0x"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, " by thread inner (pid "));
	kfree(forgotten_memory);
	EXPECT_FAILS(test, leave_pages, "left behind: 8192 bytes of pages at ");
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, ", allocated at leave_pages+0x"));
	free_pages(forgotten_pages, 1);
	EXPECT_FAILS(test, leave_thread, "the newest is forgotten");
	msleep(250);
}

static void write_too_far(struct kunit *test)
{
	written_memory[20] = 0;
}

/* The case that has damaged memory is blamed, also if the memory is not its own */
static void damage_fails_the_case(struct kunit *test)
{
	written_memory = kunit_kmalloc(test, 20, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, written_memory);
	kunit_expect_report(test);
	EXPECT_FAILS(test, write_too_far, "1 report that nobody expected");
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "beyond its end, at offset 20, by 1 byte");
	KUNIT_EXPECT_REPORT(test, "allocated at damage_fails_the_case+0x");
}

static void inner_warns(struct kunit *test)
{
	WARN_ON(test);
}

static void inner_expects_in_vain(struct kunit *test)
{
	kunit_expect_report(test);
}

static void inner_expects_and_gets(struct kunit *test)
{
	kunit_expect_report(test);
	WARN_ON(test);
	kunit_end_report(test);
}

/* A report that nobody expected fails the case; so does one that was expected and did not come */
static void reports_are_expected_or_fail(struct kunit *test)
{
	static char text[2048];

	/* All of them are expected here; the inner cases capture, or not, on their own. */
	kunit_expect_report(test);
	report_capture_end();
	EXPECT_FAILS(test, inner_expects_in_vain, "did not come");
	report_capture_begin(text, sizeof(text));
	EXPECT_FAILS(test, inner_warns, "1 report that nobody expected");
	report_capture_end();
	KUNIT_EXPECT_EQ(test, run_inner(&plain, inner_expects_and_gets), KUNIT_SUCCESS);
}

static struct kunit_case kunit_cases[] = {
	KUNIT_CASE(arguments_are_taken_once),
	KUNIT_CASE(expectation_goes_on),
	KUNIT_CASE(long_message_ends_its_line),
	KUNIT_CASE(assertion_ends_the_case),
	KUNIT_CASE(assertion_in_an_interrupt_records),
	KUNIT_CASE(many_failures_are_counted),
	KUNIT_CASE(resources_are_given_back),
	KUNIT_CASE(failing_init_fails_the_case),
	KUNIT_CASE(skip_ends_the_case),
	KUNIT_CASE(leftovers_fail_the_case),
	KUNIT_CASE(damage_fails_the_case),
	KUNIT_CASE(reports_are_expected_or_fail),
	{},
};

static struct kunit_suite kunit_suite = {
	.name = "kunit_self",
	.test_cases = kunit_cases,
};
kunit_test_suite(kunit_suite);
