/* SPDX-License-Identifier: MIT */
/*
 * watchdog.h - what hangs is named, and the kernel goes on
 *
 * Who watches what: kernel/debug/watchdog.c the softirqs, the sleepers, and the tick itself;
 * kernel/irq/storm.c the lines; run_tasklet() the tasklets that are scheduled but disabled; the
 * work queues their own flushes.
 * Context: hardirq, irqs off; watchdog_touch(): any.
 * Locking: none: neither top half meets itself, and what they share is one word. Sleepers:
 *          tasklist_lock.
 */
#ifndef _HALVES_WATCHDOG_H
#define _HALVES_WATCHDOG_H

#include <linux/types.h>

/* After how many seconds; on the command line watchdog.softirq=, .sleep=, .flush=, .lost= */
extern unsigned int watchdog_softirq_seconds; /* softirqs pending and none begun */
extern unsigned int watchdog_sleep_seconds;   /* asleep in TASK_UNINTERRUPTIBLE */
extern unsigned int watchdog_flush_seconds;   /* a flush waits for its barrier */
extern unsigned int watchdog_lost_seconds;    /* lost ticks are told no more often */

/* watchdog_tick - each tick looks at the tick before; the timer's top half */
void watchdog_tick(void);

/* watchdog_touch - a report was written: ticks lost meanwhile are nobody's fault; any context */
void watchdog_touch(void);

/* watchdog_second - a clock that does not hang on the timer has counted a second; hardirq */
void watchdog_second(void);

#endif
