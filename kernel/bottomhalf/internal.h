/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of this room */
#ifndef _BOTTOMHALF_INTERNAL_H
#define _BOTTOMHALF_INTERNAL_H

void __do_softirq(void);
void wakeup_softirqd(void);

#endif
