// SPDX-License-Identifier: MIT
/*
 * keys.c - what the console's one-key commands show of the core
 *
 * Each is a table of what the kernel counts anyway. Context: process.
 */
#include <halves/bottomhalf.h>
#include <halves/console.h>
#include <halves/debug.h>
#include <halves/mm_init.h>
#include <halves/workqueue_stats.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static const char *state_name(const struct task_struct *p)
{
	if (p->on_cpu)
		return "running";
	if (!p->pid)
		return "idle";
	if (p->array)
		return "ready";
	return p->state == TASK_INTERRUPTIBLE ? "sleeps" : "sleeps (uninterruptible)";
}

/* The idle thread stands below all nice levels. */
static const char *nice_name(const struct task_struct *p, char *buf, size_t size)
{
	if (!p->pid)
		return "-";
	snprintf(buf, size, "%ld", task_nice(p));
	return buf;
}

static void show_tasks(void)
{
	struct task_struct *p;
	char nice[8];

	console_printf("%4s %-16s %5s %4s %8s %10s %10s  %s\n", "pid", "name", "nice", "cpu",
		       "ticks", "gave way", "preempted", "state");
	spin_lock_irq(&tasklist_lock);
	for_each_task(p)
		console_printf("%4d %-16s %5s %4d %8lu %10lu %10lu  %s\n", p->pid, p->comm,
			       nice_name(p, nice, sizeof(nice)), p->cpu, p->ticks, p->nvcsw,
			       p->nivcsw, state_name(p));
	spin_unlock_irq(&tasklist_lock);
}
CONSOLE_KEY(tasks, 't', "tasks: every thread and what it does", show_tasks);

static void show_irqs(void)
{
	unsigned int irq;

	console_printf("%4s %10s %9s %9s %5s %3s  %-13s %s\n", "irq", "count", "unhandled",
		       "spurious", "depth", "cpu", "chip", "handlers");
	for (irq = 0; irq < NR_IRQS; irq++) {
		struct irq_desc *desc = &irq_desc[irq];
		struct irqaction *action;

		spin_lock_irq(&desc->lock);
		if (desc->action || desc->count || desc->spurious) {
			console_printf("%4u %10lu %9lu %9lu %5u %3d  %-13s", irq, desc->count,
				       desc->unhandled, desc->spurious, desc->depth, desc->cpu,
				       desc->chip ? desc->chip->name : "none");
			for (action = desc->action; action; action = action->next)
				console_printf("%s%s", action == desc->action ? " " : ", ",
					       action->name);
			console_printf("\n");
		}
		spin_unlock_irq(&desc->lock);
	}
}
CONSOLE_KEY(irqs, 'i', "interrupts: each line, its count and handlers", show_irqs);

static void show_softirqs(void)
{
	int nr, cpu;

	console_printf("%-8s", "softirq");
	for_each_online_cpu(cpu)
		console_printf(" %9s%d", "CPU", cpu);
	console_printf("  pending\n");
	for (nr = 0; nr < NR_SOFTIRQS; nr++) {
		console_printf("%-8s", softirq_names[nr]);
		for_each_online_cpu(cpu)
			console_printf(" %10lu", per_cpu(softirq_runs, cpu)[nr]);
		console_printf("%s\n", local_softirq_pending() & 1 << nr ? "  yes" : "");
	}
}
CONSOLE_KEY(softirqs, 's', "softirqs: runs of each on each processor", show_softirqs);

static void show_timers(void)
{
	struct timer_copies copies = { 0 };
	unsigned int i;

	for_each_timer(copy_timer, &copies);
	console_printf("jiffies %lu, %u timers armed\n", jiffies, copies.count);
	for (i = 0; i < min_t(unsigned int, copies.count, TIMER_COPIES); i++)
		console_printf("  in %8ld jiffies: %ps\n",
			       (long)(copies.timer[i].expires - jiffies), copies.timer[i].function);
}
CONSOLE_KEY(timers, 'm', "timers: what is armed, and for when", show_timers);

static void show_worker(const struct worker_stats *stats, void *data)
{
	console_printf("%-12s %-16s %7u %6u %10lu", stats->queue, stats->worker, stats->queued,
		       stats->timed, stats->done);
	if (stats->running)
		console_printf("  %ps", stats->running);
	console_printf("\n");
}

static void show_workqueues(void)
{
	console_printf("%-12s %-16s %7s %6s %10s  %s\n", "queue", "worker", "queued", "timed",
		       "done", "running");
	workqueue_for_each_worker(show_worker, NULL);
}
CONSOLE_KEY(workqueues, 'w', "work queues: each worker, what waits and what runs", show_workqueues);

static void show_memory(void)
{
	show_free_areas();
	show_slabs();
}
CONSOLE_KEY(memory, 'f', "memory: free pages, and the caches under kmalloc", show_memory);

static void show_backtrace_of(struct task_struct *p, void *unused)
{
	show_task_backtrace(p);
}

static void show_backtraces(void)
{
	visit_tasks(show_backtrace_of, NULL);
}
CONSOLE_KEY(backtrace, 'b', "backtrace of every thread", show_backtraces);
