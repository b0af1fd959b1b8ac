// SPDX-License-Identifier: MIT
/* edu_bh_test.c - the edu card's driver with each kind of bottom half */
#include <halves/bottomhalf.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/poll.h>
#include "edu_dev_fixture.h"
#include "helpers.h"

static const char *const kinds[] = { "hardirq", "softirq", "tasklet", "work" };

static void describe_kind(const char *const *kind, char *desc)
{
	strscpy(desc, *kind, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(kind, kinds, describe_kind);

static void back_to_tasklet(void *unused)
{
	struct file *file = filp_open("/dev/edu", O_WRONLY, 0);

	if (!IS_ERR(file)) {
		write_to(file, "bh tasklet");
		filp_close(file, NULL);
	}
}

static void choose_kind(struct kunit *test, const char *kind)
{
	char command[32];

	kunit_add_action(test, back_to_tasklet, NULL);
	snprintf(command, sizeof(command), "bh %s\n", kind);
	EXPECT_WRITTEN(test, dev, command);
}

/* With each kind the answers come, one after the other. */
static void each_kind_answers(struct kunit *test)
{
	choose_kind(test, *(const char *const *)test->param_value);
	for (int i = 0; i < 3; i++) {
		EXPECT_WRITTEN(test, dev, "dma hello");
		KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
	}
	EXPECT_WRITTEN(test, dev, "10");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "3628800\n");
}

/* The kind can be changed while a job runs: the change waits for its end. */
static void kind_changes_between_jobs(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "dma hello");
	choose_kind(test, "work");
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, NULL) & POLLIN, POLLIN);
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

/* The line on this processor: what the interrupt asks for, it asks for here. */
static void keep_line_here(struct kunit *test)
{
	if (num_online_cpus() > 1)
		KUNIT_EXPECT_EQ(test, irq_set_affinity(edu->irq, 1UL << smp_processor_id()), 0);
}

/* The first of the two transfers is over and its interrupt taken; true: the second has begun. */
static bool second_transfer_begun(void)
{
	return edu_read(edu, EDU_DMA_COMMAND) & EDU_DMA_START;
}

/*
 * What keeps bottom halves off keeps softirq and tasklet from going on, and work, since nobody is
 * scheduled; it does not keep the hard interrupt.
 */
static void kind_runs_when_it_may(struct kunit *test)
{
	const char *kind = *(const char *const *)test->param_value;
	bool in_hardirq = !strcmp(kind, "hardirq"), in_thread = !strcmp(kind, "work");

	need_exact_clock(test);
	keep_line_here(test);
	choose_kind(test, kind);
	EXPECT_WRITTEN(test, dev, "dma hello");

	preempt_disable();
	local_bh_disable();
	halt_for(DMA_TICKS + DMA_TICKS / 2);
	KUNIT_EXPECT_EQ(test, second_transfer_begun(), in_hardirq);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, second_transfer_begun(), !in_thread);
	preempt_enable();

	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

static unsigned long runs_of(int softirq)
{
	unsigned long runs = 0;
	int cpu;

	for_each_online_cpu(cpu)
		runs += per_cpu(softirq_runs, cpu)[softirq];
	return runs;
}

/* The softirq is BLOCK_SOFTIRQ, and the tasklet is another one. */
static void softirq_is_no_tasklet(struct kunit *test)
{
	unsigned long before;

	choose_kind(test, "softirq");
	before = runs_of(BLOCK_SOFTIRQ);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
	KUNIT_EXPECT_EQ(test, runs_of(BLOCK_SOFTIRQ) - before, 2);
	EXPECT_WRITTEN(test, dev, "bh tasklet");
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
	KUNIT_EXPECT_EQ(test, runs_of(BLOCK_SOFTIRQ) - before, 2);
}

static struct kunit_case edu_bh_cases[] = {
	KUNIT_CASE_PARAM(each_kind_answers, kind_gen_params),
	KUNIT_CASE(kind_changes_between_jobs),
	KUNIT_CASE_PARAM(kind_runs_when_it_may, kind_gen_params),
	KUNIT_CASE(softirq_is_no_tasklet),
	{},
};

static struct kunit_suite edu_bh_suite = {
	.name = "edu_bh",
	.init = edu_dev_test_init,
	.exit = edu_dev_test_exit,
	.test_cases = edu_bh_cases,
};
kunit_test_suite(edu_bh_suite);
