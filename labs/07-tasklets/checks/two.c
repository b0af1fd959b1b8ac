// SPDX-License-Identifier: MIT
/* two.c - lab 7's checks on two processors: a tasklet that runs here, and is wanted there */
#include "helpers.h"

#include <asm/atomic.h>
#include "errand.h"

#define TURNS 300 /* of waiting, each of which lets the other processor go on */

static struct shared {
	struct tasklet_struct t;
	bool running;  /* the function has begun */
	bool asking;   /* the other processor is about to ask for something */
	bool answered; /* it has got what it asked for */
	bool ended;    /* the function has ended */
	bool early;    /* the other processor got its answer before */
	int runs, max_inside;
	atomic_t inside;
	struct errand errand;
} shared;

/* The function: waits until the other processor asks, and then a while for an answer. */
static void wait_inside(unsigned long data)
{
	int inside = atomic_inc_return(&shared.inside), turns;

	if (inside > shared.max_inside)
		shared.max_inside = inside;
	if (!shared.runs++) {
		WRITE_ONCE(shared.running, true);
		spin_until(READ_ONCE(shared.asking));
		for (turns = 0; turns < TURNS && !READ_ONCE(shared.answered); turns++)
			cpu_relax();
		WRITE_ONCE(shared.ended, true);
	}
	atomic_dec(&shared.inside);
}

/* In a thread of the other processor. */
static void ask(void *question)
{
	void (*fn)(struct tasklet_struct * t) = question;

	spin_until(READ_ONCE(shared.running));
	WRITE_ONCE(shared.asking, true);
	fn(&shared.t);
	shared.early = !READ_ONCE(shared.ended);
	WRITE_ONCE(shared.answered, true);
}

/* Run the tasklet here, and while it runs, @question on the other processor. */
static void ask_while_it_runs(struct kunit *test, void (*question)(struct tasklet_struct *t))
{
	shared.errand.fn = ask;
	shared.errand.arg = question;
	if (!start_on(test, other_cpu(), &shared.errand))
		return;
	local_bh_disable();
	tasklet_schedule(&shared.t);
	local_bh_enable();
	wait_for_completion(&shared.errand.done);
	KUNIT_EXPECT_TRUE_MSG(test, shared.running && shared.asking, "the tasklet never ran");
}

static int two_init(struct kunit *test)
{
	memset(&shared, 0, sizeof(shared));
	tasklet_init(&shared.t, wait_inside, 0);
	next_tick();
	return need_two_processors(test);
}

static void schedule_there(struct tasklet_struct *t)
{
	local_bh_disable();
	tasklet_schedule(t);
	local_bh_enable();
}

/* S74: scheduled on another processor while it runs, it runs again, but not at the same time */
static void never_twice_at_once(struct kunit *test)
{
	ask_while_it_runs(test, schedule_there);
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(shared.runs == 2),
			      "scheduled while it ran on the other processor: %d runs, not 2",
			      shared.runs);
	KUNIT_EXPECT_EQ_MSG(test, shared.max_inside, 1, "two processors ran it at once");
	tasklet_kill(&shared.t);
}

/* S78: tasklet_disable() comes back when the run on the other processor is over */
static void disable_waits_for_the_run(struct kunit *test)
{
	ask_while_it_runs(test, tasklet_disable);
	KUNIT_EXPECT_FALSE_MSG(test, shared.early,
			       "tasklet_disable() came back while it ran on the other processor");
	tasklet_enable(&shared.t);
}

/* S81: tasklet_kill() comes back when the run on the other processor is over */
static void kill_waits_for_the_run(struct kunit *test)
{
	ask_while_it_runs(test, tasklet_kill);
	KUNIT_EXPECT_FALSE_MSG(test, shared.early,
			       "tasklet_kill() came back while it ran on the other processor");
	KUNIT_EXPECT_EQ(test, shared.runs, 1);
}

static struct kunit_case lab07_two_cases[] = {
	KUNIT_CASE(never_twice_at_once),
	KUNIT_CASE(disable_waits_for_the_run),
	KUNIT_CASE(kill_waits_for_the_run),
	{},
};

static struct kunit_suite lab07_two_suite = {
	.name = "lab07_two",
	.init = two_init,
	.test_cases = lab07_two_cases,
};
kunit_test_suite(lab07_two_suite);
