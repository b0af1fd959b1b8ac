// SPDX-License-Identifier: MIT
/*
 * semaphore.c - a count that threads take from and sleep for
 *
 * Idea:    up() with somebody waiting does not raise the count: it hands its unit to the first of
 *          them. So who waits longest goes first, and nobody slips in between.
 * Context: down process, up and down_trylock any. Locking: the semaphore's lock, irqs off.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/semaphore.h>

struct waiter {
	struct list_head list;
	struct task_struct *task;
	bool up; /* the unit is ours */
};

/** sema_init - a semaphore with @val units free; any context */
void sema_init(struct semaphore *sem, int val)
{
	*sem = (struct semaphore)__SEMAPHORE_INITIALIZER(*sem, val);
}
EXPORT_SYMBOL(sema_init);

static int down_common(struct semaphore *sem, int state, long timeout)
{
	struct waiter waiter = { .task = current };
	int result = 0;

	spin_lock_irq(&sem->lock);
	if (likely(sem->count)) {
		sem->count--;
		spin_unlock_irq(&sem->lock);
		return 0;
	}
	list_add_tail(&waiter.list, &sem->wait_list);
	while (!waiter.up) {
		if (state == TASK_INTERRUPTIBLE && signal_pending(current))
			result = -EINTR;
		else if (!timeout)
			result = -ETIME;
		if (result) {
			list_del(&waiter.list);
			break;
		}
		set_current_state(state); /* pairs with the lock in up()'s wake-up */
		spin_unlock_irq(&sem->lock);
		timeout = schedule_timeout(timeout);
		spin_lock_irq(&sem->lock);
	}
	spin_unlock_irq(&sem->lock);
	return result;
}

/** down - take a unit, sleeping until there is one; process */
void down(struct semaphore *sem)
{
	might_sleep();
	down_common(sem, TASK_UNINTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}
EXPORT_SYMBOL(down);

/** down_interruptible - the same; 0, or -EINTR when a signal came first; process */
int down_interruptible(struct semaphore *sem)
{
	might_sleep();
	return down_common(sem, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}
EXPORT_SYMBOL(down_interruptible);

/** down_timeout - the same for at most @jiffies; 0, or -ETIME; process */
int down_timeout(struct semaphore *sem, long jiffies)
{
	might_sleep();
	return down_common(sem, TASK_UNINTERRUPTIBLE, jiffies);
}
EXPORT_SYMBOL(down_timeout);

/** down_trylock - take a unit if there is one: 0; else 1 (the other way round than a lock!); any */
int down_trylock(struct semaphore *sem)
{
	unsigned long flags;
	int failed;

	spin_lock_irqsave(&sem->lock, flags);
	failed = !sem->count;
	if (!failed)
		sem->count--;
	spin_unlock_irqrestore(&sem->lock, flags);
	return failed;
}
EXPORT_SYMBOL(down_trylock);

/** up - give a unit, to the first that waits if there is one; any context, any thread */
void up(struct semaphore *sem)
{
	unsigned long flags;
	struct waiter *waiter;

	spin_lock_irqsave(&sem->lock, flags);
	if (list_empty(&sem->wait_list)) {
		sem->count++;
	} else {
		waiter = list_first_entry(&sem->wait_list, struct waiter, list);
		list_del(&waiter->list);
		waiter->up = true;
		wake_up_process(waiter->task);
	}
	spin_unlock_irqrestore(&sem->lock, flags);
}
EXPORT_SYMBOL(up);
