// SPDX-License-Identifier: MIT
/*
 * faults.c - fault=NAME on the command line: a machine with one device that fails
 *
 * Each answers for a device that is there and well (<halves/iofault.h>), from the command line's
 * reading on, so that the drivers meet it when they look for their device. Whole boots with them:
 * tests/boot/test_faults.py.
 */
#include <asm/io.h>
#include <halves/edu.h>
#include <halves/iofault.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/serial_reg.h>
#include <linux/string.h>

/* ---- ports that are read and written as bytes ------------------------------------------------ */

#define COM1	     0x3f8
#define I8042	     0x60 /* to 0x64; 0x61 between them is the speaker's */
#define I8042_STATUS 0x64
#define RTC_INDEX    0x70
#define RTC_DATA     0x71

static bool no_room(struct io_access *access)
{
	access->value = inb(access->at) & ~(UART_LSR_THRE | UART_LSR_TEMT);
	return true;
}

static bool no_controller(struct io_access *access)
{
	return access->at != 0x61 && io_fault_ones(access);
}

static bool controller_floods(struct io_access *access)
{
	if (access->at != I8042_STATUS || access->write)
		return false;
	access->value = inb(I8042_STATUS) | 0x01;
	return true;
}

static bool controller_is_mute(struct io_access *access)
{
	if (access->at != I8042_STATUS || access->write)
		return false;
	access->value = inb(I8042_STATUS) & ~0x01;
	return true;
}

static bool always_updating(struct io_access *access)
{
	static u8 index;

	if (access->at == RTC_INDEX)
		index = access->value;
	if (access->at != RTC_DATA || access->write || index != 0x0a)
		return false;
	access->value = inb(RTC_DATA) | 0x80;
	return true;
}

/* ---- the card's configuration space ---------------------------------------------------------- */

#define PCI_ADDRESS 0xcf8
#define PCI_DATA    0xcfc
#define EDU_IDS	    (PCI_DEVICE_ID_QEMU_EDU << 16 | PCI_VENDOR_ID_QEMU)

/* Which register of the card an access is for; -1: it is another device's. */
static int edu_register(const struct io_access *access)
{
	u32 selected = inl(PCI_ADDRESS), ids;

	outl(selected & ~0xffU, PCI_ADDRESS);
	ids = inl(PCI_DATA);
	outl(selected, PCI_ADDRESS);
	return ids == EDU_IDS ? (selected & 0xff) + (access->at - PCI_DATA) : -1;
}

static bool no_address(struct io_access *access)
{
	access->value = 0;
	return edu_register(access) == PCI_BASE_ADDRESS_0;
}

static bool line_0(struct io_access *access)
{
	access->value = 0;
	return edu_register(access) == PCI_INTERRUPT_LINE;
}

static bool line_255(struct io_access *access)
{
	access->value = 255;
	return edu_register(access) == PCI_INTERRUPT_LINE;
}

/* It answers for its vendor once, and then no more. */
static bool gone_in_the_scan(struct io_access *access)
{
	static bool seen;
	int reg = edu_register(access);

	if (reg == PCI_VENDOR_ID && !seen) {
		seen = true;
		return false;
	}
	return reg >= 0 && io_fault_ones(access);
}

/* ---- the card's registers -------------------------------------------------------------------- */

#define VANISH_AFTER 100 /* interrupts */

static unsigned long edu_base;

/* It goes in the middle of an interrupt: its line stays up, and nobody can quiet it. */
static bool vanishes(struct io_access *access)
{
	static unsigned int interrupts;

	interrupts += !access->write && access->at - edu_base == EDU_IRQ_STATUS;
	return interrupts > VANISH_AFTER && io_fault_ones(access);
}

static bool card_vanishes;

static int __init late_faults(void)
{
	struct edu_device *edu = edu_get();

	if (!card_vanishes || !edu)
		return 0;
	edu_base = (unsigned long)edu->regs;
	io_fault_mmio(edu->regs, PAGE_SIZE, vanishes);
	return 0;
}
module_init(late_faults); /* after the drivers', which are linked before the tests */

/* ---- all of them ----------------------------------------------------------------------------- */

static const struct {
	const char *name;
	u16 first;
	unsigned int count;
	io_fault_fn fn;
} port_faults[] = {
	{ "uart_wedged", COM1 + UART_LSR, 1, no_room },
	{ "uart_gone", COM1, 8, io_fault_ones },
	{ "keyboard_gone", I8042, 5, no_controller },
	{ "keyboard_floods", I8042, 5, controller_floods },
	{ "keyboard_mute", I8042, 5, controller_is_mute },
	{ "rtc_gone", RTC_INDEX, 2, io_fault_ones },
	{ "rtc_updating", RTC_INDEX, 2, always_updating },
	{ "edu_gone", PCI_DATA, 4, gone_in_the_scan },
	{ "edu_no_address", PCI_DATA, 4, no_address },
	{ "edu_line_0", PCI_DATA, 4, line_0 },
	{ "edu_line_255", PCI_DATA, 4, line_255 },
};

static int param_set_fault(const char *name, const struct kernel_param *kp)
{
	unsigned int i;

	card_vanishes = !strcmp(name, "edu_vanishes");
	if (card_vanishes)
		return 0;
	for (i = 0; i < ARRAY_SIZE(port_faults); i++) {
		if (strcmp(name, port_faults[i].name))
			continue;
		io_fault_ports(port_faults[i].first, port_faults[i].count, port_faults[i].fn);
		return 0;
	}
	return -EINVAL;
}
core_param(fault, card_vanishes, fault, 0444);
