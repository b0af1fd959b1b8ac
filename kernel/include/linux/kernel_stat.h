/* SPDX-License-Identifier: MIT */
/* kernel_stat.h - what processors did at their timer ticks, and what came to each; any context */
#ifndef _LINUX_KERNEL_STAT_H
#define _LINUX_KERNEL_STAT_H

#include <linux/percpu.h>
#include <linux/types.h>

/* What a tick has found. There is no CPUTIME_IRQ: a top half is never found, it keeps ticks off. */
enum cpu_usage_stat {
	CPUTIME_USER,	 /* ring 3, nice level 0 or less */
	CPUTIME_NICE,	 /* ring 3, a higher one */
	CPUTIME_SYSTEM,	 /* a thread in the kernel */
	CPUTIME_SOFTIRQ, /* a softirq, whoever it interrupted */
	CPUTIME_IDLE,
	NR_CPUTIME
};

DECLARE_PER_CPU(unsigned long, cpu_ticks[NR_CPUTIME]);

void account_tick(bool idle); /* the tick; hardirq */

unsigned long kstat_irqs_cpu(unsigned int irq, int cpu); /* interrupts of a line on a processor */
unsigned long total_forks(void);			 /* threads made since boot */

#endif
