// SPDX-License-Identifier: MIT
/*
 * test_chip.c - a controller made of counters, for tests of everything above it
 *
 * irq_inject() (arch/x86/entry/inject.c) raises one of its lines. Only in the tests' image.
 */
#ifdef CONFIG_TESTS
#include <linux/init.h>
#include <linux/irq.h>
#include <linux/kernel.h>

struct test_chip_counts test_chip_counts[NR_IRQS];
bool test_chip_spurious;

static void test_mask(unsigned int irq)
{
	test_chip_counts[irq].mask++;
}

static void test_unmask(unsigned int irq)
{
	test_chip_counts[irq].unmask++;
}

static bool test_ack(unsigned int irq)
{
	test_chip_counts[irq].ack++;
	return !test_chip_spurious;
}

static void test_end(unsigned int irq, bool open)
{
	test_chip_counts[irq].end += open;
}

static void test_retrigger(unsigned int irq)
{
	test_chip_counts[irq].retrigger++;
	irq_inject(irq);
}

static const struct irq_chip test_chip = {
	.name = "test",
	.mask = test_mask,
	.unmask = test_unmask,
	.ack = test_ack,
	.end = test_end,
	.retrigger = test_retrigger,
};

static int __init test_chip_init(void)
{
	unsigned int irq;

	for (irq = TEST_IRQ_FIRST; irq <= TEST_IRQ_LAST; irq++)
		set_irq_chip(irq, &test_chip);
	return 0;
}
module_init(test_chip_init);
#endif
