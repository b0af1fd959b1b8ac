// SPDX-License-Identifier: MIT
/*
 * record.c - write one event into this processor's ring
 *
 * Idea:    a ring of records of one size; the oldest are overwritten. The time is the raw counter,
 *          the context two words as they are: all that can be worked out later is left for later.
 * Context: any, NMI excluded. Locking: a ring is its processor's, irqs off.
 * See:     points.c calls it, format.c makes text of it; kernel/bench/event.c counts instructions
 */
#include "internal.h"
#include <asm/atomic.h>
#include <asm/tsc.h>
#include <linux/export.h>
#include <linux/sched.h>

u32 watching;
EXPORT_SYMBOL(watching);
static DEFINE_PER_CPU(struct trace_record, late);
DEFINE_PER_CPU(struct trace_record *, trace_next);
DEFINE_PER_CPU(struct trace_record *, trace_first);
DEFINE_PER_CPU(struct trace_record *, trace_limit);
DEFINE_PER_CPU(u32, trace_written);
bool trace_outside;
u32 trace_first_id;
static atomic_t last_id;

/** watch_set - of the bits in @mask, set those in @bits and clear the others; any context */
void watch_set(u32 mask, u32 bits)
{
	u32 old;

	do {
		old = READ_ONCE(watching);
	} while (cmpxchg32((int *)&watching, old, (old & ~mask) | (bits & mask)) != (int)old);
}

/** trace_draw_id - a number that nothing else has; never 0; any context */
u32 trace_draw_id(void)
{
	return atomic_inc_return(&last_id);
}

/*
 * trace_forget_ring - this processor's ring goes; irqs off, no event wanted any more
 *
 * One whose point has asked already, and was interrupted before it wrote, writes elsewhere.
 */
void trace_forget_ring(void *unused)
{
	this_cpu_write(trace_next, this_cpu_ptr(&late));
}

/*
 * What trace_begin() does when somebody wants it. It calls nobody and needs no register that it
 * would have to save: what is known first is written first, the time last. Where there is no
 * counter, the time takes a call: trace_send() sees to it.
 */
struct trace_record *__trace_begin(u32 event_shifted)
{
	unsigned long flags = raw_local_save_flags();
	struct trace_record *r, *next;

	raw_local_irq_disable();
	r = this_cpu_read(trace_next);
	r->flags = flags;
	r->head = event_shifted | current->pid;
	r->count = preempt_count();
	next = r + 1;
	if (unlikely(next == this_cpu_read(trace_limit)))
		next = this_cpu_read(trace_first);
	this_cpu_write(trace_next, next);
	this_cpu_inc(trace_written);
	if (likely(tsc_present))
		r->stamp = tsc_read();
	return r;
}
