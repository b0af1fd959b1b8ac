// SPDX-License-Identifier: MIT
/*
 * pci_probe.c - walking the buses: what is plugged in, and where does it answer?
 *
 * Idea:    a slot in which nobody sits reads all ones, so all 32 slots of a bus are simply asked.
 *          Behind a bridge is another bus. How large a range of addresses is, its base address
 *          register tells by the bits that do not stay set: they are wired to 0. The addresses and
 *          interrupt lines themselves were given out by the firmware.
 * Context: process, once. Locking: scan_lock; afterwards the list does not change.
 * See:     PCI Local Bus 2.1, 6.2.5.1 (base addresses); PCI-to-PCI Bridge 1.1;
 *          tests/kernel/pci_test.c
 */
#define pr_fmt(fmt) "pci: " fmt

#include <halves/console.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include "internal.h"

#define PCI_SLOTS	32
#define PCI_FUNCTIONS	8
#define NOBODY		0xffff		/* vendor that an empty slot reads */
#define BRIDGE_BARS	2		/* a bridge has only the first two */

LIST_HEAD(pci_devices);

static DEFINE_MUTEX(scan_lock);
static bool scanned;

/* Write all ones, see what stays. Expects that the device does not answer at addresses now. */
static u32 probe_bar(struct pci_dev *dev, int where, u32 old)
{
	u32 mask;

	pci_write_config_dword(dev, where, ~0U);
	pci_read_config_dword(dev, where, &mask);
	pci_write_config_dword(dev, where, old);
	return mask;
}

static void set_resource(struct resource *res, const char *name, unsigned long flags, u32 start,
			 u32 mask)
{
	if (!mask || !start)
		return; /* not wired, or the firmware gave it no place */
	res->name = name;
	res->flags = flags;
	res->start = start;
	res->end = start + (mask & -mask) - 1;	/* the lowest bit that stays is the size */
}

static u16 read_vendor(struct pci_bus *bus, unsigned int devfn)
{
	u16 vendor;

	pci_bus_read_config_word(bus, devfn, PCI_VENDOR_ID, &vendor);
	return vendor;
}

/* Returns how many registers this base address takes: two for 64 bits. */
static int read_bar(struct pci_dev *dev, int bar)
{
	const int where = PCI_BASE_ADDRESS_0 + bar * 4;
	unsigned long flags = IORESOURCE_MEM;
	u32 low, mask, high = 0;
	bool wide;

	pci_read_config_dword(dev, where, &low);
	mask = probe_bar(dev, where, low);
	if (mask & PCI_BASE_ADDRESS_SPACE_IO) {
		mask = (mask | 0xffff0000) & PCI_BASE_ADDRESS_IO_MASK; /* 16 bits may be all */
		set_resource(&dev->resource[bar], dev->name, IORESOURCE_IO,
			     low & PCI_BASE_ADDRESS_IO_MASK, mask);
		return 1;
	}
	if (mask & PCI_BASE_ADDRESS_MEM_PREFETCH)
		flags |= IORESOURCE_PREFETCH;
	mask &= PCI_BASE_ADDRESS_MEM_MASK;
	wide = (low & PCI_BASE_ADDRESS_MEM_TYPE_MASK) == PCI_BASE_ADDRESS_MEM_TYPE_64;
	if (wide)
		pci_read_config_dword(dev, where + 4, &high);
	if (high)
		pr_info("%s: BAR %d lies above 4 GiB: left alone\n", pci_name(dev), bar);
	else
		set_resource(&dev->resource[bar], dev->name, flags, low & PCI_BASE_ADDRESS_MEM_MASK,
			     mask);
	return wide ? 2 : 1;
}

static void read_bars(struct pci_dev *dev, int bars)
{
	u16 command;

	pci_read_config_word(dev, PCI_COMMAND, &command);
	pci_write_config_word(dev, PCI_COMMAND, command & ~(PCI_COMMAND_IO | PCI_COMMAND_MEMORY));
	for (int bar = 0; bar < bars;)
		bar += read_bar(dev, bar);
	pci_write_config_word(dev, PCI_COMMAND, command);
}

static void read_irq(struct pci_dev *dev)
{
	u8 line;

	pci_read_config_byte(dev, PCI_INTERRUPT_PIN, &dev->pin);
	pci_read_config_byte(dev, PCI_INTERRUPT_LINE, &line);
	if (dev->pin && line != PCI_INTERRUPT_LINE_NONE)
		dev->irq = dev->line = line;
}

static struct pci_dev *read_device(struct pci_bus *bus, unsigned int devfn, u16 vendor, u8 type)
{
	struct pci_dev *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	u32 class;

	if (!dev)
		return NULL;
	dev->bus = bus;
	dev->devfn = devfn;
	dev->vendor = vendor;
	dev->hdr_type = type;
	snprintf(dev->name, sizeof(dev->name), "0000:%02x:%02x.%u", bus->number, PCI_SLOT(devfn),
		 PCI_FUNC(devfn));
	pci_read_config_word(dev, PCI_DEVICE_ID, &dev->device);
	pci_read_config_dword(dev, PCI_CLASS_REVISION, &class);
	dev->class = class >> 8;
	dev->revision = class & 0xff;
	read_irq(dev);
	if (type == PCI_HEADER_TYPE_NORMAL) {
		pci_read_config_word(dev, PCI_SUBSYSTEM_VENDOR_ID, &dev->subsystem_vendor);
		pci_read_config_word(dev, PCI_SUBSYSTEM_ID, &dev->subsystem_device);
		read_bars(dev, PCI_NUM_RESOURCES);
	} else if (type == PCI_HEADER_TYPE_BRIDGE) {
		read_bars(dev, BRIDGE_BARS);
	}
	if (read_vendor(bus, devfn) == NOBODY) {
		pr_warn("%s: it vanished while it was looked at: left alone\n", pci_name(dev));
		kfree(dev);
		return NULL;
	}
	list_add_tail(&dev->global_list, &pci_devices);
	return dev;
}

static void scan_bus(struct pci_bus *bus);

/* The firmware numbers buses upwards, so a number that does not grow is none: no endless walk. */
static void scan_behind(struct pci_dev *bridge)
{
	struct pci_bus *bus;
	u8 number;

	pci_read_config_byte(bridge, PCI_SECONDARY_BUS, &number);
	if (number <= bridge->bus->number)
		return;
	bus = kzalloc(sizeof(*bus), GFP_KERNEL);
	if (!bus)
		return;
	bus->number = number;
	bus->parent = bridge->bus;
	scan_bus(bus);
}

/* Returns whether the slot may have functions beyond this one. */
static bool scan_function(struct pci_bus *bus, unsigned int devfn)
{
	u16 vendor = read_vendor(bus, devfn);
	struct pci_dev *dev;
	u8 type;

	if (vendor == NOBODY || !vendor)
		return PCI_FUNC(devfn) != 0; /* functions may have gaps, but there is always a 0 */
	pci_bus_read_config_byte(bus, devfn, PCI_HEADER_TYPE, &type);
	dev = read_device(bus, devfn, vendor, type & ~PCI_HEADER_MULTIFUNCTION);
	if (dev && dev->hdr_type == PCI_HEADER_TYPE_BRIDGE)
		scan_behind(dev);
	return PCI_FUNC(devfn) != 0 || type & PCI_HEADER_MULTIFUNCTION;
}

static void scan_bus(struct pci_bus *bus)
{
	for (unsigned int slot = 0; slot < PCI_SLOTS; slot++)
		for (unsigned int func = 0; func < PCI_FUNCTIONS; func++)
			if (!scan_function(bus, PCI_DEVFN(slot, func)))
				break;
}

/* Drivers register in the order that the linker found them: whoever comes first has it walked. */
void pci_scan(void)
{
	static struct pci_bus root;	/* bus 0 */

	might_sleep();
	mutex_lock(&scan_lock);
	if (!scanned && pci_mechanism_1_present())
		scan_bus(&root);
	scanned = true;
	mutex_unlock(&scan_lock);
}

static int __init pci_init(void)
{
	pci_scan();
	return 0;
}
module_init(pci_init);

/**
 * pci_get_device - walk through the devices
 * @vendor: only this maker's, or PCI_ANY_ID
 * @device: only these, or PCI_ANY_ID
 * @from: the device that the last call returned; NULL: begin
 *
 * Return: the next device that fits, or NULL. Context: process. Locking: none.
 */
struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device, struct pci_dev *from)
{
	struct list_head *pos = from ? &from->global_list : &pci_devices;

	pci_scan();
	for (pos = pos->next; pos != &pci_devices; pos = pos->next) {
		struct pci_dev *dev = list_entry(pos, struct pci_dev, global_list);

		if ((vendor == PCI_ANY_ID || vendor == dev->vendor) &&
		    (device == PCI_ANY_ID || device == dev->device))
			return dev;
	}
	return NULL;
}
EXPORT_SYMBOL(pci_get_device);

/* ---- the console's list ------------------------------------------------------------------ */

static const char *class_name(const struct pci_dev *dev)
{
	static const char *const names[] = {
		[PCI_BASE_CLASS_STORAGE] = "storage",
		[PCI_BASE_CLASS_NETWORK] = "network",
		[PCI_BASE_CLASS_DISPLAY] = "display",
		[PCI_BASE_CLASS_MULTIMEDIA] = "multimedia",
		[PCI_BASE_CLASS_MEMORY] = "memory",
		[PCI_BASE_CLASS_BRIDGE] = "bridge",
		[PCI_BASE_CLASS_COMMUNICATION] = "communication",
		[PCI_BASE_CLASS_SYSTEM] = "system",
		[PCI_BASE_CLASS_INPUT] = "input",
		[PCI_BASE_CLASS_SERIAL] = "serial bus",
	};
	unsigned int base = dev->class >> 16;

	return base < ARRAY_SIZE(names) && names[base] ? names[base] : "other";
}

static void list_device(const struct pci_dev *dev)
{
	char line[128];
	int n = scnprintf(line, sizeof(line), "%s  %04x:%04x  %06x %-13s  irq ", dev->name,
			  dev->vendor, dev->device, dev->class, class_name(dev));

	n += scnprintf(line + n, sizeof(line) - n, dev->irq ? "%-2u" : "- ", dev->irq);
	scnprintf(line + n, sizeof(line) - n, "  driver %s\n",
		  dev->driver ? dev->driver->name : "-");
	console_puts(line);
	for (int i = 0; i < PCI_NUM_RESOURCES; i++) {
		const struct resource *res = &dev->resource[i];

		if (!res->flags)
			continue;
		snprintf(line, sizeof(line), "    BAR %d: %08x-%08x %s%s\n", i, res->start,
			 res->end, res->flags & IORESOURCE_IO ? "ports" : "memory",
			 res->flags & IORESOURCE_PREFETCH ? ", prefetchable" : "");
		console_puts(line);
	}
}

static void list_devices(void)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev)
		list_device(dev);
	if (list_empty(&pci_devices))
		console_puts("no PCI devices\n");
}
CONSOLE_KEY(pci, 'p', "PCI devices", list_devices);
