// SPDX-License-Identifier: MIT
/*
 * lab11_ways.c - another way to write lab 11: one object for all ways, counts instead of flags
 *
 * Idea:    "way" counts what was raised and what has been served; teardown waits until they are the
 *          same, and only then takes the mechanism apart: none of them is asked to drop anything.
 *          Threads wait on a queue for the count to move. The choice is read from a table.
 * Context: setup, teardown: process; raise: any.
 * Locking: the counts are atomic; one user at a time.
 * See:     <halves/lab11.h>
 */
#include <halves/lab11.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

/* One user of one way at a time: so one object. Fields: L under lock. */
static struct {
	void (*fn)(void *arg);
	void *arg;
	spinlock_t lock;
	unsigned int outstanding; /* L: asked for, and not yet taken by a run … */
	unsigned int running;	  /* L: … and runs that have not come to their end */
	struct tasklet_struct tasklet;
	struct timer_list timer;
	struct work_struct work;
	struct workqueue_struct *queue;
} way;

static void forget(void (*fn)(void *arg), void *arg)
{
	way.fn = fn;
	way.arg = arg;
	spin_lock_init(&way.lock);
	way.outstanding = way.running = 0;
}

/* Somebody raises; true: nobody had before. Any context. */
static bool ask(void)
{
	unsigned long flags;
	bool first;

	spin_lock_irqsave(&way.lock, flags);
	first = !way.outstanding++;
	spin_unlock_irqrestore(&way.lock, flags);
	return first;
}

/* A run: takes all that was asked for. */
static void serve(void)
{
	unsigned long flags;

	spin_lock_irqsave(&way.lock, flags);
	way.outstanding = 0;
	way.running++;
	spin_unlock_irqrestore(&way.lock, flags);
	way.fn(way.arg);
	spin_lock_irqsave(&way.lock, flags);
	way.running--;
	spin_unlock_irqrestore(&way.lock, flags);
}

static bool idle(void)
{
	unsigned long flags;
	bool idle;

	spin_lock_irqsave(&way.lock, flags);
	idle = !way.outstanding && !way.running;
	spin_unlock_irqrestore(&way.lock, flags);
	return idle;
}

static void wait_until_idle(void)
{
	while (!idle())
		schedule_timeout_uninterruptible(1);
}

/* ---- in softirqs ----------------------------------------------------------------------------- */

static void serve_softirq(struct softirq_action *self)
{
	serve();
}

static void serve_data(unsigned long unused)
{
	serve();
}

static int softirq_setup(void (*fn)(void *arg), void *arg)
{
	forget(fn, arg);
	open_softirq(LAB_SOFTIRQ, serve_softirq, NULL);
	return 0;
}

static void softirq_raise(void)
{
	ask();
	raise_softirq(LAB_SOFTIRQ);
}

static void softirq_teardown(void)
{
	wait_until_idle();
	/* Its bit may be set once more than there was to do. */
	schedule_timeout_uninterruptible(1);
	open_softirq(LAB_SOFTIRQ, NULL, NULL);
}

static int tasklet_setup(void (*fn)(void *arg), void *arg)
{
	forget(fn, arg);
	tasklet_init(&way.tasklet, serve_data, 0);
	return 0;
}

static void tasklet_raise(void)
{
	ask();
	tasklet_schedule(&way.tasklet);
}

static void tasklet_teardown(void)
{
	tasklet_kill(&way.tasklet);
}

static int timer_setup(void (*fn)(void *arg), void *arg)
{
	forget(fn, arg);
	init_timer(&way.timer);
	way.timer.function = serve_data;
	return 0;
}

static void timer_raise(void)
{
	if (ask()) {
		way.timer.expires = jiffies + LAB_DELAY + 1;
		add_timer(&way.timer);
	}
}

static void timer_teardown(void)
{
	wait_until_idle();
	del_timer_sync(&way.timer);
}

/* ---- in works -------------------------------------------------------------------------------- */

static void serve_work(void *unused)
{
	serve();
}

static int queue_setup(struct workqueue_struct *queue, void (*fn)(void *arg), void *arg)
{
	if (!queue)
		return -ENOMEM;
	forget(fn, arg);
	way.queue = queue;
	INIT_WORK(&way.work, serve_work, NULL);
	return 0;
}

static int single_setup(void (*fn)(void *arg), void *arg)
{
	return queue_setup(create_singlethread_workqueue("ways"), fn, arg);
}

static int percpu_setup(void (*fn)(void *arg), void *arg)
{
	return queue_setup(create_workqueue("ways"), fn, arg);
}

static void work_raise(void)
{
	ask();
	queue_work(way.queue, &way.work);
}

static void delayed_raise(void)
{
	ask();
	queue_delayed_work(way.queue, &way.work, LAB_DELAY + 1);
}

static void queue_teardown(void)
{
	wait_until_idle();
	flush_workqueue(way.queue);
	destroy_workqueue(way.queue);
}

/* ---- in threads ------------------------------------------------------------------------------ */

struct server {
	wait_queue_head_t wait;
	atomic_t asked;
	unsigned int served;
	void (*fn)(void *arg);
	void *arg;
	struct task_struct *task;
};

static int server_loop(void *data)
{
	struct server *s = data;

	while (!kthread_should_stop()) {
		unsigned int asked;

		wait_event(s->wait, atomic_read(&s->asked) != s->served || kthread_should_stop());
		asked = atomic_read(&s->asked);
		if (asked != s->served)
			s->fn(s->arg);
		WRITE_ONCE(s->served, asked);
	}
	return 0;
}

static int server_start(struct server *s, void (*fn)(void *arg), void *arg, const char *name)
{
	init_waitqueue_head(&s->wait);
	atomic_set(&s->asked, 0);
	s->served = 0;
	s->fn = fn;
	s->arg = arg;
	s->task = kthread_run(server_loop, s, "%s", name);
	return IS_ERR(s->task) ? PTR_ERR(s->task) : 0;
}

static void server_ask(struct server *s)
{
	atomic_inc(&s->asked);
	wake_up(&s->wait);
}

static void server_stop(struct server *s)
{
	while (READ_ONCE(s->served) != atomic_read(&s->asked))
		schedule_timeout_uninterruptible(1);
	kthread_stop(s->task);
}

static struct server server, irq_server;

static int thread_setup(void (*fn)(void *arg), void *arg)
{
	return server_start(&server, fn, arg, "ways");
}

static void thread_raise(void)
{
	server_ask(&server);
}

static void thread_teardown(void)
{
	server_stop(&server);
}

const struct lab_way lab_ways[LAB_WAYS] = {
	{ "softirq", softirq_setup, softirq_raise, softirq_teardown, false },
	{ "tasklet", tasklet_setup, tasklet_raise, tasklet_teardown, false },
	{ "timer", timer_setup, timer_raise, timer_teardown, false },
	{ "single", single_setup, work_raise, queue_teardown, true },
	{ "percpu", percpu_setup, work_raise, queue_teardown, true },
	{ "delayed", single_setup, delayed_raise, queue_teardown, true },
	{ "thread", thread_setup, thread_raise, thread_teardown, true },
};

/* ---- a threaded interrupt -------------------------------------------------------------------- */

static unsigned int slow_irq;
static void (*slow_fn)(void *dev);

static void serve_line(void *dev)
{
	slow_fn(dev);
	enable_irq(slow_irq);
}

static irqreturn_t shut_and_ask(int irq, void *dev)
{
	server_ask(&irq_server);
	disable_irq_nosync(irq);
	return IRQ_HANDLED;
}

int lab_request_threaded_irq(unsigned int irq, void (*thread_fn)(void *dev), const char *name,
			     void *dev)
{
	int error;

	slow_irq = irq;
	slow_fn = thread_fn;
	error = server_start(&irq_server, serve_line, dev, name);
	if (error)
		return error;
	error = request_irq(irq, shut_and_ask, 0, name, dev);
	if (error)
		kthread_stop(irq_server.task);
	return error;
}

void lab_free_threaded_irq(unsigned int irq, void *dev)
{
	disable_irq(irq);
	server_stop(&irq_server);
	free_irq(irq, dev);
}
