// SPDX-License-Identifier: MIT
/*
 * mechanisms.c - eight ways to bring the second half to run
 *
 * Idea:    a driver's top half has acknowledged its device and knows that there is work. Who does
 *          the work, and when? Read from top to bottom, each answer runs later than the one
 *          before, keeps less of the machine waiting, and may do more. All of them end in the
 *          same compare_body().
 * Context: setup and teardown: process. raise: hardirq, interrupts off.
 * Locking: none: one comparison at a time, the top half of one line never meets itself.
 * See:     <halves/compare.h>, kernel/bottomhalf/
 */
#include <halves/compare.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define WORKER_NICE (-5) /* what worker threads have */

/* ---- hardirq: no second half, the top half does it all --------------------------------------- */

static void hardirq_raise(struct compare_run *run)
{
	compare_body(run);
}

/* ---- softirq: a slot of our own; runs when the interrupt returns ----------------------------- */

static void softirq_body(struct softirq_action *self)
{
	compare_body(self->data);
}

static int softirq_setup(struct compare_run *run)
{
	open_softirq(LAB_SOFTIRQ, softirq_body, run);
	return 0;
}

static void softirq_raise(struct compare_run *run)
{
	raise_softirq(LAB_SOFTIRQ);
}

static void softirq_teardown(struct compare_run *run)
{
	open_softirq(LAB_SOFTIRQ, NULL, NULL);
}

/* ---- tasklet: any number of them, carried by one softirq, or by the most urgent one ---------- */

static struct tasklet_struct tasklet;

static void tasklet_body(unsigned long run)
{
	compare_body((struct compare_run *)run);
}

static int tasklet_setup(struct compare_run *run)
{
	tasklet_init(&tasklet, tasklet_body, (unsigned long)run);
	return 0;
}

static void tasklet_raise(struct compare_run *run)
{
	tasklet_schedule(&tasklet);
}

static void tasklet_hi_raise(struct compare_run *run)
{
	tasklet_hi_schedule(&tasklet);
}

static void tasklet_teardown(struct compare_run *run)
{
	tasklet_kill(&tasklet);
}

/* ---- work: a worker thread calls us; here we may sleep --------------------------------------- */

static struct work_struct work;
static struct workqueue_struct *queue;

static void work_body(void *run)
{
	compare_body(run);
}

static int work_events_setup(struct compare_run *run)
{
	INIT_WORK(&work, work_body, run);
	return 0;
}

static void work_events_raise(struct compare_run *run)
{
	schedule_work(&work); /* the queue "events", which everybody shares */
}

static void work_events_teardown(struct compare_run *run)
{
	flush_scheduled_work();
}

static int work_own_setup(struct compare_run *run)
{
	queue = create_workqueue("compare");
	if (!queue)
		return -ENOMEM;
	INIT_WORK(&work, work_body, run);
	return 0;
}

static void work_own_raise(struct compare_run *run)
{
	queue_work(queue, &work);
}

static void work_own_teardown(struct compare_run *run)
{
	destroy_workqueue(queue); /* runs what is pending first */
}

/* ---- kthread: a thread of our own, which the top half wakes ---------------------------------- */

static struct task_struct *thread;
static DECLARE_WAIT_QUEUE_HEAD(thread_wait);
static atomic_t thread_wanted;

static int thread_loop(void *run)
{
	while (!kthread_should_stop()) {
		wait_event(thread_wait, atomic_read(&thread_wanted) || kthread_should_stop());
		if (atomic_xchg(&thread_wanted, 0))
			compare_body(run);
	}
	return 0;
}

static int thread_setup(struct compare_run *run)
{
	atomic_set(&thread_wanted, 0);
	thread = kthread_create(thread_loop, run, "compare");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	set_user_nice(thread, WORKER_NICE); /* on the same footing as the workers */
	wake_up_process(thread);
	return 0;
}

static void thread_raise(struct compare_run *run)
{
	atomic_set(&thread_wanted, 1);
	wake_up(&thread_wait);
}

static void thread_teardown(struct compare_run *run)
{
	kthread_stop(thread);
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* A work that sleeps keeps its queue to itself: on "events" it would delay everybody's works. */
const struct compare_mechanism compare_mechanisms[COMPARE_MECHANISMS] = {
	{ "hardirq", NULL, hardirq_raise, NULL, .direct = true },
	{ "softirq", softirq_setup, softirq_raise, softirq_teardown },
	{ "tasklet", tasklet_setup, tasklet_raise, tasklet_teardown },
	{ "tasklet_hi", tasklet_setup, tasklet_hi_raise, tasklet_teardown },
	{ "work_events", work_events_setup, work_events_raise, work_events_teardown },
	{ "work_own", work_own_setup, work_own_raise, work_own_teardown },
	{ "work_sleeping", work_own_setup, work_own_raise, work_own_teardown, .sleeps = true },
	{ "kthread", thread_setup, thread_raise, thread_teardown },
};
