// SPDX-License-Identifier: MIT
/*
 * core.c - which thread runs: the O(1) scheduler of Linux 2.6, without its guesses
 *
 * Idea:    each processor has a run queue with two arrays of 40 lists, one list for each nice
 *          level, and a bitmap that says which lists are not empty: the first bit set is the most
 *          urgent level, found in two instructions however many threads there are. A thread runs
 *          until its time slice (longer for lower nice) is used up; then it moves to the expired
 *          array with a new slice. When the active array is empty the two change places. So every
 *          runnable thread runs once in each round: nobody starves, whatever the others do. A
 *          thread that is woken goes to the active array and takes the processor at once if it is
 *          more urgent than the one that runs.
 * Context: schedule() process; wake-ups any. What is there before: setup.c.
 * Locking: the run queue's lock, irqs off; taken by the thread that leaves and released by the one
 *          that continues.
 * Source:  Linux 2.6.12 kernel/sched.c for the arrays and the slices
 */
#include <asm/bitops.h>
#include <asm/mmu.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/system.h>
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/trace.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "internal.h"

DEFINE_PER_CPU(struct rq, runqueues);
DEFINE_PER_CPU(struct task_struct *, current_task) = &init_task;
EXPORT_SYMBOL(current_task);
DEFINE_PER_CPU(u8, __need_resched);
EXPORT_SYMBOL(__need_resched);

/* ---- the two arrays ------------------------------------------------------------------------ */

static __always_inline void enqueue(struct task_struct *p, struct prio_array *array)
{
	int prio = p->prio;

	list_add_tail(&p->run_list, &array->queue[prio]);
	p->array = array;
	array->count++;
	__set_bit(prio, array->bitmap);
}

static __always_inline void dequeue(struct task_struct *p)
{
	struct prio_array *array = p->array;
	int prio = p->prio;

	list_del_init(&p->run_list);
	p->array = NULL;
	array->count--;
	if (list_empty(&array->queue[prio]))
		__clear_bit(prio, array->bitmap);
}

static struct task_struct *most_urgent(struct prio_array *array)
{
	int prio = array->bitmap[0] ? __ffs(array->bitmap[0]) : 32 + __ffs(array->bitmap[1]);

	return list_first_entry(&array->queue[prio], struct task_struct, run_list);
}

/* 5 ms at nice 19, 100 ms at nice 0, 800 ms at nice -20; in ticks. */
int slice_of(int prio)
{
	int ms = (NICE_LEVELS - prio) * (prio < -NICE_MIN ? 20 : 5);

	return max(ms * HZ / 1000, 1);
}

static struct task_struct *pick_next(struct rq *rq)
{
	if (!rq->nr_running)
		return rq->idle;
	if (!rq->active->count)
		swap(rq->active, rq->expired);
	return most_urgent(rq->active);
}

/* ---- switching ----------------------------------------------------------------------------- */

static __always_inline struct rq *lock_task_rq(struct task_struct *p, unsigned long *flags)
{
	for (;;) {
		struct rq *rq = &per_cpu(runqueues, READ_ONCE(p->cpu));

		spin_lock_irqsave(&rq->lock, *flags);
		if (rq == &per_cpu(runqueues, p->cpu))
			return rq;
		spin_unlock_irqrestore(&rq->lock, *flags); /* it moved meanwhile */
	}
}

static noinline void resched_other(int cpu)
{
	WRITE_ONCE(per_cpu(__need_resched, cpu), 1);
	smp_send_reschedule(cpu);
}

/* Ask the queue's processor to choose again. Locking: expects the queue's lock. */
static void resched(struct rq *rq)
{
	if (rq == this_cpu_ptr(&runqueues))
		this_cpu_write(__need_resched, 1);
	else
		resched_other(rq->cpu);
}

/*
 * The first thing after a switch, on the stack of who continues: release the lock that @prev took.
 * A thread that has ended is put away here, for it could not free the stack it stood on; but not
 * one that was only preempted on the way to its last schedule(): it is still queued.
 */
static noinline void finish_task_switch(struct task_struct *prev)
{
	struct rq *rq = this_cpu_ptr(&runqueues);

	prev->on_cpu = false;
	spin_lock_hand_over(&rq->lock, current);
	if (unlikely(prev->state == TASK_DEAD && !prev->array)) {
		spin_unlock_irq(&rq->lock);
		free_thread_stack(prev->stack);
		put_task_struct(prev);
		return;
	}
	spin_unlock_irq(&rq->lock);
}

/* Called by thread_start (arch/x86/entry/switch.asm) with who ran before. */
void schedule_tail(struct task_struct *prev)
{
	finish_task_switch(prev);
	preempt_enable();
}

static void switch_to(struct rq *rq, struct task_struct *prev, struct task_struct *next)
{
	if (unlikely(watching & WATCH(sched_switch)))
		trace_sched_switch(prev, next, preempt_count() & PREEMPT_ACTIVE);
	rq->nr_switches++;
	rq->curr = next;
	next->on_cpu = true;
	if (unlikely(next->pgd != prev->pgd))
		switch_mm(next);
	prev->saved_preempt_count = preempt_count();
	this_cpu_write(current_task, next);
	this_cpu_write(__preempt_count, next->saved_preempt_count);
	prev = switch_stacks(prev, &prev->sp, next->sp);
	/* Here @prev is whoever ran before we were continued, perhaps much later. */
	finish_task_switch(prev);
}

/* Choose the next thread and continue it. Preemption is off. */
static void __schedule(void)
{
	struct rq *rq = this_cpu_ptr(&runqueues);
	struct task_struct *prev, *next;

	spin_lock_irq(&rq->lock);
	prev = rq->curr;
	if (prev->state && !(preempt_count() & PREEMPT_ACTIVE)) {
		prev->nvcsw++;
		dequeue(prev);
		rq->nr_running--;
	} else {
		prev->nivcsw++;
	}
	this_cpu_write(__need_resched, 0);
	next = pick_next(rq);
	if (likely(next != prev))
		switch_to(rq, prev, next);
	else
		spin_unlock_irq(&rq->lock);
}

/*
 * S46: Linux 2.6 complains and goes on, always. Here what to do instead is said, too, and in an
 * interrupt, where there is no thread to put to sleep, the kernel stops.
 */
static noinline void schedule_while_atomic(void)
{
	report_begin();
	printk(KERN_ERR "BUG: scheduling while atomic: %s/0x%08x/%d\n", current->comm,
	       preempt_count(), current->pid);
	report_context();
	explain_sleep("schedule");
	report_backtrace();
	report_end();
	if (current_context() != CONTEXT_PROCESS)
		die("scheduling while atomic: %s context", context_name(current_context()));
}

/**
 * schedule - give the processor to the most urgent thread
 *
 * With the state set to something else than TASK_RUNNING the caller sleeps until it is woken; else
 * it only gives way. Context: process.
 */
void schedule(void)
{
	if (unlikely(in_atomic()))
		schedule_while_atomic();
	do {
		preempt_disable();
		__schedule();
		preempt_enable_no_resched();
	} while (need_resched());
}
EXPORT_SYMBOL(schedule);

/**
 * preempt_schedule - what preempt_enable() calls when somebody more urgent waits
 *
 * PREEMPT_ACTIVE tells __schedule() that this is no sleep: the thread's state, perhaps "about to
 * sleep", stays, and it stays runnable. Context: any; does nothing where preemption is off.
 */
void preempt_schedule(void)
{
	if (unlikely(preempt_count() || irqs_disabled()))
		return;
	do {
		preempt_count_add(PREEMPT_ACTIVE);
		preempt_disable();
		__schedule();
		preempt_enable_no_resched();
		preempt_count_sub(PREEMPT_ACTIVE);
	} while (need_resched());
}
EXPORT_SYMBOL(preempt_schedule);

/** preempt_schedule_irq - the same on the way out of an interrupt; irqs off, at return, too */
void preempt_schedule_irq(void)
{
	do {
		preempt_count_add(PREEMPT_ACTIVE);
		preempt_disable();
		__schedule();
		preempt_enable_no_resched();
		/* Before ACTIVE goes: an interrupt in between would preempt once more, on top. */
		local_irq_disable();
		preempt_count_sub(PREEMPT_ACTIVE);
	} while (need_resched());
}

/* ---- waking -------------------------------------------------------------------------------- */

/*
 * Where @p, which sleeps and may run anywhere, is to continue: where it was, for its data are in
 * that cache; but on an idle processor rather than wait there. What it reads of other queues may
 * be out of date at once; the thread then waits a bit longer than it would have to.
 */
static noinline int choose_cpu(struct task_struct *p, struct rq *rq)
{
	int cpu;

	if (rq->nr_running)
		for_each_online_cpu(cpu)
			if (!READ_ONCE(per_cpu(runqueues, cpu).nr_running))
				return cpu;
	return p->cpu;
}

/* Move @p, which is about to be woken, there. @rq is its queue, locked; so is what is returned. */
static struct rq *place(struct task_struct *p, struct rq *rq, unsigned long *flags)
{
	int cpu = choose_cpu(p, rq);

	if (cpu == p->cpu)
		return rq;
	/* It is in no queue: only its number moves, and who has that queue's lock has it. */
	p->cpu = cpu;
	spin_unlock_irqrestore(&rq->lock, *flags);
	return lock_task_rq(p, flags);
}

/* Interrupts are about to be as they were in @flags. */
static __keeps_registers void note_wake_up(struct task_struct *p, bool woken, unsigned long flags)
{
	if (woken)
		trace_sched_wakeup(p);
	if (irqsoff_tracing && !raw_irqs_disabled_flags(flags))
		trace_hardirqs_on();
}

/* Wake @p if its state is in @mask. Return: 1 if it was asleep. Any context. */
int try_to_wake_up(struct task_struct *p, unsigned int mask)
{
	unsigned long flags;
	struct rq *rq = lock_task_rq(p, &flags);
	int woken = 0;

	if (!p->bound && num_online_cpus() > 1 && p->state & mask && !p->array)
		rq = place(p, rq, &flags);
	if (p->state & mask) {
		woken = 1;
		p->state = TASK_RUNNING;
		if (!p->array) {
			enqueue(p, rq->active);
			rq->nr_running++;
			if (p->prio < rq->curr->prio)
				resched(rq);
		}
	}
	/* One question for two: the meter's and the log's. */
	if (unlikely(watching & (WATCH_IRQSOFF | WATCH(sched_wakeup))))
		note_wake_up(p, woken, flags);
	spin_unlock_irqrestore_unmetered(&rq->lock, flags);
	return woken;
}

/** wake_up_state - the same if it sleeps so that @mask (TASK_) may wake it; any context */
int wake_up_state(struct task_struct *p, unsigned int mask)
{
	return try_to_wake_up(p, mask);
}

/** kick_process - if @p runs now, have it look at its signals (do_IRQ()) soon; any context */
void kick_process(struct task_struct *p)
{
	unsigned long flags;
	struct rq *rq = lock_task_rq(p, &flags);

	if (rq->curr == p)
		resched(rq);
	spin_unlock_irqrestore(&rq->lock, flags);
}

/**
 * wake_up_process - let a sleeping thread run again
 * @p: the thread
 *
 * Return: 1 if it slept, 0 if it ran already. Context: any. Locking: takes its run queue's lock.
 */
int wake_up_process(struct task_struct *p)
{
	return try_to_wake_up(p, TASK_NORMAL);
}
EXPORT_SYMBOL(wake_up_process);

/* ---- the tick, and giving way -------------------------------------------------------------- */

/**
 * scheduler_tick - charge the running thread one tick
 *
 * Context: the timer's top half, irqs off; on each processor. Locking: takes the queue's lock.
 */
void scheduler_tick(void)
{
	struct rq *rq = this_cpu_ptr(&runqueues);
	struct task_struct *p = rq->curr;

	account_tick(p == rq->idle);
	if (p == rq->idle)
		return;
	spin_lock(&rq->lock);
	if (p->array && --p->time_slice <= 0) {
		dequeue(p);
		p->time_slice = slice_of(p->prio);
		enqueue(p, rq->expired);
		resched(rq);
	}
	spin_unlock(&rq->lock);
}

/** yield - let all other runnable threads go first, once; process */
void yield(void)
{
	unsigned long flags;
	struct rq *rq = lock_task_rq(current, &flags);

	dequeue(current);
	enqueue(current, rq->expired);
	spin_unlock_irqrestore(&rq->lock, flags);
	cpu_relax(); /* whom the caller waits for may be on another processor */
	schedule();
}
EXPORT_SYMBOL(yield);

/** cond_resched - give way if somebody more urgent waits; 1 if it did; process */
int cond_resched(void)
{
	if (!need_resched() || preempt_count())
		return 0;
	schedule();
	return 1;
}
EXPORT_SYMBOL(cond_resched);

/**
 * set_user_nice - make a thread more or less urgent
 * @p: the thread
 * @nice: -20 (most urgent) to 19; others are ignored
 *
 * Context: any. Locking: takes its run queue's lock.
 */
void set_user_nice(struct task_struct *p, long nice)
{
	unsigned long flags;
	struct prio_array *array;
	struct rq *rq;

	if (nice < NICE_MIN || nice > NICE_MAX)
		return;
	rq = lock_task_rq(p, &flags);
	array = p->array;
	if (array)
		dequeue(p);
	p->prio = nice - NICE_MIN;
	p->time_slice = slice_of(p->prio);
	if (array) {
		enqueue(p, array);
		resched(rq);
	}
	spin_unlock_irqrestore(&rq->lock, flags);
	preempt_check_resched();
}
EXPORT_SYMBOL(set_user_nice);

/** task_nice - a thread's nice level; any context */
long task_nice(const struct task_struct *p)
{
	return p->prio + NICE_MIN;
}
EXPORT_SYMBOL(task_nice);

/** nr_running - threads that run or could; any context */
unsigned long nr_running(void)
{
	unsigned long sum = 0;
	int cpu;

	for_each_online_cpu(cpu)
		sum += per_cpu(runqueues, cpu).nr_running;
	return sum;
}

/** nr_context_switches - switches since boot; any context */
unsigned long long nr_context_switches(void)
{
	unsigned long long sum = 0;
	int cpu;

	for_each_online_cpu(cpu)
		sum += per_cpu(runqueues, cpu).nr_switches;
	return sum;
}
