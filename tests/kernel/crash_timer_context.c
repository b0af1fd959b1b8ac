// SPDX-License-Identifier: MIT
/*
 * crash_timer_context.c - S18: a timer that leaves another preempt count stops the kernel
 *
 * There is no way back from it, so it is no KUnit case: tests/boot/test_timer_context.py boots it.
 */
#include <halves/program.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/timer.h>

static void unbalanced_timer(unsigned long data)
{
	local_bh_disable();
}

static DEFINE_TIMER(timer, unbalanced_timer, 0, 0);

static int crash_timer_context(void)
{
	mod_timer(&timer, jiffies + 1);
	mdelay(100);
	return 0;
}
PROGRAM(crash_timer_context, crash_timer_context, "a timer that leaves bottom halves off");
