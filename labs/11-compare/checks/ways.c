// SPDX-License-Identifier: MIT
/* ways.c - lab 11: the same job under each way: same output, in the right place, nothing lost */
#include <halves/context.h>
#include <halves/lab11.h>
#include "helpers.h"

#define LINE	TEST_IRQ_FIRST
#define NUMBERS 48

/* The receive job: the device's numbers go to a ring in the top half, and from there to out. */
static struct {
	const struct lab_way *way;
	u8 device[NUMBERS], ring[NUMBERS], out[NUMBERS];
	unsigned int arrived, received, delivered;
	unsigned int runs, inside, met;
	u64 began; /* the first run: sched_clock() */
	enum context context; /* the strictest that fn ran in */
	bool may_sleep;	      /* in every run */
	bool again;	      /* fn: have another interrupt in the middle of the next run */
} job;

static void deliver(void *arg)
{
	if (job.inside++)
		job.met++;
	if (!job.runs++)
		job.began = sched_clock();
	job.context = max(job.context, current_context());
	job.may_sleep = job.may_sleep && !in_atomic() && !irqs_disabled();
	while (job.delivered < READ_ONCE(job.received)) {
		job.out[job.delivered] = job.ring[job.delivered];
		job.delivered++;
	}
	if (job.again) {
		job.again = false;
		job.device[job.arrived++] = 0xaa;
		irq_inject(LINE);
	}
	job.inside--;
}

static irqreturn_t receive(int irq, void *unused)
{
	if (job.received == job.arrived)
		return IRQ_NONE;
	while (job.received < job.arrived) {
		job.ring[job.received] = job.device[job.received];
		WRITE_ONCE(job.received, job.received + 1);
	}
	job.way->raise();
	return IRQ_HANDLED;
}

static void begin(struct kunit *test, int way)
{
	memset(&job, 0, sizeof(job));
	job.way = &lab_ways[way];
	job.may_sleep = true;
	KUNIT_ASSERT_NOT_NULL_MSG(test, job.way->raise, "way %d is not there", way);
	KUNIT_ASSERT_EQ_MSG(test, job.way->setup(deliver, &job), 0, "%s: setup", job.way->name);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, receive, 0, "lab11", &job), 0);
}

static void end(void)
{
	free_irq(LINE, &job);
	job.way->teardown();
}

static void arrive(unsigned int count)
{
	while (count--) {
		job.device[job.arrived] = job.arrived * 7 + 1;
		job.arrived++;
	}
	irq_inject(LINE);
}

/* Numbers come in bursts of 1, 2 and 3, some of them before anything could be delivered. */
static void same_output(struct kunit *test, int way, enum context context)
{
	unsigned int burst;

	begin(test, way);
	for (burst = 0; job.arrived + 3 <= NUMBERS; burst++) {
		arrive(burst % 3 + 1);
		if (burst % 4 == 3)
			wait_until(READ_ONCE(job.delivered) == job.arrived);
	}
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(READ_ONCE(job.delivered) == job.arrived),
			      "%s: %u numbers arrived, %u were delivered", job.way->name,
			      job.arrived, job.delivered);
	end();
	KUNIT_EXPECT_EQ_MSG(test, memcmp(job.out, job.device, job.arrived), 0,
			    "%s: other numbers came out than went in", job.way->name);
	KUNIT_EXPECT_STREQ_MSG(test, context_name(job.context), context_name(context),
			       "%s: where the job ran", job.way->name);
	KUNIT_EXPECT_EQ_MSG(test, job.may_sleep, job.way->may_sleep,
			    "%s: may the job sleep there, and what the table says", job.way->name);
	KUNIT_EXPECT_EQ_MSG(test, job.met, 0, "%s: the job met itself", job.way->name);
}

/* ---- one case for each way ------------------------------------------------------------------- */

#define DELIVERS(name, way, context)                                                               \
	static void name##_delivers(struct kunit *test)                                            \
	{                                                                                          \
		same_output(test, way, context);                                                   \
	}

DELIVERS(softirq, WAY_SOFTIRQ, CONTEXT_SOFTIRQ)
DELIVERS(tasklet, WAY_TASKLET, CONTEXT_SOFTIRQ)
DELIVERS(timer, WAY_TIMER, CONTEXT_SOFTIRQ)
DELIVERS(work_single, WAY_WORK_SINGLE, CONTEXT_PROCESS)
DELIVERS(work_percpu, WAY_WORK_PERCPU, CONTEXT_PROCESS)
DELIVERS(delayed, WAY_DELAYED, CONTEXT_PROCESS)
DELIVERS(thread, WAY_THREAD, CONTEXT_PROCESS)

/* ---- all ways -------------------------------------------------------------------------------- */

/* an interrupt in the middle of the job makes another run: its number is delivered, too */
static void no_raise_is_lost(struct kunit *test)
{
	int way;

	for (way = 0; way < LAB_WAYS; way++) {
		begin(test, way);
		job.again = true;
		arrive(1);
		KUNIT_EXPECT_TRUE_MSG(test, wait_until(READ_ONCE(job.delivered) == 2),
				      "%s: raised while the job ran, and it did not run again",
				      job.way->name);
		end();
	}
}

/* teardown: what was raised has run, and nothing runs afterwards */
static void teardown_serves_first(struct kunit *test)
{
	unsigned int runs;
	int way;

	for (way = 0; way < LAB_WAYS; way++) {
		begin(test, way);
		local_bh_disable(); /* what runs in softirqs must wait, too */
		arrive(2);
		local_bh_enable();
		end();
		KUNIT_EXPECT_EQ_MSG(test, job.delivered, 2,
				    "%s: raised before teardown, and not served", job.way->name);
		runs = job.runs;
		schedule_timeout_uninterruptible(2 * LAB_DELAY + 2);
		KUNIT_EXPECT_EQ_MSG(test, job.runs, runs, "%s: it ran after its teardown",
				    job.way->name);
	}
}

static void expect_delay(struct kunit *test, int way)
{
	unsigned long waited, us_per_tick = USEC_PER_SEC / HZ;
	u64 raised;
	int i;

	begin(test, way);
	next_tick();
	udelay(us_per_tick / 2); /* a tick that has begun counts as none */
	raised = sched_clock();
	arrive(1);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(job.runs)));
	waited = (unsigned long)(job.began - raised) / 1000;
	KUNIT_EXPECT_GE_MSG(test, waited, LAB_DELAY * us_per_tick, "%s: too early, in us",
			    job.way->name);
	KUNIT_EXPECT_LE_MSG(test, waited, (LAB_DELAY + 2) * us_per_tick, "%s: too late, in us",
			    job.way->name);
	job.runs = 0;
	for (i = 0; i < 6 * LAB_DELAY; i++) {
		arrive(1);
		schedule_timeout_uninterruptible(1);
	}
	KUNIT_EXPECT_GE_MSG(test, job.runs, 2,
			    "%s: raised at each of %d ticks, and put off each time", job.way->name,
			    6 * LAB_DELAY);
	end();
}

/* timer and delayed work run LAB_DELAY ticks after the first raise, whatever comes meanwhile */
static void delays_are_kept(struct kunit *test)
{
	expect_delay(test, WAY_TIMER);
	expect_delay(test, WAY_DELAYED);
}

static struct kunit_case ways_cases[] = {
	KUNIT_CASE(softirq_delivers),
	KUNIT_CASE(tasklet_delivers),
	KUNIT_CASE(timer_delivers),
	KUNIT_CASE(work_single_delivers),
	KUNIT_CASE(work_percpu_delivers),
	KUNIT_CASE(delayed_delivers),
	KUNIT_CASE(thread_delivers),
	KUNIT_CASE(no_raise_is_lost),
	KUNIT_CASE(teardown_serves_first),
	KUNIT_CASE(delays_are_kept),
	{},
};

static struct kunit_suite ways_suite = {
	.name = "lab11_ways",
	.test_cases = ways_cases,
};
kunit_test_suite(ways_suite);
