/* SPDX-License-Identifier: MIT */
/*
 * completion.h - "it is done": one waits, another tells; it counts, so the order does not matter
 *
 * Context: any; waiting process.
 * Locking: none for what makes one, or makes it new: nobody may use it then. Else its own lock.
 */
#ifndef _LINUX_COMPLETION_H
#define _LINUX_COMPLETION_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

struct completion {
	spinlock_t lock;
	unsigned int done;	   /* L: told and not yet consumed */
	struct list_head waiters;  /* L: who sleeps, first come first served */
};

#define COMPLETION_INITIALIZER(work)                                                               \
	{                                                                                          \
		.lock = __SPIN_LOCK_UNLOCKED((work).lock),                                         \
		.waiters = LIST_HEAD_INIT((work).waiters),                                         \
	}
#define DECLARE_COMPLETION(work)	 struct completion work = COMPLETION_INITIALIZER(work)
#define DECLARE_COMPLETION_ONSTACK(work) DECLARE_COMPLETION(work)
#define INIT_COMPLETION(x)		 ((x).done = 0)

void init_completion(struct completion *x);
void wait_for_completion(struct completion *x);
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);
int wait_for_completion_interruptible(struct completion *x);
int try_wait_for_completion(struct completion *x);
void complete(struct completion *x);
void complete_all(struct completion *x);

#endif
