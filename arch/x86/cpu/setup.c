// SPDX-License-Identifier: MIT
/*
 * setup.c - the processor's own set-up, in order; and the last words of a machine that cannot boot
 *
 * Context: boot, irqs off.
 * Locking: none: each processor sets up itself; code is patched before there are others.
 *          early_stop() prints: printk_lock.
 */
#include <asm/cpufeature.h>
#include <asm/descriptors.h>
#include <asm/setup.h>
#include <asm/system.h>
#include <halves/console.h>
#include <asm/processor.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define CR0_EM	 (1 << 2)
#define CR4_TSD	 (1 << 2)
#define CR4_SMEP (1 << 20)
#define CR4_SMAP (1 << 21)

#define CLAC_SIZE 3

extern u8 *const smap_sites[], *const smap_sites_end[];

/* The places in entry.asm that hold a NOP of the same length; text can still be written. */
static void patch_clac(void)
{
	static const u8 clac[CLAC_SIZE] = { 0x0f, 0x01, 0xca };
	u8 *const *site;

	for (site = smap_sites; site < smap_sites_end; site++)
		memcpy(*site, clac, CLAC_SIZE);
}

/**
 * cpu_protect - what the running processor forbids ring 3, and itself; boot of each
 *
 * Ring 3 has no floating point: nobody would save its registers. Where the processor can, the
 * kernel executes nothing that lies in a process's memory (SMEP), and touches it only where it says
 * so (SMAP, <asm/uaccess.h>).
 */
void cpu_protect(void)
{
	unsigned long cr4 = read_cr4() & ~CR4_TSD;

	write_cr0(read_cr0() | CR0_EM);
	if (cpu_has(X86_FEATURE_SMEP))
		cr4 |= CR4_SMEP;
	if (cpu_has(X86_FEATURE_SMAP))
		cr4 |= CR4_SMAP;
	write_cr4(cr4);
}

/** cpu_init - features, segments and vectors of the boot processor; boot */
void cpu_init(void)
{
	cpu_identify();
	if (cpu_has(X86_FEATURE_SMAP))
		patch_clac();
	gdt_init(0);
	idt_init();
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
