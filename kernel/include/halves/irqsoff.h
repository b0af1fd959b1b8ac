/* SPDX-License-Identifier: MIT */
/* irqsoff.h - the longest time that interrupts were off; kernel/debug/irqsoff.c */
#ifndef _HALVES_IRQSOFF_H
#define _HALVES_IRQSOFF_H

#include <linux/types.h>

void irqsoff_start(void);  /* begin a measurement: the maximum is 0 */
u64 irqsoff_stop(void);	   /* end it: the longest stretch in ns, console output excluded */
void irqsoff_pause(void);  /* console output begins … */
void irqsoff_resume(void); /* … and ends: the stretch begins anew; any context */

#endif
