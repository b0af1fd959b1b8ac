// SPDX-License-Identifier: MIT
/*
 * event.c - what an event of the log costs while the log is on
 *
 * Idea:    the mean of the eight that a top half with a tasklet makes: some draw an id, some look
 *          at a name, some write two words.
 * Context: process, irqs off. Locking: one benchmark at a time.
 * See:     kernel/trace/
 */
#include "internal.h"
#include <asm/irqflags.h>
#include <halves/trace.h>
#include <linux/interrupt.h>

#define EVENTS 8

static DECLARE_TASKLET(noted, NULL, 0);

static int setup(unsigned int k)
{
	return trace_set("irq*,softirq*,tasklet*");
}

static void teardown(unsigned int k)
{
	trace_clear();
}

static int event_round(unsigned int k, u32 *samples)
{
	unsigned long flags = __local_irq_save();
	u64 begin = get_cycles();

	trace_irq_handler_entry(0, "event");
	trace_softirq_raise(LAB_SOFTIRQ);
	trace_tasklet_schedule(&noted);
	trace_irq_handler_exit(0, true);
	trace_softirq_entry(LAB_SOFTIRQ);
	trace_tasklet_entry(&noted);
	trace_tasklet_exit(&noted);
	trace_softirq_exit(LAB_SOFTIRQ);
	samples[0] = (u32)(get_cycles() - begin) / EVENTS;
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
