// SPDX-License-Identifier: MIT
/* sleep.c - lab 5: what may sleep does, what may not is told so and goes on */
#include <halves/lab05.h>
#include <halves/report.h>
#include "situations.h"

static struct {
	bool told;
	int line, error;
	unsigned long long switches; /* of threads, during the call */
} found;

static void ask(void *unused)
{
	found.told = lab_might_sleep();
	found.line = __LINE__ - 1;
}

static void doze(void *unused)
{
	unsigned long long before = nr_context_switches();

	found.error = lab_sleep(2);
	found.switches = nr_context_switches() - before;
}

/* lab_might_sleep says nothing in a thread and in a work */
static void silent_where_it_may(struct kunit *test)
{
	const struct situation *s;

	for (s = situations; s < situations + SITUATIONS; s++) {
		if (!may_sleep(s))
			continue;
		found.told = true;
		s->run(ask, NULL);
		KUNIT_EXPECT_FALSE_MSG(test, found.told, "lab_might_sleep() complains in %s",
				       s->name);
	}
}

/* in each of the other ten it tells once, with the place and the context */
static void told_where_it_may_not(struct kunit *test)
{
	const struct situation *s;
	char place[120], numbers[80];

	for (s = situations; s < situations + SITUATIONS; s++) {
		if (may_sleep(s))
			continue;
		found.told = false;
		kunit_expect_report(test);
		s->run(ask, NULL);
		kunit_end_report(test);
		snprintf(place, sizeof(place),
			 "BUG: sleeping function called from invalid context at %s:%d\n", __FILE__,
			 found.line);
		snprintf(numbers, sizeof(numbers),
			 "in_irq(): %d, in_softirq(): %d, irqs_disabled(): %d", s->hardirq != 0,
			 s->softirq != 0, s->irqs_off);
		KUNIT_EXPECT_TRUE_MSG(test, found.told, "lab_might_sleep() is silent in %s",
				      s->name);
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(kunit_report_text(), place),
					  "in %s the report lacks \"%s\": %s", s->name, place,
					  kunit_report_text());
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(kunit_report_text(), numbers),
					  "in %s the report lacks \"%s\": %s", s->name, numbers,
					  kunit_report_text());
	}
}

/* lab_sleep sleeps where it may, for as long as was asked for */
static void sleeps_where_it_may(struct kunit *test)
{
	unsigned long begin = jiffies;

	found.error = -1;
	doze(NULL);
	KUNIT_EXPECT_EQ_MSG(test, found.error, 0, "lab_sleep(2) in a thread");
	KUNIT_EXPECT_GE_MSG(test, jiffies - begin, 2, "it came back too early");
	KUNIT_EXPECT_LE_MSG(test, jiffies - begin, 4, "it came back too late");
	KUNIT_EXPECT_GT_MSG(test, found.switches, 0, "it did not give the processor away");
	found.error = -1;
	situations[1].run(doze, NULL);
	KUNIT_EXPECT_EQ_MSG(test, found.error, 0, "lab_sleep(2) in a work");
}

/* where it may not it tells, and comes back without schedule() */
static void refuses_where_it_may_not(struct kunit *test)
{
	const struct situation *s;

	for (s = situations; s < situations + SITUATIONS; s++) {
		unsigned int reports = report_count();

		if (may_sleep(s))
			continue;
		found.error = 0;
		kunit_expect_report(test);
		s->run(doze, NULL);
		kunit_end_report(test);
		reports = report_count() - reports;
		KUNIT_EXPECT_EQ_MSG(test, found.error, -EWOULDBLOCK, "lab_sleep() in %s", s->name);
		KUNIT_EXPECT_EQ_MSG(test, found.switches, 0, "lab_sleep() in %s called schedule()",
				    s->name);
		KUNIT_EXPECT_EQ_MSG(test, reports, 1, "reports of lab_sleep() in %s", s->name);
	}
}

static struct kunit_case sleep_cases[] = {
	KUNIT_CASE(silent_where_it_may),
	KUNIT_CASE(told_where_it_may_not),
	KUNIT_CASE(sleeps_where_it_may),
	KUNIT_CASE(refuses_where_it_may_not),
	{},
};

static struct kunit_suite sleep_suite = {
	.name = "lab05_sleep",
	.test_cases = sleep_cases,
};
kunit_test_suite(sleep_suite);
