// SPDX-License-Identifier: MIT
/*
 * tasklet.c - deferred calls that never run on two processors at once
 *
 * Idea:    softirqs are few and fixed; a tasklet is a function with data that any driver can have.
 *          Scheduling puts it on this processor's list, unless it is on one already (the SCHED
 *          bit), and raises TASKLET_SOFTIRQ or HI_SOFTIRQ. The softirq takes the whole list and
 *          runs it front to back. The RUN bit serialises: whoever finds it set puts the tasklet
 *          back and tries in the next pass (S74). SCHED is cleared before the call, so that a
 *          tasklet can schedule itself: that run comes in a later pass (S72).
 * Context: functions run in softirq context and may not sleep. Scheduling: any context.
 * Locking: a list belongs to its processor, irqs off; the RUN bit is the lock of one tasklet.
 * See:     softirq.c and workqueue.c beside this file; LDD3 ch. 7; tests/kernel/tasklet_test.c
 */
#include <halves/bottomhalf.h>
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/handler.h>
#include <halves/onstack.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/time.h>
#include "internal.h"

#define WAIT_TOLD 2 /* waits_since is odd while it is a time */

DEFINE_PER_CPU(struct tasklet_list, tasklet_vec);
DEFINE_PER_CPU(struct tasklet_list, tasklet_hi_vec);

/* At the end: first in, first out (S76). */
static __always_inline void list_append(struct tasklet_list *list, struct tasklet_struct *t)
{
	t->next = NULL;
	*list->tail = t;
	list->tail = &t->next;
}

/* Who schedules it: for reports, where the struct has room for it. */
#ifdef CONFIG_TESTS
#define note_caller(t) ((t)->caller = _RET_IP_)
#else
#define note_caller(t) ((void)0)
#endif

/* Somebody wants to know that it is scheduled, and of its run. */
static noinline __cold void note_schedule(struct tasklet_struct *t)
{
	t->scheduled_at = latency_tracing ? latency_now() : 0;
	if (watching & WATCH_TASKLET)
		trace_tasklet_schedule(t);
	set_bit(TASKLET_STATE_TIMED, &t->state);
}

static __always_inline void schedule_on(struct tasklet_list *lists, unsigned int nr,
					struct tasklet_struct *t)
{
	unsigned long flags;

	note_caller(t);
	onstack_queued(t, &onstack_tasklet);
	local_irq_save(flags);
	if (watching & (WATCH_LATENCY | WATCH_TASKLET))
		note_schedule(t);
	list_append(this_cpu_ptr(lists), t);
	raise_softirq_irqoff(nr);
	local_irq_restore(flags);
}

void __tasklet_schedule(struct tasklet_struct *t)
{
	schedule_on(&tasklet_vec, TASKLET_SOFTIRQ, t);
}
EXPORT_SYMBOL(__tasklet_schedule);

void __tasklet_hi_schedule(struct tasklet_struct *t)
{
	schedule_on(&tasklet_hi_vec, HI_SOFTIRQ, t);
}
EXPORT_SYMBOL(__tasklet_hi_schedule);

static __always_inline bool tasklet_trylock(struct tasklet_struct *t)
{
	return !test_and_set_bit(TASKLET_STATE_RUN, &t->state);
}

static __always_inline void tasklet_unlock(struct tasklet_struct *t)
{
	smp_mb__before_clear_bit(); /* pairs with tasklet_disable()'s: the run is over */
	clear_bit(TASKLET_STATE_RUN, &t->state);
}

static void tasklet_unlock_wait(struct tasklet_struct *t)
{
	while (test_bit(TASKLET_STATE_RUN, &t->state))
		cpu_relax();
}

/*
 * Scheduled but disabled, a tasklet keeps ksoftirqd busy (S80), and a kill waiting (S82), until it
 * is enabled. After a second that is told: who disabled it; once, until it is disabled anew.
 */
static noinline void watch_disabled(struct tasklet_struct *t)
{
	if (!t->waits_since)
		t->waits_since = jiffies | 1;
	if (t->waits_since == WAIT_TOLD || !time_after(jiffies, t->waits_since + HZ))
		return;
	t->waits_since = WAIT_TOLD;
	report_begin();
	printk(KERN_ERR
	       "BUG: tasklet %ps has been scheduled for a second, but is disabled (count %d, by "
	       "%pS)%s\n",
	       (void *)t->func, atomic_read(&t->count), (void *)t->disabled_at,
	       test_bit(TASKLET_STATE_KILL, &t->state) ? ", and tasklet_kill() waits for it" : "");
	printk(KERN_ERR "Until tasklet_enable() it is tried again and again, which takes all the "
			"time that the processor has to spare\n");
	report_backtrace();
	report_end();
}

static void call_tasklet(struct tasklet_struct *t, u32 before, bool noted)
{
	this_cpu_write(context_trail.tasklet, t);
	this_cpu_inc(tasklet_runs[t->kind]);
	t->func(t->data);
	check_tasklet_exit(t->func, before);
	if (noted)
		trace_tasklet_exit(t);
}

static void serve_tasklet(struct tasklet_list *list, struct tasklet_struct *t,
			  struct softirq_action *a, u32 before)
{
	bool killed, noted;

	if (!tasklet_trylock(t))
		goto again;
	if (atomic_read(&t->count)) {
		tasklet_unlock(t);
		watch_disabled(t);
		goto again;
	}
	killed = test_bit(TASKLET_STATE_KILL, &t->state);
	noted = test_and_clear_bit(TASKLET_STATE_TIMED, &t->state);
	if (test_and_clear_bit(TASKLET_STATE_NEW, &t->state))
		t->kind = tasklet_kind(t->func);
	if (noted) {
		tasklet_wait_ends(t);
		trace_tasklet_entry(t);
	}
	if (!killed)
		clear_bit(TASKLET_STATE_SCHED, &t->state);
	call_tasklet(t, before, noted);
	if (killed)
		clear_bit(TASKLET_STATE_SCHED, &t->state);
	tasklet_unlock(t);
	return;
again:
	local_irq_disable();
	list_append(list, t);
	raise_softirq_irqoff(a->data == &tasklet_vec ? TASKLET_SOFTIRQ : HI_SOFTIRQ);
	local_irq_enable();
	cpu_relax();
}

/* One by one from the front, until the one that was the last when it began. */
static void tasklet_action(struct softirq_action *a)
{
	struct tasklet_list *list = this_cpu_ptr((struct tasklet_list *)a->data);
	struct tasklet_struct **last, *t;
	u32 before = preempt_count();
	bool more;

	local_irq_disable();
	more = list->head;
	last = list->tail;
	local_irq_enable();
	while (more) {
		local_irq_disable();
		t = list->head;
		list->head = t->next;
		if (!list->head)
			list->tail = &list->head;
		more = &t->next != last;
		local_irq_enable();
		serve_tasklet(list, t, a, before);
	}
	this_cpu_write(context_trail.tasklet, NULL);
}

/**
 * tasklet_init - make a tasklet
 * @t: where; not scheduled. Of one that is, here, only function and data change, and that is told.
 * @func: what it does; softirq context
 * @data: for @func
 *
 * Context: any.
 */
void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data)
{
	if (unlikely(test_bit(TASKLET_STATE_SCHED, &t->state)) && tasklet_waits_here(t)) {
		report(KERN_ERR "BUG: tasklet_init() of a tasklet that is still scheduled (%ps): "
				"it stays scheduled; tasklet_kill() it first\n",
		       (void *)t->func);
		t->func = func;
		t->data = data;
		return;
	}
	*t = (struct tasklet_struct)TASKLET_INITIALIZER(0, func, data);
}
EXPORT_SYMBOL(tasklet_init);

/**
 * tasklet_disable - keep a tasklet from running until tasklet_enable(); nests
 * @t: the tasklet
 *
 * When it runs on another processor, waits for its end by spinning. A scheduled one stays
 * scheduled (S78, S80).
 * Context: thread or softirq; not from a hard interrupt or itself: it could wait for ever.
 */
void tasklet_disable(struct tasklet_struct *t)
{
	might_spin_in_softirq();
	tasklet_disable_nosync(t);
	t->disabled_at = _RET_IP_;
	tasklet_unlock_wait(t);
	smp_mb(); /* pairs with tasklet_unlock()'s: what the run has written is seen */
}
EXPORT_SYMBOL(tasklet_disable);

/**
 * tasklet_kill - wait until a tasklet is neither scheduled nor running
 * @t: a tasklet that nobody else will schedule again
 *
 * While it waits, the KILL bit keeps SCHED set during the function's run: a tasklet that schedules
 * itself finds itself scheduled, and that run was its last (S84; in Linux the kill must catch the
 * moment in which SCHED is clear, and on one processor there is none). It is no ban: afterwards it
 * can be scheduled again (S83). A scheduled tasklet that is disabled never runs, so the wait never
 * ends (S82); that is told after a second.
 *
 * Context: process, yields while @t is scheduled. Locking: none.
 */
void tasklet_kill(struct tasklet_struct *t)
{
	might_sleep();
	set_bit(TASKLET_STATE_KILL, &t->state);
	while (test_bit(TASKLET_STATE_SCHED, &t->state))
		schedule_timeout_uninterruptible(1);
	tasklet_unlock_wait(t);
	clear_bit(TASKLET_STATE_KILL, &t->state);
}
EXPORT_SYMBOL(tasklet_kill);

/** tasklets_prepare_cpu - empty lists for a processor that does not run yet; boot */
void tasklets_prepare_cpu(int cpu)
{
	struct tasklet_list *list = &per_cpu(tasklet_vec, cpu);
	struct tasklet_list *hi_list = &per_cpu(tasklet_hi_vec, cpu);

	list->tail = &list->head;
	hi_list->tail = &hi_list->head;
}

/** tasklets_init - empty lists, open softirqs; boot */
void tasklets_init(void)
{
	tasklets_prepare_cpu(0);
	open_softirq(TASKLET_SOFTIRQ, tasklet_action, &tasklet_vec);
	open_softirq(HI_SOFTIRQ, tasklet_action, &tasklet_hi_vec);
}
