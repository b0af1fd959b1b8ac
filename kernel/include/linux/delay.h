/* SPDX-License-Identifier: MIT */
/*
 * delay.h - wait a while: by turning (any context) or by sleeping (threads only)
 *
 * Locking: none; who sleeps must hold no spinlock.
 */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

void udelay(unsigned long usecs);
void ndelay(unsigned long nsecs);
void mdelay(unsigned long msecs);

void msleep(unsigned int msecs);
unsigned long msleep_interruptible(unsigned int msecs);

/* ssleep - msleep() in seconds; process */
static inline void ssleep(unsigned int seconds)
{
	msleep(seconds * 1000);
}

#endif
