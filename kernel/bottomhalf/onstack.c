// SPDX-License-Identifier: MIT
/*
 * onstack.c - tasklets and works that are variables of a function: what <halves/onstack.h> asks
 *
 * Are they queued still, and how are they taken off? The lists are asked, not the objects, which
 * an interrupt may have written over already. Only in the tests' image.
 * Context: any. Locking: a tasklet's list irqs off, a work's as workqueue.c says.
 */
#ifdef CONFIG_TESTS
#include <halves/debug.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include "internal.h"
#include "workqueue_internal.h"

/* ---- tasklets ------------------------------------------------------------------------------ */

/* Where @list points at @t, or NULL. */
static struct tasklet_struct **place_of(struct tasklet_list *list, const struct tasklet_struct *t)
{
	struct tasklet_struct **at = &list->head;

	while (*at && *at != t)
		at = &(*at)->next;
	return *at ? at : NULL;
}

static bool tasklet_queued(const void *tasklet)
{
	return tasklet_waits_here(tasklet);
}

static void take_off(struct tasklet_list *list, struct tasklet_struct *t)
{
	struct tasklet_struct **at = place_of(list, t);

	if (!at)
		return;
	*at = t->next;
	if (!t->next)
		list->tail = at;
	clear_bit(TASKLET_STATE_SCHED, &t->state);
}

static void tasklet_cancel(void *tasklet)
{
	unsigned long flags;

	local_irq_save(flags);
	take_off(this_cpu_ptr(&tasklet_vec), tasklet);
	take_off(this_cpu_ptr(&tasklet_hi_vec), tasklet);
	local_irq_restore(flags);
}

static void tasklet_describe(const void *tasklet, char *buf, size_t size)
{
	snprintf(buf, size, "tasklet %ps", (void *)((const struct tasklet_struct *)tasklet)->func);
}

const struct onstack_kind onstack_tasklet = {
	.queued = tasklet_queued,
	.cancel = tasklet_cancel,
	.describe = tasklet_describe,
	.instead = "tasklet_kill() it",
};

/* ---- works --------------------------------------------------------------------------------- */

static bool work_queued(const void *work)
{
	return list_entry_queued(&((const struct work_struct *)work)->entry);
}

static void work_cancel(void *p)
{
	struct work_struct *work = p;

	if (del_timer(&work->timer))
		leave_timed_list(work);
	else if (!steal_queued(work))
		return;
	clear_bit(0, &work->pending);
}

static void work_describe(const void *work, char *buf, size_t size)
{
	snprintf(buf, size, "work %ps", (void *)((const struct work_struct *)work)->func);
}

const struct onstack_kind onstack_work = {
	.queued = work_queued,
	.cancel = work_cancel,
	.describe = work_describe,
	.instead = "flush or cancel_work_sync() it",
};
#endif
