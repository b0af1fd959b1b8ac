/* SPDX-License-Identifier: MIT */
/*
 * smp.h - which processors there are, and which one this is
 *
 * Context: any.
 * Locking: none: processors only come, at boot, one at a time.
 */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <asm/percpu.h>
#include <linux/errno.h>
#include <linux/preempt.h>
#include <linux/threads.h>

extern int cpu_number;		     /* per CPU: its index */
extern unsigned long cpu_online_map; /* bit N: processor N runs */
extern int nr_cpus_online;

/* smp_processor_id - valid for as long as the caller cannot be moved: preemption off, or bound */
#define smp_processor_id()     this_cpu_read(cpu_number)
#define raw_smp_processor_id() smp_processor_id()

/* get_cpu - the same, with preemption off until put_cpu(); nests; any context */
#define get_cpu()                                                                                  \
	({                                                                                         \
		preempt_disable();                                                                 \
		smp_processor_id();                                                                \
	})
#define put_cpu() preempt_enable()

static inline int num_online_cpus(void)
{
	return nr_cpus_online;
}

static inline bool cpu_online(int cpu)
{
	return cpu >= 0 && cpu < NR_CPUS && (cpu_online_map >> cpu & 1);
}

#define for_each_online_cpu(cpu)                                                                   \
	for ((cpu) = 0; (cpu) < NR_CPUS; (cpu)++)                                                  \
		if (cpu_online(cpu))

int smp_call_function(void (*fn)(void *), void *info, int retry, int wait);
int smp_call_function_single(int cpu, void (*fn)(void *), void *info, int retry, int wait);

#endif
