// SPDX-License-Identifier: MIT
/* console_test.c - tests of kernel/debug/console.c: the ring between top halves and readers */
#include <halves/console.h>
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>

#include "helpers.h"

#define RING_SIZE	256

static void drain_input(void)
{
	while (console_getc_timeout(0) >= 0)
		;
}

static int console_test_init(struct kunit *test)
{
	drain_input();
	return 0;
}

static void console_test_exit(struct kunit *test)
{
	drain_input();
}

/* Characters come out in the order they went in. */
static void first_in_first_out(struct kunit *test)
{
	console_receive('a');
	console_receive('b');
	console_receive('c');
	KUNIT_EXPECT_EQ(test, console_getc(), 'a');
	KUNIT_EXPECT_EQ(test, console_getc(), 'b');
	KUNIT_EXPECT_EQ(test, console_getc(), 'c');
}

/* When nobody reads for long, the newest characters are dropped, not the oldest. */
static void full_ring_drops_the_newest(struct kunit *test)
{
	for (int i = 0; i < RING_SIZE; i++)
		console_receive('a' + i % 26);
	console_receive('!');
	for (int i = 0; i < RING_SIZE; i++)
		KUNIT_ASSERT_EQ_MSG(test, console_getc_timeout(0), 'a' + i % 26, "character %d", i);
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), -ETIMEDOUT);
}

/* After it was full, the ring works on: it holds as many as before. */
static void ring_works_on_after_a_flood(struct kunit *test)
{
	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < RING_SIZE + 100; i++)
			console_receive('x');
		for (int i = 0; i < RING_SIZE; i++)
			KUNIT_ASSERT_EQ(test, console_getc_timeout(0), 'x');
		KUNIT_ASSERT_EQ(test, console_getc_timeout(0), -ETIMEDOUT);
	}
}

/* Whichever Enter and erasing key a terminal has, a reader sees '\n' and '\b'. */
static void terminals_look_alike(struct kunit *test)
{
	console_receive('\r');
	console_receive('\x7f');
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), '\n');
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), '\b');
}

/* A byte above 127 is positive, and so never taken for an error. */
static void bytes_are_positive(struct kunit *test)
{
	console_receive('\xe4');
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), 0xe4);
}

/* Waiting in vain ends with -ETIMEDOUT, and not before its time. */
static void timeout_is_not_early(struct kunit *test)
{
	unsigned long start = jiffies;

	KUNIT_EXPECT_EQ(test, console_getc_timeout(5), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, jiffies - start, 5);
}

struct reader {
	int got;
	struct completion done;
};

static int read_one(void *data)
{
	struct reader *reader = data;

	reader->got = console_getc();
	complete(&reader->done);
	return 0;
}

static void receive_z(void *unused)
{
	console_receive('z');
}

/* A reader that sleeps is woken by a character that a top half brings. */
static void top_half_wakes_a_reader(struct kunit *test)
{
	struct reader reader = { .got = 0 };
	struct task_struct *thread;
	unsigned long end = jiffies + HZ;

	init_completion(&reader.done);
	thread = kthread_run(read_one, &reader, "reader");
	KUNIT_ASSERT_FALSE(test, IS_ERR(thread));
	while (thread->state == TASK_RUNNING && time_before(jiffies, end))
		yield();
	run_in_hardirq(receive_z, NULL);
	if (!wait_for_completion_timeout(&reader.done, HZ)) {
		KUNIT_FAIL(test, "the reader sleeps on");
		console_receive('?');
		wait_for_completion(&reader.done);
	}
	KUNIT_EXPECT_EQ(test, reader.got, 'z');
}

static unsigned int heard;

static void hear(void)
{
	heard++;
}

static void stop_listening(void *unused)
{
	console_listen(NULL);
}

/* A listener is told of each character, also of those that came before, and alone gets them. */
static void listener_has_all_characters(struct kunit *test)
{
	heard = 0;
	console_receive('a');
	console_listen(hear);
	kunit_add_action(test, stop_listening, NULL);
	KUNIT_EXPECT_EQ(test, heard, 1);
	console_receive('b');
	KUNIT_EXPECT_EQ(test, heard, 2);
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, console_take(), 'a');
	KUNIT_EXPECT_EQ(test, console_take(), 'b');
	KUNIT_EXPECT_EQ(test, console_take(), -EAGAIN);
}

/* What a listener has not taken when it goes is the readers', and it hears no more. */
static void listener_leaves_the_rest(struct kunit *test)
{
	heard = 0;
	console_listen(hear);
	console_receive('a');
	console_listen(NULL);
	console_receive('b');
	KUNIT_EXPECT_EQ(test, heard, 1);
	KUNIT_EXPECT_EQ(test, console_take(), -EAGAIN);
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), 'a');
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), 'b');
}

/* Each command has a key of its own, which can be typed, and a line of help that fits. */
static void keys_are_unique(struct kunit *test)
{
	const struct console_key *k, *other;

	for (k = __console_keys_start; k < __console_keys_end; k++) {
		KUNIT_EXPECT_TRUE_MSG(test, isgraph(k->key), "%#x: %s", k->key, k->help);
		KUNIT_EXPECT_LE_MSG(test, strlen(k->help), 70, "%c", k->key);
		for (other = k + 1; other < __console_keys_end; other++)
			KUNIT_EXPECT_NE_MSG(test, k->key, other->key, "'%c': %s; %s", k->key,
					    k->help, other->help);
	}
}

static struct kunit_case console_cases[] = {
	KUNIT_CASE(first_in_first_out),
	KUNIT_CASE(full_ring_drops_the_newest),
	KUNIT_CASE(ring_works_on_after_a_flood),
	KUNIT_CASE(terminals_look_alike),
	KUNIT_CASE(bytes_are_positive),
	KUNIT_CASE(timeout_is_not_early),
	KUNIT_CASE(top_half_wakes_a_reader),
	KUNIT_CASE(listener_has_all_characters),
	KUNIT_CASE(listener_leaves_the_rest),
	KUNIT_CASE(keys_are_unique),
	{},
};

static struct kunit_suite console_suite = {
	.name = "console",
	.init = console_test_init,
	.exit = console_test_exit,
	.test_cases = console_cases,
};
kunit_test_suite(console_suite);
