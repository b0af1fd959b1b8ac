/* SPDX-License-Identifier: MIT */
/*
 * compare.h - measure a way of handling an interrupt in two halves, of ours or of your own
 *
 * One device interrupts; in its top half the mechanism under test is asked to bring the body to
 * run; the body is the same for all and samples where it finds itself. So a mechanism is three
 * short functions, and one of your own is compared by calling compare_measure() with it:
 *
 *	static void my_fn(unsigned long run)	    { compare_body((struct compare_run *)run); }
 *	static int my_setup(struct compare_run *run)
 *	{
 *		tasklet_init(&mine, my_fn, (unsigned long)run);
 *		return 0;
 *	}
 *	static void my_raise(struct compare_run *run)	 { tasklet_schedule(&mine); }
 *	static void my_teardown(struct compare_run *run) { tasklet_kill(&mine); }
 *
 * See: kernel/compare/, tests/kernel/compare_test.c
 */
#ifndef _HALVES_COMPARE_H
#define _HALVES_COMPARE_H

#include <halves/context.h>
#include <halves/stats.h>
#include <linux/sched.h>

struct compare_run;

struct compare_mechanism {
	const char *name;
	int (*setup)(struct compare_run *run);	   /* P: 0 or -errno; may be NULL */
	void (*raise)(struct compare_run *run);	   /* in the top half: have the body run */
	void (*teardown)(struct compare_run *run); /* P: the body will not run again; may be NULL */
	bool direct; /* raise() is the body: its latency counts from the device */
	bool sleeps; /* the body sleeps for a tick before it works */
};

struct compare_setup {
	unsigned int count;   /* interrupts */
	unsigned int work_us; /* work that each of them brings */
	unsigned int burst;   /* how many come before any bottom half can run */
	bool spread;	      /* once more, an interrupt for each processor at a time */
};

/* Times in ns. runs + merged = count: a run that served three interrupts merged two. */
struct compare_result {
	const char *name;
	enum context context;	    /* of the strictest run */
	char thread[TASK_COMM_LEN]; /* whose stack the last run was on */
	bool may_sleep;		    /* in every run */
	unsigned int runs, merged;
	struct stats top_half;	/* first to last line of the top half */
	struct stats start;	/* raise (direct: device write) to first line of the body */
	struct stats done;	/* device write to last line of the body */
	struct stats tick_late; /* timer's edge to its top half, while the others were busy */
	u32 irqs_off_max;
	unsigned int switches_milli; /* thread switches for 1000 interrupts */
	/* With spread: of that pass. */
	unsigned int max_concurrency; /* the most bodies that ran at once … */
	unsigned int cpus_used;	      /* … and on how many processors bodies ran at all */
	struct stats lock;	      /* what the body waited for its lock, and to take it */
	unsigned int histogram[STATS_BUCKETS]; /* of start, by stats_bucket() */
};

int compare_measure(const struct compare_mechanism *mechanism, const struct compare_setup *setup,
		    struct compare_result *result);
const char *compare_source(void);
void compare_body(struct compare_run *run);

#define COMPARE_MECHANISMS 8
extern const struct compare_mechanism compare_mechanisms[COMPARE_MECHANISMS];

#endif
