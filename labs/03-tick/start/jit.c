// SPDX-License-Identifier: MIT
/*
 * jit.c - just in time: comparing moments of jiffies, and waiting for one
 *
 * Idea:    jiffies wraps; so two moments cannot be compared as numbers, though they are always less
 *          than half of the range apart: 24 days.
 * Context: as noted. Locking: none; jiffies is one word.
 * See:     LDD3, chapter 7, "Delaying execution"
 */
#include <halves/lab.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>

bool jit_after(unsigned long a, unsigned long b);
bool jit_after_eq(unsigned long a, unsigned long b);
void jit_wait(unsigned long ticks);

/** jit_after - is the moment @a later than @b, less than half of the range apart? any context */
bool jit_after(unsigned long a, unsigned long b)
{
	NOT_YET_IMPLEMENTED("lab 3: jit_after");
}

/** jit_after_eq - is the moment @a later than @b, or the same? any context */
bool jit_after_eq(unsigned long a, unsigned long b)
{
	NOT_YET_IMPLEMENTED("lab 3: jit_after_eq");
}

/**
 * jit_wait - turn on the spot until @ticks more ticks have come
 * @ticks: how many; below half of the range
 *
 * Returns at the last of them. Context: any with interrupts on, on the processor that counts.
 */
void jit_wait(unsigned long ticks)
{
	NOT_YET_IMPLEMENTED("lab 3: jit_wait");
}
