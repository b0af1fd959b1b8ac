/* SPDX-License-Identifier: MIT */
/*
 * handler.h - a handler must leave its context as it found it
 *
 * Whoever calls a top half, an action, a tasklet, a timer's function or a work checks afterwards
 * that the preempt count and the interrupt flag are the same: a lock still held, bottom halves or
 * interrupts still off would hit whoever comes next on this processor. What is wrong is told and
 * put right, so that the kernel can go on.
 * Context: right after the handler, in its context.
 * Locking: none: count and flag are this processor's own.
 */
#ifndef _HALVES_HANDLER_H
#define _HALVES_HANDLER_H

#include <linux/hardirq.h>

/* handler_left_wrong - tell it and put it right; @kind: "tasklet" …; the rest as it should be */
void handler_left_wrong(const char *kind, void *fn, u32 count, bool irqs_off);

/**
 * check_handler_exit - did @fn leave the context as it was?
 * @kind: what it is: "top half", "softirq", "tasklet", "timer", "work"
 * @fn: the handler
 * @count: the preempt count before it was called
 * @irqs_off: were interrupts off?
 *
 * Return: true if it did. Context: any, right after the handler returned.
 */
static __always_inline bool check_handler_exit(const char *kind, void *fn, u32 count, bool irqs_off)
{
	if (likely(preempt_count() == count && irqs_disabled() == irqs_off))
		return true;
	handler_left_wrong(kind, fn, count, irqs_off);
	return false;
}

/*
 * check_tasklet_exit - the same for one tasklet of many: the flag, which costs a sixth of a
 * tasklet's run, is looked at for each in the tests' image and else once for all, by the softirq
 */
static __always_inline void check_tasklet_exit(void *fn, u32 count)
{
#ifdef CONFIG_TESTS
	check_handler_exit("tasklet", fn, count, false);
#else
	if (unlikely(preempt_count() != count))
		handler_left_wrong("tasklet", fn, count, false);
#endif
}

#endif
