// SPDX-License-Identifier: MIT
/*
 * lab11_ways.c - lab 11: seven ways to bring the second half to run
 *
 * Idea:    every way keeps a function and its argument; raising one sets something that the kernel
 *          finds later: a bit, a list's entry, a time, a work, a thread that is awake. Each forgets
 *          that it was raised before it calls the function, so that a raise that comes meanwhile
 *          is another one.
 * Context: setup, teardown: process; raise: any.
 * Locking: none: the mechanisms bring theirs, and each way has one user at a time.
 * See:     <halves/lab11.h>, kernel/compare/mechanisms.c
 */
#include <halves/lab11.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

/* ---- softirq --------------------------------------------------------------------------------- */

/* A softirq runs on the processor that raised it: so each counts its own. */
static struct {
	void (*fn)(void *arg);
	void *arg;
	unsigned int raised[NR_CPUS], served[NR_CPUS]; /* written by that processor, irqs off */
} soft;

static void soft_action(struct softirq_action *self)
{
	int cpu = smp_processor_id();
	unsigned int raised = READ_ONCE(soft.raised[cpu]);

	soft.fn(soft.arg);
	WRITE_ONCE(soft.served[cpu], raised);
}

static int soft_setup(void (*fn)(void *arg), void *arg)
{
	memset(&soft, 0, sizeof(soft));
	soft.fn = fn;
	soft.arg = arg;
	open_softirq(LAB_SOFTIRQ, soft_action, NULL);
	return 0;
}

static void soft_raise(void)
{
	unsigned long flags;

	local_irq_save(flags);
	soft.raised[smp_processor_id()]++;
	raise_softirq_irqoff(LAB_SOFTIRQ);
	local_irq_restore(flags);
}

static void soft_teardown(void)
{
	int cpu;

	for_each_online_cpu(cpu)
		while (READ_ONCE(soft.served[cpu]) != READ_ONCE(soft.raised[cpu]))
			schedule_timeout_uninterruptible(1);
	open_softirq(LAB_SOFTIRQ, NULL, NULL);
}

/* ---- tasklet --------------------------------------------------------------------------------- */

static struct {
	void (*fn)(void *arg);
	void *arg;
	struct tasklet_struct tasklet;
} task;

static void task_action(unsigned long unused)
{
	task.fn(task.arg);
}

static int task_setup(void (*fn)(void *arg), void *arg)
{
	task.fn = fn;
	task.arg = arg;
	tasklet_init(&task.tasklet, task_action, 0);
	return 0;
}

static void task_raise(void)
{
	tasklet_schedule(&task.tasklet);
}

static void task_teardown(void)
{
	tasklet_kill(&task.tasklet);
}

/* ---- timer ----------------------------------------------------------------------------------- */

static struct {
	void (*fn)(void *arg);
	void *arg;
	struct timer_list timer;
} later;

static void later_action(unsigned long unused)
{
	later.fn(later.arg);
}

static int later_setup(void (*fn)(void *arg), void *arg)
{
	later.fn = fn;
	later.arg = arg;
	setup_timer(&later.timer, later_action, 0);
	return 0;
}

static void later_raise(void)
{
	/* Not when it is pending: else a stream of raises puts it off for ever. */
	if (!timer_pending(&later.timer))
		mod_timer(&later.timer, jiffies + LAB_DELAY + 1);
}

static void later_teardown(void)
{
	while (timer_pending(&later.timer))
		schedule_timeout_uninterruptible(1);
	del_timer_sync(&later.timer);
}

/* ---- works ----------------------------------------------------------------------------------- */

static struct {
	struct workqueue_struct *queue;
	struct work_struct work;
} single, percpu, delayed;

static int single_setup(void (*fn)(void *arg), void *arg)
{
	INIT_WORK(&single.work, fn, arg);
	single.queue = create_singlethread_workqueue("lab11");
	return single.queue ? 0 : -ENOMEM;
}

static void single_raise(void)
{
	queue_work(single.queue, &single.work);
}

static void single_teardown(void)
{
	destroy_workqueue(single.queue); /* runs what is pending first */
}

static int percpu_setup(void (*fn)(void *arg), void *arg)
{
	INIT_WORK(&percpu.work, fn, arg);
	percpu.queue = create_workqueue("lab11");
	return percpu.queue ? 0 : -ENOMEM;
}

static void percpu_raise(void)
{
	queue_work(percpu.queue, &percpu.work);
}

static void percpu_teardown(void)
{
	destroy_workqueue(percpu.queue);
}

static int delayed_setup(void (*fn)(void *arg), void *arg)
{
	INIT_WORK(&delayed.work, fn, arg);
	delayed.queue = create_singlethread_workqueue("lab11");
	return delayed.queue ? 0 : -ENOMEM;
}

static void delayed_raise(void)
{
	queue_delayed_work(delayed.queue, &delayed.work, LAB_DELAY + 1);
}

static void delayed_teardown(void)
{
	/* It was waiting for its time: now it need not any more. */
	if (cancel_delayed_work(&delayed.work))
		queue_work(delayed.queue, &delayed.work);
	destroy_workqueue(delayed.queue);
}

/* ---- threads --------------------------------------------------------------------------------- */

/* A thread that calls a function each time it is woken; stopped, it first does what is asked. */
struct waker {
	void (*fn)(void *arg);
	void *arg;
	struct task_struct *thread;
	struct completion come, over; /* it is wanted; it has left its loop */
	atomic_t wanted;
	bool stopping;
};

static int waker_loop(void *data)
{
	struct waker *w = data;

	while (!READ_ONCE(w->stopping) || atomic_read(&w->wanted)) {
		wait_for_completion(&w->come);
		if (atomic_xchg(&w->wanted, 0))
			w->fn(w->arg);
	}
	complete(&w->over);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

static int waker_start(struct waker *w, void (*fn)(void *arg), void *arg, const char *name)
{
	*w = (struct waker){ .fn = fn, .arg = arg };
	init_completion(&w->come);
	init_completion(&w->over);
	w->thread = kthread_create(waker_loop, w, "%s", name);
	if (IS_ERR(w->thread))
		return PTR_ERR(w->thread);
	set_user_nice(w->thread, -5); /* as worker threads */
	wake_up_process(w->thread);
	return 0;
}

static void waker_wake(struct waker *w)
{
	atomic_set(&w->wanted, 1);
	complete(&w->come);
}

static void waker_stop(struct waker *w)
{
	WRITE_ONCE(w->stopping, true);
	complete(&w->come);
	/* One that is stopped before it has begun would never run. */
	wait_for_completion(&w->over);
	kthread_stop(w->thread);
}

static struct waker thread;

static int thread_setup(void (*fn)(void *arg), void *arg)
{
	return waker_start(&thread, fn, arg, "lab11");
}

static void thread_raise(void)
{
	waker_wake(&thread);
}

static void thread_teardown(void)
{
	waker_stop(&thread);
}

const struct lab_way lab_ways[LAB_WAYS] = {
	[WAY_SOFTIRQ] = { "softirq", soft_setup, soft_raise, soft_teardown },
	[WAY_TASKLET] = { "tasklet", task_setup, task_raise, task_teardown },
	[WAY_TIMER] = { "timer", later_setup, later_raise, later_teardown },
	[WAY_WORK_SINGLE] = { "work_single", single_setup, single_raise, single_teardown, true },
	[WAY_WORK_PERCPU] = { "work_percpu", percpu_setup, percpu_raise, percpu_teardown, true },
	[WAY_DELAYED] = { "delayed", delayed_setup, delayed_raise, delayed_teardown, true },
	[WAY_THREAD] = { "thread", thread_setup, thread_raise, thread_teardown, true },
};

/* ---- a threaded interrupt, by hand ----------------------------------------------------------- */

static struct {
	unsigned int irq;
	void (*fn)(void *dev);
	void *dev;
	struct waker waker;
} threaded;

/* The device stays up until the thread has seen it: so the line is shut until then. */
static irqreturn_t threaded_top_half(int irq, void *dev)
{
	disable_irq_nosync(irq);
	waker_wake(&threaded.waker);
	return IRQ_HANDLED;
}

static void threaded_run(void *unused)
{
	threaded.fn(threaded.dev);
	enable_irq(threaded.irq);
}

/**
 * lab_request_threaded_irq - have a thread serve a line whose device only a thread can quiet
 * @irq: the line; not shared
 * @thread_fn: called in a thread for each interrupt, may sleep; quiets the device
 * @name: of handler and thread
 * @dev: for @thread_fn
 *
 * From the interrupt until @thread_fn has returned the line is disabled. One at a time.
 *
 * Return: 0 or -errno, and then nothing is left. Context: process. Locking: none.
 */
int lab_request_threaded_irq(unsigned int irq, void (*thread_fn)(void *dev), const char *name,
			     void *dev)
{
	int error;

	threaded.irq = irq;
	threaded.fn = thread_fn;
	threaded.dev = dev;
	error = waker_start(&threaded.waker, threaded_run, NULL, name);
	if (error)
		return error;
	error = request_irq(irq, threaded_top_half, 0, name, dev);
	if (error)
		waker_stop(&threaded.waker);
	return error;
}

/**
 * lab_free_threaded_irq - undo lab_request_threaded_irq()
 * @irq: the line
 * @dev: as given there; its device is quiet, or becomes so by the run that is under way
 *
 * What has interrupted is served first. Context: process. Locking: none.
 */
void lab_free_threaded_irq(unsigned int irq, void *dev)
{
	disable_irq(irq);
	waker_stop(&threaded.waker);
	free_irq(irq, dev);
}
