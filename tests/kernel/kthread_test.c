// SPDX-License-Identifier: MIT
/* kthread_test.c - threads of the kernel's own: made, bound, started, stopped */
#include "helpers.h"

#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/string.h>

static int calls;

static int count_and_stop(void *data)
{
	calls++;
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(HZ);
	return (long)data;
}

static int return_at_once(void *data)
{
	calls++;
	return (long)data;
}

static int kthread_init(struct kunit *test)
{
	calls = 0;
	return 0;
}

/* S119: kthread_create leaves the thread asleep; wake_up_process starts it */
static void created_thread_sleeps_until_woken(struct kunit *test)
{
	struct task_struct *k = kthread_create(count_and_stop, NULL, "sleepy");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, calls, 0);
	KUNIT_EXPECT_NE(test, k->state, TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, wake_up_process(k), 1);
	KUNIT_EXPECT_TRUE(test, wait_until(calls == 1));
	KUNIT_EXPECT_EQ(test, kthread_stop(k), 0);
}

/* S120: kthread_stop wakes it, waits, and returns the function's result */
static void stop_returns_the_result(struct kunit *test)
{
	struct task_struct *k = kthread_run(count_and_stop, (void *)42, "result");
	unsigned long start = jiffies;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	KUNIT_EXPECT_TRUE(test, wait_until(calls == 1));
	KUNIT_EXPECT_EQ(test, kthread_stop(k), 42);
	KUNIT_EXPECT_LT(test, jiffies - start, HZ);
}

/* S120: stopped before its first run it returns -EINTR, and the function never runs */
static void stop_before_the_first_run_is_eintr(struct kunit *test)
{
	struct task_struct *k = kthread_create(count_and_stop, NULL, "never");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	KUNIT_EXPECT_EQ(test, kthread_stop(k), -EINTR);
	KUNIT_EXPECT_EQ(test, calls, 0);
}

/* S121: bound before its first run, it stays on its processor */
static void bind_before_the_first_run(struct kunit *test)
{
	struct task_struct *k = kthread_create(count_and_stop, NULL, "bound");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	KUNIT_EXPECT_FALSE(test, k->bound);
	kthread_bind(k, 0);
	KUNIT_EXPECT_TRUE(test, k->bound);
	KUNIT_EXPECT_EQ(test, k->cpu, 0);
	wake_up_process(k);
	KUNIT_EXPECT_TRUE(test, wait_until(calls == 1));
	kthread_stop(k);
}

/* S121: after its first run, and to a processor that there is not, binding is reported */
static void bind_too_late_is_reported(struct kunit *test)
{
	struct task_struct *k = kthread_create(count_and_stop, NULL, "late");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	kunit_expect_report(test);
	kthread_bind(k, NR_CPUS + 1);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	wake_up_process(k);
	KUNIT_EXPECT_TRUE(test, wait_until(calls == 1));
	kthread_bind(k, 0);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
	KUNIT_EXPECT_FALSE(test, k->bound);
	kthread_stop(k);
}

/* The name is made as by printf, and cut at fifteen characters */
static void names_are_formatted_and_cut(struct kunit *test)
{
	struct task_struct *l = create_thread(test, count_and_stop, NULL, "abcdefghijklmnopqrst");
	struct task_struct *k = kthread_create(count_and_stop, NULL, "%s/%d", "name", 7);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	KUNIT_EXPECT_STREQ(test, (const char *)k->comm, "name/7");
	KUNIT_EXPECT_STREQ(test, (const char *)l->comm, "abcdefghijklmno");
	KUNIT_EXPECT_NE(test, k->pid, l->pid);
	kthread_stop(k);
}

/* A thread that ends by itself goes away, with its stack, struct and entry in the list */
static void ended_thread_goes_away(struct kunit *test)
{
	unsigned long objects = slab_live_objects();
	int i;

	for (i = 0; i < 50; i++) {
		struct task_struct *k = kthread_run(return_at_once, NULL, "shortlived");

		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	}
	KUNIT_EXPECT_TRUE(test, wait_until(calls == 50));
	KUNIT_EXPECT_TRUE(test, wait_until(!find_thread("shortlived")));
	KUNIT_EXPECT_TRUE(test, wait_until(slab_live_objects() == objects));
}

static int exit_from_below(void *data)
{
	calls++;
	do_exit(5);
}

/* do_exit ends a thread from any depth */
static void do_exit_ends_the_thread(struct kunit *test)
{
	struct task_struct *k = kthread_run(exit_from_below, NULL, "exiting");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, k);
	KUNIT_EXPECT_TRUE(test, wait_until(!find_thread("exiting")));
	KUNIT_EXPECT_EQ(test, calls, 1);
}

/* A hundred threads at once, each with a stack and a name of its own */
static void many_threads_at_once(struct kunit *test)
{
	struct task_struct **k = kunit_kzalloc(test, 100 * sizeof(*k), GFP_KERNEL);
	int i, made = 0, good = 0;

	KUNIT_ASSERT_NOT_NULL(test, k);
	for (i = 0; i < 100; i++) {
		k[i] = kthread_run(count_and_stop, (void *)(long)i, "many/%d", i);
		made += !IS_ERR(k[i]);
	}
	KUNIT_EXPECT_TRUE(test, wait_until(calls == made));
	for (i = 0; i < 100; i++)
		good += !IS_ERR(k[i]) && kthread_stop(k[i]) == i;
	KUNIT_EXPECT_EQ(test, good, 100);
}

static int stop_is_seen(void *data)
{
	struct completion *stopping = data;

	wait_for_completion(stopping);
	return kthread_should_stop() ? 1 : 2;
}

static int stopper(void *data)
{
	return kthread_stop(data);
}

/* kthread_should_stop is false until somebody calls kthread_stop, and true from then on */
static void should_stop_follows_kthread_stop(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(stopping);
	struct task_struct *k = create_thread(test, stop_is_seen, &stopping, "stopped");
	struct task_struct *s = create_thread(test, stopper, k, "stopper");

	start_thread(test, k);
	KUNIT_EXPECT_EQ(test, kthread_should_stop(), 0);
	start_thread(test, s);
	KUNIT_EXPECT_TRUE(test, wait_until(s->state != TASK_RUNNING));
	complete(&stopping);
	KUNIT_EXPECT_TRUE(test, wait_until(!find_thread("stopper")));
	KUNIT_EXPECT_NULL(test, find_thread("stopped"));
}

struct visits {
	struct task_struct *first, *second; /* until they have been stopped */
	char seen[4];
};

/* While the first of the two is visited, both end; a name is read after its thread has ended. */
static void end_both(struct task_struct *p, void *data)
{
	struct visits *visits = data;

	if (p == visits->first) {
		kthread_stop(visits->second);
		kthread_stop(visits->first);
		visits->first = NULL;
	}
	if (!strncmp(p->comm, "visit/", 6))
		strcat(visits->seen, p->comm + 6);
}

/* visit_tasks goes on when the thread that is visited ends, or the one behind it */
static void visit_survives_the_end_of_threads(struct kunit *test)
{
	struct visits visits = { .seen = "" };
	struct task_struct *last;

	visits.first = create_thread(test, count_and_stop, NULL, "visit/1");
	visits.second = create_thread(test, count_and_stop, NULL, "visit/2");
	last = create_thread(test, count_and_stop, NULL, "visit/3");
	start_thread(test, visits.first);
	start_thread(test, visits.second);
	start_thread(test, last);
	visit_tasks(end_both, &visits);
	KUNIT_EXPECT_STREQ(test, (const char *)visits.seen, "13");
	kthread_stop(last);
}

static struct kunit_case kthread_cases[] = {
	KUNIT_CASE(created_thread_sleeps_until_woken),
	KUNIT_CASE(stop_returns_the_result),
	KUNIT_CASE(stop_before_the_first_run_is_eintr),
	KUNIT_CASE(bind_before_the_first_run),
	KUNIT_CASE(bind_too_late_is_reported),
	KUNIT_CASE(names_are_formatted_and_cut),
	KUNIT_CASE(ended_thread_goes_away),
	KUNIT_CASE(do_exit_ends_the_thread),
	KUNIT_CASE(many_threads_at_once),
	KUNIT_CASE(should_stop_follows_kthread_stop),
	KUNIT_CASE(visit_survives_the_end_of_threads),
	{},
};

static struct kunit_suite kthread_suite = {
	.name = "kthread",
	.init = kthread_init,
	.test_cases = kthread_cases,
};
kunit_test_suite(kthread_suite);
