/* SPDX-License-Identifier: MIT */
/*
 * preempt.h - the one word that answers every question about context
 *
 *    31      28 27                  16 15           8 7            0
 *   +----------+----------------------+--------------+--------------+
 *   |   | act. | hard interrupt depth | softirq depth| preempt-off  |
 *   +----------+----------------------+--------------+--------------+
 *
 * Each processor has one such word, each thread keeps its own while it does not run. Zero means: an
 * ordinary thread, which may sleep and may be preempted. Whoever enters a context adds its unit and
 * takes it away on leaving; so contexts nest, and nobody has to remember what was before.
 *
 * preempt_disable() adds one below, local_bh_disable() and a running softirq one in the middle, a
 * hard interrupt one above. A held spinlock counts as preempt-off always, on one processor too
 * (S44). Context: any. Locking: none: nobody else writes the word.
 */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <asm/percpu.h>
#include <linux/compiler.h>
#include <linux/threads.h>
#include <linux/types.h>

#define PREEMPT_SHIFT 0
#define SOFTIRQ_SHIFT 8
#define HARDIRQ_SHIFT 16

#define PREEMPT_OFFSET (1UL << PREEMPT_SHIFT)
#define SOFTIRQ_OFFSET (1UL << SOFTIRQ_SHIFT)
#define HARDIRQ_OFFSET (1UL << HARDIRQ_SHIFT)

#define PREEMPT_MASK   0x000000ffUL
#define SOFTIRQ_MASK   0x0000ff00UL
#define HARDIRQ_MASK   0x0fff0000UL
#define PREEMPT_ACTIVE 0x10000000UL /* being preempted: schedule() must not take it for sleep */

extern u32 __preempt_count; /* per CPU */
extern u8 __need_resched;   /* per CPU: the scheduler is asked to choose again */

#define preempt_count() this_cpu_read(__preempt_count)
#define need_resched()	unlikely(this_cpu_test(__need_resched))

void __keeps_registers preempt_schedule(void);
void preempt_count_underflow(void);

/* Where each was switched off: the tests' image remembers it for reports. */
#ifdef CONFIG_TESTS
extern unsigned long preempt_off_at, bh_off_at; /* per CPU */
#define note_off(mask, at)                                                                         \
	do {                                                                                       \
		if (!(preempt_count() & (mask)))                                                   \
			this_cpu_write(at, current_ip());                                          \
	} while (0)
#else
#define note_off(mask, at)                                                                         \
	do {                                                                                       \
	} while (0)
#endif

static __always_inline void preempt_count_add(u32 units)
{
	this_cpu_add(__preempt_count, units);
	barrier();
}

static __always_inline void preempt_count_sub(u32 units)
{
	barrier();
#ifdef CONFIG_TESTS
	if (unlikely((preempt_count() & ~PREEMPT_ACTIVE) < (units & ~PREEMPT_ACTIVE))) {
		preempt_count_underflow();
		return;
	}
#endif
	this_cpu_sub(__preempt_count, units);
}

/** preempt_disable - this thread keeps its processor until preempt_enable(); nests; any context */
static __always_inline void preempt_disable(void)
{
	note_off(PREEMPT_MASK, preempt_off_at);
	preempt_count_add(PREEMPT_OFFSET);
}

/** preempt_enable_no_resched - the same back, but without giving way at once */
static __always_inline void preempt_enable_no_resched(void)
{
	preempt_count_sub(PREEMPT_OFFSET);
}

/** preempt_enable - undo one preempt_disable() and give way if somebody more urgent waits */
static __always_inline void preempt_enable(void)
{
	barrier();
#ifdef CONFIG_TESTS
	if (unlikely(!(preempt_count() & PREEMPT_MASK))) {
		preempt_count_underflow();
		return;
	}
#endif
	if (unlikely(this_cpu_sub_and_test(__preempt_count, PREEMPT_OFFSET)) && need_resched())
		preempt_schedule();
}

/** preempt_check_resched - give way now if somebody more urgent waits */
static __always_inline void preempt_check_resched(void)
{
	if (need_resched())
		preempt_schedule();
}

#endif
