// SPDX-License-Identifier: MIT
/*
 * completion.c - wait for something that happens once, or a counted number of times
 *
 * Idea:    complete() may come before the wait: it is counted, so nothing is lost. It wakes one
 *          waiter, who takes one count away when it runs; complete_all() sets the count so high
 *          that no number of waits uses it up.
 * Context: waiting process, completing any. Locking: the completion's lock, irqs off.
 */
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>

#define DONE_FOR_ALL (~0U / 2)

struct waiter {
	struct list_head list;
	struct task_struct *task;
};

/** init_completion - nothing is done yet; any context */
void init_completion(struct completion *x)
{
	*x = (struct completion)COMPLETION_INITIALIZER(*x);
}
EXPORT_SYMBOL(init_completion);

/* Sleep until something is done. Return: jiffies left, 0 when time ran out, or -ERESTARTSYS. */
static long sleep_until_done(struct completion *x, long timeout, int state)
{
	struct waiter waiter = { .task = current };

	list_add_tail(&waiter.list, &x->waiters);
	do {
		if (state == TASK_INTERRUPTIBLE && signal_pending(current)) {
			timeout = -ERESTARTSYS;
			break;
		}
		__set_current_state(state);
		spin_unlock_irq(&x->lock);
		if (timeout == MAX_SCHEDULE_TIMEOUT)
			schedule();
		else
			timeout = schedule_timeout(timeout);
		spin_lock_irq(&x->lock);
	} while (!x->done && timeout);
	list_del(&waiter.list);
	return timeout;
}

static long wait_common(struct completion *x, long timeout, int state)
{
	might_sleep_in("wait_for_completion"); /* and its variants */
	spin_lock_irq(&x->lock);
	if (!x->done)
		timeout = sleep_until_done(x, timeout, state);
	if (x->done) {
		if (x->done != DONE_FOR_ALL)
			x->done--;
		if (!timeout)
			timeout = 1;
	}
	spin_unlock_irq(&x->lock);
	return timeout;
}

/** wait_for_completion - sleep until complete(); process */
void wait_for_completion(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion);

/** wait_for_completion_timeout - at most @timeout jiffies; 0 if time ran out, else what is left */
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion_timeout);

/** wait_for_completion_interruptible - 0, or -ERESTARTSYS when a signal came first; process */
int wait_for_completion_interruptible(struct completion *x)
{
	long left = wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_INTERRUPTIBLE);

	return left == -ERESTARTSYS ? left : 0;
}
EXPORT_SYMBOL(wait_for_completion_interruptible);

/** try_wait_for_completion - 1: it was complete and is consumed; 0: it is not; any context */
int try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	int done;

	spin_lock_irqsave(&x->lock, flags);
	done = x->done != 0;
	if (done && x->done != DONE_FOR_ALL)
		x->done--;
	spin_unlock_irqrestore(&x->lock, flags);
	return done;
}
EXPORT_SYMBOL(try_wait_for_completion);

/** complete - let one waiter go on, now or when it comes; any context */
void complete(struct completion *x)
{
	struct waiter *waiter;
	unsigned long flags;

	spin_lock_irqsave(&x->lock, flags);
	if (x->done != DONE_FOR_ALL)
		x->done++;
	list_for_each_entry(waiter, &x->waiters, list)
		if (wake_up_process(waiter->task))
			break; /* those before it are awake already, each for a count of its own */
	spin_unlock_irqrestore(&x->lock, flags);
}
EXPORT_SYMBOL(complete);

/** complete_all - let all go on, now and for good; any context */
void complete_all(struct completion *x)
{
	struct waiter *waiter;
	unsigned long flags;

	spin_lock_irqsave(&x->lock, flags);
	x->done = DONE_FOR_ALL;
	list_for_each_entry(waiter, &x->waiters, list)
		wake_up_process(waiter->task);
	spin_unlock_irqrestore(&x->lock, flags);
}
EXPORT_SYMBOL(complete_all);
