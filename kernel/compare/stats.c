// SPDX-License-Identifier: MIT
/*
 * stats.c - minimum, median, 99th percentile, maximum; powers of two
 *
 * Idea:    the p-th percentile of n sorted samples is the one at rank p * n / 100, rounded up: the
 *          smallest sample that p of a hundred do not exceed ("nearest rank"). Of four samples the
 *          median is thus the second.
 * Context: any. Locking: none; the series is the caller's.
 * See:     tests/kernel/compare_test.c
 */
#include <halves/stats.h>
#include <linux/kernel.h>
#include <linux/sort.h>

static int ascending(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return (x > y) - (x < y);
}

static u32 percentile(const u32 *sorted, unsigned int n, unsigned int percent)
{
	/* n * percent / 100, rounded up, without a product that could overflow */
	unsigned int rank = n / 100 * percent + DIV_ROUND_UP(n % 100 * percent, 100);

	return sorted[rank - 1];
}

/**
 * stats_of - sort a series and pick the four values that describe it
 * @samples: the series; sorted afterwards
 * @n: how many; of none all four values are 0
 * @stats: the result
 *
 * Return: nothing. Context: any; takes n * log(n) steps. Locking: none.
 */
void stats_of(u32 *samples, unsigned int n, struct stats *stats)
{
	*stats = (struct stats){ 0 };
	if (!n)
		return;
	sort(samples, n, sizeof(*samples), ascending, NULL);
	stats->min = samples[0];
	stats->median = percentile(samples, n, 50);
	stats->p99 = percentile(samples, n, 99);
	stats->max = samples[n - 1];
}

/**
 * stats_bucket - which power of two a sample belongs to
 * @sample: any value
 *
 * Return: 0 for 0, else b such that 2^(b-1) <= @sample < 2^b; always < STATS_BUCKETS.
 * Context: any. Locking: none.
 */
unsigned int stats_bucket(u32 sample)
{
	return sample ? 32 - __builtin_clz(sample) : 0;
}
