// SPDX-License-Identifier: MIT
/* latency_test.c - what waited is counted once, in the right bucket, and only while it is on */
#include "helpers.h"

#include <halves/latency.h>
#include <linux/kthread.h>
#include <linux/time.h>
#include <linux/workqueue.h>

#define LINE TEST_IRQ_FIRST

static void lab_action(struct softirq_action *self) { }

static void latency_tasklet(unsigned long data) { }

static void latency_work(void *data) { }

static void switch_off(void *unused)
{
	latency_set(false);
}

static int latency_init(struct kunit *test)
{
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
	latency_set(true);
	return kunit_add_action(test, switch_off, NULL);
}

struct wanted {
	const char *kind, *name;
	struct latency_histogram found;
	unsigned int lines;
};

static void pick(const char *kind, const char *name, const struct latency_histogram *h, void *data)
{
	struct wanted *wanted = data;

	if (strcmp(kind, wanted->kind) || strcmp(name, wanted->name))
		return;
	wanted->found = *h;
	wanted->lines++;
}

/* How many were counted in buckets @first … @last; each thing has one line. */
static int counted(struct kunit *test, const char *kind, const char *name, int first, int last)
{
	struct wanted wanted = { .kind = kind, .name = name };
	int sum = 0, b;

	latency_for_each(pick, &wanted);
	KUNIT_EXPECT_EQ(test, wanted.lines, 1);
	for (b = first; b <= last; b++)
		sum += atomic_read(&wanted.found.count[b]);
	return sum;
}

#define ALL 0, LATENCY_BUCKETS - 1

static void wait_ns(u32 ns)
{
	u64 end = sched_clock() + ns;

	while (sched_clock() < end)
		cpu_relax();
}

/* Raise, let it wait for @ns, let it run; @times. */
static void raise_and_wait(u32 ns, int times)
{
	while (times--) {
		local_bh_disable();
		raise_softirq(LAB_SOFTIRQ);
		wait_ns(ns);
		local_bh_enable();
	}
}

/* each run of a softirq is counted once */
static void softirqs_are_counted_exactly(struct kunit *test)
{
	raise_and_wait(0, 100);
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB", ALL), 100);
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB2", ALL), 0);
}

/* a wait of at least 2^17 ns (131 us), and by far not 2^20, stands in the buckets between */
static void a_wait_is_in_its_bucket(struct kunit *test)
{
	need_exact_clock(test);
	raise_and_wait(1 << 17, 20);
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB", 17, 19), 20);
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB", ALL), 20);
}

/* many raises before a run are one wait, from the first of them on */
static void the_first_raise_counts(struct kunit *test)
{
	need_exact_clock(test);
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	wait_ns(1 << 17);
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB", 17, 19), 1);
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB", ALL), 1);
}

static void raise_once_more(struct softirq_action *self)
{
	if (!*(int *)self->data)
		return;
	--*(int *)self->data;
	raise_softirq(LAB2_SOFTIRQ); /* whose bit was taken by the same pass, but has not run */
}

/* a raise between the taking of the bit and the run is for the run after: two runs, two waits */
static void a_raise_while_it_is_due_counts_too(struct kunit *test)
{
	int again = 1;

	open_softirq(LAB_SOFTIRQ, raise_once_more, &again);
	open_softirq(LAB2_SOFTIRQ, lab_action, NULL);
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	raise_softirq(LAB2_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB2", ALL), 2);
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
}

static void schedule_and_wait(struct tasklet_struct *t, u32 ns, int times)
{
	while (times--) {
		local_bh_disable();
		if (times & 1)
			tasklet_hi_schedule(t);
		else
			tasklet_schedule(t);
		wait_ns(ns);
		local_bh_enable();
	}
}

/* each run of a tasklet is counted once, of a static one and one that was made, under one name */
static void tasklets_are_counted_exactly(struct kunit *test)
{
	static DECLARE_TASKLET(fixed, latency_tasklet, 0);
	struct tasklet_struct made;

	tasklet_init(&made, latency_tasklet, 0);
	schedule_and_wait(&fixed, 0, 30);
	schedule_and_wait(&made, 0, 20);
	KUNIT_EXPECT_EQ(test, counted(test, "tasklet", "latency_tasklet", ALL), 50);
}

/* a tasklet's wait is in its bucket */
static void a_tasklets_wait_is_in_its_bucket(struct kunit *test)
{
	static DECLARE_TASKLET(fixed, latency_tasklet, 0);

	need_exact_clock(test);
	schedule_and_wait(&fixed, 1 << 17, 10);
	KUNIT_EXPECT_EQ(test, counted(test, "tasklet", "latency_tasklet", 17, 19), 10);
}

/* each work is counted once, in its queue's line; the barrier of a flush is nobody's */
static void works_are_counted_exactly(struct kunit *test)
{
	struct workqueue_struct *wq = create_workqueue("latency");
	static DECLARE_WORK(work, latency_work, NULL);
	static DECLARE_WORK(later, latency_work, NULL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	for (i = 0; i < 20; i++) {
		queue_work(wq, &work);
		flush_workqueue(wq);
	}
	for (i = 0; i < 3; i++) {
		queue_delayed_work(wq, &later, 2);
		halt_for(4);
		flush_workqueue(wq);
	}
	KUNIT_EXPECT_EQ(test, counted(test, "workqueue", "latency", ALL), 23);
	KUNIT_EXPECT_EQ(test, counted(test, "workqueue", "latency", 20, LATENCY_BUCKETS - 1), 0);
	destroy_workqueue(wq);
}

/* off: nothing is counted, and what was stays to be read; on: empty */
static void on_begins_anew_and_off_stops(struct kunit *test)
{
	static DECLARE_TASKLET(fixed, latency_tasklet, 0);

	raise_and_wait(0, 3);
	schedule_and_wait(&fixed, 0, 3);
	latency_set(false);
	raise_and_wait(0, 5);
	schedule_and_wait(&fixed, 0, 5);
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB", ALL), 3);
	KUNIT_EXPECT_EQ(test, counted(test, "tasklet", "latency_tasklet", ALL), 3);
	latency_set(true);
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB", ALL), 0);
	KUNIT_EXPECT_EQ(test, counted(test, "tasklet", "latency_tasklet", ALL), 0);
}

static int wait_in_vain(void *data)
{
	latency_set(true);
	complete(data);
	return 0;
}

/* what was raised before it was switched on is not counted, nor does it disturb the next one */
static void an_old_raise_is_none(struct kunit *test)
{
	static DECLARE_TASKLET_DISABLED(slow, latency_tasklet, 0);
	DECLARE_COMPLETION_ONSTACK(done);
	struct task_struct *thread = create_thread(test, wait_in_vain, &done, "switch");

	tasklet_schedule(&slow); /* with the time; it waits while it is disabled */
	start_thread(test, thread);
	wait_for_completion(&done);
	tasklet_enable(&slow);
	tasklet_kill(&slow);
	KUNIT_EXPECT_EQ(test, counted(test, "tasklet", "latency_tasklet", ALL), 0);
	schedule_and_wait(&slow, 0, 2);
	KUNIT_EXPECT_EQ(test, counted(test, "tasklet", "latency_tasklet", ALL), 2);
	tasklet_disable(&slow);
}

struct raiser {
	int cpu;
	struct completion done;
};

static int raise_on_its_cpu(void *data)
{
	struct raiser *r = data;
	DECLARE_TASKLET(t, latency_tasklet, 0);

	raise_and_wait(0, 50);
	schedule_and_wait(&t, 0, 50);
	tasklet_kill(&t);
	complete(&r->done);
	return 0;
}

/* processors that raise at the same time lose no count */
static void all_processors_at_once(struct kunit *test)
{
	struct raiser raisers[NR_CPUS];
	struct task_struct *threads[NR_CPUS];
	int cpu;

	for_each_online_cpu(cpu) {
		init_completion(&raisers[cpu].done);
		threads[cpu] = create_thread(test, raise_on_its_cpu, &raisers[cpu], "raiser");
		kthread_bind(threads[cpu], cpu);
	}
	for_each_online_cpu(cpu)
		start_thread(test, threads[cpu]);
	for_each_online_cpu(cpu)
		wait_for_completion(&raisers[cpu].done);
	KUNIT_EXPECT_EQ(test, counted(test, "softirq", "LAB", ALL), 50 * num_online_cpus());
	KUNIT_EXPECT_EQ(test, counted(test, "tasklet", "latency_tasklet", ALL),
			50 * num_online_cpus());
}

static struct kunit_case latency_cases[] = {
	KUNIT_CASE(softirqs_are_counted_exactly),
	KUNIT_CASE(a_wait_is_in_its_bucket),
	KUNIT_CASE(the_first_raise_counts),
	KUNIT_CASE(a_raise_while_it_is_due_counts_too),
	KUNIT_CASE(tasklets_are_counted_exactly),
	KUNIT_CASE(a_tasklets_wait_is_in_its_bucket),
	KUNIT_CASE(works_are_counted_exactly),
	KUNIT_CASE(on_begins_anew_and_off_stops),
	KUNIT_CASE(an_old_raise_is_none),
	KUNIT_CASE(all_processors_at_once),
	{},
};

static struct kunit_suite latency_suite = {
	.name = "latency",
	.init = latency_init,
	.test_cases = latency_cases,
};
kunit_test_suite(latency_suite);
