// SPDX-License-Identifier: MIT
/*
 * smp.c - bring up the other processors: what each needs before it runs, then the start itself
 *
 * Context: boot, process: a line of main.c's table. Locking: none, one processor at a time.
 */
#include <asm/smp.h>
#include <asm/tsc.h>
#include <halves/bottomhalf.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include "internal.h"

static unsigned int maxcpus = NR_CPUS;
core_param(maxcpus, maxcpus, uint, 0444);

/*
 * Return: 0; -ENOMEM; -EIO: it did not come. Then its area and its wheels stay: nobody uses them,
 * and nobody will try it again.
 */
static int cpu_up(int cpu)
{
	struct task_struct *idle;
	int error;

	if (percpu_prepare_cpu(cpu) || timers_prepare_cpu(cpu))
		return -ENOMEM;
	tasklets_prepare_cpu(cpu);
	idle = sched_prepare_cpu(cpu);
	if (!idle)
		return -ENOMEM;
	error = arch_cpu_up(cpu, idle);
	if (error)
		sched_abandon_cpu(idle);
	return error;
}

/**
 * smp_init - bring up all processors, at most maxcpus= of them
 *
 * Without a TSC none: the clock is then pit_clock(), which one processor alone can keep.
 *
 * Context: boot, process.
 */
void smp_init(void)
{
	int present = smp_cpus_present(), cpu;

	if (present == 1)
		return;
	ipi_init();
	local_timer_calibrate();
	for (cpu = 1; cpu < present && cpu < maxcpus && tsc_present; cpu++) {
		int error = cpu_up(cpu);

		if (error)
			pr_err("smp: cpu %d did not come up (%pe): it is left out\n", cpu,
			       ERR_PTR(error));
	}
	pr_info("smp: %d of %d processors run%s\n", num_online_cpus(), present,
		tsc_present ? "" : ": others need a TSC");
}
