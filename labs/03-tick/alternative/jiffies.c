// SPDX-License-Identifier: MIT
/*
 * jiffies.c - the tick counter and its conversions
 *
 * Context: any. Locking: a sequence number guards the 64-bit counter: who reads
 *          while it is written reads again.
 */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/spinlock.h>
#include <linux/time.h>

/* jiffies itself is the low word: boot/halves.ld gives both names one place. */
u64 jiffies_64 = INITIAL_JIFFIES;
EXPORT_SYMBOL(jiffies);

static volatile unsigned int sequence; /* odd while the counter is written */

/** do_timer - @ticks more have passed (S1); the timer's top half, irqs off */
void do_timer(unsigned long ticks)
{
	sequence++;
	barrier();
	jiffies_64 += ticks;
	barrier();
	sequence++;
}

/** get_jiffies_64 - the counter that does not wrap (S2); any context */
u64 get_jiffies_64(void)
{
	unsigned int before;
	u64 value;

	do {
		before = sequence;
		barrier();
		value = jiffies_64;
		barrier();
	} while (before & 1 || before != sequence);
	return value;
}
EXPORT_SYMBOL(get_jiffies_64);

#define MSEC_PER_TICK (MSEC_PER_SEC / HZ)
#define USEC_PER_TICK (USEC_PER_SEC / HZ)

/** msecs_to_jiffies - rounds up; a value that is negative as int becomes MAX_JIFFY_OFFSET (S5) */
unsigned long msecs_to_jiffies(unsigned int msecs)
{
	unsigned long whole = msecs / MSEC_PER_TICK + !!(msecs % MSEC_PER_TICK);

	return msecs > 0x7fffffff || whole > MAX_JIFFY_OFFSET ? MAX_JIFFY_OFFSET : whole;
}
EXPORT_SYMBOL(msecs_to_jiffies);

/** usecs_to_jiffies - rounds up */
unsigned long usecs_to_jiffies(unsigned int usecs)
{
	return usecs / USEC_PER_TICK + !!(usecs % USEC_PER_TICK);
}
EXPORT_SYMBOL(usecs_to_jiffies);

/** jiffies_to_msecs - HZ divides 1000, so this is exact, but it wraps */
unsigned int jiffies_to_msecs(unsigned long j)
{
	return j * (MSEC_PER_SEC / HZ);
}
EXPORT_SYMBOL(jiffies_to_msecs);

/** jiffies_to_usecs - the same in microseconds */
unsigned int jiffies_to_usecs(unsigned long j)
{
	return j * (USEC_PER_SEC / HZ);
}
EXPORT_SYMBOL(jiffies_to_usecs);
