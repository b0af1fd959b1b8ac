/* SPDX-License-Identifier: MIT */
/* internal.h - what the files of this folder tell each other and nobody else */
#ifndef _DRIVERS_INTERNAL_H
#define _DRIVERS_INTERNAL_H

#include <linux/types.h>

struct list_head;

/* pci_access.c: is there a bus? irqs may be on or off */
bool pci_mechanism_1_present(void);

/* pci_probe.c: every device; does not change after pci_scan() */
extern struct list_head pci_devices;
void pci_scan(void);		/* P: walk the buses, the first time it is called */

#endif
