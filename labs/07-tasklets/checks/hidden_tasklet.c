// SPDX-License-Identifier: MIT
/* hidden_tasklet.c - lab 7's hidden checks: an interrupt that schedules tasklets, anywhere */
#include "helpers.h"

#include "../../common/place.h"

static struct counted {
	struct tasklet_struct tasklet;
	unsigned int asked, seen; /* schedules, and those that the last run came after */
	unsigned int accepted, runs;
} a, b;

static bool unmarked; /* a was to run, and did not count as scheduled */

static void run(unsigned long data)
{
	struct counted *c = (void *)data;

	c->seen = c->asked;
	c->runs++;
	if (a.seen != a.asked && !test_bit(TASKLET_STATE_SCHED, &a.tasklet.state))
		unmarked = true;
}

static void reset(void)
{
	a = b = (struct counted){};
	unmarked = false;
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
	schedule_it(&b);
	schedule_it(&a);
}

static const char *miscounted(void)
{
	if (a.seen != a.asked || b.seen != b.asked)
		return "no run has begun after a tasklet_schedule()";
	if (a.runs != a.accepted || b.runs != b.accepted)
		return "there were more runs, or less, than accepted schedules";
	if (unmarked)
		return "a tasklet that was scheduled while it ran is to run, but not marked so";
	if (a.tasklet.state || b.tasklet.state)
		return "a tasklet stays scheduled, or running";
	return NULL;
}

static void schedule_one(void)
{
	reset();
	local_bh_disable();
	schedule_it(&a);
}

static void schedule_none(void)
{
	reset();
	local_bh_disable();
	raise_softirq(TASKLET_SOFTIRQ);
}

/* S71: while tasklets are run, or none is there: no schedule is lost, and none is counted twice */
static void schedule_while_running(struct kunit *test)
{
	static const struct placed window = { .setup = schedule_one,
					      .body = local_bh_enable,
					      .interrupt = schedule_both,
					      .broken = miscounted };
	static const struct placed empty = { .setup = schedule_none,
					     .body = local_bh_enable,
					     .interrupt = schedule_both,
					     .broken = miscounted };

	place_everywhere(test, &window);
	place_everywhere(test, &empty);
}

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

/* S71: while another one is being scheduled: neither is lost */
static void schedule_while_scheduling(struct kunit *test)
{
	static const struct placed window = {
		.setup = expect_b, .body = schedule_b, .interrupt = schedule_a, .broken = miscounted
	};

	place_everywhere(test, &window);
}

static void kill_it(void *t)
{
	tasklet_kill(t);
}

/* S81: tasklet_kill() in an interrupt is reported */
static void kill_is_for_threads(struct kunit *test)
{
	reset();
	kunit_expect_report(test);
	run_in_hardirq(kill_it, &a.tasklet);
	kunit_end_report(test);
	KUNIT_EXPECT_GE_MSG(test, kunit_reports(test), 1,
			    "tasklet_kill() in a top half is not reported");
}

static struct kunit_case lab07_hidden_cases[] = {
	KUNIT_CASE(schedule_while_running),
	KUNIT_CASE(schedule_while_scheduling),
	KUNIT_CASE(kill_is_for_threads),
	{},
};

static struct kunit_suite lab07_hidden_suite = {
	.name = "lab07_hidden",
	.test_cases = lab07_hidden_cases,
};
kunit_test_suite(lab07_hidden_suite);
