// SPDX-License-Identifier: MIT
/* tasklet.c - lab 7's checks on one processor: how often, when, in which order tasklets run */
#include "helpers.h"

#include <halves/bottomhalf.h>
#include <linux/timer.h>

static struct notes notes;

/* A tasklet that looks around, and may schedule itself. */
struct seen {
	struct tasklet_struct t;
	int number; /* noted at each run */
	int again;  /* schedule itself so often */
	int runs;
	bool scheduled, irqs_off, in_irq, no_softirq;
};

static void look(unsigned long data)
{
	struct seen *s = (struct seen *)data;

	note(&notes, s->number);
	s->runs++;
	s->scheduled |= test_bit(TASKLET_STATE_SCHED, &s->t.state);
	s->irqs_off |= irqs_disabled();
	s->in_irq |= in_irq();
	s->no_softirq |= !in_softirq();
	if (s->again) {
		s->again--;
		tasklet_schedule(&s->t);
	}
}

static struct seen a, b, c;

static int tasklet_test_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	a = b = c = (struct seen){};
	a.number = 1;
	b.number = 2;
	c.number = 3;
	tasklet_init(&a.t, look, (unsigned long)&a);
	tasklet_init(&b.t, look, (unsigned long)&b);
	tasklet_init(&c.t, look, (unsigned long)&c);
	next_tick();
	return 0;
}

/* What a case that failed has left on the lists must not come in the way of the next. */
static void tasklet_test_exit(struct kunit *test)
{
	local_bh_disable();
	raise_softirq(HI_SOFTIRQ);
	raise_softirq(TASKLET_SOFTIRQ);
	local_bh_enable();
}

/* S70, S73: any number of schedules before a run are one run, in softirq context, interrupts on */
static void one_run_per_burst(struct kunit *test)
{
	int i;

	local_bh_disable();
	for (i = 0; i < 50; i++)
		tasklet_schedule(&a.t);
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 0, "it ran while bottom halves were off");
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 1, "50 schedules before a run: %d runs, not one", a.runs);
	KUNIT_EXPECT_FALSE_MSG(test, a.irqs_off, "it ran with interrupts off");
	KUNIT_EXPECT_FALSE_MSG(test, a.in_irq || a.no_softirq, "it ran outside of a softirq");
	KUNIT_EXPECT_EQ_MSG(test, a.t.state, 0, "afterwards state is %lx, not 0", a.t.state);
}

static void schedule_it(void *t)
{
	tasklet_schedule(t);
}

/* S71: after each schedule there is a run, whoever schedules */
static void each_schedule_runs(struct kunit *test)
{
	int i;

	for (i = 1; i <= 5; i++) {
		run_in_hardirq(schedule_it, &a.t);
		KUNIT_EXPECT_EQ_MSG(test, a.runs, i, "scheduled by %d top halves: %d runs", i,
				    a.runs);
	}
	tasklet_schedule(&a.t);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(a.runs == i), "scheduled by a thread it never ran");
}

/* S72: the SCHED bit is clear when the function is called, so that it may schedule itself */
static void may_schedule_itself(struct kunit *test)
{
	a.again = 3;
	local_bh_disable();
	tasklet_schedule(&a.t);
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 4,
			    "scheduled once, and three times by itself: %d runs instead of 4",
			    a.runs);
	KUNIT_EXPECT_FALSE_MSG(test, a.scheduled, "while it ran it still counted as scheduled");
}

/* S72: its own next run comes in a later pass: the others of this one are first */
static void gives_others_their_turn(struct kunit *test)
{
	a.again = 2;
	local_bh_disable();
	tasklet_schedule(&a.t);
	tasklet_schedule(&b.t);
	tasklet_schedule(&c.t);
	local_bh_enable();
	expect_notes(test, &notes, "1 2 3 1 1");
}

/* S76: the tasklets of one batch run first in, first out */
static void first_in_first_out(struct kunit *test)
{
	local_bh_disable();
	tasklet_schedule(&c.t);
	tasklet_schedule(&a.t);
	tasklet_schedule(&b.t);
	local_bh_enable();
	expect_notes(test, &notes, "3 1 2");
}

static void note_timer(unsigned long number)
{
	note(&notes, number);
}

/* S77: hi tasklets run before timers, normal ones after them */
static void hi_before_timers(struct kunit *test)
{
	DEFINE_TIMER(timer, note_timer, 0, 9);

	local_bh_disable();
	mod_timer(&timer, jiffies);
	tasklet_schedule(&a.t);
	tasklet_hi_schedule(&b.t);
	next_tick();
	local_bh_enable();
	expect_notes(test, &notes, "2 9 1");
}

/* S78, S80: disabled it does not run, but stays scheduled; it nests; enabled it runs, once */
static void disabled_stays_scheduled(struct kunit *test)
{
	unsigned long tried = this_cpu_read(softirq_runs[TASKLET_SOFTIRQ]);

	tasklet_disable(&a.t);
	tasklet_disable(&a.t);
	local_bh_disable();
	tasklet_schedule(&a.t);
	local_bh_enable();
	schedule_timeout_uninterruptible(2);
	kunit_info(test, "scheduled but disabled, for two ticks: tried %lu times",
		   this_cpu_read(softirq_runs[TASKLET_SOFTIRQ]) - tried);
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 0, "it ran though it was disabled");
	KUNIT_EXPECT_TRUE_MSG(test, test_bit(TASKLET_STATE_SCHED, &a.t.state),
			      "while it was disabled, it lost its place");
	tasklet_enable(&a.t);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 0, "disabled twice, enabled once: it ran");
	tasklet_enable(&a.t);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(a.runs), "enabled again it never ran");
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 1, "scheduled once it ran %d times", a.runs);
}

/* S78: the same for a hi tasklet, which goes back to its own list */
static void disabled_hi_stays_scheduled(struct kunit *test)
{
	tasklet_disable(&a.t);
	local_bh_disable();
	tasklet_hi_schedule(&a.t);
	local_bh_enable();
	KUNIT_EXPECT_TRUE_MSG(test, local_softirq_pending() & 1 << HI_SOFTIRQ,
			      "HI_SOFTIRQ has a tasklet left and is not raised for it");
	tasklet_enable(&a.t);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(a.runs == 1), "enabled again it never ran");
}

/* S80: a disabled tasklet does not hold up the others of its list */
static void disabled_delays_no_other(struct kunit *test)
{
	tasklet_disable(&a.t);
	local_bh_disable();
	tasklet_schedule(&a.t);
	tasklet_schedule(&b.t);
	tasklet_schedule(&c.t);
	local_bh_enable();
	expect_notes(test, &notes, "2 3");
	tasklet_enable(&a.t);
	tasklet_kill(&a.t);
	expect_notes(test, &notes, "2 3 1");
}

/* S81, S83: kill waits until a scheduled tasklet has run; it is no ban */
static void kill_waits(struct kunit *test)
{
	tasklet_kill(&a.t);
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 0, "kill of an idle tasklet ran it");
	tasklet_schedule(&a.t);
	tasklet_kill(&a.t);
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 1, "tasklet_kill() came back before it had run");
	KUNIT_EXPECT_EQ_MSG(test, a.t.state, 0, "afterwards state is %lx, not 0", a.t.state);
	local_bh_disable();
	tasklet_schedule(&a.t);
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, a.runs, 2, "scheduled after a kill it did not run");
}

/* S84: kill stops a tasklet that schedules itself for ever */
static void kill_ends_the_endless(struct kunit *test)
{
	int runs;

	a.again = 1000000;
	tasklet_schedule(&a.t);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(a.runs > 20), "it did not schedule itself");
	tasklet_kill(&a.t);
	runs = a.runs;
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ_MSG(test, a.runs, runs, "it ran after tasklet_kill() had come back");
	a.again = 0;
}

static struct kunit_case lab07_tasklet_cases[] = {
	KUNIT_CASE(one_run_per_burst),	      KUNIT_CASE(each_schedule_runs),
	KUNIT_CASE(may_schedule_itself),      KUNIT_CASE(gives_others_their_turn),
	KUNIT_CASE(first_in_first_out),	      KUNIT_CASE(hi_before_timers),
	KUNIT_CASE(disabled_stays_scheduled), KUNIT_CASE(disabled_hi_stays_scheduled),
	KUNIT_CASE(disabled_delays_no_other), KUNIT_CASE(kill_waits),
	KUNIT_CASE(kill_ends_the_endless),    {},
};

static struct kunit_suite lab07_tasklet_suite = {
	.name = "lab07_tasklet",
	.init = tasklet_test_init,
	.exit = tasklet_test_exit,
	.test_cases = lab07_tasklet_cases,
};
kunit_test_suite(lab07_tasklet_suite);
