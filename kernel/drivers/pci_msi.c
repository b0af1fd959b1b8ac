// SPDX-License-Identifier: MIT
/*
 * pci_msi.c - have a card interrupt by messages instead of its line
 *
 * Idea:    a card that can has a capability for it in its configuration space: an address and a
 *          word that it will write there. A message is the card's alone, so its handler need not
 *          ask whose interrupt it is; and it arrives after what the card wrote to memory before.
 * Context: process.
 * Locking: none here: a device is its driver's; each access to a register is one under
 *          pci_config_lock, and who has which line is under msi_lock.
 * See:     PCI Local Bus 2.2, 6.8
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/msi.h>
#include <linux/pci.h>

#define CAPABILITIES_MAX 48 /* more do not fit: a list that is longer goes round */
#define CAPABILITY_FIRST 0x40

/**
 * pci_find_capability - where a capability begins
 * @dev: the device
 * @cap: which kind: PCI_CAP_ID_
 *
 * Return: its place in configuration space, or 0: the device has none. Context: any.
 */
int pci_find_capability(struct pci_dev *dev, int cap)
{
	int left = CAPABILITIES_MAX;
	u16 status;
	u8 at, id;

	pci_read_config_word(dev, PCI_STATUS, &status);
	if (!(status & PCI_STATUS_CAP_LIST))
		return 0;
	pci_read_config_byte(dev, PCI_CAPABILITY_LIST, &at);
	for (at &= ~3; at >= CAPABILITY_FIRST && left--; at &= ~3) {
		pci_read_config_byte(dev, at + PCI_CAP_LIST_ID, &id);
		if (id == cap)
			return at;
		pci_read_config_byte(dev, at + PCI_CAP_LIST_NEXT, &at);
	}
	return 0;
}
EXPORT_SYMBOL(pci_find_capability);

static void write_flags(struct pci_dev *dev, bool enable)
{
	int at = dev->msi_cap;
	u16 flags;

	pci_read_config_word(dev, at + PCI_MSI_FLAGS, &flags);
	flags &= ~(PCI_MSI_FLAGS_QSIZE | PCI_MSI_FLAGS_ENABLE); /* one message, if any */
	if (enable)
		flags |= PCI_MSI_FLAGS_ENABLE;
	pci_write_config_word(dev, at + PCI_MSI_FLAGS, flags);
}

/**
 * pci_write_message - tell a card what to write where when it interrupts
 * @dev: the card; it has the capability
 * @message: what
 *
 * Context: any.
 */
void pci_write_message(struct pci_dev *dev, const struct msi_message *message)
{
	int at = dev->msi_cap;
	u16 flags;

	pci_read_config_word(dev, at + PCI_MSI_FLAGS, &flags);
	pci_write_config_dword(dev, at + PCI_MSI_ADDRESS_LO, message->address);
	if (flags & PCI_MSI_FLAGS_64BIT) {
		pci_write_config_dword(dev, at + PCI_MSI_ADDRESS_HI, 0);
		pci_write_config_word(dev, at + PCI_MSI_DATA_64, message->data);
	} else {
		pci_write_config_word(dev, at + PCI_MSI_DATA_32, message->data);
	}
}

/**
 * pci_enable_msi - interrupts of the device come by messages from now on
 * @dev: enabled, a bus master, and nobody is on its line
 *
 * Afterwards dev->irq is another, for request_irq().
 *
 * Return: 0; -EINVAL: the device or the machine cannot, or it is so already: go on with the line;
 * -ENOSPC: too many do it. Context: process.
 */
int pci_enable_msi(struct pci_dev *dev)
{
	int irq;

	might_sleep();
	if (dev->irq != dev->line)
		return -EINVAL;
	dev->msi_cap = pci_find_capability(dev, PCI_CAP_ID_MSI);
	if (!dev->msi_cap)
		return -EINVAL;
	irq = msi_get_irq(dev);
	if (irq < 0)
		return irq;
	pci_intx(dev, 0);
	write_flags(dev, true);
	dev->irq = irq;
	return 0;
}
EXPORT_SYMBOL(pci_enable_msi);

/** pci_disable_msi - back to the line; nobody is on dev->irq any more; process */
void pci_disable_msi(struct pci_dev *dev)
{
	might_sleep();
	if (dev->irq == dev->line)
		return;
	write_flags(dev, false);
	pci_intx(dev, 1);
	msi_put_irq(dev->irq);
	dev->irq = dev->line;
}
EXPORT_SYMBOL(pci_disable_msi);
