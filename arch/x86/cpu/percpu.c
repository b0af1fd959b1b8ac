// SPDX-License-Identifier: MIT
/*
 * percpu.c - which processors there are, and where each one's copy of the variables lies
 *
 * Idea:    the boot processor's copies are the linked ones, so they work from the first
 *          instruction. Each other processor gets an area of its own, filled with what the linked
 *          one held at the beginning; for that, a copy is taken before anybody has written to it.
 * Context: boot.
 * Locking: none: one processor at a time is prepared (kernel/init/smp.c).
 */
#include <asm/setup.h>
#include <asm/smp.h>
#include <halves/bootmem.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>

#define AREA_SIZE ((size_t)(__per_cpu_end - __per_cpu_start))

unsigned long __per_cpu_offset[NR_CPUS];
EXPORT_SYMBOL(__per_cpu_offset);
DEFINE_PER_CPU(unsigned long, this_cpu_off);
EXPORT_SYMBOL(this_cpu_off);
DEFINE_PER_CPU(int, cpu_number);
EXPORT_SYMBOL(cpu_number);
unsigned long cpu_online_map = 1;
EXPORT_SYMBOL(cpu_online_map);
int nr_cpus_online = 1;
EXPORT_SYMBOL(nr_cpus_online);

static void *first_values;

/** percpu_init - keep what the variables begin with; boot, before there are threads */
void percpu_init(void)
{
	first_values = bootmem_alloc(AREA_SIZE, sizeof(long));
	memcpy(first_values, __per_cpu_start, AREA_SIZE);
}

/** percpu_prepare_cpu - make a processor's area; 0 or -ENOMEM; process */
int percpu_prepare_cpu(int cpu)
{
	char *area = kmalloc(AREA_SIZE, GFP_KERNEL);

	if (!area)
		return -ENOMEM;
	kmemleak_not_leak(area);
	memcpy(area, first_values, AREA_SIZE);
	__per_cpu_offset[cpu] = area - __per_cpu_start;
	per_cpu(this_cpu_off, cpu) = __per_cpu_offset[cpu];
	per_cpu(cpu_number, cpu) = cpu;
	return 0;
}
