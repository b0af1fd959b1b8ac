// SPDX-License-Identifier: MIT
/*
 * bench.c - how many instructions each path takes
 *
 * Idea:    under `-icount shift=0` one instruction is one nanosecond and one tick of the TSC, so a
 *          figure is a count, the same on every run, and can be held against a target. Every
 *          experiment is warmed up, repeated, and its stopwatch's own cost taken off; nothing that
 *          a user's run has on is switched off. The host's half (tools/bench) adds the targets.
 * Context: process.
 * See:     internal.h, docs/
 */
#include "internal.h"
#include <asm/irqchip.h>
#include <halves/console.h>
#include <halves/hostfile.h>
#include <halves/program.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#define ROUNDS	    1000
#define WARM_UP	    10
#define ITEMS_TOTAL 1000000U /* an experiment with many items has fewer rounds, at least 100 */

static char *only = "";
module_param(only, charp, 0444);
MODULE_PARM_DESC(only, "measure only what has this text in a key");

struct edu_device *bench_edu;

static u32 stopwatch_cost; /* what two looks at the TSC count when nothing is between them */

/* ---- memory: one number ---------------------------------------------------------------------- */

static u32 memory_taken_kb;

static int memory_round(unsigned int k, u32 *samples)
{
	samples[0] = memory_taken_kb;
	return 0;
}

const struct bench_experiment bench_memory = {
	.keys = { "memory_kb" },
	.unit = BENCH_PLAIN,
	.rounds = 1,
	.round = memory_round,
};

/* ---- all of them, in the order of the table -------------------------------------------------- */

static const struct bench_experiment *const experiments[] = {
	&bench_irq_entry,
	&bench_irq_roundtrip,
	&bench_softirq,
	&bench_tasklet,
	&bench_work,
	&bench_completion,
	&bench_waitqueue,
	&bench_tasklet_items,
	&bench_work_items,
	&bench_timer_items,
	&bench_throughput_none,
	&bench_throughput_softirq,
	&bench_throughput_tasklet,
	&bench_throughput_work,
	&bench_event,
	&bench_memory,
};

static const unsigned int item_counts[] = { 1, 16, 256, BENCH_K_MAX };

/* ---- measuring ------------------------------------------------------------------------------- */

static void measure_stopwatch(void)
{
	unsigned int i;

	stopwatch_cost = U32_MAX;
	for (i = 0; i < ROUNDS; i++) {
		u64 begin = get_cycles(), end = get_cycles();

		stopwatch_cost = min_t(u32, stopwatch_cost, end - begin);
	}
}

/* Figures are kept in hundredths: of an item's few instructions a half counts. */
static u32 figure(const struct bench_experiment *experiment, unsigned int k, u32 sample)
{
	static const u8 divisors[] = { [BENCH_TICKS] = 1, [BENCH_PAIR] = 2, [BENCH_ITEMS] = 1 };

	if (experiment->unit == BENCH_PLAIN)
		return sample * 100;
	sample = sample > stopwatch_cost ? sample - stopwatch_cost : 0;
	return min_t(u64, div_u64(sample * 100ULL, divisors[experiment->unit] * k), U32_MAX);
}

/**
 * bench_measure - run one experiment
 * @experiment: which
 * @k: items of a round; 1 where the experiment has no items
 * @samples: room for BENCH_FIGURES * @rounds
 * @stats: one for each of the experiment's keys; in hundredths
 * @rounds: how many samples of each, after the warm-up
 *
 * Return: 0, or -errno. Context: process; sleeps. Locking: one caller at a time.
 */
int bench_measure(const struct bench_experiment *experiment, unsigned int k, u32 *samples,
		  struct stats *stats, unsigned int rounds)
{
	unsigned int n, f;
	u32 sample[BENCH_FIGURES];
	int err = experiment->setup ? experiment->setup(k) : 0;

	if (err)
		return err;
	for (n = 0; n < WARM_UP + rounds && !err; n++) {
		err = experiment->round(k, sample);
		for (f = 0; n >= WARM_UP && f < BENCH_FIGURES && experiment->keys[f]; f++)
			samples[f * rounds + n - WARM_UP] = figure(experiment, k, sample[f]);
	}
	if (experiment->teardown)
		experiment->teardown(k);
	for (f = 0; !err && f < BENCH_FIGURES && experiment->keys[f]; f++)
		stats_of(samples + f * rounds, rounds, &stats[f]);
	return err;
}

/* ---- all figures ----------------------------------------------------------------------------- */

struct result {
	bool there;
	struct stats stats[ARRAY_SIZE(item_counts)][BENCH_FIGURES];
};

static unsigned int nr_counts(const struct bench_experiment *experiment)
{
	return experiment->unit == BENCH_ITEMS ? ARRAY_SIZE(item_counts) : 1;
}

static int measure(const struct bench_experiment *experiment, u32 *samples, struct result *result)
{
	unsigned int rounds = experiment->rounds ?: ROUNDS;
	unsigned int i;
	int err;

	for (i = 0; i < nr_counts(experiment); i++) {
		unsigned int k = experiment->unit == BENCH_ITEMS ? item_counts[i] : 1;

		err = bench_measure(experiment, k, samples, result->stats[i],
				    clamp(ITEMS_TOTAL / k, 100U, rounds));
		if (err) {
			if (experiment->wants_edu && !edu_answers(bench_edu))
				err = -ENODEV;
			pr_err("bench: %s: error %d\n", experiment->keys[0], err);
			return err;
		}
	}
	result->there = true;
	return 0;
}

static bool wanted(const struct bench_experiment *experiment)
{
	unsigned int f;

	if (experiment->wants_edu && !bench_edu)
		return false;
	for (f = 0; f < BENCH_FIGURES && experiment->keys[f]; f++)
		if (strstr(experiment->keys[f], only))
			return true;
	return false;
}

static int measure_all(u32 *samples, struct result *results)
{
	unsigned int i, measured = 0;
	int err = 0;

	measure_stopwatch();
	for (i = 0; i < ARRAY_SIZE(experiments) && !err; i++) {
		if (!wanted(experiments[i]))
			continue;
		err = measure(experiments[i], samples, &results[i]);
		measured++;
	}
	if (!measured) {
		pr_err("bench: bench.only=%s: no figure that can be measured has that in its key\n",
		       only);
		err = -EINVAL;
	}
	return err;
}

/* ---- telling them ---------------------------------------------------------------------------- */

/* 1200 hundredths are "12", 1234 are "12.34". */
static const char *number(char *buf, size_t size, u32 hundredths)
{
	if (hundredths % 100)
		scnprintf(buf, size, "%u.%02u", hundredths / 100, hundredths % 100);
	else
		scnprintf(buf, size, "%u", hundredths / 100);
	return buf;
}

#define NUMBER(hundredths) number((char[16]){ 0 }, 16, hundredths)

static void print(const struct result *results)
{
	unsigned int e, f, i;
	char name[32], line[100];

	scnprintf(line, sizeof(line), "%-28s %10s %10s %10s %10s\n", "figure (in TSC ticks)", "min",
		  "median", "p99", "max");
	console_puts(line);
	for (e = 0; e < ARRAY_SIZE(experiments); e++) {
		for (f = 0; f < BENCH_FIGURES && experiments[e]->keys[f]; f++) {
			if (!results[e].there)
				continue;
			for (i = 0; i < nr_counts(experiments[e]); i++) {
				const struct stats *stats = &results[e].stats[i][f];

				scnprintf(name, sizeof(name),
					  nr_counts(experiments[e]) > 1 ? "%s[%u]" : "%s",
					  experiments[e]->keys[f], item_counts[i]);
				scnprintf(line, sizeof(line), "%-28s %10s %10s %10s %10s\n", name,
					  NUMBER(stats->min), NUMBER(stats->median),
					  NUMBER(stats->p99), NUMBER(stats->max));
				console_puts(line);
			}
		}
	}
}

static void write_stats(const struct stats *stats)
{
	hostfile_printf("{\"min\": %s, \"median\": %s, \"p99\": %s, \"max\": %s}",
			NUMBER(stats->min), NUMBER(stats->median), NUMBER(stats->p99),
			NUMBER(stats->max));
}

static void write_json(const struct result *results)
{
	unsigned int e, f, i;

	if (!hostfile_begin("bench.json"))
		return;
	hostfile_printf("{\n");
	for (e = 0; e < ARRAY_SIZE(experiments); e++) {
		for (f = 0; f < BENCH_FIGURES && experiments[e]->keys[f]; f++) {
			if (!results[e].there)
				continue;
			hostfile_printf("  \"%s\": ", experiments[e]->keys[f]);
			if (experiments[e]->unit != BENCH_ITEMS) {
				write_stats(&results[e].stats[0][f]);
			} else {
				for (i = 0; i < nr_counts(experiments[e]); i++) {
					hostfile_printf("%s\"%u\": ", i ? ", " : "{",
							item_counts[i]);
					write_stats(&results[e].stats[i][f]);
				}
				hostfile_printf("}");
			}
			hostfile_printf(",\n");
		}
	}
	hostfile_printf("  \"irqchip\": \"%s\"\n}\n", irqchip_name());
	hostfile_end();
}

static int bench_main(void)
{
	u32 *samples;
	struct result *results;
	int err = -ENOMEM;

	if (!tsc_synced) {
		pr_err("bench: this processor has no TSC: nothing to count with\n");
		return -ENODEV;
	}
	memory_taken_kb = (max_pfn - nr_free_pages()) * (PAGE_SIZE / 1024);
	bench_edu = edu_get();
	if (!bench_edu)
		pr_notice("bench: there is no edu card: figures that need one are left out\n");
	samples = kcalloc(ROUNDS * BENCH_FIGURES, sizeof(*samples), GFP_KERNEL);
	results = kcalloc(ARRAY_SIZE(experiments), sizeof(*results), GFP_KERNEL);
	if (samples && results)
		err = measure_all(samples, results);
	else
		pr_err("bench: no memory\n");
	if (!err) {
		print(results);
		write_json(results);
	}
	kfree(results);
	kfree(samples);
	return err;
}

PROGRAM(bench, bench_main, "how many instructions each path takes");
