// SPDX-License-Identifier: MIT
/* wait_test.c - wait queues: sleeping until a condition is true, and waking who sleeps */
#include "helpers.h"

#include <linux/kthread.h>
#include <linux/timer.h>
#include <linux/wait.h>

#define SLEEPERS 3
#define ROUNDS	 2000

static DECLARE_WAIT_QUEUE_HEAD(queue);
static struct notes notes;
static int condition;

struct sleeper {
	struct task_struct *thread;
	int id;
	bool exclusive;
	long result;
};

static int wait_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	condition = 0;
	init_waitqueue_head(&queue);
	return 0;
}

static int sleep_on_queue(void *data)
{
	struct sleeper *sleeper = data;
	DEFINE_WAIT(wait);

	if (sleeper->exclusive)
		prepare_to_wait_exclusive(&queue, &wait, TASK_UNINTERRUPTIBLE);
	else
		prepare_to_wait(&queue, &wait, TASK_UNINTERRUPTIBLE);
	schedule();
	finish_wait(&queue, &wait);
	note(&notes, sleeper->id);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void put_to_sleep(struct kunit *test, struct sleeper *sleepers, bool exclusive)
{
	int i;

	for (i = 0; i < SLEEPERS; i++) {
		sleepers[i] = (struct sleeper){ .id = i + 1, .exclusive = exclusive };
		sleepers[i].thread = create_thread(test, sleep_on_queue, &sleepers[i], "sleeper");
	}
	for (i = 0; i < SLEEPERS; i++) {
		start_thread(test, sleepers[i].thread);
		KUNIT_ASSERT_TRUE(test,
				  wait_until(sleepers[i].thread->state == TASK_UNINTERRUPTIBLE));
	}
}

static void stop_all(struct kunit *test, struct sleeper *sleepers)
{
	int i;

	wake_up_all(&queue);
	for (i = 0; i < SLEEPERS; i++)
		KUNIT_EXPECT_EQ(test, kthread_stop(sleepers[i].thread), 0);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

static int awake(void)
{
	return atomic_read(&notes.count);
}

/* wake_up wakes all that wait without being exclusive */
static void wake_up_wakes_all(struct kunit *test)
{
	struct sleeper sleepers[SLEEPERS];

	put_to_sleep(test, sleepers, false);
	KUNIT_EXPECT_TRUE(test, waitqueue_active(&queue));
	wake_up(&queue);
	KUNIT_EXPECT_TRUE(test, wait_until(awake() == SLEEPERS));
	stop_all(test, sleepers);
}

/* Of exclusive ones it wakes one, the first that came; wake_up_nr so many, wake_up_all the rest */
static void wake_up_wakes_one_exclusive(struct kunit *test)
{
	struct sleeper sleepers[SLEEPERS];

	put_to_sleep(test, sleepers, true);
	wake_up(&queue);
	KUNIT_EXPECT_TRUE(test, wait_until(awake() == 1));
	schedule_timeout_uninterruptible(2);
	expect_notes(test, &notes, "1");
	wake_up_nr(&queue, 1);
	KUNIT_EXPECT_TRUE(test, wait_until(awake() == 2));
	schedule_timeout_uninterruptible(2);
	expect_notes(test, &notes, "1 2");
	wake_up_all(&queue);
	KUNIT_EXPECT_TRUE(test, wait_until(awake() == 3));
	stop_all(test, sleepers);
}

/* wake_up_interruptible leaves those alone that sleep uninterruptibly */
static void wake_up_interruptible_minds_the_state(struct kunit *test)
{
	struct sleeper sleepers[SLEEPERS];

	put_to_sleep(test, sleepers, false);
	wake_up_interruptible(&queue);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, awake(), 0);
	stop_all(test, sleepers);
}

/* wait_event does not sleep when its condition is true */
static void true_condition_does_not_sleep(struct kunit *test)
{
	unsigned long switches = current->nvcsw;

	wait_event(queue, true);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible(queue, true), 0);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(queue, true, 5), 5);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_timeout(queue, true, 5), 5);
	KUNIT_EXPECT_EQ(test, current->nvcsw, switches);
	KUNIT_EXPECT_EQ(test, current->state, TASK_RUNNING);
}

/* wait_event_timeout: 0 when the time is over and the condition false, never too early */
static void timeout_ends_the_wait(struct kunit *test)
{
	unsigned long start = jiffies, timers = timers_pending();

	KUNIT_EXPECT_EQ(test, wait_event_timeout(queue, false, 4), 0);
	KUNIT_EXPECT_GE(test, jiffies - start, 4);
	KUNIT_EXPECT_LE(test, jiffies - start, 6);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_timeout(queue, false, 2), 0);
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

static void wake_queue(unsigned long value)
{
	condition = value;
	wake_up(&queue);
}

/* Woken in time, it returns what is left: at least 1 */
static void wakeup_in_time_returns_what_is_left(struct kunit *test)
{
	struct timer_list timer;
	long left;

	setup_timer(&timer, wake_queue, 1);
	mod_timer(&timer, jiffies + 2);
	left = wait_event_timeout(queue, condition, 20);
	KUNIT_EXPECT_GT(test, left, 10);
	KUNIT_EXPECT_LE(test, left, 18);
}

/* A wake-up with a false condition goes on waiting */
static void condition_is_tested_again(struct kunit *test)
{
	struct timer_list first, second;
	unsigned long start = jiffies;

	setup_timer(&first, wake_queue, 0);
	setup_timer(&second, wake_queue, 1);
	mod_timer(&first, start + 2);
	mod_timer(&second, start + 5);
	wait_event(queue, condition);
	KUNIT_EXPECT_GE(test, jiffies - start, 5);
}

static void wake_from_anywhere(void *unused)
{
	condition = 1;
	wake_up(&queue);
}

static int wait_for_condition(void *data)
{
	wait_event(queue, condition);
	note(&notes, 1);
	return 0;
}

/* wake_up is legal in every context */
static void wake_up_from_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;
	struct task_struct *thread = kthread_run(wait_for_condition, NULL, "waiter");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	KUNIT_ASSERT_TRUE(test, wait_until(thread->state == TASK_UNINTERRUPTIBLE));
	context->run(wake_from_anywhere, NULL);
	KUNIT_EXPECT_TRUE(test, wait_until(awake() == 1));
	wake_from_anywhere(NULL); /* in case that it could not */
}

static int answer_pings(void *data)
{
	int round;

	for (round = 1; round <= ROUNDS; round++) {
		wait_event(queue, READ_ONCE(condition) == 2 * round - 1);
		WRITE_ONCE(condition, 2 * round);
		wake_up(&queue);
	}
	return 0;
}

/* S118: two threads hand a ball to and fro, two thousand times: no wake-up is lost */
static void ping_pong(struct kunit *test)
{
	struct task_struct *thread = kthread_run(answer_pings, NULL, "pong");
	int round;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	for (round = 1; round <= ROUNDS; round++) {
		WRITE_ONCE(condition, 2 * round - 1);
		wake_up(&queue);
		if (!wait_event_timeout(queue, READ_ONCE(condition) == 2 * round, 5 * HZ))
			break;
	}
	KUNIT_ASSERT_EQ(test, round, ROUNDS + 1);
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(wake_up_wakes_all),
	KUNIT_CASE(wake_up_wakes_one_exclusive),
	KUNIT_CASE(wake_up_interruptible_minds_the_state),
	KUNIT_CASE(true_condition_does_not_sleep),
	KUNIT_CASE(timeout_ends_the_wait),
	KUNIT_CASE(wakeup_in_time_returns_what_is_left),
	KUNIT_CASE(condition_is_tested_again),
	KUNIT_CASE_PARAM(wake_up_from_any_context, atomic_contexts_gen_params),
	KUNIT_CASE(ping_pong),
	{},
};

static struct kunit_suite wait_suite = {
	.name = "wait",
	.init = wait_init,
	.test_cases = wait_cases,
};
kunit_test_suite(wait_suite);
