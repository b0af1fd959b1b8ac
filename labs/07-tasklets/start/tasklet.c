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
#include <halves/lab.h>
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

/* Given: who schedules it, for reports, where the struct has room for it. */
#ifdef CONFIG_TESTS
#define note_caller(t) ((t)->caller = _RET_IP_)
#else
#define note_caller(t) ((void)0)
#endif

/* Given: somebody wants to know that it is scheduled, and of its run; irqs off. */
static noinline __cold void __maybe_unused note_schedule(struct tasklet_struct *t)
{
	t->scheduled_at = latency_tracing ? latency_now() : 0;
	if (watching & WATCH_TASKLET)
		trace_tasklet_schedule(t);
	set_bit(TASKLET_STATE_TIMED, &t->state);
}

/*
 * SCHED has just been set by the caller: the tasklet is ours to put at the end of @lists of this
 * processor (S76), and softirq @nr is raised for it. While somebody wants to know of it (watching &
 * (WATCH_LATENCY | WATCH_TASKLET)), note_schedule() is told before it is on the list.
 * Context: any, irqs on or off, which stays so.
 */
static __always_inline void schedule_on(struct tasklet_list *lists, unsigned int nr,
					struct tasklet_struct *t)
{
	note_caller(t);
	onstack_queued(t, &onstack_tasklet); /* for reports: a tasklet on a thread's stack */
	NOT_YET_IMPLEMENTED("lab 7: schedule_on");
}

/* tasklet_schedule() has found SCHED clear, and set it: on tasklet_vec, for TASKLET_SOFTIRQ */
void __tasklet_schedule(struct tasklet_struct *t)
{
	schedule_on(&tasklet_vec, TASKLET_SOFTIRQ, t);
}
EXPORT_SYMBOL(__tasklet_schedule);

/* tasklet_hi_schedule(): on tasklet_hi_vec, for HI_SOFTIRQ */
void __tasklet_hi_schedule(struct tasklet_struct *t)
{
	schedule_on(&tasklet_hi_vec, HI_SOFTIRQ, t);
}
EXPORT_SYMBOL(__tasklet_hi_schedule);

/*
 * Given: to be called for each try to run a tasklet that is disabled.
 * Scheduled but disabled, a tasklet keeps ksoftirqd busy (S80), and a kill waiting (S82), until it
 * is enabled. After a second that is told: who disabled it; once, until it is disabled anew.
 */
static noinline void __maybe_unused watch_disabled(struct tasklet_struct *t)
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

/*
 * Given: to be told before SCHED is cleared: from then on it may be scheduled, and noted, again.
 * The first run finds out the kind, one that was noted is counted. Return: for call_tasklet().
 */
static bool __maybe_unused note_entry(struct tasklet_struct *t)
{
	if (test_and_clear_bit(TASKLET_STATE_NEW, &t->state))
		t->kind = tasklet_kind(t->func);
	if (!test_and_clear_bit(TASKLET_STATE_TIMED, &t->state))
		return false;
	tasklet_wait_ends(t);
	trace_tasklet_entry(t);
	return true;
}

/*
 * Given: call @t's function, and account for it; @before is the preempt count, @noted what
 * note_entry() said. SCHED and RUN are the caller's business.
 */
static void __maybe_unused call_tasklet(struct tasklet_struct *t, u32 before, bool noted)
{
	this_cpu_write(context_trail.tasklet, t);
	this_cpu_inc(tasklet_runs[t->kind]);
	t->func(t->data);
	check_tasklet_exit(t->func, before);
	if (noted)
		trace_tasklet_exit(t);
}

/*
 * The action of both softirqs: a->data is &tasklet_vec or &tasklet_hi_vec, as tasklets_init() has
 * said. Takes the whole list of this processor and runs it front to back. Of each:
 *
 * - The RUN bit is the lock of one tasklet: who finds it set, since another processor runs it, puts
 *   the tasklet back on this processor's list and raises the softirq anew (S74).
 * - The same for one that is disabled, which is seen by its count after RUN is taken (S80);
 *   watch_disabled() is told. RUN is given back. The others of the list do not wait for it.
 * - SCHED is cleared before the call, so that the function can schedule it again (S72). But while
 *   the KILL bit is set SCHED stays until the function is over (S84).
 * - RUN is given back after the call; all that the function has written is seen by who finds it
 *   clear (smp_mb__before_clear_bit()).
 *
 * Once SCHED is clear the tasklet may be on a list again: t->next is somebody else's then.
 * In the end context_trail.tasklet is NULL. Context: softirq, irqs on.
 */
static void tasklet_action(struct softirq_action *a)
{
	NOT_YET_IMPLEMENTED("lab 7: tasklet_action");
}

/**
 * tasklet_init - given: make a tasklet
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
	t->disabled_at = _RET_IP_; /* for reports */
	NOT_YET_IMPLEMENTED("lab 7: tasklet_disable");
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
	NOT_YET_IMPLEMENTED("lab 7: tasklet_kill");
}
EXPORT_SYMBOL(tasklet_kill);

/** tasklets_prepare_cpu - given: empty lists for a processor that does not run yet; boot */
void tasklets_prepare_cpu(int cpu)
{
	struct tasklet_list *list = &per_cpu(tasklet_vec, cpu);
	struct tasklet_list *hi_list = &per_cpu(tasklet_hi_vec, cpu);

	list->tail = &list->head;
	hi_list->tail = &hi_list->head;
}

/** tasklets_init - empty lists for this processor, 0; open both softirqs; boot */
void tasklets_init(void)
{
	/* open_softirq(TASKLET_SOFTIRQ, tasklet_action, &tasklet_vec); … */
	(void)tasklet_action;
	NOT_YET_IMPLEMENTED("lab 7: tasklets_init");
}
