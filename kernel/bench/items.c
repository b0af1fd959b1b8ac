// SPDX-License-Identifier: MIT
/*
 * items.c - what one more costs, when K of them are pending
 *
 * Idea:    first all K are given to the mechanism while it cannot run, then it is let run. Both
 *          times, divided by K, are the cost of one item; if it grew with K, the mechanism would
 *          search or sort. What happens once for all K (entering the softirq, switching to the
 *          worker) is in the figure for K = 1 and fades from the others.
 * Context: process. Locking: one benchmark at a time.
 * See:     kernel/bottomhalf/, kernel/time/timer.c
 */
#include "internal.h"
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static unsigned int served;
static void *items; /* K of them */

static int allocate(unsigned int k, size_t size)
{
	items = kcalloc(k, size, GFP_KERNEL);
	return items ? 0 : -ENOMEM;
}

static void release(unsigned int k)
{
	kfree(items);
	items = NULL;
}

static void count_one(unsigned long data)
{
	served++;
}

/* ---- tasklets: with bottom halves off they wait ---------------------------------------------- */

static int tasklet_items_setup(unsigned int k)
{
	struct tasklet_struct *tasklets;
	unsigned int i;
	int err = allocate(k, sizeof(*tasklets));

	tasklets = items;
	for (i = 0; !err && i < k; i++)
		tasklet_init(&tasklets[i], count_one, i);
	return err;
}

static int tasklet_items_round(unsigned int k, u32 *samples)
{
	struct tasklet_struct *t, *tasklets = items;
	u64 begin, scheduled, done;

	served = 0;
	local_bh_disable();
	begin = get_cycles();
	for (t = tasklets; t < tasklets + k; t++)
		tasklet_schedule(t);
	scheduled = get_cycles();
	local_bh_enable();
	done = get_cycles();
	samples[0] = scheduled - begin;
	samples[1] = done - scheduled;
	return served == k ? 0 : -EIO;
}

const struct bench_experiment bench_tasklet_items = {
	.keys = { "tasklet_schedule_item", "tasklet_run_item" },
	.unit = BENCH_ITEMS,
	.setup = tasklet_items_setup,
	.round = tasklet_items_round,
	.teardown = release,
};

/* ---- works: with preemption off the worker waits --------------------------------------------- */

static struct workqueue_struct *queue;
static DECLARE_COMPLETION(all_served);
static unsigned int wanted;
static u64 last_served;

static void work_body(void *data)
{
	if (++served == wanted) {
		last_served = get_cycles();
		complete(&all_served);
	}
}

static int work_items_setup(unsigned int k)
{
	struct work_struct *works;
	unsigned int i;
	int err = allocate(k, sizeof(*works));

	if (err)
		return err;
	queue = create_workqueue("bench");
	if (!queue) {
		release(k);
		return -ENOMEM;
	}
	works = items;
	for (i = 0; i < k; i++)
		INIT_WORK(&works[i], work_body, NULL);
	init_completion(&all_served);
	return 0;
}

static void work_items_teardown(unsigned int k)
{
	destroy_workqueue(queue);
	release(k);
}

static int work_items_round(unsigned int k, u32 *samples)
{
	struct work_struct *w, *works = items;
	u64 begin, queued;

	served = 0;
	wanted = k;
	preempt_disable();
	begin = get_cycles();
	for (w = works; w < works + k; w++)
		queue_work(queue, w);
	queued = get_cycles();
	preempt_enable();
	if (!wait_for_completion_timeout(&all_served, HZ))
		return -ETIMEDOUT;
	samples[0] = queued - begin;
	samples[1] = last_served - queued;
	return 0;
}

const struct bench_experiment bench_work_items = {
	.keys = { "work_queue_item", "work_run_item" },
	.unit = BENCH_ITEMS,
	.setup = work_items_setup,
	.round = work_items_round,
	.teardown = work_items_teardown,
};

/* ---- timers: armed over K ticks, deleted; then all armed for one tick ------------------------ */

static int timer_items_setup(unsigned int k)
{
	struct timer_list *timers;
	unsigned int i;
	int err = allocate(k, sizeof(*timers));

	timers = items;
	for (i = 0; !err && i < k; i++)
		setup_timer(&timers[i], count_one, i);
	return err;
}

static void timer_items_teardown(unsigned int k)
{
	struct timer_list *timers = items;
	unsigned int i;

	for (i = 0; i < k; i++)
		del_timer_sync(&timers[i]);
	release(k);
}

/* Halt until jiffies has reached a value; bottom halves may be off, interrupts are on. */
static void halt_until(unsigned long when)
{
	local_irq_disable();
	while (time_before(jiffies, when)) {
		safe_halt();
		local_irq_disable();
	}
	local_irq_enable();
}

static int timer_items_round(unsigned int k, u32 *samples)
{
	struct timer_list *t, *timers = items;
	unsigned long when = jiffies + HZ;
	u64 begin, armed, deleted, expired;

	begin = get_cycles();
	for (t = timers; t < timers + k; t++)
		mod_timer(t, when++);
	armed = get_cycles();
	for (t = timers; t < timers + k; t++)
		del_timer(t);
	deleted = get_cycles();
	samples[0] = armed - begin;
	samples[1] = deleted - armed;

	served = 0;
	local_bh_disable();
	when = jiffies + 2;
	for (t = timers; t < timers + k; t++)
		mod_timer(t, when);
	halt_until(when);
	begin = get_cycles();
	local_bh_enable();
	expired = get_cycles();
	samples[2] = expired - begin;
	return served == k ? 0 : -EIO;
}

const struct bench_experiment bench_timer_items = {
	.keys = { "timer_mod_item", "timer_del_item", "timer_expire_item" },
	.unit = BENCH_ITEMS,
	.setup = timer_items_setup,
	.round = timer_items_round,
	.teardown = timer_items_teardown,
};
