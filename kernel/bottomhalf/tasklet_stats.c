// SPDX-License-Identifier: MIT
/*
 * tasklet_stats.c - which functions have tasklets had, how often did they run, which ones wait?
 *
 * Idea:    each function gets a small number, its kind, at the first run of a tasklet that has it;
 *          the tasklet remembers the number, and a run then costs one increment of this processor's
 *          count. Which tasklets wait is in the lists alone, and a list is its processor's own: so
 *          each processor is asked, and looks in an interrupt, in which nobody changes them.
 * Context: as noted. Locking: kinds are handed out by compare and exchange, counts are per CPU.
 * See:     <halves/tasklet_stats.h>, tests/kernel/tasklet_stats_test.c
 */
#include <halves/context.h>
#include <halves/latency.h>
#include <halves/tasklet_stats.h>
#include <halves/unload.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "internal.h"

typedef void (*tasklet_fn)(unsigned long data);

DEFINE_PER_CPU(unsigned long, tasklet_runs[MAX_TASKLET_KINDS]);

/* Kind 0 has no function: all for which there is no place. */
static tasklet_fn kinds[MAX_TASKLET_KINDS];
static struct latency_histogram waits[MAX_TASKLET_KINDS];

/** tasklet_kind - the number of a function, perhaps a new one; any context */
unsigned int tasklet_kind(tasklet_fn func)
{
	unsigned int kind;

	for (kind = 1; kind < MAX_TASKLET_KINDS; kind++) {
		tasklet_fn has = (tasklet_fn)cmpxchg32((int *)&kinds[kind], 0, (int)func);

		if (!has || has == func)
			return kind;
	}
	return 0;
}

/** tasklet_wait_ends - count how long a tasklet has waited for the run that begins; softirq */
void tasklet_wait_ends(struct tasklet_struct *t)
{
	latency_count(&waits[t->kind], t->scheduled_at);
}

void tasklets_clear_latency(void)
{
	memset(waits, 0, sizeof(waits));
}

static void name_of(unsigned int kind, char *buf, size_t size)
{
	snprintf(buf, size, kind ? "%ps" : "others", (void *)kinds[kind]);
}

void tasklets_for_each_latency(latency_visit_fn fn, void *data)
{
	unsigned int kind;
	char name[64];

	for (kind = 1; kind < MAX_TASKLET_KINDS; kind++) {
		if (!kinds[kind])
			continue;
		name_of(kind, name, sizeof(name));
		fn("tasklet", name, &waits[kind], data);
	}
}

/* ---- what waits ------------------------------------------------------------------------------ */

static bool is_among(const struct tasklet_struct *first, const struct tasklet_struct *t)
{
	while (first && first != t)
		first = first->next;
	return first;
}

/*
 * tasklet_waits_here - is it in a list of this processor, or behind the one that runs? Any context
 *
 * The lists tell, not the tasklet, which may be memory that nobody has initialised yet.
 */
bool tasklet_waits_here(const struct tasklet_struct *t)
{
	const struct tasklet_struct *runs;
	unsigned long flags;
	bool waits;

	local_irq_save(flags);
	runs = this_cpu_read(context_trail.tasklet);
	waits = is_among(this_cpu_ptr(&tasklet_hi_vec)->head, t) ||
		is_among(this_cpu_ptr(&tasklet_vec)->head, t) || (runs && is_among(runs->next, t));
	local_irq_restore(flags);
	return waits;
}

struct waiting {
	unsigned int scheduled, disabled, running;
};

static void look_at_list(const struct tasklet_list *list, struct waiting *waiting)
{
	const struct tasklet_struct *t;

	for (t = list->head; t; t = t->next) {
		struct waiting *w = &waiting[tasklet_kind(t->func)];

		w->scheduled++;
		w->disabled += atomic_read(&t->count) != 0;
	}
}

/* On each processor in turn, irqs off. */
static void look_here(void *waiting)
{
	const struct tasklet_struct *runs = this_cpu_read(context_trail.tasklet);

	look_at_list(this_cpu_ptr(&tasklet_hi_vec), waiting);
	look_at_list(this_cpu_ptr(&tasklet_vec), waiting);
	if (runs)
		((struct waiting *)waiting)[runs->kind].running++;
}

static void look_everywhere(struct waiting *waiting)
{
	int cpu, self = get_cpu();

	for_each_online_cpu(cpu) {
		if (cpu == self) {
			local_irq_disable();
			look_here(waiting);
			local_irq_enable();
		} else {
			smp_call_function_single(cpu, look_here, waiting, 0, 1);
		}
	}
	put_cpu();
}

void tasklets_for_each_function(void (*fn)(const struct tasklet_stats *stats, void *data),
				void *data)
{
	struct waiting waiting[MAX_TASKLET_KINDS] = { 0 };
	unsigned int kind;
	int cpu;

	might_sleep();
	look_everywhere(waiting);
	for (kind = 0; kind < MAX_TASKLET_KINDS; kind++) {
		struct tasklet_stats stats = { .func = kinds[kind],
					       .scheduled = waiting[kind].scheduled,
					       .disabled = waiting[kind].disabled,
					       .running = waiting[kind].running };
		unsigned long runs = 0;

		for_each_online_cpu(cpu)
			runs += stats.runs[cpu] = per_cpu(tasklet_runs, cpu)[kind];
		if (stats.func || runs || stats.scheduled)
			fn(&stats, data);
	}
}

/* The function goes: the next function that gets its number begins at 0; process */
static void forget(unsigned int kind)
{
	int cpu;

	memset(&waits[kind], 0, sizeof(waits[kind]));
	for_each_online_cpu(cpu)
		per_cpu(tasklet_runs, cpu)[kind] = 0;
	smp_wmb(); /* pairs with cmpxchg32() in tasklet_kind() */
	kinds[kind] = NULL;
}

void tasklets_forget(void (*func)(unsigned long data))
{
	unsigned int kind;

	for (kind = 1; kind < MAX_TASKLET_KINDS; kind++)
		if (kinds[kind] == func)
			forget(kind);
}

/* Nothing is left behind that could do harm: a module's functions are forgotten with it. */
static void forget_module(struct unload_search *search)
{
	unsigned int kind;

	for (kind = 1; kind < MAX_TASKLET_KINDS; kind++)
		if (unload_holds(search, kinds[kind]))
			forget(kind);
}
UNLOAD_SEARCH(forget_module);
