/* SPDX-License-Identifier: MIT */
/* pci_ids.h - numbers that the PCI SIG and the makers of cards have given out */
#ifndef _LINUX_PCI_IDS_H
#define _LINUX_PCI_IDS_H

/* Class code: what a function is, in 16 bits; 8 more say by which programming interface. */
#define PCI_BASE_CLASS_STORAGE	     0x01
#define PCI_BASE_CLASS_NETWORK	     0x02
#define PCI_BASE_CLASS_DISPLAY	     0x03
#define PCI_BASE_CLASS_MULTIMEDIA    0x04
#define PCI_BASE_CLASS_MEMORY	     0x05
#define PCI_BASE_CLASS_BRIDGE	     0x06
#define PCI_BASE_CLASS_COMMUNICATION 0x07
#define PCI_BASE_CLASS_SYSTEM	     0x08
#define PCI_BASE_CLASS_INPUT	     0x09
#define PCI_BASE_CLASS_SERIAL	     0x0c

#define PCI_CLASS_BRIDGE_HOST 0x0600
#define PCI_CLASS_BRIDGE_ISA  0x0601
#define PCI_CLASS_BRIDGE_PCI  0x0604

#define PCI_VENDOR_ID_INTEL	  0x8086
#define PCI_DEVICE_ID_INTEL_82441 0x1237 /* 440FX: the host bridge of QEMU's "pc" */

#define PCI_VENDOR_ID_QEMU     0x1234
#define PCI_DEVICE_ID_QEMU_EDU 0x11e8 /* the card for teaching: <halves/edu.h> */

#endif
