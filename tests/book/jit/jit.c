// SPDX-License-Identifier: MIT
/*
 * jit.c - just in time: files in /proc that show the clock, and the ways to let time pass
 *
 * Idea:    whoever reads a file waits, and gets the jiffies before and after:
 *            currentime          does not wait: the clocks
 *            jitbusy, jitsched   burns the processor; offers it to others in between
 *            jitqueue, jitschedto  sleeps on a queue that nobody wakes; just sleeps
 *            jitimer             a timer that arms itself again
 *            jitasklet, jitasklethi  a tasklet that schedules itself again
 *          The files of the first two groups have no end: each read is one more line, so head.
 * Context: read_proc: process. Timer and tasklet: softirq.
 * See:     Linux Device Drivers, 3rd edition, chapter 7
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/time.h>
#include <linux/timer.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <asm/hardirq.h>

static int delay = HZ;
module_param(delay, int, 0);
MODULE_PARM_DESC(delay, "jiffies that the first four let pass");

static int tdelay = 10;
module_param(tdelay, int, 0);
MODULE_PARM_DESC(tdelay, "jiffies between two lines of jitimer");

#define ASYNC_LINES 5

/* ---- the clocks ------------------------------------------------------------------------------ */

static int jit_currentime(char *page, char **start, off_t offset, int count, int *eof, void *data)
{
	struct timeval tv;
	unsigned long j = jiffies;
	u64 j64 = get_jiffies_64();

	do_gettimeofday(&tv);
	*start = page;
	return sprintf(page, "0x%08lx 0x%016llx %10i.%06i\n", j, (unsigned long long)j64,
		       (int)tv.tv_sec, (int)tv.tv_usec);
}

/* ---- delays ---------------------------------------------------------------------------------- */

enum { JIT_BUSY, JIT_SCHED, JIT_QUEUE, JIT_SCHEDTO };

static int jit_delay(char *page, char **start, off_t offset, int count, int *eof, void *data)
{
	unsigned long before = jiffies, end = before + delay;
	wait_queue_head_t wait;

	switch ((long)data) {
	case JIT_BUSY:
		while (time_before(jiffies, end))
			cpu_relax();
		break;
	case JIT_SCHED:
		while (time_before(jiffies, end))
			schedule();
		break;
	case JIT_QUEUE:
		init_waitqueue_head(&wait);
		wait_event_interruptible_timeout(wait, 0, delay);
		break;
	case JIT_SCHEDTO:
		set_current_state(TASK_INTERRUPTIBLE);
		schedule_timeout(delay);
		break;
	}
	if (signal_pending(current))
		return -ERESTARTSYS;
	*start = page;
	return sprintf(page, "%10lu %10lu\n", before, jiffies);
}

/* ---- timer and tasklet ----------------------------------------------------------------------- */

struct jit_async {
	struct timer_list timer;
	struct tasklet_struct tasklet;
	int hi;
	wait_queue_head_t wait;
	unsigned long previous; /* jiffies of the line before */
	char *end;		/* of the text */
	int lines;		/* still to come */
};

static void jit_line(struct jit_async *async)
{
	unsigned long j = jiffies;

	async->end += sprintf(async->end, "%10lu %6li %5i %6i %3i %s\n", j,
			      (long)(j - async->previous), in_interrupt() ? 1 : 0, current->pid,
			      smp_processor_id(), current->comm);
	async->previous = j;
}

static void jit_timer_fn(unsigned long data)
{
	struct jit_async *async = (struct jit_async *)data;

	jit_line(async);
	if (--async->lines) {
		async->timer.expires += tdelay;
		add_timer(&async->timer);
	} else {
		wake_up_interruptible(&async->wait);
	}
}

static void jit_tasklet_again(struct jit_async *async)
{
	if (async->hi)
		tasklet_hi_schedule(&async->tasklet);
	else
		tasklet_schedule(&async->tasklet);
}

static void jit_tasklet_fn(unsigned long data)
{
	struct jit_async *async = (struct jit_async *)data;

	jit_line(async);
	if (--async->lines)
		jit_tasklet_again(async);
	else
		wake_up_interruptible(&async->wait);
}

/* The title and the reader's own line. */
static struct jit_async *jit_async_new(char *page)
{
	struct jit_async *async = kmalloc(sizeof(*async), GFP_KERNEL);

	if (!async)
		return NULL;
	init_waitqueue_head(&async->wait);
	async->previous = jiffies;
	async->lines = ASYNC_LINES;
	async->end = page + sprintf(page, "      time  delta inirq    pid cpu command\n");
	preempt_disable();
	jit_line(async);
	preempt_enable();
	return async;
}

static int jit_timer(char *page, char **start, off_t offset, int count, int *eof, void *unused)
{
	struct jit_async *async;
	int result;

	*eof = 1;
	if (offset) /* cat asks again, to see the end */
		return 0;
	async = jit_async_new(page);
	if (!async)
		return -ENOMEM;
	init_timer(&async->timer);
	async->timer.function = jit_timer_fn;
	async->timer.data = (unsigned long)async;
	async->timer.expires = async->previous + tdelay;
	add_timer(&async->timer);

	result = wait_event_interruptible(async->wait, !async->lines);
	/* The last line is there before the function has returned: it may still be in wake_up(). */
	del_timer_sync(&async->timer);
	if (!result)
		result = async->end - page;
	kfree(async);
	return result;
}

static int jit_tasklet(char *page, char **start, off_t offset, int count, int *eof, void *hi)
{
	struct jit_async *async;
	int result;

	*eof = 1;
	if (offset) /* cat asks again, to see the end */
		return 0;
	async = jit_async_new(page);
	if (!async)
		return -ENOMEM;
	async->hi = (long)hi;
	tasklet_init(&async->tasklet, jit_tasklet_fn, (unsigned long)async);
	jit_tasklet_again(async);

	result = wait_event_interruptible(async->wait, !async->lines);
	tasklet_kill(&async->tasklet);
	if (!result)
		result = async->end - page;
	kfree(async);
	return result;
}

/* ---- in and out ------------------------------------------------------------------------------ */

static const struct {
	const char *name;
	read_proc_t *read_proc;
	long data;
} jit_files[] = {
	{ "currentime", jit_currentime, 0 },  { "jitbusy", jit_delay, JIT_BUSY },
	{ "jitsched", jit_delay, JIT_SCHED }, { "jitqueue", jit_delay, JIT_QUEUE },
	{ "jitschedto", jit_delay, JIT_SCHEDTO }, { "jitimer", jit_timer, 0 },
	{ "jitasklet", jit_tasklet, 0 },      { "jitasklethi", jit_tasklet, 1 },
};

static void jit_remove(int files)
{
	while (files--)
		remove_proc_entry(jit_files[files].name, NULL);
}

static int __init jit_init(void)
{
	int i;

	if (delay < 0 || tdelay < 0)
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(jit_files); i++) {
		if (!create_proc_read_entry(jit_files[i].name, 0, NULL, jit_files[i].read_proc,
					    (void *)jit_files[i].data)) {
			jit_remove(i);
			return -ENOMEM;
		}
	}
	return 0;
}

static void __exit jit_exit(void)
{
	jit_remove(ARRAY_SIZE(jit_files));
}

module_init(jit_init);
module_exit(jit_exit);
MODULE_LICENSE("Dual BSD/GPL");
