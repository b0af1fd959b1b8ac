// SPDX-License-Identifier: MIT
/*
 * json.c - the comparison for a program to read: compare.json on the host
 *
 * Idea:    one object, one line a mechanism, every key always there, integers in ns. The same run
 *          gives the same bytes.
 * Context: process.
 * See:     <halves/hostfile.h>
 */
#include "internal.h"
#include <halves/hostfile.h>
#include <linux/string.h>

static void write_stats(const char *key, const struct stats *stats)
{
	hostfile_printf(", \"%s\": {\"min\": %u, \"median\": %u, \"p99\": %u, \"max\": %u}", key,
			stats->min, stats->median, stats->p99, stats->max);
}

static void write_result(const struct compare_result *result)
{
	char thread[TASK_COMM_LEN];
	char *c;

	strscpy(thread, result->thread, sizeof(thread));
	for (c = thread; *c; c++) /* a thread's name is free, a JSON string is not */
		if (*c == '"' || *c == '\\' || *c < ' ')
			*c = '?';
	hostfile_printf("    {\"name\": \"%s\", \"context\": \"%s\", \"thread\": \"%s\"",
			result->name, context_name(result->context), thread);
	hostfile_printf(", \"may_sleep\": %s, \"runs\": %u, \"merged\": %u",
			result->may_sleep ? "true" : "false", result->runs, result->merged);
	write_stats("top_half_ns", &result->top_half);
	write_stats("start_latency_ns", &result->start);
	write_stats("done_latency_ns", &result->done);
	write_stats("tick_late_ns", &result->tick_late);
	write_stats("lock_ns", &result->lock);
	hostfile_printf(", \"irqs_off_max_ns\": %u, \"switches_per_event\": %u.%03u",
			result->irqs_off_max, result->switches_milli / 1000,
			result->switches_milli % 1000);
	hostfile_printf(", \"max_concurrency\": %u, \"cpus_used\": %u}", result->max_concurrency,
			result->cpus_used);
}

/* compare_write_json - send it; on a machine where no host listens it goes nowhere */
void compare_write_json(const struct compare_setup *setup, const struct compare_result *results,
			unsigned int n)
{
	unsigned int i;

	if (!hostfile_begin("compare.json"))
		return;
	hostfile_printf("{\n  \"source\": \"%s\", \"clock\": \"%s\", \"cpus\": %d,\n",
			compare_source(), compare_clock(), num_online_cpus());
	hostfile_printf("  \"count\": %u, \"work_us\": %u, \"burst\": %u,\n  \"mechanisms\": [\n",
			setup->count, setup->work_us, setup->burst);
	for (i = 0; i < n; i++) {
		write_result(&results[i]);
		hostfile_printf(i + 1 < n ? ",\n" : "\n");
	}
	hostfile_printf("  ]\n}\n");
	hostfile_end();
}
