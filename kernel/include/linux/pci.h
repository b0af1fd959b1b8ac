/* SPDX-License-Identifier: MIT */
/*
 * pci.h - cards that say what they are, and drivers that say what they drive
 *
 * Idea:    each function of a card answers in a space of its own, the configuration space, before
 *          anybody knows at which addresses it works. The bus is walked once; what answers becomes
 *          a struct pci_dev. A driver registers a table of the numbers it knows, and for each
 *          device that fits, its probe() is called: whichever of the two comes first.
 * Context: process; reading and writing configuration space, and what is inline here: any.
 * Locking: pci_config_lock, irqs off, for each access to configuration space; drivers_lock around
 *          probe() and remove(). A device that a driver has is that driver's alone.
 * See:     kernel/drivers/pci_*.c; Linux Device Drivers, 3rd edition, chapter 12
 */
#ifndef _LINUX_PCI_H
#define _LINUX_PCI_H

#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/pci_ids.h>
#include <linux/pci_regs.h>
#include <linux/types.h>

/* A function's number on its bus: five bits of slot, three of function. */
#define PCI_DEVFN(slot, func) ((((slot)&0x1f) << 3) | ((func)&0x07))
#define PCI_SLOT(devfn)	      (((devfn) >> 3) & 0x1f)
#define PCI_FUNC(devfn)	      ((devfn)&0x07)

#define PCI_NUM_RESOURCES 6 /* one for each base address register */

struct pci_driver;

struct pci_bus {
	unsigned char number;
	struct pci_bus *parent; /* NULL: bus 0 */
};

/* Fields: N never change after the bus was walked; D under the lock of pci_driver.c. */
struct pci_dev {
	struct list_head global_list;	 /* N: all devices, in the order they were found */
	struct pci_bus *bus;		 /* N */
	unsigned int devfn;		 /* N: PCI_SLOT() and PCI_FUNC() take it apart */
	unsigned short vendor;		 /* N: who made it … */
	unsigned short device;		 /* N: … and what they call it */
	unsigned short subsystem_vendor; /* N: the same of the card as a whole */
	unsigned short subsystem_device;
	unsigned int class; /* N: 24 bits: base class, subclass, interface */
	u8 revision;	    /* N */
	u8 hdr_type;	    /* N: PCI_HEADER_TYPE_, without the multifunction bit */
	u8 pin;		    /* N: 1 to 4; 0: never interrupts */
	unsigned int irq;   /* for request_irq(); 0: not known; changed by pci_enable_msi() */
	unsigned int line;  /* N: what irq is without messages */
	int msi_cap;	    /* where its capability for messages begins; set by pci_enable_msi() */
	struct resource resource[PCI_NUM_RESOURCES]; /* N */
	char name[16];		   /* N: "0000:00:04.0", what pci_name() returns */
	struct pci_driver *driver; /* D: NULL: nobody drives it */
	void *driver_data;	   /* the driver's own */
};

#define PCI_ANY_ID (~0U)

struct pci_device_id {
	u32 vendor, device;	   /* or PCI_ANY_ID */
	u32 subvendor, subdevice;  /* or PCI_ANY_ID */
	u32 class, class_mask;	   /* compared in the bits of the mask */
	unsigned long driver_data; /* the driver's own */
};

#define PCI_DEVICE(vend, dev)                                                                      \
	.vendor = (vend), .device = (dev), .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_DEVICE_CLASS(dev_class, dev_class_mask)                                                \
	.class = (dev_class), .class_mask = (dev_class_mask), .vendor = PCI_ANY_ID,                \
	.device = PCI_ANY_ID, .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID

struct pci_driver {
	struct list_head node; /* D: all drivers */
	const char *name;
	const struct pci_device_id *id_table; /* ends with an entry of zeros */
	int (*probe)(struct pci_dev *dev, const struct pci_device_id *id); /* 0: I drive it */
	void (*remove)(struct pci_dev *dev);				   /* give it back */
};

int pci_register_driver(struct pci_driver *drv);
void pci_unregister_driver(struct pci_driver *drv);
const struct pci_device_id *pci_match_id(const struct pci_device_id *ids, struct pci_dev *dev);

struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device, struct pci_dev *from);
#define for_each_pci_dev(dev)                                                                      \
	while (((dev) = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, (dev))) != NULL)

/* Nothing is ever unplugged here, so nobody counts who looks at a device. */
static inline struct pci_dev *pci_dev_get(struct pci_dev *dev)
{
	return dev;
}

static inline void pci_dev_put(struct pci_dev *dev) { }

int pci_enable_device(struct pci_dev *dev);
void pci_disable_device(struct pci_dev *dev);
void pci_set_master(struct pci_dev *dev);
void pci_clear_master(struct pci_dev *dev);
void pci_intx(struct pci_dev *dev, int enable);

int pci_find_capability(struct pci_dev *dev, int cap);
int pci_enable_msi(struct pci_dev *dev);
void pci_disable_msi(struct pci_dev *dev);

#define pci_resource_start(dev, bar) ((dev)->resource[bar].start)
#define pci_resource_end(dev, bar)   ((dev)->resource[bar].end)
#define pci_resource_flags(dev, bar) ((dev)->resource[bar].flags)
#define pci_resource_len(dev, bar)                                                                 \
	(pci_resource_flags(dev, bar) ?                                                            \
		 pci_resource_end(dev, bar) - pci_resource_start(dev, bar) + 1 :                   \
		 0)

static inline const char *pci_name(const struct pci_dev *dev)
{
	return dev->name;
}

static inline void *pci_get_drvdata(const struct pci_dev *dev)
{
	return dev->driver_data;
}

static inline void pci_set_drvdata(struct pci_dev *dev, void *data)
{
	dev->driver_data = data;
}

/* Configuration space, by bus and by device: 0, or -EINVAL and all ones in @value. */
int pci_bus_read_config_byte(struct pci_bus *bus, unsigned int devfn, int where, u8 *value);
int pci_bus_read_config_word(struct pci_bus *bus, unsigned int devfn, int where, u16 *value);
int pci_bus_read_config_dword(struct pci_bus *bus, unsigned int devfn, int where, u32 *value);
int pci_bus_write_config_byte(struct pci_bus *bus, unsigned int devfn, int where, u8 value);
int pci_bus_write_config_word(struct pci_bus *bus, unsigned int devfn, int where, u16 value);
int pci_bus_write_config_dword(struct pci_bus *bus, unsigned int devfn, int where, u32 value);

#define DEFINE_PCI_CONFIG(size, type)                                                              \
	static inline int pci_read_config_##size(struct pci_dev *dev, int where, type *value)      \
	{                                                                                          \
		return pci_bus_read_config_##size(dev->bus, dev->devfn, where, value);             \
	}                                                                                          \
	static inline int pci_write_config_##size(struct pci_dev *dev, int where, type value)      \
	{                                                                                          \
		return pci_bus_write_config_##size(dev->bus, dev->devfn, where, value);            \
	}

/*
 * Read or write a register of a device; 8, 16 or 32 bits.
 *
 * Return: 0; -EINVAL: there is no such register, or @where is not aligned to its width. What is
 * read is all ones then. Context: any. Locking: takes pci_config_lock.
 */
DEFINE_PCI_CONFIG(byte, u8)
DEFINE_PCI_CONFIG(word, u16)
DEFINE_PCI_CONFIG(dword, u32)

#endif
