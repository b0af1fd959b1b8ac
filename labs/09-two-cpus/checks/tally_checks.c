// SPDX-License-Identifier: MIT
/*
 * tally_checks.c - lab 9: are the driver's locks the right ones, on one processor and on several?
 *
 * On one processor an interrupt with an event comes after each instruction of a function. On
 * several they really meet: an access to the table lets another processor go on.
 */
#include "errand.h"
#include "helpers.h"
#include "../../common/place.h"

#include <halves/lab09.h>
#include <halves/report.h>

#define EVENTS 40 /* of each processor */
#define BROKEN(cond, ...)                                                                          \
	if (cond) {                                                                                \
		snprintf(broken, sizeof(broken), __VA_ARGS__);                                     \
		return broken;                                                                     \
	}

static char broken[160];
static unsigned long sent; /* the number of the newest event; its kind is number % TALLY_KINDS */

/* As a top half does. Irqs off. */
static void send(void)
{
	sent++;
	tally_event(sent % TALLY_KINDS);
}

/* An event while bottom halves are off: it waits in the mailbox until they are on. */
static void send_from_thread(void)
{
	local_irq_disable();
	send();
	local_irq_enable();
}

static unsigned long take_all(void)
{
	unsigned long count = 0;
	unsigned int kind;

	for (kind = 0; kind < TALLY_KINDS; kind++)
		count += tally_take(kind);
	return count;
}

/* ---- what the lock checker says -------------------------------------------------------------- */

static void send_arg(void *unused)
{
	send();
}

static void look(void *last)
{
	tally_last(last);
}

/* Every function in every context that it is for, once: the lock checker needs no more. */
static void use_everything(void)
{
	struct tally_last last;

	run_in_hardirq(send_arg, NULL);
	run_in_hardirq(look, &last);
	run_in_softirq(look, &last);
	tally_last(&last);
	take_all();
}

static unsigned int complaints;

/* What is complained of here is the business of one case only, whichever case is the first. */
static int tally_checks_init(struct kunit *test)
{
	static bool used;
	struct tally_last last;

	tally_init();
	if (!used) {
		used = true;
		kunit_expect_report(test);
		use_everything();
		kunit_end_report(test);
		complaints = kunit_reports(test);
		test->expects_report = complaints > 0;
		if (complaints)
			kunit_info(test, "the lock checker says: %.400s", kunit_report_text());
	}
	tally_last(&last);
	sent = last.number;
	take_all();
	return 0;
}

/* Each lock is taken in a form that is enough for everybody who takes it */
static void lock_checker_is_silent(struct kunit *test)
{
	KUNIT_EXPECT_EQ_MSG(test, complaints, 0,
			    "a lock is taken in a form that lets an interrupt come that takes it, "
			    "too");
}

/* ---- one processor: an interrupt after each instruction -------------------------------------- */

static unsigned long taken;

static void event_waits(void)
{
	local_bh_disable();
	send_from_thread();
}

static const char *miscounted(void)
{
	unsigned long count = taken + take_all();

	taken = 0;
	BROKEN(count != 2, "%lu events were counted, but there were 2", count);
	return NULL;
}

/* An event that comes at whatever place of the softirq is counted, and counted once */
static void event_meets_softirq(struct kunit *test)
{
	static const struct placed places = { .setup = event_waits,
					      .body = local_bh_enable,
					      .interrupt = send,
					      .broken = miscounted,
					      .step = 3 };

	KUNIT_EXPECT_GT(test, place_everywhere(test, &places), 20);
}

static void event_is_there(void)
{
	local_bh_disable();
	send_from_thread();
	local_bh_enable();
}

static void take(void)
{
	taken = take_all();
}

/* An event that comes at whatever place of tally_take() is counted, and nobody waits for ever */
static void event_meets_take(struct kunit *test)
{
	static const struct placed places = { .setup = event_is_there,
					      .body = take,
					      .interrupt = send,
					      .broken = miscounted,
					      .step = 3 };

	KUNIT_EXPECT_GT(test, place_everywhere(test, &places), 20);
}

static struct tally_last seen;

static void look_at_last(void)
{
	tally_last(&seen);
}

static const char *mixed_up(void)
{
	take_all();
	BROKEN(seen.number != sent && seen.number != sent - 1,
	       "tally_last() says event %lu: it was %lu or %lu", seen.number, sent - 1, sent);
	BROKEN(seen.kind != seen.number % TALLY_KINDS,
	       "tally_last() says event %lu, and the kind of another", seen.number);
	BROKEN(irqs_disabled(), "tally_last() has left interrupts off");
	return NULL;
}

/* An event that comes at whatever place of tally_last(): number and kind are of the same one */
static void event_meets_last(struct kunit *test)
{
	static const struct placed places = { .body = look_at_last,
					      .interrupt = send,
					      .broken = mixed_up };

	KUNIT_EXPECT_GT(test, place_everywhere(test, &places), 10);
}

static void look_with_irqs_off(void *test)
{
	tally_last(&seen);
	KUNIT_EXPECT_TRUE_MSG(test, irqs_disabled(),
			      "tally_last() was called with interrupts off, and they are on now");
}

/* Interrupts are as they were after tally_last(), on or off */
static void last_leaves_irqs_as_they_were(struct kunit *test)
{
	run_with_irqs_off(look_with_irqs_off, test);
	tally_last(&seen);
	KUNIT_EXPECT_FALSE_MSG(test, irqs_disabled(), "tally_last() has left interrupts off");
	local_irq_enable();
}

/* ---- several --------------------------------------------------------------------------------- */

static struct {
	bool sent, go_on;
} there;

static void send_and_hold(void *kind)
{
	local_bh_disable();
	local_irq_disable();
	tally_event((unsigned long)kind);
	local_irq_enable();
	WRITE_ONCE(there.sent, true);
	spin_until(READ_ONCE(there.go_on));
	local_bh_enable();
}

/* An event waits for the softirq of its own processor; another's does not see it */
static void mailbox_is_its_processors(struct kunit *test)
{
	struct errand errand = { .fn = send_and_hold, .arg = (void *)1 };

	need_two_processors(test);
	there.sent = there.go_on = false;
	if (!start_on(test, other_cpu(), &errand))
		return;
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(there.sent)));
	local_bh_disable();
	local_irq_disable();
	tally_event(0);
	local_irq_enable();
	local_bh_enable();
	KUNIT_EXPECT_EQ_MSG(test, tally_take(0), 1, "the event of this processor");
	KUNIT_EXPECT_EQ_MSG(test, tally_take(1), 0,
			    "the event of the other one, where no softirq has run yet");
	WRITE_ONCE(there.go_on, true);
	wait_for_completion(&errand.done);
	KUNIT_EXPECT_EQ_MSG(test, tally_take(1), 1, "the same, after its softirq");
}

static void send_many(void *unused)
{
	int i;

	for (i = 0; i < EVENTS; i++) {
		local_bh_disable();
		local_irq_disable();
		tally_event(i % TALLY_KINDS);
		local_irq_enable();
		local_bh_enable();
	}
}

/* However softirqs and threads of all processors meet at the table: the sum is right */
static void table_is_exact(struct kunit *test)
{
	struct errand errands[NR_CPUS];
	unsigned long count = 0;
	int cpu;

	need_two_processors(test);
	for_each_online_cpu(cpu) {
		errands[cpu] = (struct errand){ .fn = send_many };
		if (!start_on(test, cpu, &errands[cpu]))
			errands[cpu].fn = NULL;
	}
	for_each_online_cpu(cpu) {
		if (!errands[cpu].fn)
			continue;
		while (!wait_for_completion_timeout(&errands[cpu].done, 1))
			count += take_all();
	}
	count += take_all();
	KUNIT_EXPECT_EQ_MSG(test, count, EVENTS * num_online_cpus(),
			    "two at a time have read and written the table");
}

static struct kunit_case tally_cases[] = {
	KUNIT_CASE(lock_checker_is_silent),
	KUNIT_CASE(event_meets_softirq),
	KUNIT_CASE(event_meets_take),
	KUNIT_CASE(event_meets_last),
	KUNIT_CASE(last_leaves_irqs_as_they_were),
	KUNIT_CASE(mailbox_is_its_processors),
	KUNIT_CASE(table_is_exact),
	{},
};

static struct kunit_suite tally_suite = {
	.name = "lab09_tally",
	.init = tally_checks_init,
	.test_cases = tally_cases,
};
kunit_test_suite(tally_suite);
