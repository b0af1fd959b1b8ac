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
#include <asm/bitops.h>
#include <asm/irq.h>
#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/irq.h>
#include <linux/msi.h>
#include <linux/spinlock.h>

#define MSI_ADDRESS	       0xfee00000 /* edge, fixed delivery, one processor */
#define MSI_ADDRESS_DEST_SHIFT 12

static DECLARE_BITMAP(taken, NR_IRQS_MSI);
static DEFINE_SPINLOCK(msi_lock);

static void no_mask(unsigned int irq) { }

static const struct irq_chip msi_chip = {
	.name = "PCI-MSI",
	.mask = no_mask,
	.unmask = no_mask,
	.ack = apic_ack_edge,
	.end = apic_end_edge,
	.retrigger = apic_retrigger,
	.forgets = true,
};

/**
 * msi_get_irq - a line for one card
 * @message: filled in: what the card is to write where
 *
 * Return: its number; -EINVAL: without local APICs there are no messages; -ENOSPC: all are taken.
 * Context: process.
 */
int msi_get_irq(struct msi_message *message)
{
	unsigned int free;

	if (!lapic)
		return -EINVAL;
	spin_lock(&msi_lock);
	free = find_next_zero_bit(taken, NR_IRQS_MSI, 0);
	if (free < NR_IRQS_MSI)
		__set_bit(free, taken);
	spin_unlock(&msi_lock);
	if (free >= NR_IRQS_MSI)
		return -ENOSPC;
	set_irq_chip(FIRST_MSI_IRQ + free, &msi_chip);
	message->address = MSI_ADDRESS | lapic_id() << MSI_ADDRESS_DEST_SHIFT;
	message->data = IRQ_TO_APIC_VECTOR(FIRST_MSI_IRQ + free);
	return FIRST_MSI_IRQ + free;
}

/** msi_put_irq - give a line back whose card is silent; process */
void msi_put_irq(unsigned int irq)
{
	spin_lock(&msi_lock);
	__clear_bit(irq - FIRST_MSI_IRQ, taken);
	spin_unlock(&msi_lock);
}
