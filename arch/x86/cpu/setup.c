// SPDX-License-Identifier: MIT
/*
 * setup.c - the processor's own set-up, in order; and the last words of a machine that cannot boot
 */
#include <asm/cpufeature.h>
#include <asm/descriptors.h>
#include <asm/setup.h>
#include <asm/system.h>
#include <halves/console.h>
#include <linux/kernel.h>

#define CR4_TSD (1 << 2)

/** cpu_init - features, segments and vectors of the boot processor; boot */
void cpu_init(void)
{
	cpu_identify();
	gdt_init(0);
	idt_init();
	write_cr4(read_cr4() & ~CR4_TSD);
}

/** early_stop - say one line on all consoles and stop for good; boot */
void early_stop(const char *line)
{
	console_puts(line);
	console_puts("\n");
	for (;;) {
		local_irq_disable();
		halt();
	}
}
