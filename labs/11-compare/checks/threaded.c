// SPDX-License-Identifier: MIT
/* threaded.c - lab 11: a line that only a thread can quiet */
#include <halves/context.h>
#include <halves/lab11.h>
#include "level.h"

static struct {
	unsigned int runs;
	enum context context;
	bool may_sleep;
} seen;

/* The device sits behind a slow bus: it takes a tick until it is quiet. */
static void read_slowly(void *dev)
{
	seen.runs++;
	seen.context = max(seen.context, current_context());
	seen.may_sleep = seen.may_sleep && !in_atomic() && !irqs_disabled();
	if (!in_atomic() && !irqs_disabled())
		schedule_timeout_uninterruptible(1);
	level.read = level.arrived;
}

static void begin(struct kunit *test)
{
	memset(&seen, 0, sizeof(seen));
	seen.may_sleep = true;
	level_begin(test);
	KUNIT_ASSERT_EQ_MSG(test, lab_request_threaded_irq(LEVEL_IRQ, read_slowly, "slow", &level),
			    0, "lab_request_threaded_irq() failed");
}

/* each interrupt is served in a thread that may sleep, and the line is open again afterwards */
static void thread_serves_the_line(struct kunit *test)
{
	bool open = true;
	int i;

	begin(test);
	for (i = 1; i <= 5 && open; i++) {
		level_arrive(1);
		KUNIT_EXPECT_TRUE_MSG(test, wait_until(READ_ONCE(level.read) == level.arrived),
				      "number %d was not read", i);
		open = wait_until(!irq_desc[LEVEL_IRQ].depth);
		KUNIT_EXPECT_TRUE_MSG(test, open,
				      "the line stays disabled after the thread's function");
	}
	lab_free_threaded_irq(LEVEL_IRQ, &level);
	KUNIT_EXPECT_GE_MSG(test, seen.runs, 5, "runs for 5 interrupts");
	KUNIT_EXPECT_TRUE_MSG(test, seen.may_sleep,
			      "its function was called where it cannot sleep");
	KUNIT_EXPECT_NULL_MSG(test, irq_desc[LEVEL_IRQ].action, "the handler is still there");
}

/* while the device is up the line is shut: one interrupt, no storm */
static void no_storm(struct kunit *test)
{
	begin(test);
	level_arrive(3);
	KUNIT_EXPECT_FALSE_MSG(test, level.storm,
			       "the device is up until the thread runs, which it cannot for all "
			       "the interrupts");
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(level.read) == level.arrived));
	KUNIT_EXPECT_EQ_MSG(test, level.interrupts, 1, "one interrupt for what one run reads");
	lab_free_threaded_irq(LEVEL_IRQ, &level);
}

/* the line is opened after the thread's function has quieted the device, not before */
static void opened_when_it_is_quiet(struct kunit *test)
{
	bool open = true;
	int i;

	begin(test);
	for (i = 0; i < 3 && open; i++) {
		level_arrive(1);
		open = wait_until(READ_ONCE(level.read) == level.arrived &&
				  !irq_desc[LEVEL_IRQ].depth);
	}
	lab_free_threaded_irq(LEVEL_IRQ, &level);
	KUNIT_EXPECT_EQ_MSG(test, level.early, 0,
			    "the line was opened while the device was still up");
}

/* what is under way is served before the line is given back */
static void free_serves_first(struct kunit *test)
{
	begin(test);
	level_arrive(1);
	lab_free_threaded_irq(LEVEL_IRQ, &level);
	KUNIT_EXPECT_EQ_MSG(test, seen.runs, 1, "it has interrupted, and was not served");
	KUNIT_EXPECT_NULL_MSG(test, irq_desc[LEVEL_IRQ].action, "the handler is still there");
	schedule_timeout_uninterruptible(3);
	KUNIT_EXPECT_EQ(test, seen.runs, 1);
}

static struct kunit_case threaded_cases[] = {
	KUNIT_CASE(thread_serves_the_line),
	KUNIT_CASE(no_storm),
	KUNIT_CASE(opened_when_it_is_quiet),
	KUNIT_CASE(free_serves_first),
	{},
};

static struct kunit_suite threaded_suite = {
	.name = "lab11_threaded",
	.test_cases = threaded_cases,
};
kunit_test_suite(threaded_suite);
