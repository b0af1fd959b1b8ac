/* SPDX-License-Identifier: MIT */
/* pci_regs.h - a function's 256 bytes of configuration space, as PCI Local Bus 2.1, chapter 6 */
#ifndef _LINUX_PCI_REGS_H
#define _LINUX_PCI_REGS_H

#define PCI_VENDOR_ID		 0x00  /* 16 bits; 0xffff: nobody answers */
#define PCI_DEVICE_ID		 0x02  /* 16 bits */
#define PCI_COMMAND		 0x04  /* 16 bits */
#define PCI_COMMAND_IO		 0x001 /* answers at its ports */
#define PCI_COMMAND_MEMORY	 0x002 /* answers at its addresses */
#define PCI_COMMAND_MASTER	 0x004 /* may itself read and write memory (DMA) */
#define PCI_COMMAND_INTX_DISABLE 0x400 /* keeps its interrupt line quiet */
#define PCI_STATUS		 0x06  /* 16 bits */
#define PCI_STATUS_CAP_LIST	 0x010 /* there is a list of capabilities */
#define PCI_CLASS_REVISION	 0x08  /* class in the upper 24 bits, revision in the lower 8 */
#define PCI_HEADER_TYPE		 0x0e  /* 8 bits */
#define PCI_HEADER_TYPE_NORMAL	 0
#define PCI_HEADER_TYPE_BRIDGE	 1
#define PCI_HEADER_TYPE_CARDBUS	 2
#define PCI_HEADER_MULTIFUNCTION 0x80 /* there may be functions 1 to 7 */

/* Base address registers: six of a normal function, two of a bridge. */
#define PCI_BASE_ADDRESS_0	       0x10
#define PCI_BASE_ADDRESS_SPACE_IO      0x01
#define PCI_BASE_ADDRESS_IO_MASK       (~0x03U)
#define PCI_BASE_ADDRESS_MEM_TYPE_MASK 0x06
#define PCI_BASE_ADDRESS_MEM_TYPE_64   0x04 /* the next register holds the upper half */
#define PCI_BASE_ADDRESS_MEM_PREFETCH  0x08
#define PCI_BASE_ADDRESS_MEM_MASK      (~0x0fU)

#define PCI_SUBSYSTEM_VENDOR_ID 0x2c /* 16 bits, header type 0 */
#define PCI_SUBSYSTEM_ID	0x2e /* 16 bits, header type 0 */
#define PCI_PRIMARY_BUS		0x18 /* 8 bits, header type 1: the bus above a bridge */
#define PCI_SECONDARY_BUS	0x19 /* 8 bits, header type 1: the bus below it */
#define PCI_INTERRUPT_LINE	0x3c /* 8 bits: a note from the firmware, which IRQ it became */
#define PCI_INTERRUPT_LINE_NONE 0xff
#define PCI_INTERRUPT_PIN	0x3d /* 8 bits: INTA to INTD are 1 to 4; 0: raises none */

/* Capabilities: a list of records, each with its kind and where the next one begins. */
#define PCI_CAPABILITY_LIST	 0x34 /* 8 bits: where the first is */
#define PCI_CAP_LIST_ID		 0    /* in each */
#define PCI_CAP_LIST_NEXT	 1
#define PCI_CAP_ID_MSI		 0x05

/* Interrupts by message, from where its capability begins. */
#define PCI_MSI_FLAGS		 2     /* 16 bits */
#define PCI_MSI_FLAGS_ENABLE	 0x001 /* messages instead of the line */
#define PCI_MSI_FLAGS_QSIZE	 0x070 /* how many messages, as a power of two */
#define PCI_MSI_FLAGS_64BIT	 0x080 /* the address has two words */
#define PCI_MSI_ADDRESS_LO	 4
#define PCI_MSI_ADDRESS_HI	 8
#define PCI_MSI_DATA_32		 8
#define PCI_MSI_DATA_64		 12

#endif
