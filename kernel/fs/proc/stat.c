// SPDX-License-Identifier: MIT
/*
 * stat.c - /proc/interrupts, softirqs, stat, uptime: what came, and what the processors did with it
 *
 * In Linux's forms, so that Linux's tools can read them. Context: process.
 */
#include <halves/boot.h>
#include <halves/bottomhalf.h>
#include <linux/init.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/time.h>
#include "internal.h"

static void show_cpu_row(struct seq_file *m, int width)
{
	int cpu;

	seq_printf(m, "%*s", width, "");
	for_each_online_cpu(cpu)
		seq_printf(m, "%9s%d ", "CPU", cpu);
	seq_putc(m, '\n');
}

/* ---- interrupts ----------------------------------------------------------------------------- */

#define MAX_NAMES 128

/* The names of the handlers; false: nobody uses the line. They are copied under its lock. */
static bool copy_names(unsigned int irq, char *names, size_t size)
{
	struct irq_desc *desc = &irq_desc[irq];
	const struct irqaction *action;
	size_t len = 0;

	names[0] = '\0';
	spin_lock_irq(&desc->lock);
	for (action = desc->action; action; action = action->next)
		len += scnprintf(names + len, size - len, "%s%s", len ? ", " : "", action->name);
	spin_unlock_irq(&desc->lock);
	return len || desc->count;
}

/* Ticks of the local timers: those of the boot processor come by an interrupt line. */
static unsigned long local_ticks(int cpu)
{
	const unsigned long *ticks = per_cpu(cpu_ticks, cpu);
	unsigned long sum = 0;
	int what;

	for (what = 0; what < NR_CPUTIME && cpu; what++)
		sum += ticks[what];
	return sum;
}

static int show_interrupts(struct seq_file *m, void *v)
{
	unsigned long spurious = 0;
	char names[MAX_NAMES];
	unsigned int irq;
	int cpu;

	show_cpu_row(m, 5);
	for (irq = 0; irq < NR_IRQS; irq++) {
		spurious += irq_desc[irq].spurious;
		if (!copy_names(irq, names, sizeof(names)))
			continue;
		seq_printf(m, "%3u: ", irq);
		for_each_online_cpu(cpu)
			seq_printf(m, "%10lu ", kstat_irqs_cpu(irq, cpu));
		seq_printf(m, " %8s  %s\n", irq_desc[irq].chip ? irq_desc[irq].chip->name : "none",
			   names);
	}
	seq_puts(m, "LOC: ");
	for_each_online_cpu(cpu)
		seq_printf(m, "%10lu ", local_ticks(cpu));
	seq_printf(m, "  Local timer interrupts\nERR: %10lu\n", spurious);
	return 0;
}

static int show_softirqs(struct seq_file *m, void *v)
{
	int nr, cpu;

	show_cpu_row(m, 16);
	for (nr = 0; nr < NR_SOFTIRQS; nr++) {
		seq_printf(m, "%12s:", softirq_names[nr]);
		for_each_online_cpu(cpu)
			seq_printf(m, " %10lu", per_cpu(softirq_runs, cpu)[nr]);
		seq_putc(m, '\n');
	}
	return 0;
}

/* ---- stat ----------------------------------------------------------------------------------- */

#define USER_HZ 100

static void show_cpu_ticks(struct seq_file *m, const unsigned long *ticks)
{
	static const int order[] = { CPUTIME_USER, CPUTIME_NICE, CPUTIME_SYSTEM, CPUTIME_IDLE };
	int i;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		seq_printf(m, " %llu", div_u64((u64)ticks[order[i]] * USER_HZ, HZ));
	/* iowait, irq, softirq, steal, guest, guest_nice */
	seq_printf(m, " 0 0 %llu 0 0 0\n", div_u64((u64)ticks[CPUTIME_SOFTIRQ] * USER_HZ, HZ));
}

static void show_processors(struct seq_file *m)
{
	unsigned long sum[NR_CPUTIME] = { 0 };
	int cpu, what;

	for_each_online_cpu(cpu)
		for (what = 0; what < NR_CPUTIME; what++)
			sum[what] += per_cpu(cpu_ticks, cpu)[what];
	seq_puts(m, "cpu ");
	show_cpu_ticks(m, sum);
	for_each_online_cpu(cpu) {
		seq_printf(m, "cpu%d", cpu);
		show_cpu_ticks(m, per_cpu(cpu_ticks, cpu));
	}
}

static void show_irq_counts(struct seq_file *m)
{
	unsigned long sum = 0;
	unsigned int irq;
	int cpu;

	for (irq = 0; irq < NR_IRQS; irq++)
		sum += irq_desc[irq].count;
	for_each_online_cpu(cpu)
		sum += local_ticks(cpu);
	seq_printf(m, "intr %lu", sum);
	for (irq = 0; irq < NR_IRQS; irq++)
		seq_printf(m, " %lu", irq_desc[irq].count);
	seq_putc(m, '\n');
}

static void show_softirq_counts(struct seq_file *m)
{
	unsigned long runs[NR_SOFTIRQS] = { 0 }, sum = 0;
	int nr, cpu;

	for_each_online_cpu(cpu)
		for (nr = 0; nr < NR_SOFTIRQS; nr++) {
			runs[nr] += per_cpu(softirq_runs, cpu)[nr];
			sum += per_cpu(softirq_runs, cpu)[nr];
		}
	seq_printf(m, "softirq %lu", sum);
	for (nr = 0; nr < NR_SOFTIRQS; nr++)
		seq_printf(m, " %lu", runs[nr]);
	seq_putc(m, '\n');
}

static int show_stat(struct seq_file *m, void *v)
{
	struct timeval now;

	do_gettimeofday(&now);
	show_processors(m);
	show_irq_counts(m);
	seq_printf(m, "ctxt %llu\nbtime %lu\nprocesses %lu\nprocs_running %lu\nprocs_blocked 0\n",
		   nr_context_switches(),
		   (unsigned long)(now.tv_sec - div_u64(sched_clock(), NSEC_PER_SEC)),
		   total_forks(), nr_running());
	show_softirq_counts(m);
	seq_printf(m, "entry_tsc %llu\n", boot_tsc); /* ours: the benchmark asks */
	return 0;
}

/* Seconds since boot, and seconds in which processors were idle, summed up. */
static int show_uptime(struct seq_file *m, void *v)
{
	u32 idle = 0, up_ns, idle_ticks;
	u64 up = div_u64_rem(sched_clock(), NSEC_PER_SEC, &up_ns);
	u64 ticks = 0;
	int cpu;

	for_each_online_cpu(cpu)
		ticks += per_cpu(cpu_ticks, cpu)[CPUTIME_IDLE];
	idle = div_u64_rem(ticks, HZ, &idle_ticks);
	seq_printf(m, "%llu.%02lu %u.%02u\n", up, up_ns / (NSEC_PER_SEC / 100), idle,
		   idle_ticks * 100 / HZ);
	return 0;
}

static int __init proc_stat_init(void)
{
	proc_create_single("interrupts", 0, NULL, show_interrupts);
	proc_create_single("softirqs", 0, NULL, show_softirqs);
	proc_create_single("stat", 0, NULL, show_stat);
	proc_create_single("uptime", 0, NULL, show_uptime);
	return 0;
}
module_init(proc_stat_init);
