// SPDX-License-Identifier: MIT
/* hidden_softirq.c - lab 6's hidden checks: do_softirq() anywhere, an interrupt anywhere */
#include "helpers.h"

#include "../../common/place.h"

static int runs;
static bool wanted; /* raised, and the action has not begun since */

static void count_run(struct softirq_action *self)
{
	wanted = false;
	runs++;
}

static void ignore(struct softirq_action *self) { }

static int hidden_init(struct kunit *test)
{
	runs = 0;
	wanted = false;
	open_softirq(LAB_SOFTIRQ, count_run, NULL);
	open_softirq(LAB2_SOFTIRQ, ignore, NULL);
	next_tick();
	return 0;
}

static void raise_and_do(void *seen)
{
	raise_softirq(LAB_SOFTIRQ);
	do_softirq();
	*(int *)seen = runs;
}

/* S60: do_softirq() in a top half, in a softirq or with bottom halves off returns at once */
static void do_softirq_anywhere(struct kunit *test)
{
	static void (*const contexts[])(context_fn fn, void *arg) = { run_in_hardirq,
								      run_in_softirq,
								      run_with_bh_off };
	int i, seen = -1;

	for (i = 0; i < ARRAY_SIZE(contexts); i++) {
		contexts[i](raise_and_do, &seen);
		KUNIT_EXPECT_EQ_MSG(test, seen, i,
				    "do_softirq() ran softirqs inside of an interrupt, a softirq, "
				    "or code with bottom halves off");
		KUNIT_EXPECT_EQ(test, runs, i + 1);
	}
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	__local_bh_enable();
	do_softirq();
	KUNIT_EXPECT_EQ_MSG(test, runs, i + 1, "do_softirq() in a thread runs what is pending");
	KUNIT_EXPECT_FALSE_MSG(test, irqs_disabled(), "do_softirq() has put interrupts off");
}

static void raise_first(void)
{
	local_bh_disable();
	raise_softirq(LAB2_SOFTIRQ);
}

static void raise_in_between(void)
{
	wanted = true;
	raise_softirq(LAB_SOFTIRQ);
}

static const char *not_run(void)
{
	return wanted ? "what it raised has not run since" : NULL;
}

/* S56: wherever an interrupt raises a softirq while softirqs are run, it runs: no raise is lost */
static void raise_anywhere(struct kunit *test)
{
	static const struct placed window = { .setup = raise_first,
					      .body = local_bh_enable,
					      .interrupt = raise_in_between,
					      .broken = not_run };

	place_everywhere(test, &window);
}

static struct kunit_case lab06_hidden_cases[] = {
	KUNIT_CASE(do_softirq_anywhere),
	KUNIT_CASE(raise_anywhere),
	{},
};

static struct kunit_suite lab06_hidden_suite = {
	.name = "lab06_hidden",
	.init = hidden_init,
	.test_cases = lab06_hidden_cases,
};
kunit_test_suite(lab06_hidden_suite);
