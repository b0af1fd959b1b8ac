/* SPDX-License-Identifier: MIT */
/*
 * internal.h - an experiment of the benchmark
 *
 * Idea:    an experiment sets something up and is then run again and again; each round yields one
 *          sample for each of its figures. bench.c does the rest: it warms up, repeats, takes the
 *          stopwatch's own cost off, divides, sorts, prints.
 */
#ifndef _KERNEL_BENCH_INTERNAL_H
#define _KERNEL_BENCH_INTERNAL_H

#include <asm/tsc.h>
#include <halves/edu.h>
#include <halves/stats.h>
#include <linux/errno.h>
#include <linux/types.h>

#define BENCH_FIGURES 3	   /* of one experiment, at most */
#define BENCH_K_MAX   4096 /* items of one round, at most */

/* What a sample is, and how it becomes a figure. */
enum bench_unit {
	BENCH_TICKS, /* of the TSC, for one event */
	BENCH_PAIR,  /* … for two: halved */
	BENCH_ITEMS, /* … for K items: divided by K, for each K */
	BENCH_PLAIN, /* a number that stands for itself */
};

/* All functions: process context, may sleep. */
struct bench_experiment {
	const char *keys[BENCH_FIGURES]; /* one a figure; NULL: no more */
	enum bench_unit unit;
	unsigned int rounds; /* 0: a thousand */
	bool wants_edu;
	int (*setup)(unsigned int k); /* 0 or -errno; may be NULL */
	void (*teardown)(unsigned int k);
	/* One sample for each key; 0 or -errno. */
	int (*round)(unsigned int k, u32 *samples);
};

extern struct edu_device *bench_edu;

extern const struct bench_experiment bench_irq_entry, bench_irq_roundtrip;
extern const struct bench_experiment bench_softirq, bench_tasklet, bench_work;
extern const struct bench_experiment bench_completion, bench_waitqueue;
extern const struct bench_experiment bench_tasklet_items, bench_work_items, bench_timer_items;
extern const struct bench_experiment bench_throughput_none, bench_throughput_softirq;
extern const struct bench_experiment bench_throughput_tasklet, bench_throughput_work;
extern const struct bench_experiment bench_event, bench_memory;

int bench_measure(const struct bench_experiment *experiment, unsigned int k, u32 *samples,
		  struct stats *stats, unsigned int rounds);

#endif
