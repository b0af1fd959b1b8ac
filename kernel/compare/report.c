// SPDX-License-Identifier: MIT
/*
 * report.c - the comparison for a person to read: a table, a histogram, three sentences
 *
 * Idea:    the table has one figure of each series, the one that decides: the median for what
 *          happens each time, the maximum for what others had to wait. The histogram shows that a
 *          latency is a distribution, not a number. The sentences are made from the figures, so
 *          they are true of this run, whatever it was.
 * Context: process.
 */
#include "internal.h"
#include <halves/console.h>
#include <linux/mutex.h>
#include <linux/string.h>

#define LINE_MAX 100

static DEFINE_MUTEX(report_lock);
static struct seq_file *reader; /* where it goes; NULL: to the consoles. report_lock */

static void put(const char *text)
{
	if (reader)
		seq_puts(reader, text);
	else
		console_puts(text);
}

/* One line of at most LINE_MAX columns, made piece by piece. */
struct line {
	char text[LINE_MAX + 2];
	size_t len;
};

static void __printf(2, 3) add(struct line *line, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	line->len += vscnprintf(line->text + line->len, LINE_MAX + 1 - line->len, fmt, args);
	va_end(args);
}

static void finish(struct line *line)
{
	while (line->len && line->text[line->len - 1] == ' ')
		line->len--;
	strcpy(line->text + line->len, "\n");
	put(line->text);
	line->len = 0;
}

/* compare_clock - what the stamps are read from */
const char *compare_clock(void)
{
	return tsc_present ? "tsc" : "pit";
}

/* ---- the table ------------------------------------------------------------------------------- */

#define ROW "%-13s %-7s %-9s %-5s"

static void print_table(const struct compare_result *results, unsigned int n)
{
	struct line line = { .len = 0 };
	const struct compare_result *r;

	add(&line, ROW " %6s %8s %8s %8s %9s %9s %8s", "", "", "", "may", "", "top half", "start",
	    "done", "tick late", "irqs off", "switches");
	finish(&line);
	add(&line, ROW " %6s %8s %8s %8s %9s %9s %8s", "mechanism", "context", "thread", "sleep",
	    "runs", "median", "median", "median", "max", "max", "each");
	finish(&line);
	for (r = results; r < results + n; r++) {
		add(&line, ROW " %6u %8u %8u %8u %9u %9u %4u.%03u", r->name,
		    context_name(r->context), r->thread, r->may_sleep ? "yes" : "no", r->runs,
		    r->top_half.median, r->start.median, r->done.median, r->tick_late.max,
		    r->irqs_off_max, r->switches_milli / 1000, r->switches_milli % 1000);
		finish(&line);
	}
}

/* ---- several processors ---------------------------------------------------------------------- */

static void print_meetings(const struct compare_result *results, unsigned int n)
{
	struct line line = { .len = 0 };
	const struct compare_result *r;

	add(&line, "Once more, and each of the %d processors takes one before the first is served:",
	    num_online_cpus());
	finish(&line);
	put("\n");
	add(&line, "%-13s %8s %10s %10s %10s", "", "most", "processors", "lock", "lock");
	finish(&line);
	add(&line, "%-13s %8s %10s %10s %10s", "mechanism", "at once", "used", "median", "max");
	finish(&line);
	for (r = results; r < results + n; r++) {
		add(&line, "%-13s %8u %10u %10u %10u", r->name, r->max_concurrency, r->cpus_used,
		    r->lock.median, r->lock.max);
		finish(&line);
	}
	put("\n");
}

/* ---- the histogram --------------------------------------------------------------------------- */

/* Of all the buckets, those that anybody's samples fall in, and at most as many as fit. */
static void print_histogram(const struct compare_result *results, unsigned int n)
{
	enum { COLUMNS = 12 };
	struct line line = { .len = 0 };
	unsigned int i, b, from = STATS_BUCKETS - 1, to = 0;

	for (i = 0; i < n; i++) {
		from = min(from, stats_bucket(results[i].start.min));
		to = max(to, stats_bucket(results[i].start.max));
	}
	to = min(to, from + COLUMNS - 1);
	add(&line, "%-13s", "at least");
	for (b = from; b <= to; b++)
		add(&line, " %6u", b ? 1U << (b - 1) : 0);
	finish(&line);
	for (i = 0; i < n; i++) {
		unsigned int more = 0;

		add(&line, "%-13s", results[i].name);
		for (b = to + 1; b < STATS_BUCKETS; b++)
			more += results[i].histogram[b];
		for (b = from; b <= to; b++) {
			unsigned int events = results[i].histogram[b] + (b == to ? more : 0);

			if (events)
				add(&line, " %6u", events);
			else
				add(&line, " %6s", ".");
		}
		finish(&line);
	}
}

/* ---- the sentences --------------------------------------------------------------------------- */

/* Print a sentence in lines of at most LINE_MAX columns, broken between words. */
static void __printf(1, 2) say(const char *fmt, ...)
{
	struct line line = { .len = 0 };
	char sentence[480], *text = sentence;
	va_list args;

	va_start(args, fmt);
	vscnprintf(sentence, sizeof(sentence), fmt, args);
	va_end(args);
	while (*text) {
		size_t word = strcspn(text, " ");

		if (line.len + word > LINE_MAX)
			finish(&line);
		add(&line, "%.*s ", (int)word, text);
		text = skip_spaces(text + word);
	}
	finish(&line);
}

static u32 irqs_off(const struct compare_result *r)
{
	return r->irqs_off_max;
}

static u32 starts(const struct compare_result *r)
{
	return r->start.median;
}

static u32 takes(const struct compare_result *r)
{
	return r->done.median;
}

/* Of the results of one context (-1: of any) the one with the largest (or smallest) figure. */
static const struct compare_result *most(const struct compare_result *results, unsigned int n,
					 int context, u32 (*figure)(const struct compare_result *),
					 bool largest)
{
	const struct compare_result *r, *best = NULL;

	for (r = results; r < results + n; r++) {
		if (context >= 0 && r->context != context)
			continue;
		if (!best || (largest ? figure(r) > figure(best) : figure(r) < figure(best)))
			best = r;
	}
	return best;
}

static void say_who_waits(const struct compare_result *results, unsigned int n)
{
	const struct compare_result *worst = most(results, n, -1, irqs_off, true);
	const struct compare_result *best = most(results, n, -1, irqs_off, false);

	say("Who waits: with %s interrupts were off for up to %u ns, and the timer's tick came up "
	    "to %u ns late; with %s it was %u and %u ns.",
	    worst->name, worst->irqs_off_max, worst->tick_late.max, best->name, best->irqs_off_max,
	    best->tick_late.max);
}

static void say_what_a_thread_costs(const struct compare_result *results, unsigned int n)
{
	const struct compare_result *with = most(results, n, CONTEXT_PROCESS, starts, false);
	const struct compare_result *without = most(results, n, CONTEXT_SOFTIRQ, starts, false);

	if (!with || !without)
		return;
	say("What a thread costs: %s, the quickest in a thread, began %u ns after its raise and "
	    "took %u.%03u thread switches an interrupt; %s, the quickest without one, %u ns and "
	    "%u.%03u.",
	    with->name, with->start.median, with->switches_milli / 1000,
	    with->switches_milli % 1000, without->name, without->start.median,
	    without->switches_milli / 1000, without->switches_milli % 1000);
}

static void say_who_may_sleep(const struct compare_result *results, unsigned int n)
{
	const struct compare_result *longest = most(results, n, CONTEXT_PROCESS, takes, true);
	const struct compare_result *r;
	char names[160];
	size_t len = 0;

	if (!longest)
		return;
	for (r = results; r < results + n; r++)
		if (r->may_sleep)
			len += scnprintf(names + len, sizeof(names) - len, len ? ", %s" : "%s",
					 r->name);
	say("Who may sleep: %s. With %s an interrupt was done after %u ns, and yet the tick was "
	    "never more than %u ns late.",
	    len ? names : "none", longest->name, longest->done.median, longest->tick_late.max);
}

/* Names of those of which several ran at once, or of those of which never more than one did. */
static void list_names(char *names, size_t size, const struct compare_result *results,
		       unsigned int n, bool several)
{
	const struct compare_result *r;
	size_t len = 0;

	strscpy(names, "none", size);
	for (r = results; r < results + n; r++)
		if ((r->max_concurrency > 1) == several)
			len += scnprintf(names + len, size - len, len ? ", %s" : "%s", r->name);
}

static void say_who_needs_a_lock(const struct compare_result *results, unsigned int n)
{
	char several[160], one[160];

	list_names(several, sizeof(several), results, n, true);
	list_names(one, sizeof(one), results, n, false);
	say("Who needs a lock against itself: %s; their bodies met on several processors. Never "
	    "two at once: %s.",
	    several, one);
}

/* compare_print - all of it, to @m, or with NULL to the consoles; process */
void compare_print(struct seq_file *m, const struct compare_request *request)
{
	const struct compare_setup *setup = &request->setup;
	const struct compare_result *results = request->results;
	unsigned int n = request->n;
	struct line line = { .len = 0 };

	mutex_lock(&report_lock);
	reader = m;
	add(&line, "%u interrupts of the %s for each mechanism, %u us of work each, ", setup->count,
	    compare_source(), setup->work_us);
	if (setup->burst == 1)
		add(&line, "one at a time; times in ns");
	else
		add(&line, "%u at a time; times in ns", setup->burst);
	finish(&line);
	put("\n");
	print_table(results, n);
	put("\nHow many interrupts waited how long, from the raise to the body (hardirq: from "
	    "the device):\n\n");
	print_histogram(results, n);
	put("\n");
	if (setup->spread)
		print_meetings(results, n);
	if (n > 1) { /* each of them holds several against each other */
		say_who_waits(results, n);
		say_what_a_thread_costs(results, n);
		say_who_may_sleep(results, n);
		if (setup->spread)
			say_who_needs_a_lock(results, n);
	}
	mutex_unlock(&report_lock);
}
