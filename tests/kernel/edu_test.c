// SPDX-License-Identifier: MIT
/* edu_test.c - tests of kernel/drivers/edu.c and <halves/edu.h>, with the card itself */
#include <halves/compare.h>
#include <halves/edu.h>
#include <halves/iofault.h>
#include <kunit/test.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/sched.h>

#define WAIT_JIFFIES	HZ	/* far more than an interrupt takes */

static struct edu_device *edu;

/* What the test's top half saw; written by it, read when the line is free again. */
static struct {
	unsigned int calls;
	u32 bits;
} seen;

static irqreturn_t edu_test_top_half(int irq, void *dev_id)
{
	u32 raised = edu_ack(edu);

	if (!raised)
		return IRQ_NONE;
	seen.bits |= raised;
	WRITE_ONCE(seen.calls, seen.calls + 1);
	return IRQ_HANDLED;
}

static int edu_test_init(struct kunit *test)
{
	edu = edu_get();
	if (!edu)
		kunit_skip(test, "no edu card: add -device edu");
	seen.calls = 0;
	seen.bits = 0;
	return 0;
}

static void free_the_line(void *irq)
{
	free_irq((unsigned long)irq, &seen);
}

static void listen(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test,
			request_irq(edu->irq, edu_test_top_half, IRQF_SHARED, "edu_test", &seen),
			0);
	kunit_add_action(test, free_the_line, (void *)(unsigned long)edu->irq);
}

/* The interrupt comes within a few instructions, at the latest: bounded all the same. */
static bool seen_calls(unsigned int calls)
{
	unsigned long end = jiffies + WAIT_JIFFIES;

	while (READ_ONCE(seen.calls) < calls && time_before(jiffies, end))
		cpu_relax();
	return READ_ONCE(seen.calls) >= calls;
}

/* The liveness register returns the complement of what was written. */
static void liveness_is_the_complement(struct kunit *test)
{
	edu_write(edu, EDU_LIVENESS, 0x12345678);
	KUNIT_EXPECT_EQ(test, edu_read(edu, EDU_LIVENESS), 0xedcba987);
}

/* A quiet card says that an interrupt is not its own. */
static void ack_of_a_quiet_card_is_zero(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, edu_ack(edu), 0);
}

/* The driver does not hold the line: somebody may have it alone. */
static void line_is_free(struct kunit *test)
{
	int err = request_irq(edu->irq, edu_test_top_half, 0, "edu_test", &seen);

	KUNIT_EXPECT_EQ(test, err, 0);
	if (!err)
		free_irq(edu->irq, &seen);
}

/* One raise is one call of the top half, which finds the bits that were raised. */
static void raise_calls_the_top_half_once(struct kunit *test)
{
	listen(test);
	edu_raise(edu, 0x21);
	KUNIT_EXPECT_TRUE(test, seen_calls(1));
	KUNIT_EXPECT_EQ(test, seen.bits, 0x21);
	KUNIT_EXPECT_EQ(test, edu_ack(edu), 0);
	KUNIT_EXPECT_EQ(test, seen.calls, 1);
}

/* Raised twice with interrupts off: the bits are gathered, and one interrupt tells of both. */
static void raises_merge(struct kunit *test)
{
	listen(test);
	local_irq_disable();
	edu_raise(edu, 0x01);
	edu_raise(edu, 0x40);
	local_irq_enable();
	KUNIT_EXPECT_TRUE(test, seen_calls(1));
	KUNIT_EXPECT_EQ(test, seen.bits, 0x41);
	KUNIT_EXPECT_EQ(test, seen.calls, 1);
}

/* A thousand raises, one after the other, are a thousand calls: none is lost. */
static void no_raise_is_lost(struct kunit *test)
{
	listen(test);
	for (unsigned int i = 1; i <= 1000; i++) {
		edu_raise(edu, 1);
		KUNIT_ASSERT_TRUE(test, seen_calls(i));
	}
	KUNIT_EXPECT_EQ(test, seen.calls, 1000);
}

/* The factorial unit computes n!, modulo 2^32. */
static void factorial_is_right(struct kunit *test)
{
	static const u32 expected[] = {
		[0] = 1, [1] = 1, [5] = 120, [12] = 479001600, [13] = 1932053504
	};

	for (u32 n = 0; n < ARRAY_SIZE(expected); n++) {
		u32 result = 0;

		if (!expected[n])
			continue;
		KUNIT_ASSERT_EQ(test, edu_factorial(edu, n, &result), 0);
		KUNIT_EXPECT_EQ_MSG(test, result, expected[n], "%u!", n);
	}
}

/* What was sent to the card comes back from it, and nothing beside it changes. */
static void dma_there_and_back(struct kunit *test)
{
	const size_t size = 100, offset = 200;
	u8 *out = kunit_kmalloc(test, size, GFP_KERNEL);
	u8 *in = kunit_kzalloc(test, size + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_ASSERT_NOT_NULL(test, in);
	for (size_t i = 0; i < size; i++)
		out[i] = i * 7 + 1;
	KUNIT_ASSERT_EQ(test, edu_dma_to_card(edu, offset, out, size), 0);
	KUNIT_ASSERT_EQ(test, edu_dma_from_card(edu, in, offset, size), 0);
	KUNIT_EXPECT_EQ(test, memcmp(in, out, size), 0);
	KUNIT_EXPECT_EQ(test, in[size], 0);
}

/* What the card cannot reach is refused, not tried. */
static void dma_refuses_what_is_out_of_reach(struct kunit *test)
{
	u8 *memory = kunit_kzalloc(test, EDU_BUFFER_SIZE, GFP_KERNEL);
	u8 on_the_stack = 0;

	KUNIT_ASSERT_NOT_NULL(test, memory);
	KUNIT_EXPECT_EQ(test, edu_dma_to_card(edu, 0, memory, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, edu_dma_to_card(edu, 0, memory, EDU_BUFFER_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, edu_dma_to_card(edu, EDU_BUFFER_SIZE - 1, memory, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, edu_dma_to_card(edu, ~0U, memory, 2), -EINVAL);
	KUNIT_EXPECT_EQ(test, edu_dma_to_card(edu, 0, &on_the_stack, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, edu_dma_from_card(edu, NULL, 0, 1), -EINVAL);
}

/* ---- a card that is gone --------------------------------------------------------------------- */

static void pull_the_card(struct kunit *test)
{
	kunit_expect_report(test);
	io_fault_mmio(edu->regs, PAGE_SIZE, io_fault_ones);
}

static void edu_test_exit(struct kunit *test)
{
	io_fault_end();
	edu_get(); /* it answers again: the next one that vanishes is told again */
}

/* All ones are no interrupt: the top half says that it was not meant; why is told once. */
static void gone_card_did_not_interrupt(struct kunit *test)
{
	const char *told;

	pull_the_card(test);
	KUNIT_EXPECT_EQ(test, edu_ack(edu), 0);
	KUNIT_EXPECT_EQ(test, edu_test_top_half(edu->irq, &seen), IRQ_NONE);
	told = strstr(kunit_report_text(), "reads all ones: is it gone?");
	KUNIT_ASSERT_NOT_NULL(test, told);
	KUNIT_EXPECT_NULL(test, strstr(told + 1, "reads all ones"));
	KUNIT_EXPECT_REPORT(test, pci_name(edu->pdev));
}

/* Who asks for the card does not get it while it is gone, and does when it is back. */
static void gone_card_is_not_handed_out(struct kunit *test)
{
	pull_the_card(test);
	KUNIT_EXPECT_NULL(test, edu_get());
	io_fault_end();
	KUNIT_EXPECT_PTR_EQ(test, edu_get(), edu);
}

/* A bit 31 that was raised is an interrupt like any other. */
static void highest_bit_is_no_sign_of_absence(struct kunit *test)
{
	listen(test);
	edu_raise(edu, 0x80000001);
	KUNIT_EXPECT_TRUE(test, seen_calls(1));
	KUNIT_EXPECT_EQ(test, seen.bits, 0x80000001);
	KUNIT_EXPECT_EQ(test, edu_ack(edu), 0);
}

/* Waiting for a card that is gone ends at once, with -ENODEV. */
static void waits_for_a_gone_card_end(struct kunit *test)
{
	u8 *memory = kunit_kzalloc(test, 64, GFP_KERNEL);
	unsigned long begin;
	u32 result;

	KUNIT_ASSERT_NOT_NULL(test, memory);
	pull_the_card(test);
	begin = jiffies;
	KUNIT_EXPECT_EQ(test, edu_factorial(edu, 5, &result), -ENODEV);
	KUNIT_EXPECT_EQ(test, edu_dma_to_card(edu, 0, memory, 64), -ENODEV);
	KUNIT_EXPECT_LE(test, jiffies - begin, HZ / 10);
}

static bool nothing_raised(struct io_access *access)
{
	static unsigned int raises;

	raises += access->write && access->at - (unsigned long)edu->regs == EDU_IRQ_RAISE;
	return raises > 10 && io_fault_ones(access);
}

/* A card that vanishes while it is measured ends the comparison with -ENODEV, and that is told. */
static void comparison_of_a_vanished_card_ends(struct kunit *test)
{
	static const struct compare_setup setup = { .count = 20, .work_us = 1, .burst = 1 };
	struct compare_result result;

	kunit_expect_report(test);
	io_fault_mmio(edu->regs, PAGE_SIZE, nothing_raised);
	KUNIT_EXPECT_EQ(test, compare_measure(&compare_mechanisms[1], &setup, &result), -ENODEV);
	KUNIT_EXPECT_REPORT(test, "softirq: the edu vanished after 10 interrupts");
}

static struct kunit_case edu_cases[] = {
	KUNIT_CASE(liveness_is_the_complement),
	KUNIT_CASE(ack_of_a_quiet_card_is_zero),
	KUNIT_CASE(line_is_free),
	KUNIT_CASE(raise_calls_the_top_half_once),
	KUNIT_CASE(raises_merge),
	KUNIT_CASE(no_raise_is_lost),
	KUNIT_CASE(factorial_is_right),
	KUNIT_CASE(dma_there_and_back),
	KUNIT_CASE(dma_refuses_what_is_out_of_reach),
	KUNIT_CASE(gone_card_did_not_interrupt),
	KUNIT_CASE(gone_card_is_not_handed_out),
	KUNIT_CASE(highest_bit_is_no_sign_of_absence),
	KUNIT_CASE(waits_for_a_gone_card_end),
	KUNIT_CASE(comparison_of_a_vanished_card_ends),
	{},
};

static struct kunit_suite edu_suite = {
	.name = "edu",
	.init = edu_test_init,
	.exit = edu_test_exit,
	.test_cases = edu_cases,
};
kunit_test_suite(edu_suite);
