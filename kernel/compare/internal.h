/* SPDX-License-Identifier: MIT */
/*
 * internal.h - between the files of the comparison
 *
 * source.c  the device: opens, fires, hands each interrupt to compare_interrupt()
 * run.c     fires, waits, and keeps a stopwatch's stamps of every interrupt
 * report.c  what a person reads; json.c  what a program reads
 * compare.c words become a request, and that a comparison; proc.c  /proc/compare
 */
#ifndef _KERNEL_COMPARE_INTERNAL_H
#define _KERNEL_COMPARE_INTERNAL_H

#include <asm/tsc.h>
#include <halves/compare.h>
#include <linux/math64.h>
#include <linux/seq_file.h>
#include <linux/time.h>

struct compare_source {
	const char *name;
	bool has_register; /* fire() is a write to the device, whose time is known */
	int (*open)(struct compare_run *run);
	void (*fire)(void); /* one interrupt; any context with interrupts on */
	void (*close)(void);
	unsigned int (*irq)(void); /* its line, to be moved from processor to processor */
	bool (*answers)(void);	   /* is it still there? says so if not; NULL: nobody knows */
};

const struct compare_source *compare_find_source(void);
void compare_interrupt(struct compare_run *run, u64 entered);

/* What is asked for, and what came out. */
struct compare_request {
	struct compare_setup setup;
	unsigned int first, n; /* of compare_mechanisms */
	struct compare_result results[COMPARE_MECHANISMS];
};

void compare_defaults(struct compare_request *request);
int compare_take(struct compare_request *request, const char *words, const char *prefix);
int compare_all(struct compare_request *request);
void compare_print(struct seq_file *m, const struct compare_request *request);
void compare_write_json(const struct compare_setup *setup, const struct compare_result *results,
			unsigned int n);
const char *compare_clock(void);

/* stamp - the time in the clock's own units: one instruction where there is a counter */
static __always_inline u64 stamp(void)
{
	return likely(tsc_synced) ? get_cycles() : sched_clock();
}

/* stamp_ns - the distance of two stamps in ns; u32: the setup's limits keep it below 4 s */
static inline u32 stamp_ns(u64 from, u64 to)
{
	u64 distance = to - from;

	if (tsc_synced)
		distance = mul_u64_u32_div(distance, USEC_PER_SEC, tsc_khz);
	return min_t(u64, distance, U32_MAX);
}

/* stamp_after - the stamp that is @ns ns after @from */
static inline u64 stamp_after(u64 from, u32 ns)
{
	return from + (tsc_synced ? mul_u64_u32_div(ns, tsc_khz, USEC_PER_SEC) : ns);
}

#endif
