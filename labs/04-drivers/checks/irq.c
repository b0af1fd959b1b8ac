// SPDX-License-Identifier: MIT
/* irq.c - lab 4: request, share, disable and free a line */
#include <linux/kthread.h>
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
	KUNIT_ASSERT_EQ_MSG(test, request_irq(LINE, handler, flags, "device", device), 0,
			    "request_irq() of line %d for device %d", LINE, device->id);
	kunit_add_action(test, release, device);
}

static int irq_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	memset(&test_chip_counts[LINE], 0, sizeof(test_chip_counts[LINE]));
	if (!irq_desc[LINE].action) { /* whatever the case before has made of it: as at boot */
		irq_desc[LINE].status = IRQ_DISABLED;
		irq_desc[LINE].depth = 1;
	}
	return 0;
}

/* request_irq() must fail, with this error. What it takes nevertheless is given back. */
static void expect_refused(struct kunit *test, irq_handler_t fn, unsigned long flags,
			   struct device *device, int expected, const char *why)
{
	int error = request_irq(LINE, fn, flags, "refused", device);

	if (!error)
		free_irq(LINE, device);
	KUNIT_EXPECT_EQ_MSG(test, error, expected, "%s", why);
}

/* -EINVAL for a line that there is not, for no handler, for a shared request without dev_id */
static void refuses_nonsense(struct kunit *test)
{
	struct device device = { 1, IRQ_HANDLED };

	KUNIT_EXPECT_EQ_MSG(test, request_irq(NR_IRQS, handler, 0, "x", &device), -EINVAL,
			    "line NR_IRQS: the last one is NR_IRQS - 1");
	expect_refused(test, NULL, 0, &device, -EINVAL, "no handler");
	expect_refused(test, handler, IRQF_SHARED, NULL, -EINVAL,
		       "shared, without a dev_id to find it by");
}

/* -EBUSY if the line is taken, unless both sides share */
static void taken_line_is_busy(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED }, b = { 2, IRQ_HANDLED };

	request(test, &a, 0);
	expect_refused(test, handler, 0, &b, -EBUSY, "neither of the two shares");
	expect_refused(test, handler, IRQF_SHARED, &b, -EBUSY,
		       "the one that has the line does not share");
	kunit_release_action(test, release, &a);
	request(test, &a, IRQF_SHARED);
	expect_refused(test, handler, 0, &b, -EBUSY, "the one that comes does not share");
	request(test, &b, IRQF_SHARED);
}

/* -ENOSYS if no controller serves the line */
static void unserved_line_is_enosys(struct kunit *test)
{
	struct device device = { 1, IRQ_HANDLED };

	KUNIT_EXPECT_EQ_MSG(test, request_irq(NO_CHIP, handler, 0, "x", &device), -ENOSYS,
			    "line %d has no controller", NO_CHIP);
}

/* all handlers of a shared line run, in the order of registration, at each interrupt */
static void order_of_registration(struct kunit *test)
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

/* the first request opens the line, whatever its depth was; the last free shuts it */
static void first_opens_last_shuts(struct kunit *test)
{
	struct test_chip_counts *chip = &test_chip_counts[LINE];
	struct device a = { 1, IRQ_HANDLED }, b = { 2, IRQ_HANDLED };

	request(test, &a, IRQF_SHARED);
	disable_irq(LINE);
	disable_irq(LINE);
	kunit_release_action(test, release, &a);

	memset(chip, 0, sizeof(*chip));
	request(test, &a, IRQF_SHARED);
	KUNIT_EXPECT_EQ_MSG(test, chip->unmask, 1, "the first one unmasks the line");
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 1,
			    "the line was disabled twice before; its new first handler must run");
	request(test, &b, IRQF_SHARED);
	KUNIT_EXPECT_EQ_MSG(test, chip->unmask, 1, "the second one finds it open");
	kunit_release_action(test, release, &a);
	KUNIT_EXPECT_EQ_MSG(test, chip->mask, 0, "one handler is left: the line stays open");
	kunit_release_action(test, release, &b);
	KUNIT_EXPECT_EQ_MSG(test, chip->mask, 1, "the last one masks it");
	KUNIT_ASSERT_TRUE_MSG(test, irq_desc[LINE].status & IRQ_DISABLED,
			      "a line without handlers must be IRQ_DISABLED");
	irq_inject(LINE);
}

/* free_irq takes the one with this dev_id, wherever it stands, and leaves the others */
static void free_finds_it_by_dev_id(struct kunit *test)
{
	struct device d[3] = { { 1, IRQ_HANDLED }, { 2, IRQ_HANDLED }, { 3, IRQ_HANDLED } };
	int i;

	for (i = 0; i < 3; i++)
		KUNIT_ASSERT_EQ(test, request_irq(LINE, handler, IRQF_SHARED, "d", &d[i]), 0);
	free_irq(LINE, &d[1]);
	KUNIT_ASSERT_NOT_NULL_MSG(test, irq_desc[LINE].action,
				  "one of three was freed, and no handler is left");
	irq_inject(LINE);
	free_irq(LINE, &d[0]);
	KUNIT_ASSERT_NOT_NULL_MSG(test, irq_desc[LINE].action,
				  "two of three were freed, and no handler is left");
	irq_inject(LINE);
	free_irq(LINE, &d[2]);
	KUNIT_EXPECT_NULL_MSG(test, irq_desc[LINE].action, "all were freed, one is left");
	KUNIT_EXPECT_EQ_MSG(test, d[0].calls, 1, "device 1 was freed after one interrupt");
	KUNIT_EXPECT_EQ_MSG(test, d[1].calls, 0, "device 2 was freed before any interrupt");
	KUNIT_EXPECT_EQ_MSG(test, d[2].calls, 2, "device 3 was freed after two interrupts");
}

/* an unknown dev_id is told, and nobody loses the line */
static void unknown_dev_id_changes_nothing(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED }, stranger = {};

	KUNIT_ASSERT_EQ(test, request_irq(LINE, handler, IRQF_SHARED, "a", &a), 0);
	kunit_expect_report(test);
	free_irq(LINE, &stranger);
	KUNIT_EXPECT_NE_MSG(test, kunit_report_text()[0], 0, "free_irq() said nothing");
	kunit_end_report(test);
	KUNIT_ASSERT_NOT_NULL_MSG(test, irq_desc[LINE].action,
				  "free_irq() with a stranger's dev_id took a handler away");
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 1);
	free_irq(LINE, &a);
}

/* disable_irq nests: only the last enable_irq lets interrupts through */
static void disable_nests(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	disable_irq(LINE);
	disable_irq_nosync(LINE);
	disable_irq(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 0, "the line is disabled");
	enable_irq(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 0, "disabled 3 times, enabled once");
	enable_irq(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 0, "disabled 3 times, enabled twice");
	enable_irq(LINE);
	a.calls = 0;
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 1, "disabled 3 times, enabled 3 times: it is open");
}

/* enable_irq of an open line warns and changes nothing */
static void unbalanced_enable_warns(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	kunit_expect_report(test);
	enable_irq(LINE);
	KUNIT_EXPECT_NE_MSG(test, kunit_report_text()[0], 0, "enable_irq() said nothing");
	kunit_end_report(test);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 1, "the line was open, and must still be");
	disable_irq(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 1, "one disable_irq() after it must shut the line");
	enable_irq(LINE);
	KUNIT_EXPECT_EQ_MSG(test, irq_desc[LINE].depth, 0, "one enable_irq() must open it again");
}

/* interrupts that arrive while the line is disabled are remembered as one, and sent again */
static void disabled_line_remembers_one(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	request(test, &a, 0);
	disable_irq(LINE);
	irq_inject(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ(test, a.calls, 0);
	enable_irq(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 1, "two came while it was disabled: one is sent again");
	disable_irq(LINE);
	enable_irq(LINE);
	KUNIT_EXPECT_EQ_MSG(test, a.calls, 1, "and only once");
}

static void disable_line(void *unused)
{
	disable_irq(LINE);
}

/* the calls that wait for handlers say so when an interrupt calls them */
static void waiting_in_an_interrupt_is_told(struct kunit *test)
{
	struct device a = { 1, IRQ_HANDLED };

	KUNIT_ASSERT_EQ(test, request_irq(LINE, handler, IRQF_SHARED, "a", &a), 0);
	kunit_expect_report(test);
	run_in_hardirq(disable_line, NULL);
	KUNIT_EXPECT_NE_MSG(test, kunit_report_text()[0], 0,
			    "disable_irq() in a top half said nothing");
	enable_irq(LINE);
	kunit_expect_report(test);
	run_in_hardirq(release, &a);
	KUNIT_EXPECT_NE_MSG(test, kunit_report_text()[0], 0,
			    "free_irq() in a top half said nothing");
}

/* ---- two processors -------------------------------------------------------------------------- */

static struct {
	bool entered, left;
} slow;

static irqreturn_t slow_handler(int irq, void *dev_id)
{
	WRITE_ONCE(slow.entered, true);
	udelay(300);
	WRITE_ONCE(slow.left, true);
	return IRQ_HANDLED;
}

static int raise_line(void *unused)
{
	irq_inject(LINE);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* Have slow_handler() run on the other processor, and return when it has begun. */
static struct task_struct *begin_on_the_other(struct kunit *test)
{
	struct task_struct *thread = kthread_create(raise_line, NULL, "raise_line");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	kthread_bind(thread, 1);
	slow.entered = slow.left = false;
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(slow.entered)));
	return thread;
}

/* disable_irq waits for a handler that runs on another processor, disable_irq_nosync does not */
static void disable_waits(struct kunit *test)
{
	struct task_struct *thread;
	bool waited;

	if (num_online_cpus() < 2) {
		kunit_skip(test, "there is one processor: SMP=2");
		return;
	}
	KUNIT_ASSERT_EQ(test, request_irq(LINE, slow_handler, 0, "slow", &slow), 0);
	thread = begin_on_the_other(test);
	disable_irq_nosync(LINE);
	waited = READ_ONCE(slow.left);
	KUNIT_EXPECT_FALSE_MSG(test, waited, "disable_irq_nosync() must not wait");
	disable_irq(LINE);
	waited = READ_ONCE(slow.left);
	KUNIT_EXPECT_TRUE_MSG(test, waited, "disable_irq() came back while a handler ran");
	enable_irq(LINE);
	enable_irq(LINE);
	kthread_stop(thread);
	free_irq(LINE, &slow);
}

/* free_irq waits for a handler that runs on another processor */
static void free_waits(struct kunit *test)
{
	struct task_struct *thread;
	bool waited;

	if (num_online_cpus() < 2) {
		kunit_skip(test, "there is one processor: SMP=2");
		return;
	}
	KUNIT_ASSERT_EQ(test, request_irq(LINE, slow_handler, 0, "slow", &slow), 0);
	thread = begin_on_the_other(test);
	free_irq(LINE, &slow);
	waited = READ_ONCE(slow.left);
	KUNIT_EXPECT_TRUE_MSG(test, waited, "free_irq() came back while its handler ran");
	kthread_stop(thread);
}

static struct kunit_case irq_cases[] = {
	KUNIT_CASE(refuses_nonsense),
	KUNIT_CASE(taken_line_is_busy),
	KUNIT_CASE(unserved_line_is_enosys),
	KUNIT_CASE(order_of_registration),
	KUNIT_CASE(first_opens_last_shuts),
	KUNIT_CASE(free_finds_it_by_dev_id),
	KUNIT_CASE(unknown_dev_id_changes_nothing),
	KUNIT_CASE(disable_nests),
	KUNIT_CASE(unbalanced_enable_warns),
	KUNIT_CASE(disabled_line_remembers_one),
	KUNIT_CASE(waiting_in_an_interrupt_is_told),
	{},
};

static struct kunit_suite irq_suite = {
	.name = "lab04_irq",
	.init = irq_init,
	.test_cases = irq_cases,
};
kunit_test_suite(irq_suite);

static struct kunit_case two_cases[] = {
	KUNIT_CASE(disable_waits),
	KUNIT_CASE(free_waits),
	{},
};

static struct kunit_suite two_suite = {
	.name = "lab04_two",
	.init = irq_init,
	.test_cases = two_cases,
};
kunit_test_suite(two_suite);
