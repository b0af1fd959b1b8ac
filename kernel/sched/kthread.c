// SPDX-License-Identifier: MIT
/*
 * kthread.c - threads of the kernel's own: made asleep, started by a wake-up, stopped politely
 *
 * Nobody can end a thread from outside: it might hold a lock. kthread_stop() asks, wakes it, and
 * waits until its function has returned; so that function must look at kthread_should_stop().
 * Context: process; put_task_struct() and total_forks() any.
 * Locking: tasklist_lock, irqs off: the list of all threads, their numbers, who waits for an end.
 */
#include <asm/setup.h>
#include <halves/onstack.h>
#include <halves/unload.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <halves/trace.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

static pid_t next_pid = 1; /* tasklist_lock */

/* What each thread runs first: its function, and then its end. */
static void kthread_entry(void)
{
	struct task_struct *p = current;
	long result = -EINTR; /* stopped before its first run (S120) */

	if (!kthread_should_stop())
		result = p->threadfn(p->threadfn_data);
	do_exit(result);
}

/* A thread's struct and its stack; the caller fills in what it is. NULL: no memory. Process. */
struct task_struct *alloc_task(void)
{
	struct task_struct *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	p->stack = alloc_thread_stack();
	if (!p->stack) {
		kfree(p);
		return NULL;
	}
	INIT_LIST_HEAD(&p->run_list);
	atomic_set(&p->usage, 1);
	p->addr_limit = ~0UL;
	p->pgd = init_task.pgd;
	return p;
}

/**
 * kthread_create - make a thread that sleeps until its first wake_up_process()
 * @threadfn: what it runs; its value is the result of kthread_stop()
 * @data: for @threadfn
 * @namefmt: its name, as printf, at most 15 characters
 *
 * Return: the thread, or ERR_PTR(-ENOMEM). Context: process.
 */
struct task_struct *kthread_create(int (*threadfn)(void *data), void *data, const char *namefmt,
				   ...)
{
	struct task_struct *p;
	va_list args;

	might_sleep();
	p = alloc_task();
	if (!p)
		return ERR_PTR(-ENOMEM);
	va_start(args, namefmt);
	vsnprintf(p->comm, sizeof(p->comm), namefmt, args);
	va_end(args);
	p->state = TASK_UNINTERRUPTIBLE;
	p->threadfn = threadfn;
	p->threadfn_data = data;
	p->sp = prepare_thread_stack(p->stack, kthread_entry);
	add_task(p);
	trace_task_named(p);
	return p;
}
EXPORT_SYMBOL(kthread_create);

/**
 * kthread_bind - tie a thread to one processor
 * @k: a thread that has not run yet (S121)
 * @cpu: an online processor
 *
 * Context: process.
 */
void kthread_bind(struct task_struct *k, unsigned int cpu)
{
	if (WARN_ON(k->state != TASK_UNINTERRUPTIBLE || k->nvcsw || k->nivcsw || !cpu_online(cpu)))
		return;
	k->cpu = cpu;
	k->bound = true;
}
EXPORT_SYMBOL(kthread_bind);

/** kthread_should_stop - has somebody called kthread_stop() for the running thread? */
int kthread_should_stop(void)
{
	return current->should_stop;
}
EXPORT_SYMBOL(kthread_should_stop);

/**
 * kthread_stop - ask a thread to end and wait until it has
 * @k: a thread made by kthread_create() that does not end by itself before
 *
 * Return: what its function returned, or -EINTR if it never ran (S120). Context: process, sleeps.
 */
int kthread_stop(struct task_struct *k)
{
	DECLARE_COMPLETION_ONSTACK(done);
	int result;

	might_sleep();
	get_task_struct(k);
	spin_lock_irq(&tasklist_lock);
	k->exit_done = &done;
	spin_unlock_irq(&tasklist_lock);
	k->should_stop = true;
	smp_wmb(); /* pairs with the barrier in its set_current_state(): it sees the flag */
	wake_up_process(k);
	wait_for_completion(&done);
	result = k->exit_code;
	put_task_struct(k);
	return result;
}
EXPORT_SYMBOL(kthread_stop);

/** do_exit - end the running thread; @code is its result; does not return; process */
void do_exit(long code)
{
	struct task_struct *p = current;
	struct completion *done;

	onstack_thread_ends();
	p->exit_code = code;
	spin_lock_irq(&tasklist_lock);
	list_del(&p->tasks);
	done = p->exit_done;
	spin_unlock_irq(&tasklist_lock);
	if (done)
		complete(done);
	p->state =
		TASK_DEAD; /* no wake-up changes it: who is switched away and not queued, is gone */
	schedule();
	BUG();
}

/** put_task_struct - undo one get_task_struct(); the last frees it; any context */
void put_task_struct(struct task_struct *p)
{
	if (atomic_dec_and_test(&p->usage))
		kfree(p);
}

/** total_forks - threads made since boot; any context */
unsigned long total_forks(void)
{
	return next_pid - 1;
}

/* Give a new thread its number; called by add_task(). Locking: expects tasklist_lock. */
pid_t alloc_pid(void)
{
	return next_pid++;
}

static void search_threads(struct unload_search *search)
{
	const struct task_struct *p;
	unsigned long flags;

	spin_lock_irqsave(&tasklist_lock, flags);
	for_each_task(p) {
		struct leftover left = { .kind = "thread",
					 .is = "still in its function",
					 .instead = "kthread_stop() it",
					 .fn = (void *)p->threadfn };

		strlcpy(left.name, p->comm, sizeof(left.name));
		if (p->state != TASK_DEAD && unload_holds(search, left.fn))
			unload_found(search, &left);
	}
	spin_unlock_irqrestore(&tasklist_lock, flags);
}
UNLOAD_SEARCH(search_threads);
