// SPDX-License-Identifier: MIT
/*
 * limit.c - a case that hangs ends, whatever hangs
 *
 * Idea:    with kunit.limit=MS a watchdog card counts virtual time while a case runs, and at its
 *          end sends an NMI, which comes with interrupts off, too: the report says where the
 *          processor is, and the boot ends. Sleeping is no hanging: while all processors idle, a
 *          timer sets the card back. If timers or softirqs are what is broken, it does not, and the
 *          time counts in full.
 * Context: process; the timer's function: softirq.
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

#define ESB_VENDOR  0x8086
#define ESB_DEVICE  0x25ab
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

static struct pci_dev *card;
static void *registers;
static bool running;
static unsigned long idle_before;

/* Each write to the registers must be announced so. */
static void unlock(void)
{
	writew(0x80, registers + ESB_RELOAD);
	writew(0x86, registers + ESB_RELOAD);
}

static bool find_card(void)
{
	card = pci_get_device(ESB_VENDOR, ESB_DEVICE, NULL);
	if (card && !pci_enable_device(card))
		registers = ioremap(pci_resource_start(card, 0), PAGE_SIZE);
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

/* kunit_limit_begin - a case begins; process */
void kunit_limit_begin(void)
{
	if (!limit || (!registers && !find_card()))
		return;
	pci_write_config_word(card, ESB_CONFIG, ESB_NO_INTR);
	unlock();
	writel(limit / 2, registers + ESB_TIMER1);
	unlock();
	writel(limit - limit / 2, registers + ESB_TIMER2);
	pci_write_config_byte(card, ESB_LOCK, ESB_ENABLE);
	start_counting();
	idle_before = least_idle();
	mod_timer(&look_timer, jiffies + period());
	running = true;
}

/* kunit_limit_end - it has ended; process */
void kunit_limit_end(void)
{
	if (!running)
		return;
	running = false;
	pci_write_config_byte(card, ESB_LOCK, 0);
	del_timer_sync(&look_timer);
}

/* kunit_limit_reached - an NMI came: say so if it is the card's; any context */
void kunit_limit_reached(void)
{
	struct kunit *test = kunit_get_current_test();

	if (!running || !test)
		return;
	printk_bust_lock(); /* it may be the printing that does not end */
	pr_emerg("kunit: time limit: %s.%s has kept the processor busy for %u ms; it is here:\n",
		 test->suite->name, test->name, limit);
}
