// SPDX-License-Identifier: MIT
/*
 * mutex.c - a sleeping lock with an owner
 *
 * Idea:    as a semaphore of one, but it knows whose it is: only the owner may unlock it, and
 *          taking it twice is told, not waited for. Unlocking hands it to the first that waits.
 * Context: process. Locking: wait_lock.
 */
#include <halves/debug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include "internal.h"

struct waiter {
	struct list_head list;
	struct task_struct *task;
};

/* __mutex_init - mutex_init(), but for what the tests' image notes where that is called */
void __mutex_init(struct mutex *lock)
{
	*lock = (struct mutex)__MUTEX_INITIALIZER(*lock);
}
EXPORT_SYMBOL(__mutex_init);

static void mutex_error(struct mutex *lock, const char *what)
{
	report(KERN_ERR "BUG: mutex %p %s; owner: %s\n", lock, what,
	       lock->owner ? lock->owner->comm : "nobody");
}

/* An interrupt is nobody: it cannot own anything. */
static void assert_thread(struct mutex *lock, const char *what)
{
	if (unlikely(in_interrupt()))
		mutex_error(lock, what);
}

#ifdef CONFIG_TESTS
/* For the lock checker: what the running thread holds, the latest first. */

void mutex_wanted(struct mutex *lock, unsigned long ip)
{
	struct mutex *held;

	if (!lock->class)
		lock->class = lockdep_class(lock->name, true);
	for (held = current->held_mutexes; held; held = held->held_next)
		if (held != lock)
			lockdep_order(held->class, held->owner_ip, lock->class, ip);
}

void mutex_taken(struct mutex *lock, unsigned long ip)
{
	if (!lock->class)
		lock->class = lockdep_class(lock->name, true);
	lockdep_seen(lock->class, SPIN_LOCK, CONTEXT_PROCESS, ip);
	lock->owner_ip = ip;
	lock->held_next = current->held_mutexes;
	current->held_mutexes = lock;
}

/* They may be released in any order. */
void mutex_released(struct mutex *lock)
{
	struct mutex **link = &current->held_mutexes;

	while (*link && *link != lock)
		link = &(*link)->held_next;
	if (*link)
		*link = lock->held_next;
}

#endif

/* Somebody has it: wait. Locking: expects wait_lock, gives it back. */
static int lock_slowly(struct mutex *lock, int state)
{
	struct waiter waiter = { .task = current };

	if (unlikely(lock->owner == current)) {
		spin_unlock(&lock->wait_lock);
		mutex_error(lock, "locked twice by the same thread, which would wait for ever");
		die("deadlock on mutex %p", lock);
	}
	list_add_tail(&waiter.list, &lock->wait_list);
	while (lock->owner != current) {
		if (state == TASK_INTERRUPTIBLE && signal_pending(current)) {
			list_del(&waiter.list);
			spin_unlock(&lock->wait_lock);
			return -EINTR;
		}
		set_current_state(state); /* pairs with the lock in mutex_unlock()'s wake-up */
		spin_unlock(&lock->wait_lock);
		schedule();
		spin_lock(&lock->wait_lock);
	}
	spin_unlock(&lock->wait_lock);
	return 0;
}

static __always_inline int lock_common(struct mutex *lock, int state)
{
	spin_lock(&lock->wait_lock);
	if (unlikely(lock->owner))
		return lock_slowly(lock, state);
	lock->owner = current;
	spin_unlock(&lock->wait_lock);
	return 0;
}

/** mutex_lock - take it, sleeping until it is free; process, not twice */
void mutex_lock(struct mutex *lock)
{
	might_sleep();
	mutex_wanted(lock, _RET_IP_);
	lock_common(lock, TASK_UNINTERRUPTIBLE);
	mutex_taken(lock, _RET_IP_);
}
EXPORT_SYMBOL(mutex_lock);

/** mutex_lock_interruptible - the same; 0, or -EINTR when a signal came first; process */
int mutex_lock_interruptible(struct mutex *lock)
{
	int error;

	might_sleep();
	mutex_wanted(lock, _RET_IP_);
	error = lock_common(lock, TASK_INTERRUPTIBLE);
	if (!error)
		mutex_taken(lock, _RET_IP_);
	return error;
}
EXPORT_SYMBOL(mutex_lock_interruptible);

/** mutex_trylock - 1: it was free and is the caller's, 0: somebody has it; process */
int mutex_trylock(struct mutex *lock)
{
	int taken;

	assert_thread(lock, "tried in an interrupt: its owner is a thread; use a spinlock there");
	spin_lock(&lock->wait_lock);
	taken = !lock->owner;
	if (taken)
		lock->owner = current;
	spin_unlock(&lock->wait_lock);
	if (taken)
		mutex_taken(lock, _RET_IP_);
	return taken;
}
EXPORT_SYMBOL(mutex_trylock);

/** mutex_unlock - give it to the first that waits, or free it; the owner only */
void mutex_unlock(struct mutex *lock)
{
	struct waiter *waiter;

	assert_thread(lock, "unlocked in an interrupt: its owner is a thread, and unlocks it");
	spin_lock(&lock->wait_lock);
	if (unlikely(lock->owner != current)) {
		spin_unlock(&lock->wait_lock);
		mutex_error(lock, "unlocked by a thread that does not own it");
		return;
	}
	mutex_released(lock);
	if (list_empty(&lock->wait_list)) {
		lock->owner = NULL;
	} else {
		waiter = list_first_entry(&lock->wait_list, struct waiter, list);
		list_del(&waiter->list);
		lock->owner = waiter->task;
		wake_up_process(waiter->task);
	}
	spin_unlock(&lock->wait_lock);
}
EXPORT_SYMBOL(mutex_unlock);
