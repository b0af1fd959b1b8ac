// SPDX-License-Identifier: MIT
/* irq_flow_test.c - one interrupt from the controller to the handlers and back, and a stuck line */
#include "helpers.h"

#define LINE	  TEST_IRQ_FIRST
#define STUCK	  (TEST_IRQ_FIRST + 2)
#define WINDOW	  100000
#define TOLERATED 99900

struct device {
	int id;
	irqreturn_t answer; /* of its handler */
	int inject;	    /* raise the line again so often, inside the handler */
	int calls, depth, max_depth;
	int irqs_off, in_irq;
	u32 count;
	struct test_chip_counts chip; /* when it was called */
};

static struct notes notes;

static irqreturn_t handler(int irq, void *dev_id)
{
	struct device *device = dev_id;

	device->calls++;
	if (++device->depth > device->max_depth)
		device->max_depth = device->depth;
	note(&notes, device->id);
	device->irqs_off = irqs_disabled();
	device->in_irq = in_irq();
	device->count = preempt_count();
	device->chip = test_chip_counts[irq];
	while (device->inject) {
		device->inject--;
		irq_inject(irq);
	}
	device->depth--;
	return device->answer;
}

static void release(void *device)
{
	free_irq(LINE, device);
}

static void request(struct kunit *test, struct device *device, unsigned long flags)
{
	KUNIT_ASSERT_EQ(test, request_irq(LINE, handler, flags, "device", device), 0);
	kunit_add_action(test, release, device);
}

static int irq_flow_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	memset(&test_chip_counts[LINE], 0, sizeof(test_chip_counts[LINE]));
	return 0;
}

/* S33: a line never runs its handlers twice at once: what comes meanwhile is one more round */
static void line_does_not_nest(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED, .inject = 3 };

	request(test, &a, 0);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.max_depth, 1);
	KUNIT_EXPECT_EQ(test, a.calls, 2);
	KUNIT_EXPECT_FALSE(test, irq_desc[LINE].status & (IRQ_INPROGRESS | IRQ_PENDING));
}

static irqreturn_t inject_other(int irq, void *dev_id)
{
	note(&notes, 10);
	irq_inject(LINE);
	note(&notes, 11);
	return IRQ_HANDLED;
}

/* S33: another line may come in between, and the contexts nest */
static void another_line_may_nest(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	KUNIT_ASSERT_EQ(test, request_irq(LINE + 1, inject_other, 0, "outer", &a), 0);
	irq_inject(LINE + 1);
	free_irq(LINE + 1, &a);
	expect_notes(test, &notes, "10 1 11");
	KUNIT_EXPECT_EQ(test, a.count & HARDIRQ_MASK, 2 * HARDIRQ_OFFSET);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/* S34: handlers run in hard interrupt context with interrupts off, whatever the flags say */
static void handlers_run_with_interrupts_off(struct kunit *test)
{
	static const unsigned long flags[] = { 0, IRQF_DISABLED, IRQF_SHARED, SA_INTERRUPT };
	int i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		struct device a = { 1, IRQ_HANDLED };

		KUNIT_ASSERT_EQ(test, request_irq(LINE, handler, flags[i], "a", &a), 0);
		irq_inject(LINE);
		KUNIT_EXPECT_NE(test, a.irqs_off, 0);
		KUNIT_EXPECT_NE(test, a.in_irq, 0);
		free_irq(LINE, &a);
	}
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
}

static void no_matter(void *unused) { }

static void stay_long(void *fell)
{
	unsigned int drops = rain_drops();

	udelay(1000);
	*(int *)fell = rain_drops() - drops;
}

/* S34: so a device that interrupts meanwhile has to wait until the top half ends */
static void another_device_waits_for_the_end(struct kunit *test)
{
	unsigned int drops;
	int fell = -1;

	if (!rain_start(test, no_matter, NULL))
		return;
	KUNIT_EXPECT_TRUE(test, spin_until(rain_drops() >= 2));
	run_in_hardirq(stay_long, &fell);
	KUNIT_EXPECT_EQ(test, fell, 0);
	drops = rain_drops();
	KUNIT_EXPECT_TRUE(test, spin_until(rain_drops() != drops));
	rain_stop(NULL);
}

/* S35: an answer other than NONE and HANDLED is reported, with the handler's name */
static void bogus_answer_is_reported(struct kunit *test)
{
	struct device a = { 1, 5 };

	request(test, &a, 0);
	kunit_expect_report(test);
	irq_inject(LINE);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "handler");
}

/* S37: the controller is told before the handlers (ack) and after them (end), once each */
static void controller_is_told_before_and_after(struct kunit *test)
{
	struct test_chip_counts *chip = &test_chip_counts[LINE];
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.chip.ack, 1);
	KUNIT_EXPECT_EQ(test, a.chip.end, 0);
	KUNIT_EXPECT_EQ(test, chip->ack, 1);
	KUNIT_EXPECT_EQ(test, chip->end, 1);
}

static irqreturn_t disable_self(int irq, void *dev_id)
{
	++*(int *)dev_id;
	disable_irq_nosync(irq);
	return IRQ_HANDLED;
}

/* S37: a line that its own handler disables stays masked when the handlers return */
static void handler_may_disable_its_line(struct kunit *test)
{
	int calls = 0;

	KUNIT_ASSERT_EQ(test, request_irq(LINE, disable_self, 0, "self", &calls), 0);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, test_chip_counts[LINE].end, 0);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, calls, 1);
	enable_irq(LINE);
	KUNIT_EXPECT_EQ(test, calls, 2);
	free_irq(LINE, &calls);
}

/* S38: an interrupt behind which the controller finds nothing runs no handler, and is counted */
static void spurious_interrupt_runs_no_handler(struct kunit *test)
{
	unsigned long spurious = irq_desc[LINE].spurious;
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	test_chip_spurious = true;
	irq_inject(LINE);
	irq_inject(LINE);
	test_chip_spurious = false;
	KUNIT_EXPECT_EQ(test, a.calls, 0);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].spurious, spurious + 2);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].spurious, spurious + 2);
}

struct counter {
	unsigned int calls;
	unsigned int handled; /* answer IRQ_HANDLED to so many of them */
};

static irqreturn_t mostly_none(int irq, void *dev_id)
{
	struct counter *counter = dev_id;

	return counter->calls++ < counter->handled ? IRQ_HANDLED : IRQ_NONE;
}

static void inject_many(int count)
{
	while (count--)
		irq_inject(STUCK);
}

/* S36: more than 99,900 unhandled of 100,000: "nobody cared", and the line is shut */
static void stuck_line_is_shut(struct kunit *test)
{
	struct counter counter = { .handled = WINDOW - TOLERATED - 1 };

	KUNIT_ASSERT_EQ(test, request_irq(STUCK, mostly_none, 0, "stuck device", &counter), 0);
	kunit_expect_report(test);
	inject_many(WINDOW - 1);
	KUNIT_EXPECT_STREQ(test, kunit_report_text(), "");
	KUNIT_EXPECT_EQ(test, counter.calls, WINDOW - 1);
	inject_many(1);
	KUNIT_EXPECT_REPORT(test, "nobody cared");
	KUNIT_EXPECT_REPORT(test, "22");
	KUNIT_EXPECT_REPORT(test, "mostly_none");
	kunit_end_report(test);
	KUNIT_EXPECT_TRUE(test, irq_desc[STUCK].status & IRQ_DISABLED);
	counter.calls = 0;
	inject_many(3);
	KUNIT_EXPECT_EQ(test, counter.calls, 0);
	free_irq(STUCK, &counter);
	/* Whoever comes anew gets the line open. */
	KUNIT_ASSERT_EQ(test, request_irq(STUCK, mostly_none, 0, "new device", &counter), 0);
	inject_many(1);
	KUNIT_EXPECT_EQ(test, counter.calls, 1);
	free_irq(STUCK, &counter);
}

/* S36: 99,900 unhandled of 100,000 are tolerated, for window after window */
static void nearly_stuck_line_is_tolerated(struct kunit *test)
{
	struct counter counter;
	int i;

	KUNIT_ASSERT_EQ(test, request_irq(STUCK, mostly_none, 0, "slow device", &counter), 0);
	for (i = 0; i < 2; i++) {
		counter = (struct counter){ .handled = WINDOW - TOLERATED };
		inject_many(WINDOW);
		KUNIT_EXPECT_EQ(test, counter.calls, WINDOW);
	}
	KUNIT_EXPECT_FALSE(test, irq_desc[STUCK].status & IRQ_DISABLED);
	free_irq(STUCK, &counter);
}

static struct kunit_case irq_flow_cases[] = {
	KUNIT_CASE(line_does_not_nest),
	KUNIT_CASE(another_line_may_nest),
	KUNIT_CASE(handlers_run_with_interrupts_off),
	KUNIT_CASE(another_device_waits_for_the_end),
	KUNIT_CASE(bogus_answer_is_reported),
	KUNIT_CASE(controller_is_told_before_and_after),
	KUNIT_CASE(handler_may_disable_its_line),
	KUNIT_CASE(spurious_interrupt_runs_no_handler),
	KUNIT_CASE(stuck_line_is_shut),
	KUNIT_CASE(nearly_stuck_line_is_tolerated),
	{},
};

static struct kunit_suite irq_flow_suite = {
	.name = "irq_flow",
	.init = irq_flow_init,
	.test_cases = irq_flow_cases,
};
kunit_test_suite(irq_flow_suite);
