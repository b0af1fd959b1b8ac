// SPDX-License-Identifier: MIT
/*
 * article.c - the Linux Journal's article 6916 on work queues, each of its claims tried
 *
 * insmod article.ko claim=NAME makes one experiment and says what came out; docs/article.md has
 * the claims, and the outputs. All is done when insmod returns: each experiment waits for what it
 * has queued.
 *
 * Context: the experiments run in the thread that loads the module.
 */
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static char *claim = "context";
module_param(claim, charp, 0444);

/* ---- where they run ----------------------------------------------------------------------- */

static void tell_context(const char *what)
{
	pr_info("%s: in_interrupt() is %s, the thread is %s\n", what,
		in_interrupt() ? "true" : "false", current->comm);
}

static void tell_as_work(void *arg)
{
	tell_context("work");
}

static void tell_as_tasklet(unsigned long data)
{
	tell_context("tasklet");
}

static void tell_as_timer(unsigned long data)
{
	tell_context("timer");
}

static DECLARE_WORK(context_work, tell_as_work, NULL);
static DECLARE_TASKLET(context_tasklet, tell_as_tasklet, 0);
static DEFINE_TIMER(context_timer, tell_as_timer, 0, 0);

static void try_context(void)
{
	tasklet_schedule(&context_tasklet);
	mod_timer(&context_timer, jiffies + 1);
	msleep(3);
	schedule_work(&context_work);
	flush_scheduled_work();
}

static void sleeper(void *arg)
{
	unsigned long start = jiffies;
	void *memory = kmalloc(1000, GFP_KERNEL);

	msleep(20);
	pr_info("slept for %lu ms, and had %s\n", (jiffies - start) * 1000 / HZ,
		memory ? "memory" : "none");
	kfree(memory);
}

static void try_sleep(void)
{
	DECLARE_WORK(work, sleeper, NULL);

	schedule_work(&work);
	flush_scheduled_work();
}

/* ---- making a work ------------------------------------------------------------------------ */

static void say(void *arg)
{
	pr_info("handler: %s\n", (char *)arg);
}

static DECLARE_WORK(static_work, say, "declared");

static void try_make(void)
{
	struct work_struct *p = kmalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return;
	INIT_WORK(p, say, "initialised at run time");
	schedule_work(&static_work);
	schedule_work(p);
	flush_scheduled_work();
	kfree(p);
#ifndef DECLARE_WORKQUEUE
	pr_info("there is no DECLARE_WORKQUEUE\n");
#endif
}

/* ---- queueing ----------------------------------------------------------------------------- */

static void try_zero(void)
{
	preempt_disable();
	pr_info("first: %d\n", schedule_work(&static_work));
	pr_info("second: %d\n", schedule_work(&static_work));
	preempt_enable();
	flush_scheduled_work();
}

static void schedule_it(unsigned long data)
{
	int queued = schedule_work(&static_work);

	pr_info("in_interrupt() is %s, schedule_work() says %d\n",
		in_interrupt() ? "true" : "false", queued);
}

static void try_anywhere(void)
{
	DECLARE_TASKLET(tasklet, schedule_it, 0);

	tasklet_schedule(&tasklet);
	tasklet_kill(&tasklet);
	flush_scheduled_work();
}

static unsigned long ran_at;
static u64 ran_at_ns;

static void note_time(void *arg)
{
	ran_at = jiffies;
	ran_at_ns = sched_clock();
}

static void delayed_by(unsigned long delay, int us_into_the_tick)
{
	DECLARE_WORK(work, note_time, NULL);
	unsigned long start = jiffies;
	u64 start_ns;

	while (jiffies == start)
		cpu_relax();
	udelay(us_into_the_tick);
	start = jiffies;
	start_ns = sched_clock();
	schedule_delayed_work(&work, delay);
	msleep(delay * 1000 / HZ + 10);
	flush_scheduled_work();
	pr_info("%lu jiffies, %lu us into a tick: ran after %lu jiffies, %lu us\n", delay,
		(unsigned long)us_into_the_tick, ran_at - start,
		(unsigned long)(ran_at_ns - start_ns) / 1000);
}

static void try_delay(void)
{
	delayed_by(5, 0);
	delayed_by(5, 900000 / HZ);
}

static void try_five_seconds(void)
{
	DECLARE_WORK(work, note_time, NULL);
	unsigned long start = jiffies;

	schedule_delayed_work(&work, 5 * HZ);
	msleep(5010);
	pr_info("ran after %lu jiffies; HZ is %d\n", ran_at - start, HZ);
}

/* ---- waiting and taking back -------------------------------------------------------------- */

static int runs, again;

static void requeue(void *work)
{
	msleep(1);
	runs++;
	if (again)
		schedule_work(work);
}

static void try_flush(void)
{
	struct work_struct work;

	runs = 0;
	again = 1;
	INIT_WORK(&work, requeue, &work);
	schedule_work(&work);
	flush_scheduled_work();
	pr_info("flush is back after %d run\n", runs);
	msleep(10);
	pr_info("%d runs by now; no more from here on\n", runs);
	again = 0;
	flush_scheduled_work();
	pr_info("flush is back after %d runs, pending: %s\n", runs,
		work_pending(&work) ? "yes" : "no");
}

static void try_flush_delayed(void)
{
	DECLARE_WORK(work, say, "delayed");

	schedule_delayed_work(&work, 10 * HZ);
	flush_scheduled_work();
	pr_info("flushed, and it has not run; pending: %s\n", work_pending(&work) ? "yes" : "no");
	pr_info("cancel_delayed_work() says %d\n", cancel_delayed_work(&work));
}

static void try_cancel(void)
{
	DECLARE_WORK(work, say, "cancelled too late");

	schedule_delayed_work(&work, 10 * HZ);
	pr_info("its timer runs: %d\n", cancel_delayed_work(&work));
	pr_info("nothing left: %d\n", cancel_delayed_work(&work));
	preempt_disable();
	schedule_delayed_work(&work, 1);
	while (timer_pending(&work.timer))
		cpu_relax();
	preempt_enable_no_resched();
	pr_info("it is on the list: %d\n", cancel_delayed_work(&work));
	flush_scheduled_work();
}

static void cancel_it(unsigned long work)
{
	cancel_delayed_work((struct work_struct *)work);
}

static void try_cancel_in_interrupt(void)
{
	DECLARE_WORK(work, say, "cancelled");
	DECLARE_TASKLET(tasklet, cancel_it, (unsigned long)&work);

	schedule_delayed_work(&work, 10 * HZ);
	tasklet_schedule(&tasklet);
	tasklet_kill(&tasklet);
}

/* ---- queues of one's own ------------------------------------------------------------------ */

static void try_own(void)
{
	struct workqueue_struct *each = create_workqueue("each");
	struct workqueue_struct *one = create_singlethread_workqueue("one");
	DECLARE_WORK(work, tell_as_work, NULL);

	if (each) {
		queue_work(each, &work);
		flush_workqueue(each);
		queue_delayed_work(each, &work, 2);
		msleep(5);
		destroy_workqueue(each);
	}
	if (one) {
		queue_work(one, &work);
		destroy_workqueue(one);
	}
}

static void try_destroy(void)
{
	struct workqueue_struct *queue = create_workqueue("short");
	DECLARE_WORK(work, say, "of a queue that is gone");

	if (!queue)
		return;
	queue_delayed_work(queue, &work, 10 * HZ);
	destroy_workqueue(queue);
	pr_info("pending: %s\n", work_pending(&work) ? "yes" : "no");
}

/* ---- which -------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	void (*run)(void);
} experiments[] = {
	{ "context", try_context },
	{ "sleep", try_sleep },
	{ "make", try_make },
	{ "zero", try_zero },
	{ "anywhere", try_anywhere },
	{ "delay", try_delay },
	{ "five_seconds", try_five_seconds },
	{ "flush", try_flush },
	{ "flush_delayed", try_flush_delayed },
	{ "cancel", try_cancel },
	{ "cancel_in_interrupt", try_cancel_in_interrupt },
	{ "own", try_own },
	{ "destroy", try_destroy },
};

static int __init article_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(experiments); i++) {
		if (strcmp(claim, experiments[i].name))
			continue;
		experiments[i].run();
		return 0;
	}
	pr_err("claim=%s: unknown\n", claim);
	return -EINVAL;
}

static void __exit article_exit(void) { }

module_init(article_init);
module_exit(article_exit);
MODULE_LICENSE("MIT");
MODULE_DESCRIPTION("The claims of an article, tried");
