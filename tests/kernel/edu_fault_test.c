// SPDX-License-Identifier: MIT
/* edu_fault_test.c - the edu card's driver and a card that does not answer */
#include <halves/iofault.h>
#include <linux/err.h>
#include "edu_dev_fixture.h"

/* A job may last 20 s; here one, so that nobody waits for long. */
static int edu_fault_test_init(struct kunit *test)
{
	int err = edu_dev_test_init(test);

	KUNIT_EXPECT_EQ(test, edu_dev_seconds, 20);
	edu_dev_seconds = 1;
	return err;
}

static void edu_fault_test_exit(struct kunit *test)
{
	edu_dev_seconds = 20;
	edu_dev_test_exit(test);
}

static void pull_the_card(struct kunit *test)
{
	kunit_expect_report(test);
	io_fault_mmio(edu->regs, PAGE_SIZE, io_fault_ones);
}

/* A card that vanishes during a job ends the sleep of the reader with -EIO, and that is told. */
static void vanished_card(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "dma hello");
	pull_the_card(test);
	KUNIT_EXPECT_STREQ(test, read_all(dev), NO_ANSWER);
	KUNIT_EXPECT_REPORT(test, "edu_dev: edu does not answer");
}

/* A card that is gone takes no job and cannot be opened; when it is back, all is as before. */
static void card_comes_back(struct kunit *test)
{
	pull_the_card(test);
	KUNIT_EXPECT_EQ(test, write_to(dev, "5"), -EIO);
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open("/dev/edu", O_RDWR, 0)), -ENODEV);
	io_fault_end();
	edu_answers(edu);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

static bool no_dma(struct io_access *access)
{
	return access->write && access->at - (unsigned long)edu->regs == EDU_DMA_COMMAND;
}

/* A card that is there but never interrupts is given up on, too; the next job is as any other. */
static void silent_card(struct kunit *test)
{
	kunit_expect_report(test);
	io_fault_mmio(edu->regs, PAGE_SIZE, no_dma);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), NO_ANSWER);
	io_fault_end();
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

static struct kunit_case edu_fault_cases[] = {
	KUNIT_CASE(vanished_card),
	KUNIT_CASE(card_comes_back),
	KUNIT_CASE(silent_card),
	{},
};

static struct kunit_suite edu_fault_suite = {
	.name = "edu_fault",
	.init = edu_fault_test_init,
	.exit = edu_fault_test_exit,
	.test_cases = edu_fault_cases,
};
kunit_test_suite(edu_fault_suite);
