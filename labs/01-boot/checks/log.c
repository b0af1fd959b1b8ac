// SPDX-License-Identifier: MIT
/* log.c - lab 1: the log's ring, which keeps the newest and tells its readers what they lost */
#include "helpers.h"

#include "log.h"

/* What was put is read back, in order and once */
static void keeps_what_is_put(struct kunit *test)
{
	unsigned long at = log_end(), start = at;
	char text[32] = "";
	size_t len;

	logring_put("one ", 4);
	logring_put("two ", 4);
	logring_put("three", 5);
	len = logring_get(&at, text, sizeof(text) - 1);
	KUNIT_EXPECT_EQ_MSG(test, len, 13, "13 characters were put, logring_get() returned %d",
			    (int)len);
	KUNIT_EXPECT_STREQ(test, (const char *)text, "one two three");
	KUNIT_EXPECT_EQ_MSG(test, at, start + 13, "*at was moved on by %ld, not by 13",
			    (long)(at - start));
	KUNIT_EXPECT_EQ_MSG(test, logring_get(&at, text, sizeof(text)), 0,
			    "nothing is new, and yet something was returned");
}

/* A reader may take small pieces, and never gets more than it asked for */
static void reader_takes_pieces(struct kunit *test)
{
	unsigned long at = log_end(), got = 0;
	char text[8];
	size_t len;

	log_fill(at, 50, 50);
	while ((len = logring_get(&at, text, 7)) && got < 100) {
		KUNIT_ASSERT_LE_MSG(test, len, 7, "asked for 7 characters, got %d", (int)len);
		got += len;
	}
	KUNIT_EXPECT_EQ_MSG(test, got, 50, "50 characters were put, %lu were read", got);
}

/* Two readers do not disturb each other */
static void readers_are_independent(struct kunit *test)
{
	unsigned long a = log_end(), b = a, wrong;

	log_fill(a, 300, 30);
	KUNIT_EXPECT_EQ_MSG(test, log_check(&a, 64, &wrong), 300, "the first reader misses some");
	KUNIT_EXPECT_EQ_MSG(test, log_check(&b, 10, &wrong), 300, "the second reader misses some");
}

/* A reader that keeps up sees each character once, over three times the ring's size */
static void survives_three_wraps(struct kunit *test)
{
	unsigned long at = log_end(), end = at + 3 * LOGRING_SIZE + 100, wrong, count;

	while (at < end) {
		count = 0;
		log_fill(at, 777, 111);
		count = log_check(&at, 64, &wrong);
		KUNIT_ASSERT_EQ_MSG(test, wrong, 0, "character %lu is another one", wrong);
		KUNIT_ASSERT_EQ_MSG(test, count, 777, "777 characters were put, %lu were read",
				    count);
	}
}

/* A reader that was too slow is moved on to the oldest that is there, and gets no mixture */
static void slow_reader_is_moved_on(struct kunit *test)
{
	unsigned long start = log_end(), at = start, oldest = start + 500, wrong, count;
	char text[16];

	log_fill(start, LOGRING_SIZE + 500, 100);
	KUNIT_ASSERT_EQ_MSG(test, logring_get(&at, text, 10), 10, "nothing to read in a full ring");
	KUNIT_EXPECT_EQ_MSG(test, at, oldest + 10,
			    "the reader is at %ld after the oldest character and 10 more",
			    (long)(at - oldest));
	KUNIT_EXPECT_EQ_MSG(test, text[0], log_char(at - 10),
			    "the number and the character do not fit: it was overwritten");
	count = log_check(&at, 64, &wrong);
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0, "character %lu is another one", wrong);
	KUNIT_EXPECT_EQ_MSG(test, count, LOGRING_SIZE - 10, "%lu characters were there", count);
}

static struct kunit_case log_cases[] = {
	KUNIT_CASE(keeps_what_is_put),	     KUNIT_CASE(reader_takes_pieces),
	KUNIT_CASE(readers_are_independent), KUNIT_CASE(survives_three_wraps),
	KUNIT_CASE(slow_reader_is_moved_on), {},
};

static struct kunit_suite log_suite = {
	.name = "lab01_log",
	.test_cases = log_cases,
};
kunit_test_suite(log_suite);
