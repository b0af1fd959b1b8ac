/* SPDX-License-Identifier: MIT */
/* lab03.h - lab 3: the student's jit.c, and a clock that the student has not made */
#ifndef _LAB03_H
#define _LAB03_H

#include "helpers.h"

#include <asm/pit.h>
#include <asm/system.h>
#include <asm/tsc.h>
#include <linux/math64.h>
#include <linux/time.h>

bool jit_after(unsigned long a, unsigned long b);
bool jit_after_eq(unsigned long a, unsigned long b);
void jit_wait(unsigned long ticks);

/* raw_ns - under the deterministic clock a cycle is a nanosecond, whatever the kernel measures */
static inline u64 raw_ns(void)
{
	return rdtsc();
}

/* raw_wait - turn until so many microseconds have passed by that clock */
static inline void raw_wait(unsigned int us)
{
	u64 end = raw_ns() + us * 1000ULL;

	while (raw_ns() < end)
		barrier();
}

/* Each suite begins so: what the watchdog says of lost ticks is not what is judged here. */
int quiet_watchdog(struct kunit_suite *suite);

/* need_ticks - end the case here if the tick is so slow that nothing else can be judged */
void need_ticks(struct kunit *test);

/* raw_next_tick - until the next timer interrupt; false: none comes in 100 ms */
static inline bool raw_next_tick(void)
{
	unsigned long count = irq_desc[TIMER_IRQ].count;
	u64 end = raw_ns() + 100000000;

	while (READ_ONCE(irq_desc[TIMER_IRQ].count) == count && raw_ns() < end)
		safe_halt();
	return irq_desc[TIMER_IRQ].count != count;
}

#endif
