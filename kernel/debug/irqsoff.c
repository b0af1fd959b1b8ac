// SPDX-License-Identifier: MIT
/*
 * irqsoff.c - how long were interrupts off at most?
 *
 * Idea:    while a measurement runs, every change of EFLAGS.IF in C and on the way in and out of an
 *          interrupt tells its time (<asm/irqflags.h>). The longest stretch is what a device may
 *          have had to wait. Console output, which polls the port, is left out: a stretch ends
 *          where it begins.
 * Context: any, irqs off, where nothing else is noted.
 * Locking: none: each processor has its own; one measurement at a time.
 */
#include <asm/system.h>
#include <asm/tsc.h>
#include <halves/irqsoff.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/time.h>

static DEFINE_PER_CPU(u64, off_since); /* ns; 0: interrupts are on */
static DEFINE_PER_CPU(u64, longest);

/** trace_hardirqs_off - interrupts have been switched off: a stretch begins; irqs off */
void trace_hardirqs_off(void)
{
	u64 *since = this_cpu_ptr(&off_since);

	if (!*since)
		*since = sched_clock();
}
EXPORT_SYMBOL(trace_hardirqs_off);

/** trace_hardirqs_on - interrupts are about to be switched on: the stretch ends; irqs off */
void trace_hardirqs_on(void)
{
	u64 *since = this_cpu_ptr(&off_since), *max = this_cpu_ptr(&longest), now;

	if (!*since)
		return;
	now = sched_clock();
	if (now - *since > *max)
		*max = now - *since;
	*since = 0;
}
EXPORT_SYMBOL(trace_hardirqs_on);

/** irqsoff_pause - console output begins, and is left out; any context */
void irqsoff_pause(void)
{
	if (irqsoff_tracing && irqs_disabled())
		trace_hardirqs_on();
}

/** irqsoff_resume - console output ends: the stretch begins anew; any context */
void irqsoff_resume(void)
{
	if (irqsoff_tracing && irqs_disabled())
		trace_hardirqs_off();
}

/** irqsoff_start - begin a measurement: the maximum is 0; process */
void irqsoff_start(void)
{
	int cpu;

	for_each_online_cpu(cpu) {
		per_cpu(off_since, cpu) = 0;
		per_cpu(longest, cpu) = 0;
	}
	watch_set(WATCH_IRQSOFF, WATCH_IRQSOFF);
}

/** irqsoff_stop - end a measurement; the longest stretch in ns, of all processors; process */
u64 irqsoff_stop(void)
{
	u64 max = 0;
	int cpu;

	watch_set(WATCH_IRQSOFF, 0);
	for_each_online_cpu(cpu)
		if (per_cpu(longest, cpu) > max)
			max = per_cpu(longest, cpu);
	return max;
}
