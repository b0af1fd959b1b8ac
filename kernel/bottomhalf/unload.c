// SPDX-License-Identifier: MIT
/*
 * unload.c - tasklets, works and work queues that a module leaves behind
 *
 * Idea:    see <halves/unload.h>. The lists of tasklets belong to their processors, so each looks
 *          at its own; one that is in the middle of its softirqs has taken its lists into its
 *          hands, and is asked again until it is not.
 * Context: process. Locking: a worker's lock, timed_lock; a tasklet's list irqs off.
 */
#include <halves/context.h>
#include <halves/unload.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "internal.h"
#include "workqueue_internal.h"

#define TRIES 1000 /* of a processor whose softirqs never end */

/* ---- tasklets ------------------------------------------------------------------------------ */

struct here {
	struct unload_search *search;
	bool last, seen;
};

static unsigned long caller_of(const struct tasklet_struct *t)
{
#ifdef CONFIG_TESTS
	return t->caller;
#else
	return 0;
#endif
}

static void search_list(struct unload_search *search, const struct tasklet_list *list)
{
	const struct tasklet_struct *t;

	for (t = list->head; t; t = t->next)
		if (unload_holds(search, t) || unload_holds(search, (void *)t->func))
			unload_found(search, &(struct leftover){ .kind = "tasklet",
								 .is = "scheduled",
								 .instead = "tasklet_kill() it",
								 .object = t,
								 .size = sizeof(*t),
								 .fn = (void *)t->func,
								 .by = caller_of(t) });
}

/* On each processor in turn, irqs off. */
static void search_here(void *data)
{
	struct here *here = data;

	here->seen = here->last || this_cpu_ptr(&context_trail)->softirq < 0;
	if (!here->seen)
		return;
	search_list(here->search, this_cpu_ptr(&tasklet_hi_vec));
	search_list(here->search, this_cpu_ptr(&tasklet_vec));
}

static void search_cpu(int cpu, struct here *here)
{
	unsigned long flags;

	if (smp_call_function_single(cpu, search_here, here, 0, 1) != -EBUSY)
		return;
	local_irq_save(flags);
	search_here(here);
	local_irq_restore(flags);
}

static void search_tasklets(struct unload_search *search)
{
	int cpu, tries;

	for_each_online_cpu(cpu) {
		struct here here = { .search = search };

		for (tries = 0; tries < TRIES && !here.seen; tries++) {
			cpu_relax();
			here.last = tries == TRIES - 1;
			search_cpu(cpu, &here);
		}
	}
}
UNLOAD_SEARCH(search_tasklets);

/* ---- works --------------------------------------------------------------------------------- */

static void look_at_work(struct unload_search *search, const struct work_struct *work,
			 const struct leftover *like)
{
	struct leftover left = *like;

	left.object = work;
	left.size = sizeof(*work);
	left.fn = (void *)work->func;
	left.by = work->caller;
	if (unload_holds(search, work) || unload_holds(search, left.fn))
		unload_found(search, &left);
}

static void search_worker(struct unload_search *search, struct cpu_workqueue_struct *cwq)
{
	static const struct leftover queued = { .kind = "work",
						.is = "queued",
						.instead = "cancel_work_sync() it" };
	struct leftover running = { .kind = "work",
				    .is = "running",
				    .instead = "cancel_work_sync() it" };
	const struct work_struct *work;

	spin_lock_irq(&cwq->lock);
	list_for_each_entry(work, &cwq->worklist, entry)
		look_at_work(search, work, &queued);
	running.fn = cwq->current_work && cwq->thread ? cwq->thread->work_func : NULL;
	if (unload_holds(search, running.fn))
		unload_found(search, &running);
	spin_unlock_irq(&cwq->lock);
}

static void search_queue(struct unload_search *search, struct workqueue_struct *wq)
{
	static const struct leftover timed = { .kind = "delayed work",
					       .is = "queued",
					       .instead = "cancel_delayed_work_sync() it" };
	struct leftover queue = { .kind = "work queue",
				  .is = "there",
				  .instead = "destroy_workqueue() it" };
	const struct work_struct *work;
	int cpu;

	if (unload_holds(search, wq->name)) {
		strlcpy(queue.name, wq->name, sizeof(queue.name));
		unload_found(search, &queue);
		wq->name = "(gone)";
	}
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		search_worker(search, &wq->cwq[cpu]);
	spin_lock_irq(&wq->timed_lock);
	list_for_each_entry(work, &wq->timed, entry)
		look_at_work(search, work, &timed);
	spin_unlock_irq(&wq->timed_lock);
}

static void search_works(struct unload_search *search)
{
	struct workqueue_struct *wq;

	mutex_lock(&workqueues_lock);
	list_for_each_entry(wq, &workqueues, list)
		search_queue(search, wq);
	mutex_unlock(&workqueues_lock);
}
UNLOAD_SEARCH(search_works);
