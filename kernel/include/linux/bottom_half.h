/* SPDX-License-Identifier: MIT */
/*
 * bottom_half.h - no softirq, tasklet or timer on this processor until it is enabled again
 *
 * Context: any, but local_bh_enable(): see there.
 * Locking: none: nobody else writes the count.
 */
#ifndef _LINUX_BOTTOM_HALF_H
#define _LINUX_BOTTOM_HALF_H

#include <linux/preempt.h>

/** local_bh_disable - softirqs of this processor wait; nests (S62); any context */
static __always_inline void local_bh_disable(void)
{
	note_off(SOFTIRQ_MASK, bh_off_at);
	preempt_count_add(SOFTIRQ_OFFSET);
}

void local_bh_enable(void);

/** __local_bh_enable - the count alone, running nothing (S64); any context */
static __always_inline void __local_bh_enable(void)
{
	preempt_count_sub(SOFTIRQ_OFFSET);
}

#endif
