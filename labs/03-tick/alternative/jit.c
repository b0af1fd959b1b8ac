// SPDX-License-Identifier: MIT
/* jit.c - the same from the other end: the sign bit of the difference; a wait counts changes */
#include <asm/processor.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>

bool jit_after(unsigned long a, unsigned long b);
bool jit_after_eq(unsigned long a, unsigned long b);
void jit_wait(unsigned long ticks);

bool jit_after(unsigned long a, unsigned long b)
{
	return !jit_after_eq(b, a);
}

bool jit_after_eq(unsigned long a, unsigned long b)
{
	return !((a - b) >> 31);
}

void jit_wait(unsigned long ticks)
{
	unsigned long start = jiffies, passed;

	do {
		cpu_relax();
		passed = jiffies - start;
	} while (passed < ticks);
}
