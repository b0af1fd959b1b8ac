// SPDX-License-Identifier: MIT
/*
 * limit.c - a case that hangs ends, whatever hangs, and so does a boot that comes to no case
 *
 * Idea:    with kunit.limit=MS a watchdog card counts virtual time while a case runs, and at its
 *          end sends an NMI, which comes with interrupts off, too: the report says where the
 *          processor is, and the boot ends. Sleeping is no hanging: while all processors idle, a
 *          timer sets the card back. If timers or softirqs are what is broken, it does not, and the
 *          time counts in full. Where no case runs another time holds, from the moment on when
 *          exceptions and memory work: so the card is found without drivers.
 * Callers: start_kernel(), case.c before and after each case, do_trap() at an NMI.
 * Context: process, at boot irqs off; the timer's function: softirq. Locking: none; cases run one
 *          after the other, and del_timer_sync() waits for the timer's function.
 * See:     Intel 6300ESB I/O Controller Hub datasheet, chapter 17, "Watchdog Timer (D29:F4)"
 */
#include <asm/io.h>
#include <halves/debug.h>
#include <halves/grading.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/smp.h>
#include <linux/timer.h>

#include "internal.h"

#define ESB_ID	    0x25ab8086 /* of device and vendor */
#define ESB_CONFIG  0x60 /* configuration space: no interrupt after the first stage, 1 kHz */
#define ESB_LOCK    0x68
#define ESB_ENABLE  0x02
#define ESB_NO_INTR 0x03
#define ESB_TIMER1  0x00 /* memory: the two stages, milliseconds */
#define ESB_TIMER2  0x04
#define ESB_RELOAD  0x0c

static unsigned int limit;
__param(limit, "kunit.limit", .set = param_set_uint, .arg = &limit);
MODULE_PARM_DESC(limit, "virtual milliseconds that a case may keep the processor busy");

static unsigned int boot_limit = 1500; /* of which a processor that does not come up takes 1000 */
__param(boot_limit, "kunit.boot_limit", .set = param_set_uint, .arg = &boot_limit);
MODULE_PARM_DESC(boot_limit,
		 "with kunit.limit: the same for a boot until a case runs, and after it");

static struct pci_bus bus; /* 0 */
static unsigned int card;  /* device and function */
static void *registers;
static unsigned int counted; /* ms; 0: the card stands */
static unsigned long idle_before;

/* Each write to the registers must be announced so. */
static void unlock(void)
{
	writew(0x80, registers + ESB_RELOAD);
	writew(0x86, registers + ESB_RELOAD);
}

static bool find_card(void)
{
	u32 id, address;
	u16 command;

	for (card = 0; card < 256; card++) {
		pci_bus_read_config_dword(&bus, card, PCI_VENDOR_ID, &id);
		if (id == ESB_ID)
			break;
	}
	if (card < 256) {
		pci_bus_read_config_word(&bus, card, PCI_COMMAND, &command);
		pci_bus_write_config_word(&bus, card, PCI_COMMAND, command | PCI_COMMAND_MEMORY);
		pci_bus_read_config_dword(&bus, card, PCI_BASE_ADDRESS_0, &address);
		registers = ioremap(address & PCI_BASE_ADDRESS_MEM_MASK, PAGE_SIZE);
	}
	if (!registers)
		pr_err("kunit: kunit.limit wants a watchdog card: -device i6300esb\n");
	return registers;
}

static void start_counting(void)
{
	unlock();
	writew(0x100, registers + ESB_RELOAD);
}

/* How often did the tick find the processor idle that was least idle? */
static unsigned long least_idle(void)
{
	unsigned long least = ULONG_MAX;
	int cpu;

	for_each_online_cpu(cpu)
		least = min(least, per_cpu(cpu_ticks[CPUTIME_IDLE], cpu));
	return least;
}

static unsigned long period(void)
{
	return max(msecs_to_jiffies(limit) / 4, 2UL);
}

static void look(unsigned long unused);
static DEFINE_TIMER(look_timer, look, 0, 0);

/* Four times in the limit: processors that slept for half of that time do not hang. */
static void look(unsigned long unused)
{
	unsigned long idle = least_idle();

	if (idle - idle_before >= period() / 2)
		start_counting();
	idle_before = idle;
	mod_timer(&look_timer, jiffies + period());
}

/* From now on, until stop_counting(): @ms. */
static void count(unsigned int ms)
{
	pci_bus_write_config_word(&bus, card, ESB_CONFIG, ESB_NO_INTR);
	unlock();
	writel(ms / 2, registers + ESB_TIMER1);
	unlock();
	writel(ms - ms / 2, registers + ESB_TIMER2);
	pci_bus_write_config_byte(&bus, card, ESB_LOCK, ESB_ENABLE);
	start_counting();
	counted = ms;
}

static void stop_counting(void)
{
	pci_bus_write_config_byte(&bus, card, ESB_LOCK, 0);
	counted = 0;
}

/* kunit_limit_boot - until the first case begins nothing may hang from now on; boot, irqs off */
void __init kunit_limit_boot(void)
{
	if (limit && find_card())
		count(boot_limit);
}

/* kunit_limit_begin - a case begins; process */
void kunit_limit_begin(void)
{
	if (!registers)
		return;
	stop_counting();
	count(limit);
	idle_before = least_idle();
	mod_timer(&look_timer, jiffies + period());
}

/* kunit_limit_end - it has ended; process */
void kunit_limit_end(void)
{
	if (!counted)
		return;
	del_timer_sync(&look_timer);
	stop_counting();
	count(boot_limit);
}

/* kunit_limit_reached - an NMI came: say so if it is the card's; any context */
void kunit_limit_reached(void)
{
	struct kunit *test = kunit_get_current_test();

	if (!counted)
		return;
	printk_bust_lock(); /* it may be the printing that does not end */
	pr_emerg("kunit: time limit: %s%s%s has kept the processor busy for %u ms; it is here:\n",
		 test ? test->suite->name : "the boot", test ? "." : "", test ? test->name : "",
		 counted);
}
