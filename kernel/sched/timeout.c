// SPDX-License-Identifier: MIT
/*
 * timeout.c - sleep for a time: a timer that wakes the thread
 *
 * Context: process. Locking: none: each sleeper has a timer of its own.
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/timer.h>

static void process_timeout(unsigned long data)
{
	wake_up_process((struct task_struct *)data);
}

/* Sleep; the state is set. The callers, which are the API, have said might_sleep(). */
static long sleep_for(long timeout)
{
	struct timer_list timer;
	unsigned long expire;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	expire = jiffies + timeout;
	setup_timer(&timer, process_timeout, (unsigned long)current);
	timer.expires = expire;
	add_timer_on(&timer, smp_processor_id());
	current->sleep_timed = true;
	schedule();
	current->sleep_timed = false;
	del_timer_sync(&timer);
	timeout = expire - jiffies;
	return timeout < 0 ? 0 : timeout;
}

/**
 * schedule_timeout - sleep at most so many jiffies
 * @timeout: jiffies; MAX_SCHEDULE_TIMEOUT: without an end
 *
 * The caller sets its state first; in TASK_RUNNING this is only schedule() (S19). Never returns
 * before the time is over unless woken.
 *
 * Return: 0 when time ran out, else the jiffies left, never negative. A negative @timeout is told
 * and returns 0 (S20). Context: process.
 */
long schedule_timeout(long timeout)
{
	might_sleep();
	if (timeout < 0) {
		printk(KERN_ERR "schedule_timeout: wrong timeout value %ld from %pS\n", timeout,
		       (void *)_RET_IP_);
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	return sleep_for(timeout);
}
EXPORT_SYMBOL(schedule_timeout);

/** schedule_timeout_interruptible - the same with the state set */
long schedule_timeout_interruptible(long timeout)
{
	__set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}
EXPORT_SYMBOL(schedule_timeout_interruptible);

/** schedule_timeout_uninterruptible - the same with the state set */
long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}
EXPORT_SYMBOL(schedule_timeout_uninterruptible);

/** msleep - sleep at least so many milliseconds; process */
void msleep(unsigned int msecs)
{
	/* One more: the current tick may be nearly over. */
	unsigned long timeout = msecs_to_jiffies(msecs) + 1;

	might_sleep();
	while (timeout) {
		__set_current_state(TASK_UNINTERRUPTIBLE);
		timeout = sleep_for(timeout);
	}
}
EXPORT_SYMBOL(msleep);

/** msleep_interruptible - the same; returns the milliseconds left when a signal came; process */
unsigned long msleep_interruptible(unsigned int msecs)
{
	unsigned long timeout = msecs_to_jiffies(msecs) + 1;

	might_sleep();
	while (timeout && !signal_pending(current)) {
		__set_current_state(TASK_INTERRUPTIBLE);
		timeout = sleep_for(timeout);
	}
	return jiffies_to_msecs(timeout);
}
EXPORT_SYMBOL(msleep_interruptible);
