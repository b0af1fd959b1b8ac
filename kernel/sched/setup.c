// SPDX-License-Identifier: MIT
/*
 * setup.c - what the scheduler needs before it schedules: a run queue and an idle thread for each
 *           processor, and the first values of a thread
 *
 * Idea:    each processor's idle thread is there before anything else: it is what runs when a queue
 *          is empty. The boot processor's is the one that has come from start.asm; another one
 *          begins as its own.
 * Context: boot, process; kernel/init/main.c, kernel/init/smp.c and kthread_create() call.
 * Locking: tasklist_lock for the list of all threads, irqs off. A queue that is set up is nobody's
 *          yet, and needs none.
 * See:     core.c, kthread.c
 */
#include <asm/setup.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "internal.h"

/* The boot processor's first thread, later its idle thread. */
struct task_struct init_task = {
	.state = TASK_RUNNING,
	.comm = "swapper/0",
	.stack = (unsigned long)boot_stack,
	.prio = IDLE_PRIO,
	.on_cpu = true,
	.bound = true,
	.usage = ATOMIC_INIT(1),
	.addr_limit = ~0UL,
	.tasks = LIST_HEAD_INIT(init_task.tasks),
	.run_list = LIST_HEAD_INIT(init_task.run_list),
};

LIST_HEAD(task_list);
DEFINE_SPINLOCK(tasklist_lock);

/* Fill in what the scheduler needs of a new thread, which sleeps. */
void add_task(struct task_struct *p)
{
	unsigned long flags;

	p->prio = -NICE_MIN;
	p->time_slice = slice_of(p->prio);
	p->cpu = smp_processor_id();
	/* schedule_tail() undoes these two: the lock's and schedule()'s. */
	p->saved_preempt_count = 2 * PREEMPT_OFFSET;
	spin_lock_irqsave(&tasklist_lock, flags);
	p->pid = alloc_pid();
	list_add_tail(&p->tasks, &task_list);
	spin_unlock_irqrestore(&tasklist_lock, flags);
}

/* The first thread numbered @pid or higher, with a reference; NULL: there is none. */
static struct task_struct *get_task_from(pid_t pid)
{
	struct task_struct *p, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&tasklist_lock, flags);
	for_each_task(p) {
		if (p->pid < pid)
			continue;
		get_task_struct(p);
		found = p;
		break; /* the list is in the order of the numbers */
	}
	spin_unlock_irqrestore(&tasklist_lock, flags);
	return found;
}

/**
 * visit_tasks - call a function for each thread, while others may begin and end
 * @visit: no lock is held, so it may print; @p may have ended, but its struct stays for the call
 * @data: for @visit
 *
 * Context: any that @visit can be called in.
 */
void visit_tasks(void (*visit)(struct task_struct *p, void *data), void *data)
{
	struct task_struct *p;
	pid_t next = 0;

	while ((p = get_task_from(next))) {
		visit(p, data);
		next = p->pid + 1;
		put_task_struct(p);
	}
}

/* An empty run queue on whose processor @idle runs. */
static void init_rq(int cpu, struct task_struct *idle)
{
	struct rq *rq = &per_cpu(runqueues, cpu);
	int i;

	spin_lock_init(&rq->lock);
	rq->cpu = cpu;
	rq->active = &rq->arrays[0];
	rq->expired = &rq->arrays[1];
	for (i = 0; i < NICE_LEVELS; i++) {
		INIT_LIST_HEAD(&rq->active->queue[i]);
		INIT_LIST_HEAD(&rq->expired->queue[i]);
	}
	rq->idle = rq->curr = idle;
	per_cpu(current_task, cpu) = idle;
}

/**
 * sched_prepare_cpu - run queue and idle thread of a processor that does not run yet
 * @cpu: its number; its per-CPU area is there
 *
 * Return: the idle thread, or NULL on no memory. Context: boot, process.
 */
struct task_struct *sched_prepare_cpu(int cpu)
{
	struct task_struct *idle = alloc_task();

	if (!idle)
		return NULL;
	snprintf(idle->comm, sizeof(idle->comm), "swapper/%d", cpu);
	add_task(idle);
	idle->state = TASK_RUNNING;
	idle->prio = IDLE_PRIO;
	idle->cpu = cpu;
	idle->bound = true;
	idle->on_cpu = true;
	init_rq(cpu, idle);
	return idle;
}

/** sched_abandon_cpu - take back the idle thread of a processor that did not come; boot, process */
void sched_abandon_cpu(struct task_struct *idle)
{
	spin_lock_irq(&tasklist_lock);
	list_del(&idle->tasks);
	spin_unlock_irq(&tasklist_lock);
	free_thread_stack(idle->stack);
	put_task_struct(idle);
}

/** sched_init - the boot processor's run queue, whose idle thread is the caller; boot */
void sched_init(void)
{
	init_rq(0, &init_task);
	list_add_tail(&init_task.tasks, &task_list);
}
