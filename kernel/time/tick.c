// SPDX-License-Identifier: MIT
/*
 * tick.c - what happens at each timer interrupt, in order; and the time of day
 *
 * Context: timer_tick() hardirq; do_gettimeofday() any.
 * Locking: none here: boot_time is set once, at boot; jiffies and the run queue have locks.
 */
#include <halves/rtc.h>
#include <halves/tick.h>
#include <halves/watchdog.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/timer.h>

void (*tick_probe)(u32 late_ns);

static u64 boot_time; /* seconds since 1970 when sched_clock() was 0 */

/** timer_tick - count, ask for timers to be run, charge the running thread, watch; hardirq */
void timer_tick(void)
{
	do_timer(1);
	run_local_timers();
	scheduler_tick();
	watchdog_tick();
}

/** do_gettimeofday - seconds and microseconds since 1970; any context */
void do_gettimeofday(struct timeval *tv)
{
	u32 ns;
	u64 s = div_u64_rem(sched_clock(), NSEC_PER_SEC, &ns);

	tv->tv_sec = boot_time + s;
	tv->tv_usec = ns / NSEC_PER_USEC;
}
EXPORT_SYMBOL(do_gettimeofday);

static int __init read_boot_time(void)
{
	boot_time = rtc_read_time() - div_u64(sched_clock(), NSEC_PER_SEC);
	return 0;
}
module_init(read_boot_time);
