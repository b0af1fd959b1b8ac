// SPDX-License-Identifier: MIT
/*
 * elsewhere_test.c - a tasklet or a line's handler runs on another processor: who waits, who not
 *
 * The other processor is played by hand: all that this one can see of it is a mark, the RUN bit of
 * a tasklet or IRQ_INPROGRESS of a line. It is set, and a timer takes it away after two ticks.
 */
#include "helpers.h"

#include <linux/timer.h>

#define LINE TEST_IRQ_FIRST

static struct tasklet_struct tasklet;
static bool over; /* the other processor has done */
static int runs, calls;

static void count_run(unsigned long unused)
{
	runs++;
}

static irqreturn_t count_call(int irq, void *dev_id)
{
	calls++;
	return IRQ_HANDLED;
}

static void tasklet_ends(unsigned long unused)
{
	over = true;
	clear_bit(TASKLET_STATE_RUN, &tasklet.state);
}

static void handler_ends(unsigned long unused)
{
	over = true;
	irq_desc[LINE].status &= ~IRQ_INPROGRESS;
}

static DEFINE_TIMER(tasklet_end, tasklet_ends, 0, 0);
static DEFINE_TIMER(handler_end, handler_ends, 0, 0);

static void tasklet_runs_elsewhere(void)
{
	over = false;
	set_bit(TASKLET_STATE_RUN, &tasklet.state);
	mod_timer(&tasklet_end, jiffies + 2);
}

static void handler_runs_elsewhere(void)
{
	over = false;
	irq_desc[LINE].status |= IRQ_INPROGRESS;
	mod_timer(&handler_end, jiffies + 2);
}

/* Whatever a case has found, the marks are gone when it ends. */
static void end_all(void *unused)
{
	del_timer_sync(&tasklet_end);
	del_timer_sync(&handler_end);
	tasklet_ends(0);
	handler_ends(0);
}

static int elsewhere_init(struct kunit *test)
{
	tasklet_init(&tasklet, count_run, 0);
	runs = calls = 0;
	next_tick();
	return kunit_add_action(test, end_all, NULL);
}

/* S74: a tasklet that runs elsewhere is not run here: it is put back, raised again, runs later */
static void running_tasklet_is_put_back(struct kunit *test)
{
	tasklet_runs_elsewhere();
	local_bh_disable();
	tasklet_schedule(&tasklet);
	local_bh_enable();
	KUNIT_EXPECT_FALSE(test, over);
	KUNIT_EXPECT_EQ(test, runs, 0);
	KUNIT_EXPECT_TRUE(test, test_bit(TASKLET_STATE_SCHED, &tasklet.state));
	KUNIT_EXPECT_TRUE(test, local_softirq_pending() & (1U << TASKLET_SOFTIRQ));
	KUNIT_EXPECT_TRUE(test, wait_until(runs));
	KUNIT_EXPECT_TRUE(test, over);
	KUNIT_EXPECT_EQ(test, runs, 1);
	KUNIT_EXPECT_EQ(test, tasklet.state, 0);
}

/* S78: tasklet_disable waits for a run in progress, tasklet_disable_nosync does not */
static void disable_waits_for_the_run(struct kunit *test)
{
	tasklet_runs_elsewhere();
	tasklet_disable_nosync(&tasklet);
	KUNIT_EXPECT_FALSE(test, over);
	tasklet_disable(&tasklet);
	KUNIT_EXPECT_TRUE(test, over);
}

/* S81: tasklet_kill of a tasklet that is not scheduled any more waits for a run in progress */
static void kill_waits_for_the_run(struct kunit *test)
{
	tasklet_runs_elsewhere();
	tasklet_kill(&tasklet);
	KUNIT_EXPECT_TRUE(test, over);
	KUNIT_EXPECT_EQ(test, tasklet.state, 1 << TASKLET_STATE_NEW);
}

static void request(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, request_irq(LINE, count_call, 0, "elsewhere", &calls), 0);
}

/* S31: disable_irq waits for a handler in progress, disable_irq_nosync does not */
static void disable_irq_waits_for_the_handler(struct kunit *test)
{
	request(test);
	handler_runs_elsewhere();
	disable_irq_nosync(LINE);
	KUNIT_EXPECT_FALSE(test, over);
	disable_irq(LINE);
	KUNIT_EXPECT_TRUE(test, over);
	free_irq(LINE, &calls);
}

/* S28: free_irq waits for a handler in progress */
static void free_irq_waits_for_the_handler(struct kunit *test)
{
	request(test);
	handler_runs_elsewhere();
	free_irq(LINE, &calls);
	KUNIT_EXPECT_TRUE(test, over);
}

/* S33: what comes while the line's handlers run elsewhere is noted for them, not handled here */
static void arrival_is_left_to_the_running_handler(struct kunit *test)
{
	request(test);
	memset(&test_chip_counts[LINE], 0, sizeof(test_chip_counts[LINE]));
	handler_runs_elsewhere();
	irq_inject(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_FALSE(test, over);
	KUNIT_EXPECT_EQ(test, calls, 0);
	KUNIT_EXPECT_EQ(test, test_chip_counts[LINE].ack, 2);
	KUNIT_EXPECT_EQ(test, test_chip_counts[LINE].end, 0);
	KUNIT_EXPECT_TRUE(test, irq_desc[LINE].status & IRQ_PENDING);
	free_irq(LINE, &calls);
}

static struct kunit_case elsewhere_cases[] = {
	KUNIT_CASE(running_tasklet_is_put_back),
	KUNIT_CASE(disable_waits_for_the_run),
	KUNIT_CASE(kill_waits_for_the_run),
	KUNIT_CASE(disable_irq_waits_for_the_handler),
	KUNIT_CASE(free_irq_waits_for_the_handler),
	KUNIT_CASE(arrival_is_left_to_the_running_handler),
	{},
};

static struct kunit_suite elsewhere_suite = {
	.name = "elsewhere",
	.init = elsewhere_init,
	.test_cases = elsewhere_cases,
};
kunit_test_suite(elsewhere_suite);
