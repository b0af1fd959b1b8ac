/* SPDX-License-Identifier: MIT */
/* internal.h - a record of the event log, and the files around it */
#ifndef _TRACE_INTERNAL_H
#define _TRACE_INTERNAL_H

#include <asm/irqflags.h>
#include <halves/trace.h>
#include <linux/percpu.h>
#include <linux/threads.h>

#define TRACE_WORDS 5

struct trace_record {
	u64 stamp;		/* clock_stamp() of the processor that wrote it */
	u32 head;		/* the pid, and the event << 24 */
	u32 count;		/* the preempt count … */
	u32 flags;		/* … and the processor's flags, of who has reached the point */
	u32 word[TRACE_WORDS];	/* what the event's format wants */
};

static inline enum trace_event trace_event_of(const struct trace_record *r)
{
	return r->head >> 24;
}

static inline u32 trace_pid_of(const struct trace_record *r)
{
	return r->head & 0xffffff;
}

/* One processor's log. Its own, irqs off. Single variables: one instruction reads each. */
extern struct trace_record *trace_next, *trace_first, *trace_limit; /* per CPU; NULL: no memory */
extern u32 trace_written; /* per CPU: records since it was cleared */
extern bool trace_outside;	      /* each event needs trace_send(), too */
extern u32 trace_first_id;	      /* ids drawn before it are of an older log */

/* record.c */
struct trace_record *__trace_begin(u32 event_shifted) __attribute__((__returns_nonnull__));
u32 trace_draw_id(void);
void trace_forget_ring(void *unused);

/* port.c */
void __keeps_registers trace_send(struct trace_record *r);
void trace_send_task(u32 pid, const char *comm);
void trace_port_begin(void);
void trace_break_here(const struct trace_record *r);
extern unsigned int trace_break, trace_most;

/* names.c */
const char *trace_lasting(const char *name);
const char *trace_comm(u32 pid, char *buf, size_t size);
void trace_names_begin(void);

/* format.c */
struct seq_file;
extern const struct trace_format {
	const char *name, *format;
} trace_formats[];
char trace_conversion(const char **format);
u32 trace_context(const struct trace_record *r);
void trace_show(struct seq_file *m, const struct trace_record *r, int cpu);

/* Context bits of trace_context(), as they leave through the port. */
#define TRACE_IRQSOFF 1
#define TRACE_HARDIRQ 2
#define TRACE_SOFTIRQ 4

/*
 * trace_begin - a record for an event that happens now
 * @event: which
 *
 * Return: where its words go, then trace_end() must follow; NULL: nobody wants it.
 * Context: any; irqs are off until trace_end().
 */
static __always_inline struct trace_record *trace_begin(enum trace_event event)
{
	return watching & 1U << event ? __trace_begin((u32)event << 24) : NULL;
}

/* The record is complete; interrupts as they were. */
static __always_inline void trace_end(struct trace_record *r)
{
	if (unlikely(trace_outside))
		trace_send(r);
	raw_local_irq_restore(r->flags);
}

#endif
