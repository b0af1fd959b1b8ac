// SPDX-License-Identifier: MIT
/*
 * msi.c - lines for cards that interrupt by a message to a local APIC
 *
 * Idea:    a card that writes to the local APICs' address interrupts the processor that the address
 *          names, with the vector that the data names: an edge without a pin. There is nothing to
 *          mask; what arrives while the line is disabled is noted, and sent again.
 * Context: process for getting and putting a line; the ops: irqs off. Locking: msi_lock.
 * See:     Intel SDM vol. 3, 10.11 "Message signalled interrupts"
 */
#include <asm/apic.h>
#include <asm/irq.h>
#include <linux/errno.h>
#include <linux/irq.h>
#include <linux/msi.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#define MSI_ADDRESS	       0xfee00000 /* edge, fixed delivery, one processor */
#define MSI_ADDRESS_DEST_SHIFT 12

static struct pci_dev *cards[NR_IRQS_MSI]; /* NULL: the line is free */
static DEFINE_SPINLOCK(msi_lock);

static void no_mask(unsigned int irq) { }

/* Tell the card to which processor it is to write. */
static void msi_set_affinity(unsigned int irq, int cpu)
{
	const struct msi_message message = {
		.address = MSI_ADDRESS | cpu_apicid[cpu] << MSI_ADDRESS_DEST_SHIFT,
		.data = IRQ_TO_APIC_VECTOR(irq),
	};

	pci_write_message(cards[irq - FIRST_MSI_IRQ], &message);
}

static const struct irq_chip msi_chip = {
	.name = "PCI-MSI",
	.mask = no_mask,
	.unmask = no_mask,
	.ack = apic_ack_edge,
	.end = apic_end_edge,
	.retrigger = apic_retrigger,
	.set_affinity = msi_set_affinity,
	.forgets = true,
};

/**
 * msi_get_irq - a line for one card, which is told what to write; the boot processor takes it
 * @dev: the card
 *
 * Return: its number; -EINVAL: without local APICs there are no messages; -ENOSPC: all are taken.
 * Context: process.
 */
int msi_get_irq(struct pci_dev *dev)
{
	unsigned int irq, i;

	if (!lapic)
		return -EINVAL;
	spin_lock(&msi_lock);
	for (i = 0; i < NR_IRQS_MSI && cards[i]; i++)
		;
	if (i < NR_IRQS_MSI)
		cards[i] = dev;
	spin_unlock(&msi_lock);
	if (i == NR_IRQS_MSI)
		return -ENOSPC;
	irq = FIRST_MSI_IRQ + i;
	set_irq_chip(irq, &msi_chip);
	irq_set_affinity(irq, 1);
	return irq;
}

/** msi_put_irq - give a line back whose card is silent; process */
void msi_put_irq(unsigned int irq)
{
	set_irq_chip(irq, NULL);
	spin_lock(&msi_lock);
	cards[irq - FIRST_MSI_IRQ] = NULL;
	spin_unlock(&msi_lock);
}
