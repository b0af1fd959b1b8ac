/* SPDX-License-Identifier: MIT */
/* time.h - the time of day in microseconds */
#ifndef _SYS_TIME_H
#define _SYS_TIME_H

#include <time.h>

struct timezone;

int gettimeofday(struct timeval *now, struct timezone *none);

#endif
