/* SPDX-License-Identifier: MIT */
/*
 * tick.h - who wants to know how late each timer interrupt was served
 *
 * Context: hardirq, irqs off.
 * Locking: none: the timer's top half never meets itself, and it is started again only when it has
 *          stopped.
 */
#ifndef _HALVES_TICK_H
#define _HALVES_TICK_H

#include <linux/types.h>

/* Called in the timer's top half with the delay in ns from the PIT's edge to its handler. */
extern void (*tick_probe)(u32 late_ns);

/* timer_tick - one timer interrupt; arch calls it in the timer's top half */
void timer_tick(void);

/* timer_restart - program the timer anew, as at boot; irqs off */
void timer_restart(void);

#endif
