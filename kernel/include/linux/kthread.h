/* SPDX-License-Identifier: MIT */
/*
 * kthread.h - threads of the kernel's own; functions in kernel/sched/kthread.c
 *
 * Context: process. Locking: takes tasklist_lock.
 */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/sched.h>

struct task_struct *kthread_create(int (*threadfn)(void *data), void *data, const char *namefmt,
				   ...) __printf(3, 4);
void kthread_bind(struct task_struct *k, unsigned int cpu);
int kthread_stop(struct task_struct *k);
int kthread_should_stop(void);

/* kthread_run - create a thread and wake it; ERR_PTR(-ENOMEM) on no memory; P */
#define kthread_run(threadfn, data, namefmt, ...)                                                  \
	({                                                                                         \
		struct task_struct *__k = kthread_create(threadfn, data, namefmt, ##__VA_ARGS__);  \
                                                                                                   \
		if (!IS_ERR(__k))                                                                  \
			wake_up_process(__k);                                                      \
		__k;                                                                               \
	})

#endif
