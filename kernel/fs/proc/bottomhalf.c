// SPDX-License-Identifier: MIT
/*
 * bottomhalf.c - /proc/timer_list, workqueues, tasklets, latency: the bottom halves, one by one
 *
 * timer_list has Linux's name and form, as far as there is the same to tell; the others are ours:
 * a line of titles, then a line for each, words set apart by blanks, the names last. The form of
 * latency stands in <halves/latency.h>.
 * Context: process.
 */
#include <halves/latency.h>
#include <halves/tasklet_stats.h>
#include <halves/workqueue_stats.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/time.h>
#include <linux/timer.h>
#include "internal.h"

static void show_timers_of(struct seq_file *m, int cpu, struct timer_copies *copies)
{
	unsigned int i;

	copies->count = 0;
	for_each_timer_of(cpu, copy_timer, copies);
	seq_printf(m, "\ncpu: %d\n active timers: %u\n", cpu, copies->count);
	for (i = 0; i < min_t(unsigned int, copies->count, TIMER_COPIES); i++)
		seq_printf(m, " #%u: %ps\n # expires at %lu jiffies [in %ld jiffies]\n", i,
			   copies->timer[i].function, copies->timer[i].expires,
			   (long)(copies->timer[i].expires - jiffies));
}

static int show_timer_list(struct seq_file *m, void *v)
{
	struct timer_copies *copies = kmalloc(sizeof(*copies), GFP_KERNEL);
	int cpu;

	if (!copies)
		return -ENOMEM;
	seq_printf(m, "Timer List Version: halves\nnow at %llu nsecs\njiffies: %lu\n",
		   sched_clock(), jiffies);
	for_each_online_cpu(cpu)
		show_timers_of(m, cpu, copies);
	kfree(copies);
	return 0;
}

static void show_worker(const struct worker_stats *stats, void *data)
{
	struct seq_file *m = data;

	seq_printf(m, "%6u %6u %10lu  %-16s ", stats->queued, stats->timed, stats->done,
		   stats->worker);
	if (stats->running)
		seq_printf(m, "%ps\n", stats->running);
	else
		seq_puts(m, "-\n");
}

static int show_workqueues(struct seq_file *m, void *v)
{
	seq_printf(m, "%6s %6s %10s  %-16s %s\n", "queued", "timed", "done", "worker", "running");
	workqueue_for_each_worker(show_worker, m);
	return 0;
}

static void show_tasklet(const struct tasklet_stats *stats, void *data)
{
	struct seq_file *m = data;
	int cpu;

	seq_printf(m, "%9u %8u %7u", stats->scheduled, stats->disabled, stats->running);
	for_each_online_cpu(cpu)
		seq_printf(m, " %10lu", stats->runs[cpu]);
	seq_printf(m, stats->func ? "  %ps\n" : "  others\n", (void *)stats->func);
}

/* Of each function: how many wait, are disabled, run, and how often they ran on each processor. */
static int show_tasklets(struct seq_file *m, void *v)
{
	int cpu;

	seq_printf(m, "%9s %8s %7s", "scheduled", "disabled", "running");
	for_each_online_cpu(cpu)
		seq_printf(m, " %9s%d", "CPU", cpu);
	seq_puts(m, "  function\n");
	tasklets_for_each_function(show_tasklet, m);
	return 0;
}

static void show_histogram(const char *kind, const char *name, const struct latency_histogram *h,
			   void *data)
{
	struct seq_file *m = data;
	int b;

	seq_printf(m, "%s %s", kind, name);
	for (b = 0; b < LATENCY_BUCKETS; b++)
		seq_printf(m, " %d", atomic_read(&h->count[b]));
	seq_putc(m, '\n');
}

static int show_latency(struct seq_file *m, void *v)
{
	seq_printf(m, "tracing %d\nbuckets %d\n", latency_tracing, LATENCY_BUCKETS);
	latency_for_each(show_histogram, m);
	return 0;
}

static int __init proc_bottomhalf_init(void)
{
	proc_create_single("timer_list", 0, NULL, show_timer_list);
	proc_create_single("workqueues", 0, NULL, show_workqueues);
	proc_create_single("tasklets", 0, NULL, show_tasklets);
	proc_create_single("latency", 0, NULL, show_latency);
	return 0;
}
module_init(proc_bottomhalf_init);
