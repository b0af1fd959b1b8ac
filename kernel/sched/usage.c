// SPDX-License-Identifier: MIT
/*
 * usage.c - what is a processor busy with? asked at each tick
 *
 * Idea:    a tick interrupts something, and all of the time since the last tick is charged to it.
 *          Over many ticks that is right, unless what runs is bound to the tick itself: a timer's
 *          function begins right after a tick and mostly ends before the next.
 * Context: hardirq. Locking: per CPU.
 */
#include <halves/context.h>
#include <asm/ptrace.h>
#include <linux/kernel_stat.h>
#include <linux/sched.h>

DEFINE_PER_CPU(unsigned long, cpu_ticks[NR_CPUTIME]);

/** account_tick - charge a tick to the running thread and to what it was doing; @idle: to nobody */
void account_tick(bool idle)
{
	const struct context_trail *trail = this_cpu_ptr(&context_trail);
	enum cpu_usage_stat what = CPUTIME_SYSTEM;

	current->ticks++;
	if (trail->softirq >= 0) {
		what = CPUTIME_SOFTIRQ;
	} else if (idle) {
		what = CPUTIME_IDLE;
	} else if (user_mode(trail->irq_regs)) {
		what = task_nice(current) > 0 ? CPUTIME_NICE : CPUTIME_USER;
		current->user_ticks++;
	}
	this_cpu_inc(cpu_ticks[what]);
}
