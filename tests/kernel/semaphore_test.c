// SPDX-License-Identifier: MIT
/* semaphore_test.c - a count of what is free, and sleeping while there is none */
#include "helpers.h"

#include <asm/semaphore.h>
#include <linux/kthread.h>

#define ROUNDS 2000

static struct semaphore ping, pong;
static struct notes notes;

static int semaphore_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	sema_init(&ping, 0);
	sema_init(&pong, 0);
	return 0;
}

/* down takes one without sleeping while there are some; up gives one back */
static void counts_what_is_free(struct kunit *test)
{
	unsigned long switches = current->nvcsw;
	struct semaphore sem;

	sema_init(&sem, 2);
	down(&sem);
	KUNIT_EXPECT_EQ(test, down_interruptible(&sem), 0);
	KUNIT_EXPECT_NE(test, down_trylock(&sem), 0);
	up(&sem);
	KUNIT_EXPECT_EQ(test, down_trylock(&sem), 0);
	KUNIT_EXPECT_NE(test, down_trylock(&sem), 0);
	up(&sem);
	up(&sem);
	up(&sem);
	down(&sem);
	down(&sem);
	down(&sem);
	KUNIT_EXPECT_NE(test, down_trylock(&sem), 0);
	KUNIT_EXPECT_EQ(test, current->nvcsw, switches);
}

/* down_timeout gives up after its time, and leaves nothing behind in the queue */
static void down_timeout_gives_up(struct kunit *test)
{
	unsigned long start = jiffies;

	KUNIT_EXPECT_NE(test, down_timeout(&ping, 3), 0);
	KUNIT_EXPECT_GE(test, jiffies - start, 3);
	up(&ping);
	KUNIT_EXPECT_EQ(test, down_timeout(&ping, 3), 0);
	KUNIT_EXPECT_NE(test, down_trylock(&ping), 0);
}

/* DECLARE_MUTEX begins free, DECLARE_MUTEX_LOCKED taken; init_MUTEX and _LOCKED the same */
static void declared_forms(struct kunit *test)
{
	DECLARE_MUTEX(open);
	DECLARE_MUTEX_LOCKED(locked);

	KUNIT_EXPECT_EQ(test, down_trylock(&open), 0);
	KUNIT_EXPECT_NE(test, down_trylock(&locked), 0);
	init_MUTEX(&locked);
	init_MUTEX_LOCKED(&open);
	KUNIT_EXPECT_EQ(test, down_trylock(&locked), 0);
	KUNIT_EXPECT_NE(test, down_trylock(&open), 0);
}

static int taker(void *data)
{
	down(&ping);
	note(&notes, (long)data);
	return 0;
}

/* Who sleeps in down is served first come, first served; one up lets one go */
static void first_come_first_served(struct kunit *test)
{
	struct task_struct *threads[3];
	long i;

	for (i = 0; i < 3; i++)
		threads[i] = create_thread(test, taker, (void *)(i + 1), "taker");
	for (i = 0; i < 3; i++) {
		start_thread(test, threads[i]);
		KUNIT_ASSERT_TRUE(test, wait_until(threads[i]->state != TASK_RUNNING));
	}
	up(&ping);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
	schedule_timeout_uninterruptible(2);
	expect_notes(test, &notes, "1");
	up(&ping);
	up(&ping);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 3));
	expect_notes(test, &notes, "1 2 3");
	KUNIT_EXPECT_NE(test, down_trylock(&ping), 0);
}

static void give(void *sem)
{
	up(sem);
}

static void try(void *sem)
{
	down_trylock(sem);
}

/* up and down_trylock are legal in every context */
static void up_from_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;

	context->run(give, &ping);
	context->run(give, &ping);
	context->run(try, &ping);
	KUNIT_EXPECT_EQ(test, down_trylock(&ping), 0);
	KUNIT_EXPECT_NE(test, down_trylock(&ping), 0);
}

static int answer(void *data)
{
	int round;

	for (round = 0; round < ROUNDS; round++) {
		down(&ping);
		up(&pong);
	}
	return 0;
}

/* S118: two thousand rounds between two threads: none is lost */
static void ping_pong(struct kunit *test)
{
	struct task_struct *thread = kthread_run(answer, NULL, "pong");
	int round;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	for (round = 0; round < ROUNDS; round++) {
		up(&ping);
		if (down_timeout(&pong, 5 * HZ))
			break;
	}
	KUNIT_ASSERT_EQ(test, round, ROUNDS);
}

static struct kunit_case semaphore_cases[] = {
	KUNIT_CASE(counts_what_is_free),
	KUNIT_CASE(down_timeout_gives_up),
	KUNIT_CASE(declared_forms),
	KUNIT_CASE(first_come_first_served),
	KUNIT_CASE_PARAM(up_from_any_context, atomic_contexts_gen_params),
	KUNIT_CASE(ping_pong),
	{},
};

static struct kunit_suite semaphore_suite = {
	.name = "semaphore",
	.init = semaphore_init,
	.test_cases = semaphore_cases,
};
kunit_test_suite(semaphore_suite);
