// SPDX-License-Identifier: MIT
/*
 * jiffies.c - the tick counter and its conversions
 *
 * Context: any. Locking: jiffies_lock guards the 64-bit counter, which two loads cannot read whole.
 */
#include <halves/lab.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/spinlock.h>
#include <linux/time.h>

/* jiffies itself is the low word: boot/halves.ld gives both names one place. */
u64 jiffies_64 = INITIAL_JIFFIES;
EXPORT_SYMBOL(jiffies);

/*
 * Lab 3: jiffies_64 has 64 bits, and two loads of 32 see one half before a tick and the other after
 * it. Who counts and who reads must agree on something; the tick's interrupt may come anywhere.
 */

/** do_timer - @ticks more have passed (S1); the timer's top half, irqs off */
void do_timer(unsigned long ticks)
{
	NOT_YET_IMPLEMENTED("lab 3: do_timer");
}

/** get_jiffies_64 - the counter that does not wrap (S2); any context */
u64 get_jiffies_64(void)
{
	NOT_YET_IMPLEMENTED("lab 3: get_jiffies_64");
}
EXPORT_SYMBOL(get_jiffies_64);

/** msecs_to_jiffies - rounds up; a value that is negative as int becomes MAX_JIFFY_OFFSET (S5) */
unsigned long msecs_to_jiffies(unsigned int msecs)
{
	NOT_YET_IMPLEMENTED("lab 3: msecs_to_jiffies");
}
EXPORT_SYMBOL(msecs_to_jiffies);

/** usecs_to_jiffies - rounds up, and is never more than MAX_JIFFY_OFFSET */
unsigned long usecs_to_jiffies(unsigned int usecs)
{
	NOT_YET_IMPLEMENTED("lab 3: usecs_to_jiffies");
}
EXPORT_SYMBOL(usecs_to_jiffies);

/** jiffies_to_msecs - HZ divides 1000, so this is exact, but it wraps */
unsigned int jiffies_to_msecs(unsigned long j)
{
	NOT_YET_IMPLEMENTED("lab 3: jiffies_to_msecs");
}
EXPORT_SYMBOL(jiffies_to_msecs);

/** jiffies_to_usecs - the same in microseconds */
unsigned int jiffies_to_usecs(unsigned long j)
{
	NOT_YET_IMPLEMENTED("lab 3: jiffies_to_usecs");
}
EXPORT_SYMBOL(jiffies_to_usecs);
