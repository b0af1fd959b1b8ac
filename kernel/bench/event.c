// SPDX-License-Identifier: MIT
/*
 * event.c - what one event of the log costs while the log is on
 *
 * Context: process, irqs off. Locking: one benchmark at a time.
 * See:     kernel/trace/
 */
#include "internal.h"
#include <asm/irqflags.h>
#include <halves/trace.h>
#include <linux/interrupt.h>

static int setup(unsigned int k)
{
	return trace_set("softirq_exit");
}

static void teardown(unsigned int k)
{
	trace_clear();
}

static int event_round(unsigned int k, u32 *samples)
{
	unsigned long flags = __local_irq_save();
	u64 begin = get_cycles();

	trace_softirq_exit(LAB_SOFTIRQ);
	samples[0] = get_cycles() - begin;
	local_irq_restore(flags);
	return 0;
}

const struct bench_experiment bench_event = {
	.keys = { "trace_event" },
	.unit = BENCH_TICKS,
	.setup = setup,
	.teardown = teardown,
	.round = event_round,
};
