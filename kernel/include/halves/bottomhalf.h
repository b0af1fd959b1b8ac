/* SPDX-License-Identifier: MIT */
/* bottomhalf.h - boot order of the bottom halves, and their counts for the console */
#ifndef _HALVES_BOTTOMHALF_H
#define _HALVES_BOTTOMHALF_H

#include <linux/interrupt.h>
#include <linux/percpu.h>

void tasklets_init(void);
void tasklets_prepare_cpu(int cpu);
void ksoftirqd_init(void);
void workqueues_init(void);
void workqueues_watch(void); /* queueing looks at `watching` anew; P */

extern unsigned long softirq_runs[NR_SOFTIRQS]; /* per CPU */
extern int softirq_restart; /* passes until ksoftirqd goes on; at least 1 */
extern int ksoftirqd_nice;
void set_ksoftirqd_nice(void); /* to ksoftirqd_nice; P */

#endif
