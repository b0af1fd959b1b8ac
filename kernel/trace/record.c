// SPDX-License-Identifier: MIT
/*
 * record.c - write one event into this processor's ring
 *
 * Idea:    a ring of records of one size; the oldest are overwritten. The time is the raw counter,
 *          the context two words as they are: all that can be worked out later is left for later.
 * Context: any, NMI excluded. Locking: a ring is its processor's, irqs off.
 * See:     points.c calls it, format.c makes text of it; tests/kernel/trace_test.c counts its
 *          instructions
 */
#include "internal.h"
#include <asm/atomic.h>
#include <asm/tsc.h>
#include <linux/export.h>
#include <linux/sched.h>

u32 watching;
EXPORT_SYMBOL(watching);
DEFINE_PER_CPU(struct trace_ring, trace_rings);
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

/**
 * trace_begin - a record for an event that happens now
 * @event: which
 *
 * Return: where its words go, then trace_end() must follow; NULL: nobody wants it.
 * Context: any; irqs are off until trace_end().
 */
struct trace_record *trace_begin(enum trace_event event)
{
	struct trace_ring *ring;
	struct trace_record *r;
	unsigned long flags;

	if (!(watching & 1U << event))
		return NULL;
	flags = raw_local_save_flags();
	raw_local_irq_disable();
	ring = this_cpu_ptr(&trace_rings);
	r = ring->next;
	ring->next = r + 1;
	if (unlikely(r + 1 == ring->end))
		ring->next = ring->first;
	ring->written++;
	r->stamp = clock_stamp();
	r->head = event << 24 | current->pid;
	r->count = preempt_count();
	r->flags = flags;
	return r;
}
