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
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/mutex.h>

struct waiter {
	struct list_head list;
	struct task_struct *task;
};

/** mutex_init - an unlocked mutex; any context */
void mutex_init(struct mutex *lock)
{
	*lock = (struct mutex)__MUTEX_INITIALIZER(*lock);
}

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

static int lock_common(struct mutex *lock, int state)
{
	struct waiter waiter = { .task = current };

	spin_lock(&lock->wait_lock);
	if (likely(!lock->owner)) {
		lock->owner = current;
		spin_unlock(&lock->wait_lock);
		return 0;
	}
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
		set_current_state(state);
		spin_unlock(&lock->wait_lock);
		schedule();
		spin_lock(&lock->wait_lock);
	}
	spin_unlock(&lock->wait_lock);
	return 0;
}

/** mutex_lock - take it, sleeping until it is free; process, not twice */
void mutex_lock(struct mutex *lock)
{
	might_sleep();
	lock_common(lock, TASK_UNINTERRUPTIBLE);
}

/** mutex_lock_interruptible - the same; 0, or -EINTR when a signal came first; process */
int mutex_lock_interruptible(struct mutex *lock)
{
	might_sleep();
	return lock_common(lock, TASK_INTERRUPTIBLE);
}

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
	return taken;
}

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
