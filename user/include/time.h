/* SPDX-License-Identifier: MIT */
/* time.h - the time of day */
#ifndef _TIME_H
#define _TIME_H

#include <linux/time.h>
#include <linux/types.h>

time_t time(time_t *now);
int nanosleep(const struct timespec *time, struct timespec *left);

#endif
