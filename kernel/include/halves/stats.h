/* SPDX-License-Identifier: MIT */
/*
 * stats.h - what is left of a thousand samples: four of them
 *
 * Idea:    a mean hides what matters here: how bad the worst is, and how often. So a series of
 *          samples is sorted, and the samples at four places of it are shown. Each is a value that
 *          was really measured (nearest rank), never one between two.
 * Context: any, but sorting takes its time. Locking: the series is the caller's.
 * See:     kernel/compare/stats.c
 */
#ifndef _HALVES_STATS_H
#define _HALVES_STATS_H

#include <linux/types.h>

struct stats {
	u32 min, median, p99, max;
};

#define STATS_BUCKETS 33

void stats_of(u32 *samples, unsigned int n, struct stats *stats);
unsigned int stats_bucket(u32 sample);

#endif
