// SPDX-License-Identifier: MIT
/*
 * pci_access.c - reaching configuration space through two ports (mechanism 1)
 *
 * Idea:    bus, device, function and register are written to the address port; the register then
 *          stands in the data port, four bytes wide. Address and data are two accesses, so they are
 *          one transaction under a lock.
 * Context: any. Locking: takes pci_config_lock, irqs off.
 * See:     PCI Local Bus 2.1, 3.7.4.1
 */
#include <asm/io.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/pci.h>
#include <linux/spinlock.h>

#include "internal.h"

#define PCI_CONFIG_ADDRESS	0xcf8
#define PCI_CONFIG_DATA		0xcfc
#define PCI_CONFIG_ENABLE	0x80000000U
#define PCI_CONFIG_SIZE		256

static DEFINE_SPINLOCK(pci_config_lock);

static void select_register(struct pci_bus *bus, unsigned int devfn, int where)
{
	outl(PCI_CONFIG_ENABLE | bus->number << 16 | (devfn & 0xff) << 8 | (where & ~3),
	     PCI_CONFIG_ADDRESS);
}

/* A register is as wide as it is aligned; anything else has no meaning. */
static bool is_register(int where, int size)
{
	return where >= 0 && where < PCI_CONFIG_SIZE && where % size == 0;
}

#define DEFINE_CONFIG_ACCESS(name, type, suffix)                                                   \
	int pci_bus_read_config_##name(struct pci_bus *bus, unsigned int devfn, int where,         \
				       type *value)                                                \
	{                                                                                          \
		unsigned long flags;                                                               \
												   \
		*value = ~0;                                                                       \
		if (!is_register(where, sizeof(type)))                                             \
			return -EINVAL;                                                            \
		spin_lock_irqsave(&pci_config_lock, flags);                                        \
		select_register(bus, devfn, where);                                                \
		*value = in##suffix(PCI_CONFIG_DATA + (where & 3));                                \
		spin_unlock_irqrestore(&pci_config_lock, flags);                                   \
		return 0;                                                                          \
	}                                                                                          \
	int pci_bus_write_config_##name(struct pci_bus *bus, unsigned int devfn, int where,        \
					type value)                                                \
	{                                                                                          \
		unsigned long flags;                                                               \
												   \
		if (!is_register(where, sizeof(type)))                                             \
			return -EINVAL;                                                            \
		spin_lock_irqsave(&pci_config_lock, flags);                                        \
		select_register(bus, devfn, where);                                                \
		out##suffix(value, PCI_CONFIG_DATA + (where & 3));                                 \
		spin_unlock_irqrestore(&pci_config_lock, flags);                                   \
		return 0;                                                                          \
	}

/*
 * Read or write a register of a device, which its bus and number name; 8, 16 or 32 bits.
 *
 * Return: 0; -EINVAL: there is no such register, or @where is not aligned to its width. What is
 * read is all ones then, and where no device is. Context: any. Locking: takes pci_config_lock.
 */
DEFINE_CONFIG_ACCESS(byte, u8, b)
DEFINE_CONFIG_ACCESS(word, u16, w)
DEFINE_CONFIG_ACCESS(dword, u32, l)
EXPORT_SYMBOL(pci_bus_read_config_byte);
EXPORT_SYMBOL(pci_bus_write_config_byte);
EXPORT_SYMBOL(pci_bus_read_config_word);
EXPORT_SYMBOL(pci_bus_write_config_word);
EXPORT_SYMBOL(pci_bus_read_config_dword);
EXPORT_SYMBOL(pci_bus_write_config_dword);

/* The address port keeps what is written to it; a machine without PCI has nothing there. */
bool pci_mechanism_1_present(void)
{
	unsigned long flags;
	bool present;
	u32 old;

	spin_lock_irqsave(&pci_config_lock, flags);
	old = inl(PCI_CONFIG_ADDRESS);
	outl(PCI_CONFIG_ENABLE, PCI_CONFIG_ADDRESS);
	present = inl(PCI_CONFIG_ADDRESS) == PCI_CONFIG_ENABLE;
	outl(old, PCI_CONFIG_ADDRESS);
	spin_unlock_irqrestore(&pci_config_lock, flags);
	return present;
}
