// SPDX-License-Identifier: MIT
/*
 * panic.c - the end: say why, and stop or switch off
 *
 * "panic=poweroff" on the command line ends the machine with a status that the host sees; else it
 * halts, so that one can read the screen or attach GDB.
 * Context: any.
 * Locking: none: the first processor that comes here speaks, the others halt.
 */
#include <asm/atomic.h>
#include <asm/smp.h>
#include <asm/system.h>
#include <halves/boot.h>
#include <halves/debug.h>
#include <halves/grading.h>
#include <halves/machine.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "internal.h"

static char *panic_action = "";
core_param(panic, panic_action, charp, 0644);

static bool panicking;
static atomic_t panic_cpu = ATOMIC_INIT(-1);

static void __noreturn stop(void)
{
	if (!strcmp(panic_action, "poweroff"))
		machine_poweroff(MACHINE_PANIC);
#ifdef CONFIG_TESTS
	/* Work that is graded may end before the command line's words have their values. */
	if (strstr(boot_info.cmdline, "panic=poweroff"))
		machine_poweroff(MACHINE_PANIC);
#endif
	printk(KERN_EMERG
	       "Halted. (panic=poweroff on the command line ends the machine instead.)\n");
	for (;;) {
		local_irq_disable();
		halt();
	}
}

static void __noreturn __panic(const char *fmt, va_list args, bool with_report)
{
	char reason[256];

	local_irq_disable();
	/* The first one speaks; it will ask the others where they are (smp_stop_others). */
	while (atomic_cmpxchg(&panic_cpu, -1, smp_processor_id()) != -1 &&
	       atomic_read(&panic_cpu) != smp_processor_id())
		halt();
	printk_bust_lock();
	vscnprintf(reason, sizeof(reason), fmt, args);
	printk(KERN_EMERG "Kernel panic - not syncing: %s\n", reason);
#ifdef CONFIG_TESTS
	kunit_channel_panic(reason);
#endif
	if (!panicking && with_report) {
		panicking = true;
		report_begin();
		report_context();
		report_backtrace();
		report_end();
	}
	smp_stop_others();
	stop();
}

/**
 * panic - stop the kernel for good
 * @fmt: why, as printf
 *
 * Prints the reason, the context and a backtrace. Does not return. Context: any.
 */
void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	__panic(fmt, args, true);
}
EXPORT_SYMBOL(panic);

void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	__panic(fmt, args, false);
}
