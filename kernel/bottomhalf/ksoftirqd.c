// SPDX-License-Identifier: MIT
/*
 * ksoftirqd.c - the thread that runs softirqs when nobody else should
 *
 * Idea:    two cases. Softirqs that raise each other without end would keep the interrupt's exit
 *          from ever ending: after ten passes the rest is left to this thread, which the scheduler
 *          can take the processor from. And a softirq raised by an ordinary thread has no way out
 *          of an interrupt to wait for: this thread runs it soon. It is as nice as can be (19), so
 *          that under overload the other threads go first (S59).
 * Context: one thread for each processor, bound to it.
 * Locking: none: a processor's pointer to its thread is set once, at boot, before that runs.
 */
#include <asm/system.h>
#include <halves/bottomhalf.h>
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include "internal.h"

int ksoftirqd_nice = NICE_MAX;

static DEFINE_PER_CPU(struct task_struct *, ksoftirqd);

/*
 * wakeup_softirqd - any context, irqs off; before the thread exists, pending ones wait for a tick
 */
void wakeup_softirqd(void)
{
	struct task_struct *p = this_cpu_read(ksoftirqd);

	if (p && p->state != TASK_RUNNING)
		wake_up_process(p);
}

static int ksoftirqd_thread(void *unused)
{
	set_user_nice(current, ksoftirqd_nice);
	set_current_state(TASK_INTERRUPTIBLE); /* pairs with kthread_stop()'s */
	while (!kthread_should_stop()) {
		/* State first, then the test: a raise in between sets the state back (S118). */
		if (!local_softirq_pending())
			schedule();
		__set_current_state(TASK_RUNNING);
		while (local_softirq_pending()) {
			do_softirq();
			cond_resched();
		}
		set_current_state(TASK_INTERRUPTIBLE); /* pairs with kthread_stop()'s */
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/** set_ksoftirqd_nice - make them as nice as ksoftirqd_nice says now; process */
void set_ksoftirqd_nice(void)
{
	int cpu;

	for_each_online_cpu(cpu)
		set_user_nice(per_cpu(ksoftirqd, cpu), ksoftirqd_nice);
}

/** ksoftirqd_init - start the thread of each processor; process, boot */
void ksoftirqd_init(void)
{
	int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *p = kthread_create(ksoftirqd_thread, NULL, "ksoftirqd/%d", cpu);

		if (IS_ERR(p))
			panic("no memory for ksoftirqd/%d", cpu);
		kthread_bind(p, cpu);
		per_cpu(ksoftirqd, cpu) = p;
		wake_up_process(p);
	}
}
