/* SPDX-License-Identifier: MIT */
/*
 * semaphore.h - a count of what is free: down() takes one and sleeps while there is none
 *
 * Context: any; what may sleep: process.
 * Locking: takes the semaphore's lock; what makes one takes none, for nobody may use it then.
 */
#ifndef _LINUX_SEMAPHORE_H
#define _LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock.h>

struct semaphore {
	spinlock_t lock;
	unsigned int count;	    /* L: free */
	struct list_head wait_list; /* L: who sleeps, first come first served */
};

#define __SEMAPHORE_INITIALIZER(name, n)                                                           \
	{                                                                                          \
		.lock = __SPIN_LOCK_UNLOCKED((name).lock), .count = n,                             \
		.wait_list = LIST_HEAD_INIT((name).wait_list),                                     \
	}
#define __DECLARE_SEMAPHORE_GENERIC(name, n)                                                       \
	struct semaphore name = __SEMAPHORE_INITIALIZER(name, n)
#define DECLARE_MUTEX(name)	   __DECLARE_SEMAPHORE_GENERIC(name, 1)
#define DECLARE_MUTEX_LOCKED(name) __DECLARE_SEMAPHORE_GENERIC(name, 0)

void sema_init(struct semaphore *sem, int val);

#define init_MUTEX(sem)	       sema_init(sem, 1)
#define init_MUTEX_LOCKED(sem) sema_init(sem, 0)

void down(struct semaphore *sem);
int down_interruptible(struct semaphore *sem);
int down_trylock(struct semaphore *sem);
int down_timeout(struct semaphore *sem, long jiffies);
void up(struct semaphore *sem);

#endif
