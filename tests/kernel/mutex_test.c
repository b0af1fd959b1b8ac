// SPDX-License-Identifier: MIT
/* mutex_test.c - a lock that sleeps: one owner, who alone may unlock it */
#include "helpers.h"

#include <linux/kthread.h>
#include <linux/mutex.h>

#define WORKERS 4
#define ROUNDS	500

static DEFINE_MUTEX(mutex);
static struct notes notes;
static int inside, most_inside;
static unsigned long total;

static int mutex_test_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	inside = most_inside = 0;
	total = 0;
	mutex_init(&mutex);
	return 0;
}

/* lock takes it, trylock says 1 or 0, unlock frees it */
static void lock_try_unlock(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&mutex));
	mutex_lock(&mutex);
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&mutex));
	KUNIT_EXPECT_EQ(test, mutex_trylock(&mutex), 0);
	mutex_unlock(&mutex);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&mutex), 1);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&mutex), 0);
	mutex_unlock(&mutex);
	KUNIT_EXPECT_EQ(test, mutex_lock_interruptible(&mutex), 0);
	mutex_unlock(&mutex);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&mutex));
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/* The holder of a mutex may sleep, and nobody says anything */
static void holder_may_sleep(struct kunit *test)
{
	mutex_lock(&mutex);
	might_sleep();
	msleep(1);
	mutex_unlock(&mutex);
}

static int add_slowly(void *data)
{
	int round;

	for (round = 0; round < ROUNDS; round++) {
		unsigned long seen;

		mutex_lock(&mutex);
		if (++inside > most_inside)
			most_inside = inside;
		seen = total;
		if (round % 8 == 0)
			yield();
		total = seen + 1;
		inside--;
		mutex_unlock(&mutex);
	}
	note(&notes, 1);
	return 0;
}

/* One at a time is inside, though four want in and give way there */
static void one_at_a_time(struct kunit *test)
{
	int i;

	for (i = 0; i < WORKERS; i++)
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, kthread_run(add_slowly, NULL, "adder"));
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == WORKERS));
	KUNIT_EXPECT_EQ(test, most_inside, 1);
	KUNIT_EXPECT_EQ(test, total, WORKERS * ROUNDS);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&mutex));
}

static int waiter(void *data)
{
	mutex_lock(&mutex);
	note(&notes, (long)data);
	mutex_unlock(&mutex);
	return 0;
}

/* Who waits gets it first come, first served */
static void first_come_first_served(struct kunit *test)
{
	struct task_struct *threads[3];
	long i;

	for (i = 0; i < 3; i++)
		threads[i] = create_thread(test, waiter, (void *)(i + 1), "waiter");
	mutex_lock(&mutex);
	for (i = 0; i < 3; i++) {
		start_thread(test, threads[i]);
		KUNIT_ASSERT_TRUE(test, wait_until(threads[i]->state == TASK_UNINTERRUPTIBLE));
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&notes.count), 0);
	mutex_unlock(&mutex);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 3));
	expect_notes(test, &notes, "1 2 3");
}

static int unlock_strangers(void *data)
{
	mutex_unlock(&mutex);
	note(&notes, 1);
	return 0;
}

/* Only its owner may unlock it: a stranger's unlock is reported */
static void unlock_by_a_stranger_is_reported(struct kunit *test)
{
	mutex_lock(&mutex);
	kunit_expect_report(test);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, kthread_run(unlock_strangers, NULL, "stranger"));
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
	kunit_end_report(test);
	KUNIT_EXPECT_GE(test, kunit_reports(test), 1);
	if (mutex_is_locked(&mutex))
		mutex_unlock(&mutex);
}

static int take_and_hold(void *data)
{
	mutex_lock(&mutex);
	note(&notes, (long)data);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	mutex_unlock(&mutex);
	return 0;
}

/* mutex_lock sleeps until the holder, who is in no hurry, has unlocked */
static void lock_waits_for_the_holder(struct kunit *test)
{
	struct task_struct *holder = create_thread(test, take_and_hold, (void *)1, "holder");
	struct task_struct *second = create_thread(test, waiter, (void *)2, "second");

	start_thread(test, holder);
	KUNIT_ASSERT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
	KUNIT_EXPECT_EQ(test, mutex_trylock(&mutex), 0);
	start_thread(test, second);
	KUNIT_ASSERT_TRUE(test, wait_until(second->state == TASK_UNINTERRUPTIBLE));
	expect_notes(test, &notes, "1");
	kthread_stop(holder);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 2));
}

static struct kunit_case mutex_cases[] = {
	KUNIT_CASE(lock_try_unlock),
	KUNIT_CASE(holder_may_sleep),
	KUNIT_CASE(one_at_a_time),
	KUNIT_CASE(first_come_first_served),
	KUNIT_CASE(unlock_by_a_stranger_is_reported),
	KUNIT_CASE(lock_waits_for_the_holder),
	{},
};

static struct kunit_suite mutex_suite = {
	.name = "mutex",
	.init = mutex_test_init,
	.test_cases = mutex_cases,
};
kunit_test_suite(mutex_suite);
