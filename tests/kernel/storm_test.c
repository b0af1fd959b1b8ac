// SPDX-License-Identifier: MIT
/* storm_test.c - a real level line that its handler does not quiet: QEMU's edu card */
#include "helpers.h"

#include <halves/edu.h>
#include <linux/slab.h>
#include <linux/timer.h>

static struct edu_device *edu;

static int storm_init(struct kunit *test)
{
	edu = edu_get();
	if (!edu)
		kunit_skip(test, "no edu card: add -device edu");
	else if (!irq_desc[edu->irq].chip->raised)
		kunit_skip(test, "the controller does not show its lines");
	return 0;
}

static int calls;

static void storm_exit(struct kunit *test)
{
	if (edu)
		edu_ack(edu);
}

static irqreturn_t never_quiets(int irq, void *dev_id)
{
	calls++;
	return *(irqreturn_t *)dev_id;
}

static irqreturn_t quiets(int irq, void *dev_id)
{
	if (!edu_ack(edu))
		return IRQ_NONE;
	calls++;
	return IRQ_HANDLED;
}

/* Whoever comes anew finds the line open. */
static void expect_line_works(struct kunit *test)
{
	KUNIT_EXPECT_NE(test, edu_ack(edu), 0);
	calls = 0;
	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, quiets, IRQF_SHARED, "quiet", &calls), 0);
	edu_raise(edu, 1);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(calls) == 1));
	free_irq(edu->irq, &calls);
}

static noinline void raise_in_a_thread(void)
{
	edu_raise(edu, 1);
	/* Without a way out of the storm the kernel never comes here. */
	spin_until(irq_desc[edu->irq].status & IRQ_SHUT);
}

/* In this case it is the nth. */
static void expect_storm(struct kunit *test, unsigned int nth)
{
	char line[40];

	KUNIT_EXPECT_EQ(test, kunit_reports(test), nth);
	snprintf(line, sizeof(line), "BUG: irq %u: interrupt storm: ", edu->irq);
	KUNIT_EXPECT_REPORT(test, line);
	KUNIT_EXPECT_REPORT(test, "has not made one step");
	KUNIT_EXPECT_REPORT(test, "never_quiets (stormy)");
	KUNIT_EXPECT_REPORT(test, "quiet it?");
	KUNIT_EXPECT_TRUE(test, irq_desc[edu->irq].status & IRQ_SHUT);
}

/* The handler says IRQ_HANDLED, but does not quiet its device: the line is shut, all goes on */
static void storm_over_a_thread_is_shut(struct kunit *test)
{
	irqreturn_t answer = IRQ_HANDLED;
	unsigned long before = jiffies;
	const char *trace;

	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, never_quiets, 0, "stormy", &answer), 0);
	kunit_expect_report(test);
	raise_in_a_thread();
	kunit_end_report(test);
	KUNIT_EXPECT_LE(test, jiffies - before, HZ / 2);
	expect_storm(test, 1);
	trace = strstr(kunit_report_text(), "Call trace:");
	KUNIT_ASSERT_NOT_NULL(test, trace);
	KUNIT_EXPECT_NOT_NULL(test, strstr(trace, "raise_in_a_thread"));
	free_irq(edu->irq, &answer);
	expect_line_works(test);
}

static void storm_over_the_idle_thread(struct kunit *test, void *buffer, unsigned int nth)
{
	irqreturn_t answer = IRQ_HANDLED;

	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, never_quiets, 0, "stormy", &answer), 0);
	kunit_expect_report(test);
	edu_write(edu, EDU_DMA_SOURCE, __pa(buffer));
	edu_write(edu, EDU_DMA_DESTINATION, EDU_BUFFER);
	edu_write(edu, EDU_DMA_COUNT, 64);
	edu_write(edu, EDU_DMA_COMMAND, EDU_DMA_START | EDU_DMA_IRQ);
	msleep(1000);
	kunit_end_report(test);
	expect_storm(test, nth);
	KUNIT_EXPECT_REPORT(test, "start_kernel");
	free_irq(edu->irq, &answer);
	expect_line_works(test);
}

/*
 * The same when nobody else runs: the card interrupts the idle thread, after a transfer; and a
 * second storm over the same instruction is told as the first was
 */
static void storm_over_the_idle_thread_is_shut(struct kunit *test)
{
	void *buffer = kunit_kzalloc(test, 64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buffer);
	storm_over_the_idle_thread(test, buffer, 1);
	storm_over_the_idle_thread(test, buffer, 2);
}

/* S36: a level line that nobody acknowledges and nobody claims: "nobody cared", and it is shut */
static void line_that_nobody_claims_is_shut(struct kunit *test)
{
	irqreturn_t answer = IRQ_NONE;

	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, never_quiets, 0, "blind", &answer), 0);
	kunit_expect_report(test);
	raise_in_a_thread();
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "nobody cared");
	KUNIT_EXPECT_REPORT(test, "never_quiets (blind)");
	KUNIT_EXPECT_TRUE(test, irq_desc[edu->irq].status & IRQ_SHUT);
	free_irq(edu->irq, &answer);
	expect_line_works(test);
}

static volatile bool over;

static void end_it(unsigned long unused)
{
	over = true;
}

/* The next 400 ms belong to this thread: a switch would be a step, and hide what is looked for. */
static void begin_load(struct timer_list *timer)
{
	set_user_nice(current, NICE_MIN);
	over = false;
	setup_timer(timer, end_it, 0);
	mod_timer(timer, jiffies + 4 * HZ / 10);
}

static irqreturn_t claims_the_first(int irq, void *dev_id)
{
	calls++;
	return calls <= 200 ? IRQ_HANDLED : IRQ_NONE;
}

/* S36: so is one that was claimed before its device went wrong, and then no more */
static void line_that_nobody_claims_any_more_is_shut(struct kunit *test)
{
	calls = 0;
	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, claims_the_first, 0, "lost", &calls), 0);
	kunit_expect_report(test);
	raise_in_a_thread();
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "nobody cared");
	KUNIT_EXPECT_REPORT(test, "claims_the_first (lost)");
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 0);
	free_irq(edu->irq, &calls);
	expect_line_works(test);
}

/* As many interrupts as the machine can take, each acknowledged, are no storm */
static void full_load_is_no_storm(struct kunit *test)
{
	static struct timer_list timer;

	calls = 0;
	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, quiets, IRQF_SHARED, "busy", &calls), 0);
	begin_load(&timer);
	while (!over)
		edu_raise(edu, 1);
	KUNIT_EXPECT_FALSE(test, irq_desc[edu->irq].status & IRQ_SHUT);
	free_irq(edu->irq, &calls);
	KUNIT_EXPECT_GE(test, calls, 20000);
}

static void raise_card(void *unused)
{
	int i;

	/* 8192 times a second: together more than the limit. */
	for (i = 0; i < 20; i++)
		edu_raise(edu, 1);
}

/* Nor is a thread that waits for a flag, at the same instruction in each tick, under much rain */
static void waiting_loop_is_no_storm(struct kunit *test)
{
	static struct timer_list timer;

	if (!rain_start(test, raise_card, NULL))
		return;
	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, quiets, IRQF_SHARED, "busy", &calls), 0);
	begin_load(&timer);
	while (!over)
		barrier();
	rain_stop(NULL);
	KUNIT_EXPECT_FALSE(test, irq_desc[edu->irq].status & IRQ_SHUT);
	free_irq(edu->irq, &calls);
}

static struct kunit_case storm_cases[] = {
	KUNIT_CASE(storm_over_a_thread_is_shut),
	KUNIT_CASE(storm_over_the_idle_thread_is_shut),
	KUNIT_CASE(line_that_nobody_claims_is_shut),
	KUNIT_CASE(line_that_nobody_claims_any_more_is_shut),
	KUNIT_CASE(full_load_is_no_storm),
	KUNIT_CASE(waiting_loop_is_no_storm),
	{},
};

static struct kunit_suite storm_suite = {
	.name = "storm",
	.init = storm_init,
	.exit = storm_exit,
	.test_cases = storm_cases,
};
kunit_test_suite(storm_suite);
