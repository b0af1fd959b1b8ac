/* SPDX-License-Identifier: MIT */
/*
 * edu_dev_fixture.h - what the suites about kernel/drivers/edu_dev.c have in common
 *
 * Most cases use "dma", whose time is 100 virtual ms each way; the factorial's is the host's.
 * Context: process. Locking: cases run one after the other.
 */
#ifndef _TESTS_EDU_DEV_FIXTURE_H
#define _TESTS_EDU_DEV_FIXTURE_H

#include <halves/edu.h>
#include <kunit/test.h>
#include <linux/fs.h>

#define RING_SIZE    256
#define DMA_TICKS    (HZ / 10)	/* one way */
#define AGAIN	     "error -11"
#define NO_ANSWER    "error -5"

extern struct edu_device *edu; /* the card */
extern struct file *dev;       /* /dev/edu, open to read and write */

/* Without a card the case is skipped; nothing to read is left from the case before. */
int edu_dev_test_init(struct kunit *test);
void edu_dev_test_exit(struct kunit *test);

/* Open until the end of the case, or until kunit_release_action(test, close_file, file). */
struct file *open_dev(struct kunit *test, const char *path, int flags);
void close_file(void *file);

/* What a read() gave, as text, or "error -5". */
const char *read_from(struct file *file, size_t size);
const char *read_all(struct file *file);
ssize_t write_to(struct file *file, const char *command);

#define EXPECT_WRITTEN(test, file, command)                                                        \
	KUNIT_EXPECT_EQ(test, write_to(file, command), strlen(command))

#endif
