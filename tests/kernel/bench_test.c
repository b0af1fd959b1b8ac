// SPDX-License-Identifier: MIT
/*
 * bench_test.c - the benchmark's experiments run, and its driver counts what it should
 *
 * The tests' image carries checks that cost time, so no figure is held against a target here; that
 * is the host's job with the other image (make bench).
 */
#include "../../kernel/bench/internal.h"
#include <kunit/test.h>

#define ROUNDS 20

static int bench_init(struct kunit *test)
{
	bench_edu = edu_get();
	return 0;
}

static void expect_figures(struct kunit *test, const struct bench_experiment *experiment,
			   unsigned int k)
{
	struct stats stats[BENCH_FIGURES];
	u32 *samples;
	unsigned int f;

	if (experiment->wants_edu && !bench_edu)
		kunit_skip(test, "there is no edu card");
	samples = kunit_kmalloc(test, sizeof(*samples) * BENCH_FIGURES * ROUNDS, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, samples);
	KUNIT_ASSERT_EQ_MSG(test, bench_measure(experiment, k, samples, stats, ROUNDS), 0, "%s",
			    experiment->keys[0]);
	for (f = 0; f < BENCH_FIGURES && experiment->keys[f]; f++) {
		KUNIT_EXPECT_GT_MSG(test, stats[f].min, 0, "%s", experiment->keys[f]);
		KUNIT_EXPECT_LE(test, stats[f].min, stats[f].median);
		KUNIT_EXPECT_LE(test, stats[f].median, stats[f].p99);
		KUNIT_EXPECT_LE(test, stats[f].p99, stats[f].max);
	}
}

/* Each path from the device yields figures, and leaves nothing behind. */
static void latencies(struct kunit *test)
{
	expect_figures(test, &bench_irq_entry, 1);
	expect_figures(test, &bench_irq_roundtrip, 1);
	expect_figures(test, &bench_softirq, 1);
	expect_figures(test, &bench_tasklet, 1);
	expect_figures(test, &bench_work, 1);
}

/* Two threads hand each other the processor. */
static void switches(struct kunit *test)
{
	expect_figures(test, &bench_completion, 1);
	expect_figures(test, &bench_waitqueue, 1);
}

/* One item and many: every one of them is run, the experiment itself checks it. */
static void items(struct kunit *test)
{
	static const unsigned int counts[] = { 1, 100 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		expect_figures(test, &bench_tasklet_items, counts[i]);
		expect_figures(test, &bench_work_items, counts[i]);
		expect_figures(test, &bench_timer_items, counts[i]);
	}
}

static unsigned int rounds_run;

static int counting_round(unsigned int k, u32 *samples)
{
	samples[0] = ++rounds_run;
	return 0;
}

static int failing_round(unsigned int k, u32 *samples)
{
	return -EIO;
}

/* The first rounds warm up and give no sample; then each gives one, in hundredths. */
static void warm_up_does_not_count(struct kunit *test)
{
	static const struct bench_experiment counting = { .keys = { "counting" },
							  .unit = BENCH_PLAIN,
							  .round = counting_round };
	struct stats stats;
	u32 samples[6] = { 0 };

	rounds_run = 0;
	KUNIT_ASSERT_EQ(test, bench_measure(&counting, 1, samples, &stats, 6), 0);
	KUNIT_EXPECT_GT(test, rounds_run, 6);
	KUNIT_EXPECT_EQ(test, stats.min, 100 * (rounds_run - 5));
	KUNIT_EXPECT_EQ(test, stats.max, 100 * rounds_run);
}

/* An experiment's error is the result. */
static void an_error_is_passed_on(struct kunit *test)
{
	static const struct bench_experiment failing = { .keys = { "failing" },
							 .round = failing_round };
	struct stats stats;
	u32 sample;

	KUNIT_EXPECT_EQ(test, bench_measure(&failing, 1, &sample, &stats, 1), -EIO);
}

static struct kunit_case bench_cases[] = { KUNIT_CASE(latencies),
					   KUNIT_CASE(switches),
					   KUNIT_CASE(items),
					   KUNIT_CASE(warm_up_does_not_count),
					   KUNIT_CASE(an_error_is_passed_on),
					   {} };

static struct kunit_suite bench_suite = {
	.name = "bench",
	.init = bench_init,
	.test_cases = bench_cases,
};

kunit_test_suite(bench_suite);
