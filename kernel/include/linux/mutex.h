/* SPDX-License-Identifier: MIT */
/*
 * mutex.h - a lock that sleeps: one owner, who alone may unlock it; threads only
 *
 * Context: process; what makes one, and mutex_is_locked(): any.
 * Locking: takes wait_lock inside; what makes one takes none, for nobody may use it then.
 */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

struct mutex {
	spinlock_t wait_lock;
	struct task_struct *owner;  /* L: NULL: free */
	struct list_head wait_list; /* L: first come first served */
#ifdef CONFIG_TESTS
	const char *name;	 /* LOCK_NAME() */
	unsigned long owner_ip;	 /* where it was taken */
	struct mutex *held_next; /* what its owner took before and still holds */
	u16 class;		 /* kernel/lock/lockdep.c; 0: not seen yet */
#endif
};

#ifdef CONFIG_TESTS
#define __MUTEX_NAME(lock) .name = LOCK_NAME(lock),
#define debug_mutex_name(lock) ((lock)->name = LOCK_NAME(lock))
#else
#define __MUTEX_NAME(lock)
#define debug_mutex_name(lock) ((void)0)
#endif

#define __MUTEX_INITIALIZER(name)                                                                  \
	{                                                                                          \
		.wait_lock = __SPIN_LOCK_UNLOCKED((name).wait_lock), .owner = NULL,                \
		.wait_list = LIST_HEAD_INIT((name).wait_list), __MUTEX_NAME(name)                  \
	}
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)

void __mutex_init(struct mutex *lock);
/* mutex_init - an unlocked mutex; any context */
#define mutex_init(lock)                                                                           \
	do {                                                                                       \
		__mutex_init(lock);                                                                \
		debug_mutex_name(lock);                                                            \
	} while (0)
void mutex_lock(struct mutex *lock);
int mutex_lock_interruptible(struct mutex *lock);
int mutex_trylock(struct mutex *lock); /* 1: taken, 0: somebody has it */
void mutex_unlock(struct mutex *lock);

/* mutex_is_locked - somebody has it now, perhaps no more when this returns; any context */
static inline int mutex_is_locked(struct mutex *lock)
{
	return READ_ONCE(lock->owner) != NULL;
}

#endif
