// SPDX-License-Identifier: MIT
/*
 * points.c - one function for each event: what its record says
 *
 * Idea:    whatever may be gone when the log is read is copied as a number or an address now. Who
 *          raises or queues draws an id and leaves it in the object, whose run takes it from there;
 *          a softirq has no object, so its ids lie in a row of the processor's, as the stamps of
 *          latency.c do and for the same reason: it may be raised again before its run begins.
 * Context: as the path's that has reached the point. Locking: a softirq's ids: irqs off.
 */
#include "internal.h"
#include <linux/hardirq.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

/* An id of this log, or 0: it was drawn before, or never. */
static u32 valid(u32 id)
{
	return (s32)(id - trace_first_id) >= 0 ? id : 0;
}

/* An event with two words. */
static __always_inline void event_of_two(enum trace_event event, u32 first, u32 second)
{
	struct trace_record *r = trace_begin(event);

	if (!r)
		return;
	r->word[0] = first;
	r->word[1] = second;
	trace_end(r);
}

/* ---- top halves ------------------------------------------------------------------------------ */

void trace_irq_handler_entry(int irq, const char *name)
{
	struct trace_record *r = trace_begin(TRACE_irq_handler_entry);

	if (!r)
		return;
	r->word[0] = irq;
	r->word[1] = (u32)trace_lasting(name);
	trace_end(r);
}

void trace_irq_handler_exit(int irq, bool handled)
{
	event_of_two(TRACE_irq_handler_exit, irq, (u32)(handled ? "handled" : "unhandled"));
}

/* ---- softirqs -------------------------------------------------------------------------------- */

struct softirq_ids {
	u32 raised, again; /* of its next run, and of the one after that; 0: none */
};

static DEFINE_PER_CPU(struct softirq_ids, ids[NR_SOFTIRQS]);

static __always_inline void softirq_event(enum trace_event event, unsigned int nr, u32 id)
{
	struct trace_record *r = trace_begin(event);

	if (!r)
		return;
	r->word[0] = nr;
	r->word[1] = (u32)softirq_names[nr];
	r->word[2] = id;
	trace_end(r);
}

/* Before its bit is set; irqs off. */
void trace_softirq_raise(unsigned int nr)
{
	struct softirq_ids *s = this_cpu_ptr(&ids[nr]);
	u32 *id;

	if (local_softirq_pending() & 1 << nr) {
		id = valid(s->again) ? &s->again : &s->raised; /* one run for both (S50) */
	} else {
		id = valid(s->raised) ? &s->again : &s->raised;
		*id = trace_draw_id();
	}
	softirq_event(TRACE_softirq_raise, nr, valid(*id));
}

void trace_softirq_entry(unsigned int nr)
{
	unsigned long flags = raw_local_save_flags();
	struct softirq_ids *s;
	u32 id;

	raw_local_irq_disable();
	s = this_cpu_ptr(&ids[nr]);
	id = valid(s->raised);
	s->raised = s->again;
	s->again = 0;
	raw_local_irq_restore(flags);
	softirq_event(TRACE_softirq_entry, nr, id);
}

void trace_softirq_exit(unsigned int nr)
{
	softirq_event(TRACE_softirq_exit, nr, 0);
}

/* ---- tasklets -------------------------------------------------------------------------------- */

static __always_inline void tasklet_event(enum trace_event event, const struct tasklet_struct *t)
{
	struct trace_record *r = trace_begin(event);

	if (!r)
		return;
	r->word[0] = (u32)t;
	r->word[1] = (u32)t->func;
	r->word[2] = valid(t->trace_id);
	trace_end(r);
}

void trace_tasklet_schedule(struct tasklet_struct *t)
{
	t->trace_id = trace_draw_id();
	tasklet_event(TRACE_tasklet_schedule, t);
}

/* Before it can be scheduled again: the id is still that of this run. */
void trace_tasklet_entry(struct tasklet_struct *t)
{
	tasklet_event(TRACE_tasklet_entry, t);
}

void trace_tasklet_exit(struct tasklet_struct *t)
{
	tasklet_event(TRACE_tasklet_exit, t);
}

/* ---- works ----------------------------------------------------------------------------------- */

void trace_workqueue_queue_work(struct work_struct *work, const char *queue, int cpu)
{
	struct trace_record *r;

	work->trace_id = trace_draw_id();
	r = trace_begin(TRACE_workqueue_queue_work);
	if (!r)
		return;
	r->word[0] = (u32)work;
	r->word[1] = (u32)work->func;
	r->word[2] = (u32)trace_lasting(queue);
	r->word[3] = cpu;
	r->word[4] = work->trace_id;
	trace_end(r);
}

void trace_workqueue_execute_start(struct work_struct *work)
{
	struct trace_record *r = trace_begin(TRACE_workqueue_execute_start);

	if (!r)
		return;
	r->word[0] = (u32)work;
	r->word[1] = (u32)work->func;
	r->word[2] = valid(work->trace_id);
	trace_end(r);
}

/* @work may be gone. */
void trace_workqueue_execute_end(const void *work, void *func)
{
	event_of_two(TRACE_workqueue_execute_end, (u32)work, (u32)func);
}

/* ---- timers ---------------------------------------------------------------------------------- */

void trace_timer_start(struct timer_list *timer)
{
	struct trace_record *r;

	timer->trace_id = trace_draw_id();
	r = trace_begin(TRACE_timer_start);
	if (!r)
		return;
	r->word[0] = (u32)timer;
	r->word[1] = (u32)timer->function;
	r->word[2] = timer->expires;
	r->word[3] = timer->expires - jiffies;
	r->word[4] = timer->trace_id;
	trace_end(r);
}

void trace_timer_cancel(struct timer_list *timer)
{
	event_of_two(TRACE_timer_cancel, (u32)timer, valid(timer->trace_id));
}

/* @id: the timer's when it was taken off; it may have been armed again since. */
void trace_timer_expire_entry(struct timer_list *timer, u32 id)
{
	struct trace_record *r = trace_begin(TRACE_timer_expire_entry);

	if (!r)
		return;
	r->word[0] = (u32)timer;
	r->word[1] = (u32)timer->function;
	r->word[2] = jiffies;
	r->word[3] = valid(id);
	trace_end(r);
}

/* @timer may be gone. */
void trace_timer_expire_exit(const void *timer, void *func)
{
	event_of_two(TRACE_timer_expire_exit, (u32)timer, (u32)func);
}

/* ---- threads --------------------------------------------------------------------------------- */

static u32 linux_prio(const struct task_struct *p)
{
	return p->prio + 100; /* below 100 are Linux's real-time threads */
}

static const char *state_of(const struct task_struct *p, bool preempted)
{
	if (preempted)
		return "R+";
	return p->state & TASK_DEAD	       ? "X" :
	       p->state & TASK_UNINTERRUPTIBLE ? "D" :
	       p->state & TASK_INTERRUPTIBLE   ? "S" :
						 "R";
}

void trace_sched_switch(struct task_struct *prev, struct task_struct *next, bool preempted)
{
	struct trace_record *r = trace_begin(TRACE_sched_switch);

	if (!r)
		return;
	r->word[0] = prev->pid;
	r->word[1] = linux_prio(prev);
	r->word[2] = (u32)state_of(prev, preempted);
	r->word[3] = next->pid;
	r->word[4] = linux_prio(next);
	trace_end(r);
}

void trace_sched_wakeup(struct task_struct *p)
{
	struct trace_record *r = trace_begin(TRACE_sched_wakeup);

	if (!r)
		return;
	r->word[0] = p->pid;
	r->word[1] = linux_prio(p);
	r->word[2] = p->cpu;
	trace_end(r);
}

/* ---- tests ----------------------------------------------------------------------------------- */

#ifdef CONFIG_TESTS
static void kunit_event(enum trace_event event, const char *suite, const char *name)
{
	struct trace_record *r = trace_begin(event);

	if (!r)
		return;
	r->word[0] = (u32)trace_lasting(suite);
	r->word[1] = (u32)trace_lasting(name);
	trace_end(r);
}

void trace_kunit_case(const char *suite, const char *name)
{
	kunit_event(TRACE_kunit_case, suite, name);
}

void trace_kunit_case_end(const char *suite, const char *name)
{
	kunit_event(TRACE_kunit_case_end, suite, name);
}

void trace_kunit_failed(const char *file, int line)
{
	struct trace_record *r = trace_begin(TRACE_kunit_failed);

	if (!r)
		return;
	r->word[0] = (u32)trace_lasting(file);
	r->word[1] = line;
	trace_end(r);
}

void trace_mark(const char *text)
{
	struct trace_record *r = trace_begin(TRACE_tracing_mark_write);

	if (!r)
		return;
	r->word[0] = (u32)trace_lasting(text);
	trace_end(r);
}
#endif
