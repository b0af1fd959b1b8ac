/* SPDX-License-Identifier: MIT */
/*
 * jiffies.h - the kernel's clock: one more at each timer interrupt
 *
 * It begins 300 seconds before it wraps (S3), so that code which compares with < breaks on the
 * first afternoon and not after 49 days. Compare with time_after() and its family only: they look
 * at the signed difference and survive the wrap (S4).
 * Context: any.
 * Locking: none: one load reads all of jiffies; get_jiffies_64() needs a lock, and takes it.
 */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#include <linux/param.h>
#include <linux/timex.h>
#include <linux/types.h>

#define INITIAL_JIFFIES	 ((unsigned long)(unsigned int)(-300 * HZ))
#define MAX_JIFFY_OFFSET ((~0UL >> 1) - 1)

/* The PIT counts at PIT_TICK_RATE; the divisor is rounded to nearest (S6). */
#define PIT_TICK_RATE	1193182UL
#define CLOCK_TICK_RATE PIT_TICK_RATE
#define LATCH		((PIT_TICK_RATE + HZ / 2) / HZ)

/* The low word of jiffies_64: the linker script gives both one place. */
extern unsigned long volatile jiffies;

u64 get_jiffies_64(void);

#define time_after(a, b)       ((long)((b) - (a)) < 0)
#define time_before(a, b)      time_after(b, a)
#define time_after_eq(a, b)    ((long)((a) - (b)) >= 0)
#define time_before_eq(a, b)   time_after_eq(b, a)
#define time_in_range(a, b, c) (time_after_eq(a, b) && time_before_eq(a, c))

/* All three round up, so that a wait is never too short, and clamp to MAX_JIFFY_OFFSET (S5). */
unsigned long msecs_to_jiffies(unsigned int msecs);
unsigned long usecs_to_jiffies(unsigned int usecs);
unsigned int jiffies_to_msecs(unsigned long j);
unsigned int jiffies_to_usecs(unsigned long j);

/* do_timer - the timer interrupt tells: @ticks more; irqs off */
void do_timer(unsigned long ticks);

#endif
