// SPDX-License-Identifier: MIT
/* completion_test.c - "it is done": one waits, another tells, in either order */
#include "helpers.h"

#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/timer.h>

#define ROUNDS 2000

static struct completion ping, pong;
static struct notes notes;

static int completion_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	init_completion(&ping);
	init_completion(&pong);
	return 0;
}

/* What is completed before the wait is not lost: it counts, once for each complete */
static void complete_before_the_wait_counts(struct kunit *test)
{
	complete(&ping);
	complete(&ping);
	wait_for_completion(&ping);
	KUNIT_EXPECT_EQ(test, try_wait_for_completion(&ping), 1);
	KUNIT_EXPECT_EQ(test, try_wait_for_completion(&ping), 0);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&ping, 2), 0);
}

/* A time-out of n jiffies takes n at least and returns 0; in time, what is left, at least 1 */
static void timeout_says_what_is_left(struct kunit *test)
{
	unsigned long start, timers = timers_pending();

	next_tick();
	start = jiffies;
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&ping, 3), 0);
	KUNIT_EXPECT_GE(test, jiffies - start, 3);
	KUNIT_EXPECT_LE(test, jiffies - start, 4);
	complete(&ping);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&ping, 3), 3);
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
}

static int waiter(void *data)
{
	wait_for_completion(&ping);
	note(&notes, (long)data);
	return 0;
}

static void start_waiters(struct kunit *test)
{
	struct task_struct *threads[3];
	long i;

	for (i = 0; i < 3; i++)
		threads[i] = create_thread(test, waiter, (void *)(i + 1), "waiter");
	for (i = 0; i < 3; i++) {
		start_thread(test, threads[i]);
		KUNIT_ASSERT_TRUE(test, wait_until(threads[i]->state == TASK_UNINTERRUPTIBLE));
	}
}

/* complete lets one go, the first that came; complete_all all, those to come included */
static void complete_lets_one_go(struct kunit *test)
{
	start_waiters(test);
	complete(&ping);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
	schedule_timeout_uninterruptible(2);
	expect_notes(test, &notes, "1");
	complete(&ping);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 2));
	complete(&ping);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 3));
	expect_notes(test, &notes, "1 2 3");
}

static void complete_all_lets_all_go(struct kunit *test)
{
	start_waiters(test);
	complete_all(&ping);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 3));
	wait_for_completion(&ping);
	wait_for_completion(&ping);
	INIT_COMPLETION(ping);
	KUNIT_EXPECT_EQ(test, try_wait_for_completion(&ping), 0);
}

static void complete_it(void *x)
{
	complete(x);
}

/* complete is legal in every context, and wakes */
static void complete_from_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;

	start_waiters(test);
	context->run(complete_it, &ping);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
	complete_all(&ping);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 3));
}

static int answer(void *data)
{
	int round;

	for (round = 0; round < ROUNDS; round++) {
		wait_for_completion(&ping);
		complete(&pong);
	}
	return 0;
}

/* S118: two thousand rounds between two threads, at three kinds of urgency: none is lost */
static void ping_pong(struct kunit *test)
{
	static const int nice[] = { -5, 0, 5 };
	int i, round;

	for (i = 0; i < ARRAY_SIZE(nice); i++) {
		struct task_struct *thread = kthread_create(answer, NULL, "pong");

		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
		set_user_nice(thread, nice[i]);
		wake_up_process(thread);
		for (round = 0; round < ROUNDS; round++) {
			complete(&ping);
			if (!wait_for_completion_timeout(&pong, 5 * HZ))
				break;
		}
		KUNIT_ASSERT_EQ(test, round, ROUNDS);
	}
}

static struct kunit_case completion_cases[] = {
	KUNIT_CASE(complete_before_the_wait_counts),
	KUNIT_CASE(timeout_says_what_is_left),
	KUNIT_CASE(complete_lets_one_go),
	KUNIT_CASE(complete_all_lets_all_go),
	KUNIT_CASE_PARAM(complete_from_any_context, atomic_contexts_gen_params),
	KUNIT_CASE(ping_pong),
	{},
};

static struct kunit_suite completion_suite = {
	.name = "completion",
	.init = completion_init,
	.test_cases = completion_cases,
};
kunit_test_suite(completion_suite);
