// SPDX-License-Identifier: MIT
/* msi_test.c - a card that interrupts by messages: QEMU's edu */
#include "helpers.h"

#include <asm/irqchip.h>
#include <halves/edu.h>
#include <linux/pci.h>

static struct edu_device *edu;
static int calls;

static int msi_init(struct kunit *test)
{
	edu = edu_get();
	calls = 0;
	if (!edu)
		kunit_skip(test, "no edu card: add -device edu");
	else if (edu->irq != edu->pdev->line)
		kunit_skip(test, "the card has messages already: edu.msi");
	return 0;
}

static void msi_exit(struct kunit *test)
{
	if (edu && edu->irq == edu->pdev->line)
		pci_disable_msi(edu->pdev);
}

static irqreturn_t count(int irq, void *dev_id)
{
	calls++;
	return edu_ack(edu) ? IRQ_HANDLED : IRQ_NONE;
}

static bool need_messages(struct kunit *test)
{
	if (!strcmp(irqchip_name(), "apic"))
		return true;
	kunit_skip(test, "the 8259 knows no messages");
	return false;
}

/* The card has the capability; what it has not, is not found */
static void capability_is_found(struct kunit *test)
{
	KUNIT_EXPECT_GE(test, pci_find_capability(edu->pdev, PCI_CAP_ID_MSI), 0x40);
	KUNIT_EXPECT_EQ(test, pci_find_capability(edu->pdev, 0x7f), 0);
}

/* Enabled, it interrupts at its new number and not at its line; disabled, at the line again */
static void message_interrupts(struct kunit *test)
{
	struct pci_dev *pdev = edu->pdev;
	unsigned int line = pdev->irq;
	int on_line = 0;

	if (!need_messages(test))
		return;
	KUNIT_ASSERT_EQ(test, pci_enable_msi(pdev), 0);
	KUNIT_EXPECT_EQ(test, pci_enable_msi(pdev), -EINVAL);
	KUNIT_EXPECT_NE(test, pdev->irq, line);
	KUNIT_EXPECT_STREQ(test, irq_desc[pdev->irq].chip->name, "PCI-MSI");
	KUNIT_ASSERT_EQ(test, request_irq(pdev->irq, count, 0, "msi", edu), 0);
	edu_raise(edu, 1);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(calls) == 1));
	edu_raise(edu, 1);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(calls) == 2));
	free_irq(pdev->irq, edu);
	pci_disable_msi(pdev);
	KUNIT_EXPECT_EQ(test, pdev->irq, line);
	calls = 0;
	KUNIT_ASSERT_EQ(test, request_irq(line, count, 0, "line", &on_line), 0);
	edu_raise(edu, 1);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(calls) == 1));
	free_irq(line, &on_line);
}

/* S32: a message that comes while its line is disabled is noted, and sent again on enable */
static void disabled_message_is_sent_again(struct kunit *test)
{
	struct pci_dev *pdev = edu->pdev;

	if (!need_messages(test))
		return;
	KUNIT_ASSERT_EQ(test, pci_enable_msi(pdev), 0);
	KUNIT_ASSERT_EQ(test, request_irq(pdev->irq, count, 0, "msi", edu), 0);
	disable_irq(pdev->irq);
	edu_raise(edu, 1);
	udelay(10);
	KUNIT_EXPECT_EQ(test, calls, 0);
	enable_irq(pdev->irq);
	KUNIT_EXPECT_EQ(test, calls, 1);
	free_irq(pdev->irq, edu);
}

/* With the 8259 a driver is told to go on with its line */
static void no_messages_without_apic(struct kunit *test)
{
	if (!strcmp(irqchip_name(), "apic"))
		kunit_skip(test, "irqchip=pic");
	else
		KUNIT_EXPECT_EQ(test, pci_enable_msi(edu->pdev), -EINVAL);
}

static struct kunit_case msi_cases[] = {
	KUNIT_CASE(capability_is_found),
	KUNIT_CASE(message_interrupts),
	KUNIT_CASE(disabled_message_is_sent_again),
	KUNIT_CASE(no_messages_without_apic),
	{},
};

static struct kunit_suite msi_suite = {
	.name = "msi",
	.init = msi_init,
	.exit = msi_exit,
	.test_cases = msi_cases,
};
kunit_test_suite(msi_suite);
