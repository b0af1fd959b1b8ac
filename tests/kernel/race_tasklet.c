// SPDX-License-Identifier: MIT
/*
 * race_tasklet.c - windows: an interrupt that schedules tasklets while they are scheduled and run
 *
 * Idea:    after each tasklet_schedule() a run begins; a schedule that found the tasklet scheduled
 *          shares that run with the one before, one that did not has a run of its own.
 */
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include "race.h"

static struct counted {
	struct tasklet_struct tasklet;
	unsigned int asked, seen; /* schedules, and those that the last run came after */
	unsigned int accepted, runs;
} a, b;

static void run(unsigned long data)
{
	struct counted *c = (void *)data;

	c->seen = c->asked;
	c->runs++;
}

static void reset(void)
{
	a = b = (struct counted){};
	tasklet_init(&a.tasklet, run, (unsigned long)&a);
	tasklet_init(&b.tasklet, run, (unsigned long)&b);
	a.tasklet.state = b.tasklet.state = 0; /* not new: as from the second run on */
}

static void schedule_it(struct counted *c)
{
	unsigned long flags;

	local_irq_save(flags);
	c->asked++;
	c->accepted += !test_bit(TASKLET_STATE_SCHED, &c->tasklet.state);
	tasklet_schedule(&c->tasklet);
	local_irq_restore(flags);
}

static void schedule_both(void)
{
	schedule_it(&a);
	schedule_it(&b);
}

static const char *miscounted(void)
{
	if (a.seen != a.asked || b.seen != b.asked)
		return "no run has begun after a tasklet_schedule()";
	if (a.runs != a.accepted || b.runs != b.accepted)
		return "there were more runs, or less, than accepted schedules";
	if (a.tasklet.state || b.tasklet.state)
		return "a tasklet stays scheduled, or running";
	return NULL;
}

/* ---- tasklet_action, with a tasklet to run, and without -------------------------------------- */

static void schedule_one(void)
{
	reset();
	local_bh_disable();
	schedule_it(&a);
}

RACE_WINDOW(tasklet_action, .setup = schedule_one, .body = local_bh_enable,
	    .interrupt = schedule_both, .broken = miscounted);

static void schedule_none(void)
{
	reset();
	local_bh_disable();
	raise_softirq(TASKLET_SOFTIRQ);
}

RACE_WINDOW(tasklet_empty, .setup = schedule_none, .body = local_bh_enable,
	    .interrupt = schedule_both, .broken = miscounted);

/* ---- tasklet_schedule ------------------------------------------------------------------------ */

/* In a thread nobody is on the way out: ksoftirqd would come, when the window is long over. */
static void schedule_b(void)
{
	local_bh_disable();
	b.asked++;
	tasklet_schedule(&b.tasklet);
	local_bh_enable();
}

static void schedule_a(void)
{
	schedule_it(&a);
}

static void expect_b(void)
{
	reset();
	b.accepted = 1;
}

RACE_WINDOW(tasklet_schedule, .setup = expect_b, .body = schedule_b, .interrupt = schedule_a,
	    .broken = miscounted);
