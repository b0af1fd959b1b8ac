/* SPDX-License-Identifier: MIT */
/*
 * latency.h - how long does a bottom half wait? from raise to run, in powers of two
 *
 * Switched on by "1" in /proc/sys/kernel/latency, which begins with empty histograms; "0" stops.
 * Off, the question costs two instructions on a path, or none. /proc/latency is text:
 *
 *	tracing 1
 *	buckets 32
 *	softirq TIMER 0 0 0 12 5 …	from raise_softirq() to its action
 *	tasklet rtc_tasklet 0 0 …	from tasklet_schedule() to its function
 *	workqueue events 0 0 …		from queue_work(), or the end of a delay, to the handler
 *
 * One line for each softirq, each function that a tasklet has had, each queue: kind, name, then as
 * many counts as there are buckets. Bucket b counts waits of 2^b to 2^(b+1) - 1 ns; the first one
 * shorter ones, too, the last one longer ones. What was raised before it was switched on is not
 * counted. A queue's name may hold blanks: the counts are the last words of the line.
 * Context: process.
 * Locking: the queues: workqueues_lock, which sleeps; the counts are atomic.
 */
#ifndef _HALVES_LATENCY_H
#define _HALVES_LATENCY_H

#include <asm/atomic.h>
#include <halves/watch.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define LATENCY_BUCKETS 32

struct latency_histogram {
	atomic_t count[LATENCY_BUCKETS];
};

/* latency_tracing - is it on? a test of it is all that a path pays */
#define latency_tracing (!!(watching & WATCH_LATENCY))

void latency_set(bool on); /* P */

typedef void (*latency_visit_fn)(const char *kind, const char *name,
				 const struct latency_histogram *h, void *data);

/* latency_for_each - each softirq's, each tasklet's, each queue's; P, under the queues' lock */
void latency_for_each(latency_visit_fn fn, void *data);

#endif
