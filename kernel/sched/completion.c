// SPDX-License-Identifier: MIT
/*
 * completion.c - wait for something that happens once, or a counted number of times
 *
 * complete() may come before the wait: it is counted, so nothing is lost.
 * Context: waiting process, completing any. Locking: the wait queue's lock, irqs off.
 */
#include <linux/completion.h>
#include <linux/kernel.h>

/* complete_all() sets it so high that no number of waits uses it up. */
#define DONE_FOR_ALL (~0U / 2)

static long wait_common(struct completion *x, long timeout, int state)
{
	might_sleep();
	spin_lock_irq(&x->wait.lock);
	if (!x->done) {
		DECLARE_WAITQUEUE(wait, current);

		wait.flags = WQ_FLAG_EXCLUSIVE;
		list_add_tail(&wait.task_list, &x->wait.task_list);
		do {
			if (state == TASK_INTERRUPTIBLE && signal_pending(current)) {
				timeout = -ERESTARTSYS;
				break;
			}
			__set_current_state(state);
			spin_unlock_irq(&x->wait.lock);
			timeout = schedule_timeout(timeout);
			spin_lock_irq(&x->wait.lock);
		} while (!x->done && timeout);
		list_del(&wait.task_list);
		if (!x->done) {
			spin_unlock_irq(&x->wait.lock);
			return timeout;
		}
	}
	if (x->done != DONE_FOR_ALL)
		x->done--;
	spin_unlock_irq(&x->wait.lock);
	return timeout ? timeout : 1;
}

/** wait_for_completion - sleep until complete(); process */
void wait_for_completion(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}

/** wait_for_completion_timeout - at most @timeout jiffies; 0 if time ran out, else what is left */
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_UNINTERRUPTIBLE);
}

/** wait_for_completion_interruptible - 0, or -ERESTARTSYS when a signal came first; process */
int wait_for_completion_interruptible(struct completion *x)
{
	long left = wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_INTERRUPTIBLE);

	return left == -ERESTARTSYS ? left : 0;
}

/** try_wait_for_completion - 1: it was complete and is consumed; 0: it is not; any context */
int try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	int done;

	spin_lock_irqsave(&x->wait.lock, flags);
	done = x->done != 0;
	if (done && x->done != DONE_FOR_ALL)
		x->done--;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return done;
}

/** complete - let one waiter go on, now or when it comes; any context */
void complete(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	if (x->done != DONE_FOR_ALL)
		x->done++;
	__wake_up_locked(&x->wait, TASK_NORMAL, 1);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

/** complete_all - let all go on, now and for good; any context */
void complete_all(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	x->done = DONE_FOR_ALL;
	__wake_up_locked(&x->wait, TASK_NORMAL, 0);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}
