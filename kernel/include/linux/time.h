/* SPDX-License-Identifier: MIT */
/* time.h - wall-clock time and nanoseconds since boot */
#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H

#include <linux/types.h>
#include <uapi/linux/time.h>

#define NSEC_PER_USEC 1000UL
#define NSEC_PER_MSEC 1000000UL
#define NSEC_PER_SEC  1000000000UL
#define USEC_PER_SEC  1000000UL
#define MSEC_PER_SEC  1000UL

void do_gettimeofday(struct timeval *tv);
u64 sched_clock(void);

#endif
