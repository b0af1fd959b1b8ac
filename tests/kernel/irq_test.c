// SPDX-License-Identifier: MIT
/*
 * irq_test.c - request, share, disable and free a line; see also irq_flow_test.c, real_irq_test.c
 */
#include "helpers.h"

#define LINE	TEST_IRQ_FIRST
#define NO_CHIP (NR_IRQS - 1)

struct device {
	int id;
	irqreturn_t answer; /* of its handler */
	int calls;
};

static struct notes notes;

static irqreturn_t handler(int irq, void *dev_id)
{
	struct device *device = dev_id;

	device->calls++;
	note(&notes, device->id);
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

static int irq_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	memset(&test_chip_counts[LINE], 0, sizeof(test_chip_counts[LINE]));
	return 0;
}

/* S22: -EINVAL for a line that there is not, for no handler, for a shared request without dev_id */
static void request_refuses_nonsense(struct kunit *test)
{
	struct device device = {};

	KUNIT_EXPECT_EQ(test, request_irq(NR_IRQS, handler, 0, "x", &device), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(-1U, handler, 0, "x", &device), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, NULL, 0, "x", &device), -EINVAL);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, handler, IRQF_SHARED, "x", NULL), -EINVAL);
}

/* S23: -EBUSY if the line is taken, unless both sides share */
static void taken_line_is_busy(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED }, b = { 2, IRQ_HANDLED };

	request(test, &a, 0);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, handler, 0, "b", &b), -EBUSY);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, handler, IRQF_SHARED, "b", &b), -EBUSY);
	kunit_release_action(test, release, &a);
	request(test, &a, IRQF_SHARED);
	KUNIT_EXPECT_EQ(test, request_irq(LINE, handler, 0, "b", &b), -EBUSY);
	request(test, &b, SA_SHIRQ);
	irq_inject(LINE);
	expect_notes(test, &notes, "1 2");
}

/* S24: -ENOSYS if no controller serves the line */
static void line_without_controller_is_enosys(struct kunit *test)
{
	struct device device = {};

	KUNIT_ASSERT_NULL(test, irq_desc[NO_CHIP].chip);
	KUNIT_EXPECT_EQ(test, request_irq(NO_CHIP, handler, 0, "x", &device), -ENOSYS);
}

/* S26: handlers of a shared line: all of them, in the order of registration, at each interrupt */
static void shared_handlers_run_in_order(struct kunit *test)
{
	struct device d[4] = {
		{ 1, IRQ_NONE }, { 2, IRQ_HANDLED }, { 3, IRQ_NONE }, { 4, IRQ_NONE }
	};
	int i;

	for (i = 0; i < 4; i++)
		request(test, &d[i], IRQF_SHARED);
	irq_inject(LINE);
	irq_inject(LINE);
	expect_notes(test, &notes, "1 2 3 4 1 2 3 4");
}

/* S26: their answers are OR-ed: one that handled is enough, and the line counts as cared for */
static void answers_are_ored(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED }, b = { 2, IRQ_NONE };
	unsigned long unhandled;
	int i;

	request(test, &a, IRQF_SHARED);
	request(test, &b, IRQF_SHARED);
	unhandled = irq_desc[LINE].unhandled;
	for (i = 0; i < 10; i++)
		irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].unhandled, unhandled);
	a.answer = IRQ_NONE;
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].unhandled, unhandled + 1);
}

/* S27: the first request resets the depth and enables the line; the last free disables it */
static void first_request_enables_last_free_disables(struct kunit *test)
{
	struct test_chip_counts *chip = &test_chip_counts[LINE];
	struct device a = { 1, IRQ_HANDLED }, b = { 2, IRQ_HANDLED };

	request(test, &a, IRQF_SHARED);
	disable_irq(LINE);
	disable_irq(LINE);
	kunit_release_action(test, release, &a);

	memset(chip, 0, sizeof(*chip));
	request(test, &a, IRQF_SHARED);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].depth, 0);
	KUNIT_EXPECT_EQ(test, chip->unmask, 1);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
	request(test, &b, IRQF_SHARED);
	KUNIT_EXPECT_EQ(test, chip->unmask, 1);
	kunit_release_action(test, release, &a);
	KUNIT_EXPECT_EQ(test, chip->mask, 0);
	kunit_release_action(test, release, &b);
	KUNIT_EXPECT_EQ(test, chip->mask, 1);
}

/* S28: free_irq takes the one with this dev_id, wherever it stands, and leaves the others */
static void free_finds_it_by_dev_id(struct kunit *test)
{
	struct device d[3] = { { 1, IRQ_HANDLED }, { 2, IRQ_HANDLED }, { 3, IRQ_HANDLED } };
	int i;

	for (i = 0; i < 3; i++)
		request(test, &d[i], IRQF_SHARED);
	kunit_release_action(test, release, &d[1]);
	irq_inject(LINE);
	kunit_release_action(test, release, &d[0]);
	irq_inject(LINE);
	kunit_release_action(test, release, &d[2]);
	expect_notes(test, &notes, "1 3 3");
	KUNIT_EXPECT_EQ(test, d[1].calls, 0);
	KUNIT_EXPECT_NULL(test, irq_desc[LINE].action);
}

/* S28: an unknown dev_id is only logged, and nobody loses the line */
static void free_of_an_unknown_dev_id_is_logged(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED }, stranger = {};

	request(test, &a, IRQF_SHARED);
	kunit_expect_report(test);
	free_irq(LINE, &stranger);
	KUNIT_EXPECT_NE(test, kunit_report_text()[0], 0);
	kunit_end_report(test);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
}

static void disable_line(void *unused)
{
	disable_irq(LINE);
}

/*
 * S28, S31: free_irq and disable_irq wait for handlers, so they may not be called by an interrupt
 */
static void waiting_calls_are_reported_in_an_interrupt(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	KUNIT_ASSERT_EQ(test, request_irq(LINE, handler, IRQF_SHARED, "a", &a), 0);
	kunit_expect_report(test);
	run_in_hardirq(disable_line, NULL);
	KUNIT_EXPECT_REPORT(test, "BUG: function that waits for a handler called");
	KUNIT_EXPECT_REPORT(test, "\ndisable_irq() ");
	enable_irq(LINE);
	kunit_expect_report(test);
	run_in_hardirq(release, &a);
	KUNIT_EXPECT_REPORT(test, "BUG: function that waits for a handler called");
	KUNIT_EXPECT_REPORT(test, "\nfree_irq() ");
	if (irq_desc[LINE].action) /* failslab= */
		free_irq(LINE, &a);
}

/* S29: disable_irq nests: only the last enable_irq lets interrupts through */
static void disable_nests(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	disable_irq(LINE);
	disable_irq_nosync(LINE);
	disable_irq(LINE);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].depth, 3);
	enable_irq(LINE);
	enable_irq(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 0);
	enable_irq(LINE);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].depth, 0);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 2);
}

/* S30: enable_irq at depth 0 warns and changes nothing */
static void unbalanced_enable_warns(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	kunit_expect_report(test);
	enable_irq(LINE);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].depth, 0);
	disable_irq(LINE);
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].depth, 1);
	enable_irq(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
}

/* S32: interrupts that arrive while the line is disabled are remembered as one, and resent */
static void disabled_line_remembers_one(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	disable_irq(LINE);
	irq_inject(LINE);
	irq_inject(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 0);
	KUNIT_EXPECT_TRUE(test, irq_desc[LINE].status & IRQ_PENDING);
	enable_irq(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
	disable_irq(LINE);
	enable_irq(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
}

static struct kunit_case irq_cases[] = {
	KUNIT_CASE(request_refuses_nonsense),
	KUNIT_CASE(taken_line_is_busy),
	KUNIT_CASE(line_without_controller_is_enosys),
	KUNIT_CASE(shared_handlers_run_in_order),
	KUNIT_CASE(answers_are_ored),
	KUNIT_CASE(first_request_enables_last_free_disables),
	KUNIT_CASE(free_finds_it_by_dev_id),
	KUNIT_CASE(free_of_an_unknown_dev_id_is_logged),
	KUNIT_CASE(waiting_calls_are_reported_in_an_interrupt),
	KUNIT_CASE(disable_nests),
	KUNIT_CASE(unbalanced_enable_warns),
	KUNIT_CASE(disabled_line_remembers_one),
	{},
};

static struct kunit_suite irq_suite = {
	.name = "irq",
	.init = irq_init,
	.test_cases = irq_cases,
};
kunit_test_suite(irq_suite);
