// SPDX-License-Identifier: MIT
/*
 * jiq.c - just in queue: who runs a deferred function, when, and in which context
 *
 * Idea:    whoever reads a file has a function deferred that writes one line about where it is, and
 *          defers itself again, until a page is full:
 *            jiqwq       a work of the shared queue
 *            jiqwqdelay  the same, each time with a delay
 *            jiqtimer    a timer
 *            jiqtasklet  a tasklet
 *          There is one of each, so the files are read by one at a time.
 * Context: read_proc and work: process. Timer and tasklet: softirq.
 * Locking: jiq_sem: one reader. jiq.lock, bh off: whether to go on, asked and acted upon in one.
 * See:     Linux Device Drivers, 3rd edition, chapter 7; the Linux Journal's article on work queues
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <asm/hardirq.h>
#include <asm/semaphore.h>

static int delay = 1;
module_param(delay, int, 0);
MODULE_PARM_DESC(delay, "jiffies between two lines of jiqwqdelay and jiqtimer");

#define LIMIT (PAGE_SIZE - 128) /* the line that passes it is the last */

static struct {
	spinlock_t lock;
	wait_queue_head_t wait;
	char *page;
	int len;
	int done;	/* the page is full, or the reader has given up */
	int delay;	/* of the work */
	unsigned long previous; /* jiffies of the line before */
} jiq;

static DECLARE_MUTEX(jiq_sem);

/* A line; nonzero: go on. @preempt is the count from before jiq.lock, which is expected. */
static int jiq_print(int preempt)
{
	unsigned long j = jiffies;

	if (jiq.done)
		return 0;
	jiq.len += sprintf(jiq.page + jiq.len, "%10lu %6li %9i %6i %3i %s\n", j,
			   (long)(j - jiq.previous), preempt, current->pid, smp_processor_id(),
			   current->comm);
	jiq.previous = j;
	if (jiq.len > LIMIT) {
		jiq.done = 1;
		wake_up_interruptible(&jiq.wait);
	}
	return !jiq.done;
}

/* ---- the three kinds ------------------------------------------------------------------------- */

static void jiq_work_fn(void *data);
static void jiq_timer_fn(unsigned long data);
static void jiq_tasklet_fn(unsigned long data);

static DECLARE_WORK(jiq_work, jiq_work_fn, &jiq);
static DEFINE_TIMER(jiq_timer, jiq_timer_fn, 0, 0);
static DECLARE_TASKLET(jiq_tasklet, jiq_tasklet_fn, 0);

static void jiq_queue_work(void)
{
	if (jiq.delay)
		schedule_delayed_work(&jiq_work, jiq.delay);
	else
		schedule_work(&jiq_work);
}

static void jiq_work_fn(void *data)
{
	int preempt = preempt_count();

	spin_lock_bh(&jiq.lock);
	if (jiq_print(preempt))
		jiq_queue_work();
	spin_unlock_bh(&jiq.lock);
}

static void jiq_timer_fn(unsigned long data)
{
	int preempt = preempt_count();

	spin_lock(&jiq.lock);
	if (jiq_print(preempt))
		mod_timer(&jiq_timer, jiffies + delay);
	spin_unlock(&jiq.lock);
}

static void jiq_tasklet_fn(unsigned long data)
{
	int preempt = preempt_count();

	spin_lock(&jiq.lock);
	if (jiq_print(preempt))
		tasklet_schedule(&jiq_tasklet);
	spin_unlock(&jiq.lock);
}

/* ---- the reader ------------------------------------------------------------------------------ */

/* Nonzero: a signal came first. */
static int jiq_begin(char *page)
{
	int preempt = preempt_count();

	if (down_interruptible(&jiq_sem))
		return -ERESTARTSYS;
	jiq.page = page;
	jiq.len = sprintf(page, "      time  delta   preempt    pid cpu command\n");
	jiq.done = 0;
	jiq.previous = jiffies;
	spin_lock_bh(&jiq.lock);
	jiq_print(preempt);
	spin_unlock_bh(&jiq.lock);
	return 0;
}

/* Sleep until the page is full. After it nobody defers anything any more. */
static int jiq_wait(void)
{
	int err = wait_event_interruptible(jiq.wait, jiq.done);

	spin_lock_bh(&jiq.lock);
	jiq.done = 1;
	spin_unlock_bh(&jiq.lock);
	return err ? err : jiq.len;
}

static int jiq_read_wq(char *page, char **start, off_t offset, int count, int *eof, void *delayed)
{
	int result;

	*eof = 1;
	if (offset) /* cat asks again, to see the end */
		return 0;
	if (jiq_begin(page))
		return -ERESTARTSYS;
	jiq.delay = delayed ? delay : 0;
	jiq_queue_work();
	result = jiq_wait();
	cancel_delayed_work(&jiq_work);
	flush_scheduled_work();
	up(&jiq_sem);
	return result;
}

static int jiq_read_timer(char *page, char **start, off_t offset, int count, int *eof, void *data)
{
	int result;

	*eof = 1;
	if (offset) /* cat asks again, to see the end */
		return 0;
	if (jiq_begin(page))
		return -ERESTARTSYS;
	mod_timer(&jiq_timer, jiq.previous + delay);
	result = jiq_wait();
	del_timer_sync(&jiq_timer);
	up(&jiq_sem);
	return result;
}

static int jiq_read_tasklet(char *page, char **start, off_t offset, int count, int *eof, void *data)
{
	int result;

	*eof = 1;
	if (offset) /* cat asks again, to see the end */
		return 0;
	if (jiq_begin(page))
		return -ERESTARTSYS;
	tasklet_schedule(&jiq_tasklet);
	result = jiq_wait();
	tasklet_kill(&jiq_tasklet);
	up(&jiq_sem);
	return result;
}

/* ---- in and out ------------------------------------------------------------------------------ */

static const struct {
	const char *name;
	read_proc_t *read_proc;
	void *data;
} jiq_files[] = {
	{ "jiqwq", jiq_read_wq, NULL },
	{ "jiqwqdelay", jiq_read_wq, &delay },
	{ "jiqtimer", jiq_read_timer, NULL },
	{ "jiqtasklet", jiq_read_tasklet, NULL },
};

/* No reader is left after it, and each has waited for what it deferred. */
static void jiq_remove(int files)
{
	while (files--)
		remove_proc_entry(jiq_files[files].name, NULL);
}

static int __init jiq_init(void)
{
	int i;

	if (delay < 0)
		return -EINVAL;
	spin_lock_init(&jiq.lock);
	init_waitqueue_head(&jiq.wait);
	for (i = 0; i < ARRAY_SIZE(jiq_files); i++) {
		if (!create_proc_read_entry(jiq_files[i].name, 0, NULL, jiq_files[i].read_proc,
					    jiq_files[i].data)) {
			jiq_remove(i);
			return -ENOMEM;
		}
	}
	return 0;
}

static void __exit jiq_exit(void)
{
	jiq_remove(ARRAY_SIZE(jiq_files));
}

module_init(jiq_init);
module_exit(jiq_exit);
MODULE_LICENSE("Dual BSD/GPL");
