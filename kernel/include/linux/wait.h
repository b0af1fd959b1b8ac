/* SPDX-License-Identifier: MIT */
/*
 * wait.h - sleep until a condition is true
 *
 * The order makes it safe: first get onto the queue and set the state, then test, then sleep.
 * A wake-up that comes between test and sleep sets the state back to running, and the sleep returns
 * at once (S118). wait_event() is that order, written once.
 * Context: waiting process, waking any.
 * Locking: takes the queue's lock, irqs off; who guards the condition is the callers' business.
 */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/errno.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

typedef struct wait_queue wait_queue_t;
typedef int (*wait_queue_func_t)(wait_queue_t *wait, unsigned int mode, int sync, void *key);

#define WQ_FLAG_EXCLUSIVE 1

struct wait_queue {
	unsigned int flags;
	void *private;		    /* the task that waits */
	wait_queue_func_t func;	    /* how to wake it */
	struct list_head task_list; /* under the head's lock */
};

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head task_list;
} wait_queue_head_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name)                                                        \
	{                                                                                          \
		.lock = __SPIN_LOCK_UNLOCKED(name.lock),                                           \
		.task_list = LIST_HEAD_INIT((name).task_list),                                     \
	}
#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)

#define DEFINE_WAIT(name)                                                                          \
	wait_queue_t name = {                                                                      \
		.private = current,                                                                \
		.func = autoremove_wake_function,                                                  \
		.task_list = LIST_HEAD_INIT((name).task_list),                                     \
	}
#define DECLARE_WAITQUEUE(name, task)                                                              \
	wait_queue_t name = {                                                                      \
		.private = task,                                                                   \
		.func = default_wake_function,                                                     \
		.task_list = LIST_HEAD_INIT((name).task_list),                                     \
	}

void init_waitqueue_head(wait_queue_head_t *q);
void add_wait_queue(wait_queue_head_t *q, wait_queue_t *wait);
void add_wait_queue_exclusive(wait_queue_head_t *q, wait_queue_t *wait);
void remove_wait_queue(wait_queue_head_t *q, wait_queue_t *wait);
void prepare_to_wait(wait_queue_head_t *q, wait_queue_t *wait, int state);
void prepare_to_wait_exclusive(wait_queue_head_t *q, wait_queue_t *wait, int state);
void finish_wait(wait_queue_head_t *q, wait_queue_t *wait);
int default_wake_function(wait_queue_t *wait, unsigned int mode, int sync, void *key);
int autoremove_wake_function(wait_queue_t *wait, unsigned int mode, int sync, void *key);
void __wake_up(wait_queue_head_t *q, unsigned int mode, int nr_exclusive, void *key);
void __wake_up_locked(wait_queue_head_t *q, unsigned int mode, int nr_exclusive);

/* waitqueue_active - may lie unless the caller holds the lock or has a barrier; any context */
static inline int waitqueue_active(wait_queue_head_t *q)
{
	return !list_empty(&q->task_list);
}

/*
 * Wake all that wait, but of those that wait exclusively only one (nr), or all (_all); any context.
 */
#define wake_up(q)		     __wake_up(q, TASK_NORMAL, 1, NULL)
#define wake_up_nr(q, nr)	     __wake_up(q, TASK_NORMAL, nr, NULL)
#define wake_up_all(q)		     __wake_up(q, TASK_NORMAL, 0, NULL)
#define wake_up_interruptible(q)     __wake_up(q, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_all(q) __wake_up(q, TASK_INTERRUPTIBLE, 0, NULL)

/*
 * The loop under all of them; @sleep is what to do while the condition is false. After a wake-up
 * the condition is tested before the thread queues again: only who goes to sleep must be on the
 * queue.
 */
#define ___wait_event(wq, condition, state, sleep)                                                 \
	do {                                                                                       \
		DEFINE_WAIT(__wait);                                                               \
                                                                                                   \
		do {                                                                               \
			prepare_to_wait(&(wq), &__wait, state);                                    \
			if (condition)                                                             \
				break;                                                             \
			sleep;                                                                     \
		} while (!(condition));                                                            \
		finish_wait(&(wq), &__wait);                                                       \
	} while (0)

/* wait_event - sleep until @condition is true; it is tested at each wake-up; P */
#define wait_event(wq, condition)                                                                  \
	do {                                                                                       \
		might_sleep_in("wait_event");							   \
		if (!(condition))                                                                  \
			___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, schedule());            \
	} while (0)

/* wait_event_timeout - the same, at most @timeout jiffies: 0 if time ran out, else what is left */
#define wait_event_timeout(wq, condition, timeout)                                                 \
	({                                                                                         \
		long __left = (timeout);                                                           \
                                                                                                   \
		might_sleep_in("wait_event_timeout");						   \
		if (!(condition))                                                                  \
			___wait_event(wq, condition, TASK_UNINTERRUPTIBLE,                         \
				      if (!(__left = schedule_timeout(__left))) break);            \
		if (!__left && (condition))                                                        \
			__left = 1;                                                                \
		__left;                                                                            \
	})

/* wait_event_interruptible - 0, or -ERESTARTSYS when a signal came first */
#define wait_event_interruptible(wq, condition)                                                    \
	({                                                                                         \
		int __ret = 0;                                                                     \
                                                                                                   \
		might_sleep_in("wait_event_interruptible");					   \
		if (!(condition))                                                                  \
			___wait_event(                                                             \
				wq, condition, TASK_INTERRUPTIBLE, if (signal_pending(current)) {  \
					__ret = -ERESTARTSYS;                                      \
					break;                                                     \
				} schedule());                                                     \
		__ret;                                                                             \
	})

/* wait_event_interruptible_timeout - jiffies left, 0 when time ran out, or -ERESTARTSYS */
#define wait_event_interruptible_timeout(wq, condition, timeout)                                   \
	({                                                                                         \
		long __left = (timeout);                                                           \
                                                                                                   \
		might_sleep_in("wait_event_interruptible_timeout");				   \
		if (!(condition))                                                                  \
			___wait_event(                                                             \
				wq, condition, TASK_INTERRUPTIBLE, if (signal_pending(current)) {  \
					__left = -ERESTARTSYS;                                     \
					break;                                                     \
				} if (!(__left = schedule_timeout(__left))) break);                \
		if (!__left && (condition))                                                        \
			__left = 1;                                                                \
		__left;                                                                            \
	})

#endif
