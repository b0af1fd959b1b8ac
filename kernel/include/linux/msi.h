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

struct msi_message {
	u32 address;
	u16 data;
};

int msi_get_irq(struct msi_message *message);
void msi_put_irq(unsigned int irq);

#endif
