/* SPDX-License-Identifier: MIT */
/*
 * tasklet_stats.h - what the tasklets are doing, function by function
 *
 * Tasklets come and go with their drivers' data, so what is remembered hangs on their functions:
 * all tasklets of one function are one entry, made at the first run of one of them, or when one is
 * found on a list. Functions for which there is no place share the first entry, "others".
 * Context: process.
 * Locking: none: each processor is asked, irqs off there; counts are per CPU.
 */
#ifndef _HALVES_TASKLET_STATS_H
#define _HALVES_TASKLET_STATS_H

#include <linux/threads.h>
#include <linux/types.h>

#ifdef CONFIG_TESTS
#define MAX_TASKLET_KINDS 128 /* each suite has some of its own */
#else
#define MAX_TASKLET_KINDS 32
#endif

struct tasklet_stats {
	void (*func)(unsigned long data); /* NULL: others */
	unsigned int scheduled;		  /* how many of them wait for a run on some processor … */
	unsigned int disabled;		  /* … of these, disabled */
	unsigned int running;		  /* on so many processors */
	unsigned long runs[NR_CPUS];	  /* since boot, on each processor */
};

/* tasklets_for_each_function - those that have run or wait; each processor is asked; P */
void tasklets_for_each_function(void (*fn)(const struct tasklet_stats *stats, void *data),
				void *data);

/* tasklets_forget - a function goes, as with its module: no entry names it any more; P */
void tasklets_forget(void (*func)(unsigned long data));

#endif
