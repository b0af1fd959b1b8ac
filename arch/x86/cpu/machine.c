// SPDX-License-Identifier: MIT
/*
 * machine.c - tell the verdict to the host and switch off
 *
 * QEMU's isa-debug-exit ends the emulator with a status. Without it, the ACPI power-off registers
 * of the emulators (QEMU's PIIX4, Bochs) are tried; a real PC just halts, and says that it is safe.
 */
#include <asm/io.h>
#include <asm/system.h>
#include <halves/machine.h>
#include <linux/kernel.h>

#define DEBUG_EXIT_PORT 0xf4
#define PIIX4_PM1A_CNT	0x604
#define BOCHS_PM1A_CNT	0xb004
#define PM1_SLP_EN	(1 << 13)

void machine_poweroff(enum machine_verdict verdict)
{
	local_irq_disable();
	outl(verdict, DEBUG_EXIT_PORT);
	printk(KERN_EMERG "Power off: the machine may be switched off now\n");
	outw(PM1_SLP_EN, PIIX4_PM1A_CNT);
	outw(PM1_SLP_EN, BOCHS_PM1A_CNT);
	for (;;)
		halt();
}
