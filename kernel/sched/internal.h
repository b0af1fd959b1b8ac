/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/sched */
#ifndef _SCHED_INTERNAL_H
#define _SCHED_INTERNAL_H

#include <linux/sched.h>

int try_to_wake_up(struct task_struct *p, unsigned int mask);
struct task_struct *alloc_task(void);
void add_task(struct task_struct *p);
pid_t alloc_pid(void);
void schedule_tail(struct task_struct *prev);

#endif
