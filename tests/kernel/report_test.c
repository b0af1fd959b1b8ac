// SPDX-License-Identifier: MIT
/* report_test.c - warnings and backtraces: what they say, and that they can be read by a test */
#include "helpers.h"

#include <halves/report.h>
#include <linux/kallsyms.h>
#include <linux/kthread.h>

static noinline void innermost(void)
{
	dump_stack();
	barrier();
}

static noinline void middle(void *unused)
{
	innermost();
	barrier();
}

/* dump_stack names the functions on the way here, innermost first */
static void dump_stack_names_the_callers(struct kunit *test)
{
	const char *a, *b, *c;

	kunit_expect_report(test);
	middle(NULL);
	kunit_end_report(test);
	a = strstr(kunit_report_text(), "innermost");
	b = strstr(kunit_report_text(), "middle");
	c = strstr(kunit_report_text(), "dump_stack_names_the_callers");
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_TRUE(test, a < b);
	KUNIT_EXPECT_TRUE(test, b < c);
}

/* From a top half it goes on through the interrupt's frame into what was interrupted */
static void dump_stack_goes_through_an_interrupt(struct kunit *test)
{
	kunit_expect_report(test);
	run_in_hardirq(middle, NULL);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "innermost");
	KUNIT_EXPECT_REPORT(test, "call_handler");
	KUNIT_EXPECT_REPORT(test, "irq_inject");
	KUNIT_EXPECT_REPORT(test, "dump_stack_goes_through_an_interrupt");
}

/* And from a tasklet through the softirq into the thread below */
static void dump_stack_goes_through_a_softirq(struct kunit *test)
{
	kunit_expect_report(test);
	run_in_tasklet(middle, NULL);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "call_tasklet");
	KUNIT_EXPECT_REPORT(test, "tasklet_action");
	KUNIT_EXPECT_REPORT(test, "dump_stack_goes_through_a_softirq");
}

static bool ended;

/* Tells, and ends the thread: the compiler knows that it never returns. */
static noinline void __noreturn last_words(void)
{
	dump_stack();
	WRITE_ONCE(ended, true);
	do_exit(0);
}

/* Its call is this function's last instruction, so that behind it another one begins. */
static noinline int ends_in_a_call(void *unused)
{
	last_words();
}

/* A function that ends with the call of one that never returns is named, not the one behind it */
static void call_that_never_returns(struct kunit *test)
{
	struct task_struct *thread;

	ended = false;
	kunit_expect_report(test);
	thread = kthread_run(ends_in_a_call, NULL, "ends");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(ended)));
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "] ends_in_a_call+");
}

/* WARN_ON reports condition, file and line, goes on, and its value is the condition's */
static void warn_on_says_what_and_where(struct kunit *test)
{
	char place[80];
	int three = 3, line;

	KUNIT_EXPECT_FALSE(test, WARN_ON(three == 4));
	kunit_expect_report(test);
	line = __LINE__ + 1;
	KUNIT_EXPECT_TRUE(test, WARN_ON(three == 3));
	kunit_end_report(test);
	snprintf(place, sizeof(place), "WARNING: three == 3 at %s:%d\n", __FILE__, line);
	KUNIT_EXPECT_REPORT(test, place);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
}

/* WARN_ON_ONCE says it once, and its value is the condition's each time */
static void warn_on_once(struct kunit *test)
{
	static int first = 1;
	int i, values = 0;

	if (!first) {
		kunit_skip(test, "once means once in a boot");
		return;
	}
	first = 0;
	kunit_expect_report(test);
	for (i = 0; i < 3; i++)
		values += WARN_ON_ONCE(i >= 0);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, values, 3);
	KUNIT_EXPECT_GE(test, kunit_reports(test), 1);
}

/* A capture takes warnings and leaves what is less; a second capture is refused */
static void capture_takes_warnings(struct kunit *test)
{
	char mine[16];

	kunit_expect_report(test);
	KUNIT_EXPECT_FALSE(test, report_capture_begin(mine, sizeof(mine)));
	pr_warning("a warning\n");
	pr_err("an error\n");
	kunit_end_report(test);
	KUNIT_EXPECT_STREQ(test, kunit_report_text(), "a warning\nan error\n");
	KUNIT_EXPECT_TRUE(test, report_capture_begin(mine, sizeof(mine)));
	pr_warning("longer than the buffer is\n");
	report_capture_end();
	KUNIT_EXPECT_STREQ(test, (const char *)mine, "longer than the");
}

/* A symbol is found from any address in it, with offset and size; %pS and %ps print it */
static void addresses_have_names(struct kunit *test)
{
	unsigned long address = (unsigned long)innermost + 1;
	char text[KSYM_SYMBOL_LEN], formatted[KSYM_SYMBOL_LEN];

	symbol_name(text, sizeof(text), address, 's');
	KUNIT_EXPECT_STREQ(test, (const char *)text, "innermost");
	sprint_symbol(text, sizeof(text), address);
	KUNIT_EXPECT_EQ(test, strncmp(text, "innermost+0x1/0x", 16), 0);
	snprintf(formatted, sizeof(formatted), "%pS", (void *)address);
	KUNIT_EXPECT_STREQ(test, (const char *)formatted, (const char *)text);
	snprintf(formatted, sizeof(formatted), "%ps", (void *)address);
	KUNIT_EXPECT_STREQ(test, (const char *)formatted, "innermost");
	symbol_name(text, sizeof(text), 0x1234, 'S');
	KUNIT_EXPECT_STREQ(test, (const char *)text, "0x00001234");
}

static struct kunit_case report_cases[] = {
	KUNIT_CASE(dump_stack_names_the_callers),
	KUNIT_CASE(dump_stack_goes_through_an_interrupt),
	KUNIT_CASE(dump_stack_goes_through_a_softirq),
	KUNIT_CASE(call_that_never_returns),
	KUNIT_CASE(warn_on_says_what_and_where),
	KUNIT_CASE(warn_on_once),
	KUNIT_CASE(capture_takes_warnings),
	KUNIT_CASE(addresses_have_names),
	{},
};

static struct kunit_suite report_suite = {
	.name = "report",
	.test_cases = report_cases,
};
kunit_test_suite(report_suite);
