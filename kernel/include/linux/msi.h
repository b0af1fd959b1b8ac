/* SPDX-License-Identifier: MIT */
/*
 * msi.h - between cards that interrupt by a message (kernel/drivers/pci_msi.c) and the controller
 * that takes it (arch/x86/irqchip/msi.c)
 *
 * A message is a write of sixteen bits to an address; which ones, the controller says.
 */
#ifndef _LINUX_MSI_H
#define _LINUX_MSI_H

#include <linux/types.h>

struct pci_dev;

struct msi_message {
	u32 address;
	u16 data;
};

/* kernel/drivers/pci_msi.c */
void pci_write_message(struct pci_dev *dev, const struct msi_message *message);

/* the architecture */
int msi_get_irq(struct pci_dev *dev);
void msi_put_irq(unsigned int irq);

#endif
