// SPDX-License-Identifier: MIT
/* trace_test.c - the event log: what is in it, what is not */
#include "helpers.h"
#include "proc_fixture.h"

#include <halves/trace.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static void lab_action(struct softirq_action *self) { }

static void trace_tasklet(unsigned long data) { }

static void trace_work(void *data) { }

static DECLARE_TASKLET(tasklet, trace_tasklet, 0);
static DECLARE_WORK(work, trace_work, NULL);

static void clear(void *unused)
{
	trace_clear();
}

static int trace_test_init(struct kunit *test)
{
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
	return kunit_add_action(test, clear, NULL);
}

static const char *the_log(struct kunit *test)
{
	return proc_read(test, "/proc/trace", 100000);
}

/* The number behind @what, which stands behind @before in the log; 0: there is none. */
static unsigned long number_after(const char *log, const char *before, const char *what)
{
	const char *at = strstr(log, before);
	unsigned long number = 0;

	at = at ? strstr(at, what) : NULL;
	if (at)
		for (at += strlen(what); *at >= '0' && *at <= '9'; at++)
			number = number * 10 + *at - '0';
	return number;
}

static void raise_lab(void)
{
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
}

/* a softirq's raise, entry and exit, in this order, with one id */
static void a_softirq_is_logged(struct kunit *test)
{
	const char *log, *raise, *entry, *exit;

	KUNIT_ASSERT_EQ(test, trace_set("softirq*"), 0);
	raise_lab();
	trace_set("0");
	log = the_log(test);
	raise = strstr(log, "softirq_raise: vec=7 [action=LAB] id=");
	entry = strstr(log, "softirq_entry: vec=7 [action=LAB] id=");
	exit = strstr(log, "softirq_exit: vec=7 [action=LAB]");
	KUNIT_ASSERT_TRUE(test, raise && entry && exit);
	KUNIT_EXPECT_TRUE(test, raise < entry && entry < exit);
	KUNIT_EXPECT_NE(test, number_after(raise, "softirq_raise", "id="), 0);
	KUNIT_EXPECT_EQ(test, number_after(raise, "softirq_raise", "id="),
			number_after(entry, "softirq_entry", "id="));
}

/* a tasklet and a work: the run has the id of the call */
static void ids_go_from_call_to_run(struct kunit *test)
{
	const char *log;

	KUNIT_ASSERT_EQ(test, trace_set("tasklet*,workqueue*"), 0);
	tasklet_schedule(&tasklet);
	tasklet_kill(&tasklet);
	schedule_work(&work);
	flush_scheduled_work();
	trace_set("0");
	log = the_log(test);
	KUNIT_EXPECT_NE(test, number_after(log, "tasklet_schedule: ", "id="), 0);
	KUNIT_EXPECT_EQ(test, number_after(log, "tasklet_schedule: ", "id="),
			number_after(log, "tasklet_entry: ", "id="));
	KUNIT_EXPECT_NE(test, number_after(log, "workqueue_queue_work: ", "id="), 0);
	KUNIT_EXPECT_EQ(test, number_after(log, "workqueue_queue_work: ", "id="),
			number_after(log, "workqueue_execute_start: ", "id="));
	KUNIT_EXPECT_TRUE(test, strstr(log, "function=trace_tasklet") != NULL);
	KUNIT_EXPECT_TRUE(test, strstr(log, "function=trace_work workqueue=events cpu=") != NULL);
	KUNIT_EXPECT_TRUE(test, strstr(log, "workqueue_execute_end: ") != NULL);
}

/* what no pattern names is not in the log; off, nothing is */
static void only_what_is_wanted(struct kunit *test)
{
	const char *log;

	KUNIT_ASSERT_EQ(test, trace_set("softirq_exit"), 0);
	raise_lab();
	trace_set("0");
	raise_lab();
	log = the_log(test);
	KUNIT_EXPECT_TRUE(test, strstr(log, "softirq_exit: vec=7") != NULL);
	KUNIT_EXPECT_TRUE(test, !strstr(log, "softirq_entry") && !strstr(log, "sched_"));
	KUNIT_EXPECT_EQ(test, watching & WATCH_EVENTS, 0);
}

/* /proc/trace: on, off, empty; nonsense is -EINVAL and changes nothing */
static void the_file_switches(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, proc_write("/proc/trace", "softirq_entry tasklet*\n"), 23);
	KUNIT_EXPECT_EQ(test, watching & WATCH_EVENTS, WATCH(softirq_entry) | WATCH_TASKLET);
	KUNIT_EXPECT_EQ(test, proc_write("/proc/trace", "sotfirq*\n"), -EINVAL);
	KUNIT_EXPECT_EQ(test, watching & WATCH_EVENTS, WATCH(softirq_entry) | WATCH_TASKLET);
	KUNIT_EXPECT_EQ(test, proc_write("/proc/trace", "1\n"), 2);
	KUNIT_EXPECT_EQ(test, watching & WATCH_EVENTS, (1U << NR_TRACE_EVENTS) - 1);
	KUNIT_EXPECT_EQ(test, proc_write("/proc/trace", "0\n"), 2);
	KUNIT_EXPECT_EQ(test, watching & WATCH_EVENTS, 0);
	KUNIT_EXPECT_EQ(test, proc_write("/proc/trace", "\n"), 1);
	KUNIT_EXPECT_TRUE(test, strstr(the_log(test), "entries-written: 0/0") != NULL);
}

/* a full ring keeps the newest, and the head says how many there were */
static void the_oldest_are_overwritten(struct kunit *test)
{
	unsigned long there, written;
	const char *log;
	int i;

	KUNIT_ASSERT_EQ(test, trace_set("softirq_exit"), 0);
	for (i = 0; i < 7000; i++)
		raise_lab();
	trace_set("0");
	log = the_log(test);
	there = number_after(log, "entries-written", ": ");
	written = number_after(log, "entries-written", "/");
	KUNIT_EXPECT_GE(test, written, 7000);
	KUNIT_EXPECT_LT(test, there, written);
	KUNIT_EXPECT_GT(test, there, 6000);
}

static struct kunit_case trace_cases[] = {
	KUNIT_CASE(a_softirq_is_logged),	KUNIT_CASE(ids_go_from_call_to_run),
	KUNIT_CASE(only_what_is_wanted),	KUNIT_CASE(the_file_switches),
	KUNIT_CASE(the_oldest_are_overwritten), {},
};

static struct kunit_suite trace_suite = {
	.name = "trace",
	.init = trace_test_init,
	.test_cases = trace_cases,
};
kunit_test_suite(trace_suite);
