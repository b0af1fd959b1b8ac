// SPDX-License-Identifier: MIT
/*
 * format.c - the text of a record, as ftrace writes it
 *
 *            init-1     [000] d.s1     0.123456: softirq_entry: vec=5 [action=TASKLET] id=7
 *
 * Idea:    the list of events says how the words behind the event's name are to be printed; here
 *          it becomes a table, which the host reads, too, out of the image (tools/halves/trace.py).
 *          Each conversion takes one word, so a format is printed piece by piece.
 * Context: process.
 */
#include "internal.h"
#include <asm/tsc.h>
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/time.h>

#define TRACE_FORMAT(_name, _format) [TRACE_##_name] = { .name = #_name, .format = _format },

/* The last one has no name: there the host stops. */
const struct trace_format trace_formats[NR_TRACE_EVENTS + 1] = { TRACE_EVENTS(TRACE_FORMAT) };

/**
 * trace_conversion - the next conversion of a format
 * @format: where to begin; afterwards behind it
 *
 * Return: its letter, 'S' for %ps; 0: there is none. Context: any.
 */
char trace_conversion(const char **format)
{
	const char *p = strchr(*format, '%');
	char letter;

	if (!p)
		return 0;
	for (p++; isdigit(*p) || *p == 'l'; p++)
		;
	letter = *p++;
	if (letter == 'p' && *p == 's') {
		letter = 'S';
		p++;
	}
	*format = p;
	return letter;
}

/** trace_context - TRACE_ bits, and the count of preemption in bits 8 to 15; any context */
u32 trace_context(const struct trace_record *r)
{
	return (raw_irqs_disabled_flags(r->flags) ? TRACE_IRQSOFF : 0) |
	       (r->count & HARDIRQ_MASK ? TRACE_HARDIRQ : 0) |
	       (r->count & SOFTIRQ_MASK ? TRACE_SOFTIRQ : 0) | (r->count & PREEMPT_MASK) << 8;
}

static void show_words(struct seq_file *m, const char *format, const u32 *word)
{
	for (;;) {
		const char *begin = format;
		char letter = trace_conversion(&format);
		char piece[64], comm[TASK_COMM_LEN];

		if (!letter)
			break;
		strlcpy(piece, begin, min_t(size_t, sizeof(piece), format - begin + 1));
		if (letter == 'T') {
			piece[strlen(piece) - 1] = 's';
			seq_printf(m, piece, trace_comm(*word, comm, sizeof(comm)));
		} else {
			seq_printf(m, piece, *word++);
		}
	}
	seq_printf(m, "%s\n", format);
}

/** trace_show - one line; process */
void trace_show(struct seq_file *m, const struct trace_record *r, int cpu)
{
	const struct trace_format *format = &trace_formats[trace_event_of(r)];
	u32 context = trace_context(r), pid = trace_pid_of(r), us;
	u64 seconds =
		div_u64_rem(div_u64(clock_ns(cpu, r->stamp), NSEC_PER_USEC), USEC_PER_SEC, &us);
	char comm[TASK_COMM_LEN];

	seq_printf(m,
		   "%16s-%-6u [%03d] %c.%c%c %5llu.%06u: %s: ", trace_comm(pid, comm, sizeof(comm)),
		   pid, cpu, context & TRACE_IRQSOFF ? 'd' : '.',
		   context & TRACE_HARDIRQ ? (context & TRACE_SOFTIRQ ? 'H' : 'h') :
		   context & TRACE_SOFTIRQ ? 's' :
					     '.',
		   context >> 8 ? "0123456789abcdef"[min_t(u32, context >> 8, 15)] : '.', seconds,
		   us, format->name);
	show_words(m, format->format, r->word);
}
