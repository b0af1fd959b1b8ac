// SPDX-License-Identifier: MIT
/*
 * latency.c - how long does a bottom half wait? from raise to run, in powers of two
 *
 * Idea:    while it is switched on, who raises leaves the time: for a softirq in this processor's
 *          row, for a tasklet or work in the object itself; who runs it takes the time away and
 *          counts the difference in its histogram. A time from before the switching on is none.
 *          A softirq may be raised again between the moment when its bit was taken and its run: so
 *          there is a second place, for the run after the next.
 * Context: latency_set: process; the rest: as the caller's. Locking: stamps: irqs off; the counts
 *          are atomic.
 * See:     <halves/latency.h> for the text, tests/kernel/latency_test.c
 */
#include <halves/bottomhalf.h>
#include <halves/latency.h>
#include <linux/bottom_half.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/time.h>
#include "internal.h"

static u64 since; /* ns: when it was switched on */

struct softirq_stamps {
	u64 raised, again; /* ns; 0: not */
};

static DEFINE_PER_CPU(struct softirq_stamps, stamps[NR_SOFTIRQS]);
static struct latency_histogram softirq_latency[NR_SOFTIRQS];

/** latency_now - the time, as a stamp: never 0; any context */
u64 latency_now(void)
{
	return sched_clock() + 1;
}

/** latency_count - it runs now what was raised at @stamp, if that is one; any context */
void latency_count(struct latency_histogram *h, u64 stamp)
{
	u64 waited = latency_now() - stamp;

	if (stamp > since)
		atomic_inc(&h->count[waited >> 32 ? LATENCY_BUCKETS - 1 : __fls(waited | 1)]);
}

/** latency_raised - softirq @nr is being raised; irqs off, before its bit is set */
void latency_raised(unsigned int nr)
{
	struct softirq_stamps *s = this_cpu_ptr(&stamps[nr]);

	if (local_softirq_pending() & 1 << nr)
		return; /* one run for both (S50) */
	if (s->raised > since)
		s->again = latency_now();
	else
		s->raised = latency_now();
}

/** latency_softirq_runs - its action is about to be called; softirq, irqs on */
void latency_softirq_runs(unsigned int nr)
{
	struct softirq_stamps *s;
	u64 raised;

	raw_local_irq_disable();
	s = this_cpu_ptr(&stamps[nr]);
	raised = s->raised;
	s->raised = s->again;
	s->again = 0;
	raw_local_irq_enable();
	latency_count(&softirq_latency[nr], raised);
}

/**
 * latency_set - begin with empty histograms, or stop
 * @on: which
 *
 * Context: process. The caller sees to it that there is one at a time.
 */
void latency_set(bool on)
{
	might_sleep();
	watch_set(WATCH_LATENCY, 0);
	workqueues_watch();
	if (!on)
		return;
	memset(softirq_latency, 0, sizeof(softirq_latency));
	tasklets_clear_latency();
	workqueues_clear_latency();
	since = latency_now();
	watch_set(WATCH_LATENCY, WATCH_LATENCY);
	workqueues_watch();
}

void latency_for_each(latency_visit_fn fn, void *data)
{
	int nr;

	might_sleep();
	for (nr = 0; nr < NR_SOFTIRQS; nr++)
		fn("softirq", softirq_names[nr], &softirq_latency[nr], data);
	tasklets_for_each_latency(fn, data);
	workqueues_for_each_latency(fn, data);
}
