// SPDX-License-Identifier: MIT
/*
 * wait.c - wait queues: lists of threads that sleep until somebody says that something changed
 *
 * See <linux/wait.h> for the order that makes a sleep safe.
 * Context: waiting process, waking any. Locking: the queue's lock, irqs off.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/wait.h>
#include "internal.h"

/** init_waitqueue_head - an empty queue; any context */
void init_waitqueue_head(wait_queue_head_t *q)
{
	spin_lock_init(&q->lock);
	INIT_LIST_HEAD(&q->task_list);
}
EXPORT_SYMBOL(init_waitqueue_head);

/** add_wait_queue - put an entry in front; any context */
void add_wait_queue(wait_queue_head_t *q, wait_queue_t *wait)
{
	unsigned long flags;

	wait->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&q->lock, flags);
	list_add(&wait->task_list, &q->task_list);
	spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL(add_wait_queue);

/** add_wait_queue_exclusive - put an entry at the end; wake_up() wakes one such; any context */
void add_wait_queue_exclusive(wait_queue_head_t *q, wait_queue_t *wait)
{
	unsigned long flags;

	wait->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&q->lock, flags);
	list_add_tail(&wait->task_list, &q->task_list);
	spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL(add_wait_queue_exclusive);

/** remove_wait_queue - take an entry off; any context */
void remove_wait_queue(wait_queue_head_t *q, wait_queue_t *wait)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	list_del(&wait->task_list);
	spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL(remove_wait_queue);

static void prepare(wait_queue_head_t *q, wait_queue_t *wait, int state)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	if (list_empty(&wait->task_list)) {
		if (wait->flags & WQ_FLAG_EXCLUSIVE)
			list_add_tail(&wait->task_list, &q->task_list);
		else
			list_add(&wait->task_list, &q->task_list);
	}
	/*
	 * Pairs with the lock that wake_up() takes after the condition was made true: the waker
	 * sees us on the list, or we see his condition.
	 */
	set_current_state(state);
	spin_unlock_irqrestore(&q->lock, flags);
}

/**
 * prepare_to_wait - get onto a queue and set the state; then test the condition, then schedule()
 * @q: the queue
 * @wait: the entry, from DEFINE_WAIT()
 * @state: TASK_INTERRUPTIBLE or TASK_UNINTERRUPTIBLE
 *
 * Context: process.
 */
void prepare_to_wait(wait_queue_head_t *q, wait_queue_t *wait, int state)
{
	wait->flags &= ~WQ_FLAG_EXCLUSIVE;
	prepare(q, wait, state);
}
EXPORT_SYMBOL(prepare_to_wait);

/** prepare_to_wait_exclusive - the same for one of many of whom one is to be woken; process */
void prepare_to_wait_exclusive(wait_queue_head_t *q, wait_queue_t *wait, int state)
{
	wait->flags |= WQ_FLAG_EXCLUSIVE;
	prepare(q, wait, state);
}
EXPORT_SYMBOL(prepare_to_wait_exclusive);

/* Without the lock: a waker that is just taking the entry off has written both links before. */
static bool entry_queued(wait_queue_t *wait)
{
	struct list_head *next = READ_ONCE(wait->task_list.next);

	return next != &wait->task_list || next != wait->task_list.prev;
}

/** finish_wait - running again, and off the queue if no wake-up did that; process */
void finish_wait(wait_queue_head_t *q, wait_queue_t *wait)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	if (entry_queued(wait)) {
		spin_lock_irqsave(&q->lock, flags);
		list_del_init(&wait->task_list);
		spin_unlock_irqrestore(&q->lock, flags);
	}
}
EXPORT_SYMBOL(finish_wait);

/** default_wake_function - wake the entry's thread; any context */
int default_wake_function(wait_queue_t *wait, unsigned int mode, int sync, void *key)
{
	return try_to_wake_up(wait->private, mode);
}
EXPORT_SYMBOL(default_wake_function);

/** autoremove_wake_function - the same, and take the entry off if that woke somebody */
int autoremove_wake_function(wait_queue_t *wait, unsigned int mode, int sync, void *key)
{
	int woken = default_wake_function(wait, mode, sync, key);

	if (woken)
		list_del_init(&wait->task_list);
	return woken;
}
EXPORT_SYMBOL(autoremove_wake_function);

static void wake_up_common(wait_queue_head_t *q, unsigned int mode, int nr_exclusive, void *key)
{
	wait_queue_t *at, *next;

	list_for_each_entry_safe(at, next, &q->task_list, task_list) {
		/* Looked at before: who is awake and off the queue takes the entry with him. */
		bool exclusive = at->flags & WQ_FLAG_EXCLUSIVE;

		if (at->func(at, mode, 0, key) && exclusive && !--nr_exclusive)
			break;
	}
}

/**
 * __wake_up - wake who waits; use wake_up() and its family
 * @q: the queue
 * @mode: wake threads in these states
 * @nr_exclusive: at most so many of those that wait exclusively; 0: all
 * @key: for the wake functions
 *
 * Context: any. Locking: takes the queue's lock.
 */
void __wake_up(wait_queue_head_t *q, unsigned int mode, int nr_exclusive, void *key)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	wake_up_common(q, mode, nr_exclusive, key);
	spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL(__wake_up);

/** __wake_up_locked - the same for a caller that holds the queue's lock */
void __wake_up_locked(wait_queue_head_t *q, unsigned int mode, int nr_exclusive)
{
	assert_held(&q->lock);
	wake_up_common(q, mode, nr_exclusive, NULL);
}
EXPORT_SYMBOL(__wake_up_locked);
