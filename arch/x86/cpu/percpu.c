// SPDX-License-Identifier: MIT
/*
 * percpu.c - which processors there are, and where each one's copy of the variables lies
 *
 * The boot processor's copies are the linked ones, so they work from the first instruction.
 */
#include <linux/percpu.h>
#include <linux/smp.h>

unsigned long __per_cpu_offset[NR_CPUS];
DEFINE_PER_CPU(unsigned long, this_cpu_off);
DEFINE_PER_CPU(int, cpu_number);
unsigned long cpu_online_map = 1;
int nr_cpus_online = 1;

/**
 * smp_call_function - run a function on all other processors
 * @fn: runs in a hard interrupt there
 * @info: its argument
 * @retry: unused, as in Linux
 * @wait: return only when it has run everywhere
 *
 * Return: 0. Context: thread, irqs on. With one processor there is nobody else.
 */
int smp_call_function(void (*fn)(void *), void *info, int retry, int wait)
{
	return 0;
}

/** smp_call_function_single - the same on one other processor; -ENXIO if @cpu does not run */
int smp_call_function_single(int cpu, void (*fn)(void *), void *info, int retry, int wait)
{
	return cpu_online(cpu) ? -EBUSY : -ENXIO;
}
