// SPDX-License-Identifier: MIT
/* percpu_test.c - one copy for each processor, and which processor this is */
#include "helpers.h"

#include <linux/percpu.h>
#include <linux/smp.h>

static DEFINE_PER_CPU(u32, number);
static DEFINE_PER_CPU(u8, byte);

struct pair {
	int a, b;
};

static DEFINE_PER_CPU(struct pair, pair) = { .a = 7 };

/* this_cpu_read, _write, _add, _sub, _or, _inc and _dec work on this processor's copy */
static void operations_on_this_copy(struct kunit *test)
{
	this_cpu_write(number, 5);
	this_cpu_add(number, 10);
	this_cpu_sub(number, 3);
	this_cpu_or(number, 0x100);
	this_cpu_inc(number);
	this_cpu_dec(number);
	KUNIT_EXPECT_EQ(test, this_cpu_read(number), 0x10c);
	KUNIT_EXPECT_EQ(test, per_cpu(number, smp_processor_id()), 0x10c);
	KUNIT_EXPECT_FALSE(test, this_cpu_sub_and_test(number, 0x10b));
	KUNIT_EXPECT_TRUE(test, this_cpu_sub_and_test(number, 1));
	this_cpu_write(byte, 200);
	this_cpu_inc(byte);
	KUNIT_EXPECT_EQ(test, this_cpu_read(byte), 201);
}

/* this_cpu_ptr and per_cpu name the same copy; it begins with its initialiser */
static void pointers_name_the_same_copy(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, this_cpu_ptr(&pair)->a, 7);
	KUNIT_EXPECT_EQ(test, this_cpu_ptr(&pair)->b, 0);
	KUNIT_EXPECT_PTR_EQ(test, this_cpu_ptr(&pair), &per_cpu(pair, smp_processor_id()));
}

/* get_cpu and get_cpu_var keep the thread where it is until put */
static void get_keeps_the_thread_here(struct kunit *test)
{
	int cpu = get_cpu();

	KUNIT_EXPECT_EQ(test, preempt_count(), PREEMPT_OFFSET);
	KUNIT_EXPECT_EQ(test, cpu, smp_processor_id());
	put_cpu();
	get_cpu_var(number) = 3;
	KUNIT_EXPECT_EQ(test, preempt_count(), PREEMPT_OFFSET);
	put_cpu_var(number);
	KUNIT_EXPECT_EQ(test, this_cpu_read(number), 3);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

static void increment(void *unused)
{
	this_cpu_inc(number);
}

/* One instruction changes it: no interrupt comes between reading and writing back */
static void increments_are_not_lost(struct kunit *test)
{
	u32 rounds = 0;

	this_cpu_write(number, 0);
	if (!rain_start(test, increment, NULL))
		return;
	while (rain_drops() < 200) {
		this_cpu_inc(number);
		rounds++;
	}
	rain_stop(NULL);
	KUNIT_EXPECT_EQ(test, this_cpu_read(number), rounds + rain_drops());
}

/* for_each_online_cpu comes by every processor once, and by this one */
static void online_processors(struct kunit *test)
{
	int cpu, count = 0, here = 0;

	for_each_online_cpu(cpu) {
		count++;
		here += cpu == smp_processor_id();
	}
	KUNIT_EXPECT_EQ(test, count, num_online_cpus());
	KUNIT_EXPECT_EQ(test, here, 1);
	KUNIT_EXPECT_TRUE(test, cpu_online(0));
	KUNIT_EXPECT_FALSE(test, cpu_online(-1));
	KUNIT_EXPECT_FALSE(test, cpu_online(NR_CPUS));
}

static struct kunit_case percpu_cases[] = {
	KUNIT_CASE(operations_on_this_copy),   KUNIT_CASE(pointers_name_the_same_copy),
	KUNIT_CASE(get_keeps_the_thread_here), KUNIT_CASE(increments_are_not_lost),
	KUNIT_CASE(online_processors),	       {},
};

static struct kunit_suite percpu_suite = {
	.name = "percpu",
	.test_cases = percpu_cases,
};
kunit_test_suite(percpu_suite);
