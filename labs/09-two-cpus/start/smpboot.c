// SPDX-License-Identifier: MIT
/*
 * smpboot.c - start the other processors, one after the other
 *
 * Idea:    a processor that is not the first waits, since its reset, for two messages: INIT, which
 *          resets it once more, and the startup interrupt, which names the page where it begins. It
 *          goes through boot/trampoline.asm to start_secondary(), loads the tables that the boot
 *          processor has prepared for it, says that it is there, and becomes its own idle thread.
 *          One that does not come in time is told and left out: its stack is taken back, and when
 *          it comes too late it finds none, and halts.
 * Context: process, boot: kernel/init/smp.c, one processor at a time; so there is no lock.
 * See:     Intel MultiProcessor specification, B.4; SDM vol. 3, 8.4
 */
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/atomic.h>
#include <asm/bitops.h>
#include <asm/cpufeature.h>
#include <asm/descriptors.h>
#include <asm/irqchip.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/system.h>
#include <asm/tsc.h>
#include <halves/lab.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>

#define TRAMPOLINE 0x8000 /* below 1 MiB, where nobody else is; boot/trampoline.asm knows it */

#define INIT_WAIT_MS 10
#define SIPI_WAIT_US 200
#define UP_WAIT_MS   1000 /* an emulator's clock may jump meanwhile by tens of ms */

extern const char trampoline_start[], trampoline_end[];
extern volatile unsigned long secondary_stack;
extern unsigned long secondary_cr3, secondary_cr4, secondary_efer;

u8 cpu_apicid[NR_CPUS];

#ifdef CONFIG_TESTS
static int absent = -1;
module_param(absent, int, 0444);
MODULE_PARM_DESC(absent, "a processor that gets no startup interrupt");
#else
#define absent -1
#endif

/** smp_cpus_present - how many processors could run, the boot processor included; any context */
int smp_cpus_present(void)
{
	const struct acpi_madt *madt = irqchip_madt();
	int boot = lapic ? lapic_id() : 0, cpu = 1;
	unsigned int i;

	if (!lapic)
		return 1;
	cpu_apicid[0] = boot;
	for (i = 0; i < min_t(unsigned int, madt->nr_cpus, NR_CPUS); i++)
		if (madt->apicid[i] != boot && cpu < NR_CPUS)
			cpu_apicid[cpu++] = madt->apicid[i];
	return cpu;
}

/*
 * INIT, asserted and INIT_WAIT_MS later no more; then up to two startup interrupts, SIPI_WAIT_US
 * apart: the second is for those that have missed the first. @absent gets none (the checks want to
 * see what you do with a processor that does not come).
 */
static void send_init_and_startup(int cpu)
{
	NOT_YET_IMPLEMENTED("lab 9: send_init_and_startup");
}

/**
 * arch_cpu_up - start one processor and wait until it runs
 * @cpu: its number; its per-CPU area is ready
 * @idle: the thread that it begins as
 *
 * boot/trampoline.asm says what it finds in memory before the startup interrupt, and what it takes.
 * When it runs: tsc_compare() if there is a TSC, then wait until it is online.
 *
 * Return: 0; -EIO: it did not come within UP_WAIT_MS, and will find no stack any more. (It comes
 * within one mdelay(), or hardly ever: then sleep. QEMU is slow at PAUSE after PAUSE.)
 * Context: process, boot.
 */
int arch_cpu_up(int cpu, struct task_struct *idle)
{
	memcpy(__va(TRAMPOLINE), trampoline_start, trampoline_end - trampoline_start);
	send_init_and_startup(cpu);
	NOT_YET_IMPLEMENTED("lab 9: arch_cpu_up");
}

/**
 * start_secondary - the first C function of another processor, called by boot/trampoline.asm
 *
 * Its tables (gdt_init(), idt_load(), cpu_protect()), its local APIC, its tick, tsc_answer(); it
 * then counts as online: nr_cpus_online, cpu_online_map. It ends as its idle thread: cpu_idle().
 * FS is flat: before gdt_init() all per-CPU variables are the boot processor's.
 */
void __noreturn start_secondary(void)
{
	NOT_YET_IMPLEMENTED("lab 9: start_secondary");
}
