// SPDX-License-Identifier: MIT
/*
 * jiffies.c - the tick counter and its conversions
 *
 * Context: any. Locking: jiffies_lock guards the 64-bit counter, which two loads cannot read whole.
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

static DEFINE_SPINLOCK(jiffies_lock);

/** do_timer - @ticks more have passed (S1); the timer's top half, irqs off */
void do_timer(unsigned long ticks)
{
	spin_lock(&jiffies_lock);
	jiffies_64 += ticks;
	spin_unlock(&jiffies_lock);
}

/** get_jiffies_64 - the counter that does not wrap (S2); any context */
u64 get_jiffies_64(void)
{
	unsigned long flags;
	u64 value;

	spin_lock_irqsave(&jiffies_lock, flags);
	value = jiffies_64;
	spin_unlock_irqrestore(&jiffies_lock, flags);
	return value;
}
EXPORT_SYMBOL(get_jiffies_64);

/* @count units of which @per_second make a second, in jiffies, rounded up and clamped. */
static unsigned long to_jiffies(u64 count, u32 per_second)
{
	u64 j = div_u64(count * HZ + per_second - 1, per_second);

	return j > MAX_JIFFY_OFFSET ? MAX_JIFFY_OFFSET : j;
}

/** msecs_to_jiffies - rounds up; a value that is negative as int becomes MAX_JIFFY_OFFSET (S5) */
unsigned long msecs_to_jiffies(unsigned int msecs)
{
	if ((int)msecs < 0)
		return MAX_JIFFY_OFFSET;
	return to_jiffies(msecs, MSEC_PER_SEC);
}
EXPORT_SYMBOL(msecs_to_jiffies);

/** usecs_to_jiffies - rounds up */
unsigned long usecs_to_jiffies(unsigned int usecs)
{
	return to_jiffies(usecs, USEC_PER_SEC);
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
