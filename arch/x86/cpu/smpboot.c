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
 * Context: boot: process, from kernel/init/smp.c; start_secondary(): the new one, irqs off.
 * Locking: none: one processor at a time comes, and the boot processor waits for it.
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

static volatile int coming = -1; /* the processor that is being brought up */

#ifdef CONFIG_TESTS
static int absent = -1;
module_param(absent, int, 0444);
MODULE_PARM_DESC(absent, "a processor that gets no startup interrupt");
#else
#define absent -1
#endif

/**
 * smp_cpus_present - number the processors that could run: the boot processor, which calls, is 0
 *
 * Return: how many there are, at most NR_CPUS. Context: process, boot.
 */
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

/* The second startup interrupt is for those that have missed the first; nobody minds it. */
static void send_init_and_startup(int cpu)
{
	apic_send(cpu, APIC_DELIVERY_INIT | APIC_ICR_LEVEL | APIC_ICR_ASSERT);
	mdelay(INIT_WAIT_MS);
	apic_send(cpu, APIC_DELIVERY_INIT | APIC_ICR_LEVEL);
	if (cpu == absent)
		return;
	apic_send(cpu, APIC_DELIVERY_SIPI | TRAMPOLINE >> PAGE_SHIFT);
	udelay(SIPI_WAIT_US);
	if (secondary_stack)
		apic_send(cpu, APIC_DELIVERY_SIPI | TRAMPOLINE >> PAGE_SHIFT);
}

/**
 * arch_cpu_up - start one processor and wait until it runs
 * @cpu: its number; its per-CPU area is ready
 * @idle: the thread that it begins as
 *
 * Return: 0; -EIO: it did not come. Context: process, boot; it may sleep.
 */
int arch_cpu_up(int cpu, struct task_struct *idle)
{
	unsigned long until = jiffies + msecs_to_jiffies(UP_WAIT_MS);

	memcpy(__va(TRAMPOLINE), trampoline_start, trampoline_end - trampoline_start);
	coming = cpu;
	secondary_cr3 = read_cr3();
	secondary_cr4 = read_cr4();
	secondary_efer = cpu_has(X86_FEATURE_NX) ? rdmsr(MSR_EFER) : 0;
	secondary_stack = idle->stack + THREAD_SIZE;
	smp_wmb(); /* pairs with its first read of memory: the startup interrupt comes after */
	send_init_and_startup(cpu);
	mdelay(1); /* it comes at once, or hardly ever */
	while (secondary_stack && time_before(jiffies, until))
		msleep(1);
	if (xchg32((volatile int *)&secondary_stack, 0))
		return -EIO;
	/* It has taken the stack, so it runs. */
	if (tsc_present)
		tsc_compare(cpu);
	while (!cpu_online(cpu))
		cpu_relax();
	return 0;
}

/**
 * start_secondary - the first C function of another processor, called by boot/trampoline.asm
 *
 * FS is flat: before gdt_init() all per-CPU variables are the boot processor's.
 */
void __noreturn start_secondary(void)
{
	int cpu = coming;

	gdt_init(cpu);
	idt_load();
	cpu_protect();
	lapic_setup();
	local_timer_start();
	tsc_answer();
	nr_cpus_online++; /* one at a time: the boot processor waits */
	smp_mb(); /* pairs with cpu_online() in arch_cpu_up(): all is set up */
	set_bit(cpu, &cpu_online_map);
	cpu_idle();
}
