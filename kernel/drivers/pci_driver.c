// SPDX-License-Identifier: MIT
/*
 * pci_driver.c - bringing devices and drivers together, and what a driver may switch
 *
 * Idea:    a driver names the devices it knows by numbers; the first driver whose probe() says yes
 *          to a device has it, until it unregisters.
 * Context: process. Locking: drivers_lock, held across probe() and remove(): so those may sleep,
 *          and must not register drivers themselves.
 * See:     <linux/pci.h>, tests/kernel/pci_test.c
 */
#define pr_fmt(fmt) "pci: " fmt

#include <halves/unload.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/pci.h>

#include "internal.h"

static DEFINE_MUTEX(drivers_lock);
static LIST_HEAD(drivers);

static bool is_last(const struct pci_device_id *id)
{
	return !id->vendor && !id->subvendor && !id->class_mask;
}

static bool fits(u32 wanted, u32 is)
{
	return wanted == PCI_ANY_ID || wanted == is;
}

/**
 * pci_match_id - find a device in a driver's table
 * @ids: the table; ends with an entry of zeros; NULL is an empty one
 * @dev: the device
 *
 * Return: the first entry that fits, or NULL. Context: any. Locking: none.
 */
const struct pci_device_id *pci_match_id(const struct pci_device_id *ids, struct pci_dev *dev)
{
	for (; ids && !is_last(ids); ids++)
		if (fits(ids->vendor, dev->vendor) && fits(ids->device, dev->device) &&
		    fits(ids->subvendor, dev->subsystem_vendor) &&
		    fits(ids->subdevice, dev->subsystem_device) &&
		    !((ids->class ^ dev->class) & ids->class_mask))
			return ids;
	return NULL;
}
EXPORT_SYMBOL(pci_match_id);

static void bind(struct pci_driver *drv, struct pci_dev *dev)
{
	const struct pci_device_id *id = pci_match_id(drv->id_table, dev);
	int err;

	if (!id || dev->driver || !drv->probe)
		return;
	dev->driver = drv;
	err = drv->probe(dev, id);
	if (!err)
		return;
	dev->driver = NULL;
	if (err != -ENODEV && err != -ENXIO)
		pr_warn("%s: driver %s failed: error %d\n", pci_name(dev), drv->name, err);
}

/**
 * pci_register_driver - announce a driver
 * @drv: the driver; must stay until it is unregistered
 *
 * Its probe() is called for each device that fits and has no driver yet, before this returns.
 * Return: 0, also when no device fits. Context: process. Locking: takes drivers_lock.
 */
int pci_register_driver(struct pci_driver *drv)
{
	struct pci_dev *dev = NULL;

	might_sleep();
	mutex_lock(&drivers_lock);
	list_add_tail(&drv->node, &drivers);
	for_each_pci_dev(dev)
		bind(drv, dev);
	mutex_unlock(&drivers_lock);
	return 0;
}
EXPORT_SYMBOL(pci_register_driver);

/**
 * pci_unregister_driver - take a driver back
 * @drv: the driver
 *
 * Its remove() is called for each device it has. Then other drivers that know the device get it.
 * Context: process. Locking: takes drivers_lock.
 */
void pci_unregister_driver(struct pci_driver *drv)
{
	struct pci_dev *dev = NULL;
	struct pci_driver *other;

	might_sleep();
	mutex_lock(&drivers_lock);
	list_del(&drv->node);
	for_each_pci_dev(dev) {
		if (dev->driver != drv)
			continue;
		if (drv->remove)
			drv->remove(dev);
		dev->driver = NULL;
		dev->driver_data = NULL;
		list_for_each_entry(other, &drivers, node)
			bind(other, dev);
	}
	mutex_unlock(&drivers_lock);
}
EXPORT_SYMBOL(pci_unregister_driver);

static void search_drivers(struct unload_search *search)
{
	const struct pci_driver *drv;

	mutex_lock(&drivers_lock);
	list_for_each_entry(drv, &drivers, node)
		if (unload_holds(search, drv))
			unload_found(search,
				     &(struct leftover){ .kind = "PCI driver",
							 .is = "registered",
							 .instead = "pci_unregister_driver() it",
							 .object = drv,
							 .size = sizeof(*drv),
							 .fn = (void *)drv->probe });
	mutex_unlock(&drivers_lock);
}
UNLOAD_SEARCH(search_drivers);

/* ---- what a driver switches on its device ------------------------------------------------- */

static void change_command(struct pci_dev *dev, u16 clear, u16 set)
{
	u16 old, command;

	pci_read_config_word(dev, PCI_COMMAND, &old);
	command = (old & ~clear) | set;
	if (command != old)
		pci_write_config_word(dev, PCI_COMMAND, command);
}

/**
 * pci_enable_device - have the device answer at its ports and addresses
 * @dev: the device
 *
 * Return: 0; -EINVAL when it has neither. Context: process. Locking: none.
 */
int pci_enable_device(struct pci_dev *dev)
{
	u16 set = 0;

	for (int i = 0; i < PCI_NUM_RESOURCES; i++) {
		if (pci_resource_flags(dev, i) & IORESOURCE_IO)
			set |= PCI_COMMAND_IO;
		if (pci_resource_flags(dev, i) & IORESOURCE_MEM)
			set |= PCI_COMMAND_MEMORY;
	}
	if (!set)
		return -EINVAL;
	change_command(dev, PCI_COMMAND_INTX_DISABLE, set);
	return 0;
}
EXPORT_SYMBOL(pci_enable_device);

/** pci_disable_device - it may no longer write to memory; it still answers; context: process */
void pci_disable_device(struct pci_dev *dev)
{
	pci_clear_master(dev);
}
EXPORT_SYMBOL(pci_disable_device);

/** pci_set_master - let the device read and write memory by itself (DMA); context: process */
void pci_set_master(struct pci_dev *dev)
{
	change_command(dev, 0, PCI_COMMAND_MASTER);
}
EXPORT_SYMBOL(pci_set_master);

/** pci_clear_master - take that back; context: process */
void pci_clear_master(struct pci_dev *dev)
{
	change_command(dev, PCI_COMMAND_MASTER, 0);
}
EXPORT_SYMBOL(pci_clear_master);

/** pci_intx - let the device use its interrupt line, or keep it from it; context: process */
void pci_intx(struct pci_dev *dev, int enable)
{
	change_command(dev, PCI_COMMAND_INTX_DISABLE, enable ? 0 : PCI_COMMAND_INTX_DISABLE);
}
EXPORT_SYMBOL(pci_intx);
