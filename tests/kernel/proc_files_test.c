// SPDX-License-Identifier: MIT
/* proc_files_test.c - what the kernel's own files below /proc say is true, and can be parsed */
#include "proc_fixture.h"

#include <halves/console.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define LINE TEST_IRQ_FIRST

static irqreturn_t quiet(int irq, void *dev_id)
{
	return IRQ_HANDLED;
}

static void free_line(void *dev_id)
{
	free_irq(LINE, dev_id);
}

/* A handler on the line until the case has ended. */
static void request_line(struct kunit *test, const char *name, void *dev_id)
{
	KUNIT_ASSERT_EQ(test, request_irq(LINE, quiet, IRQF_SHARED, name, dev_id), 0);
	kunit_add_action(test, free_line, dev_id);
}

static void lab_action(struct softirq_action *self) { }

/* The sum of a line's columns, one for each processor. */
static long sum_of(const char *line)
{
	long sum = 0;
	int cpu;

	for (cpu = 0; cpu < num_online_cpus(); cpu++)
		sum += proc_column(line, cpu);
	return line ? sum : -1;
}

static long file_sum(struct kunit *test, const char *path, const char *word)
{
	return sum_of(proc_line(proc_read(test, path, 4096), word));
}

/* The column @nr of a line. */
static long file_column(struct kunit *test, const char *path, const char *word, int nr)
{
	return proc_column(proc_line(proc_read(test, path, 4096), word), nr);
}

/* interrupts: a line's count moves by exactly what came, and its handlers are named */
static void interrupts_are_counted(struct kunit *test)
{
	const char *text, *line;
	char word[8];
	long before;
	int i;

	request_line(test, "one", &before);
	request_line(test, "two", &i);
	snprintf(word, sizeof(word), "%d:", LINE);
	before = file_sum(test, "/proc/interrupts", word);
	for (i = 0; i < 25; i++)
		irq_inject(LINE);
	text = proc_read(test, "/proc/interrupts", 4096);
	line = proc_line(text, word);
	KUNIT_ASSERT_NOT_NULL(test, line);
	KUNIT_EXPECT_EQ(test, sum_of(line), before + 25);
	KUNIT_EXPECT_NOT_NULL(test, strstr(line, "  one, two\n"));
	KUNIT_EXPECT_NOT_NULL(test, proc_line(text, "CPU0 "));
	KUNIT_EXPECT_GE(test, proc_column(proc_line(text, "0:"), 0), 1);
	KUNIT_EXPECT_GE(test, proc_column(proc_line(text, "ERR:"), 0), 0);
}

static void no_rain(void *unused) { }

/* … and stays with the processor that took it, when the line moves to another */
static void counts_stay_where_they_were(struct kunit *test)
{
	long first, second;
	const char *line;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs another processor");
	KUNIT_ASSERT_EQ(test, irq_set_affinity(RTC_IRQ, 1), 0);
	KUNIT_ASSERT_TRUE(test, rain_start(test, no_rain, NULL));
	KUNIT_EXPECT_TRUE(test, wait_until(rain_drops() > 10));
	KUNIT_ASSERT_EQ(test, irq_set_affinity(RTC_IRQ, 2), 0);
	halt_for(2);
	first = file_column(test, "/proc/interrupts", "8:", 0);
	second = file_column(test, "/proc/interrupts", "8:", 1);
	KUNIT_EXPECT_TRUE(test, wait_until(rain_drops() > 100));
	rain_stop(NULL);
	line = proc_line(proc_read(test, "/proc/interrupts", 4096), "8:");
	KUNIT_EXPECT_EQ(test, proc_column(line, 0), first);
	KUNIT_EXPECT_GT(test, proc_column(line, 1), second);
	KUNIT_EXPECT_EQ(test, irq_set_affinity(RTC_IRQ, 1), 0);
}

/* softirqs: a count moves by exactly what was raised */
static void softirqs_are_counted(struct kunit *test)
{
	long before;
	int i;

	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
	before = file_sum(test, "/proc/softirqs", "LAB:");
	for (i = 0; i < 25; i++) {
		local_bh_disable();
		raise_softirq(LAB_SOFTIRQ);
		local_bh_enable();
	}
	KUNIT_EXPECT_EQ(test, file_sum(test, "/proc/softirqs", "LAB:"), before + 25);
	KUNIT_EXPECT_GT(test, file_sum(test, "/proc/softirqs", "TIMER:"), 0);
}

/* stat: ticks of all processors are the sum of each one's; time goes on, busy or idle */
static void stat_counts_ticks(struct kunit *test)
{
	long system, idle, sum = 0;
	const char *text;
	char word[8];
	int cpu;

	system = file_column(test, "/proc/stat", "cpu0", 2);
	idle = file_column(test, "/proc/stat", "cpu0", 3);
	preempt_disable();
	mdelay(50);
	preempt_enable();
	schedule_timeout_uninterruptible(HZ / 10);
	text = proc_read(test, "/proc/stat", 4096);
	if (!smp_processor_id()) {
		KUNIT_EXPECT_GE(test, proc_column(proc_line(text, "cpu0"), 2), system + 4);
		KUNIT_EXPECT_GE(test, proc_column(proc_line(text, "cpu0"), 3), idle + 8);
	}
	for_each_online_cpu(cpu) {
		snprintf(word, sizeof(word), "cpu%d ", cpu);
		sum += proc_column(proc_line(text, word), 3);
	}
	KUNIT_EXPECT_LE(test, sum, proc_column(proc_line(text, "cpu "), 3));
	KUNIT_EXPECT_GE(test, sum + num_online_cpus(), proc_column(proc_line(text, "cpu "), 3));
	KUNIT_EXPECT_GT(test, proc_column(proc_line(text, "intr "), 0), 0);
	KUNIT_EXPECT_GT(test, proc_column(proc_line(text, "ctxt "), 0), 0);
	KUNIT_EXPECT_GE(test, proc_column(proc_line(text, "btime "), 0), 1041379200 - 1);
	KUNIT_EXPECT_GE(test, proc_column(proc_line(text, "processes "), 0), current->pid);
	KUNIT_EXPECT_GE(test, proc_column(proc_line(text, "procs_running "), 0), 1);
	KUNIT_EXPECT_GT(test, proc_column(proc_line(text, "softirq "), 0), 0);
}

/* uptime, meminfo, version, cmdline: a word each that must be there */
static void small_files_say_what_they_must(struct kunit *test)
{
	long total = file_column(test, "/proc/meminfo", "MemTotal:", 0);
	long free = file_column(test, "/proc/meminfo", "MemFree:", 0);

	KUNIT_EXPECT_GT(test, free, 1000);
	KUNIT_EXPECT_GT(test, total, free);
	KUNIT_EXPECT_NOT_NULL(test, proc_line(proc_read(test, "/proc/version", 9), "Halves "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(proc_read(test, "/proc/cmdline", 9), "run="));
	KUNIT_EXPECT_NOT_NULL(test, strchr(proc_read(test, "/proc/uptime", 9), '.'));
}

/* kallsyms: many pages, in pieces of any size the same; this function is in it, once */
static void kallsyms_are_complete(struct kunit *test)
{
	const char *small = proc_read(test, "/proc/kallsyms", 77);
	const char *large = proc_read(test, "/proc/kallsyms", 100000);
	const char *at;
	char line[64];

	KUNIT_EXPECT_TRUE(test, !strcmp(small, large));
	snprintf(line, sizeof(line), "%08lx T kallsyms_are_complete\n",
		 (unsigned long)kallsyms_are_complete);
	at = strstr(large, line);
	KUNIT_ASSERT_NOT_NULL(test, at);
	KUNIT_EXPECT_NULL(test, strstr(at + 1, line));
}

static void proc_timer_fn(unsigned long data) { }

/* timer_list: an armed timer is there with the jiffy of its expiry, and not when it is deleted */
static void timers_are_listed(struct kunit *test)
{
	DEFINE_TIMER(timer, proc_timer_fn, 0, 0);
	const char *at;
	char expiry[64];

	mod_timer(&timer, jiffies + 1000 * HZ);
	snprintf(expiry, sizeof(expiry), ": proc_timer_fn\n # expires at %lu jiffies [in ",
		 timer.expires);
	at = proc_read(test, "/proc/timer_list", 4096);
	KUNIT_EXPECT_NOT_NULL(test, strstr(at, expiry));
	del_timer_sync(&timer);
	KUNIT_EXPECT_NULL(test, strstr(proc_read(test, "/proc/timer_list", 4096), "proc_timer_fn"));
}

static DECLARE_COMPLETION(work_may_end);

static void proc_work(void *data)
{
	wait_for_completion(&work_may_end);
}

/* workqueues: what runs, what waits, and how many are done */
static void works_are_shown(struct kunit *test)
{
	struct workqueue_struct *wq = create_singlethread_workqueue("proc_wq");
	DECLARE_WORK(first, proc_work, NULL);
	DECLARE_WORK(second, proc_work, NULL);
	const char *text;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	queue_work(wq, &first);
	KUNIT_EXPECT_TRUE(test, wait_until(!work_pending(&first)));
	queue_work(wq, &second);
	text = proc_read(test, "/proc/workqueues", 4096);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "     1      0          0  proc_wq          "
						 "proc_work\n"));
	complete(&work_may_end);
	complete(&work_may_end);
	flush_workqueue(wq);
	destroy_workqueue(wq);
	KUNIT_EXPECT_NULL(test, strstr(proc_read(test, "/proc/workqueues", 4096), "proc_wq"));
}

static void proc_tasklet(unsigned long data) { }

/* The line of proc_tasklet, or NULL: how many wait, are disabled, run, and the runs. */
static const char *tasklet_line(struct kunit *test)
{
	const char *text = proc_read(test, "/proc/tasklets", 4096);
	const char *at = strstr(text, "  proc_tasklet\n");

	while (at && at > text && at[-1] != '\n')
		at--;
	return at;
}

static long tasklet_runs_shown(const char *line)
{
	long runs = 0;
	int cpu;

	for (cpu = 0; line && cpu < num_online_cpus(); cpu++)
		runs += proc_column(line, 3 + cpu);
	return runs;
}

/* tasklets: one that waits is seen, and then its run is counted */
static void tasklets_are_shown(struct kunit *test)
{
	DECLARE_TASKLET_DISABLED(t, proc_tasklet, 0);
	long runs = tasklet_runs_shown(tasklet_line(test));
	const char *line;

	tasklet_schedule(&t);
	line = tasklet_line(test);
	KUNIT_EXPECT_EQ(test, proc_column(line, 0), 1);
	KUNIT_EXPECT_EQ(test, proc_column(line, 1), 1);
	tasklet_enable(&t);
	tasklet_kill(&t);
	line = tasklet_line(test);
	KUNIT_EXPECT_EQ(test, proc_column(line, 0), 0);
	KUNIT_EXPECT_EQ(test, proc_column(line, 1), 0);
	KUNIT_EXPECT_EQ(test, tasklet_runs_shown(line), runs + 1);
}

/* A knob, and the value that it has again when the case has ended. */
struct knob {
	const char *path, *value;
};

static void turn_back(void *data)
{
	const struct knob *knob = data;

	proc_write(knob->path, knob->value);
}

/* latency: the switch and the number of buckets, then a line with so many counts for each */
static void latency_can_be_parsed(struct kunit *test)
{
	static struct knob latency = { "/proc/sys/kernel/latency", "0" };
	const char *text;
	long sum = 0;
	int b;

	kunit_add_action(test, turn_back, &latency);
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
	KUNIT_EXPECT_EQ(test, proc_write(latency.path, "1\n"), 2);
	for (b = 0; b < 12; b++) {
		local_bh_disable();
		raise_softirq(LAB_SOFTIRQ);
		local_bh_enable();
	}
	KUNIT_EXPECT_EQ(test, file_column(test, "/proc/latency", "tracing ", 0), 1);
	KUNIT_EXPECT_EQ(test, proc_write(latency.path, "0"), 1);
	text = proc_read(test, "/proc/latency", 4096);
	KUNIT_EXPECT_EQ(test, proc_column(proc_line(text, "tracing "), 0), 0);
	KUNIT_EXPECT_EQ(test, proc_column(proc_line(text, "buckets "), 0), 32);
	for (b = 0; b < 32; b++)
		sum += proc_column(proc_line(text, "softirq LAB "), b);
	KUNIT_EXPECT_EQ(test, sum, 12);
	KUNIT_EXPECT_EQ(test, proc_column(proc_line(text, "softirq LAB "), 32), -1);
	KUNIT_EXPECT_GE(test, proc_column(proc_line(text, "workqueue events "), 31), 0);
}

/* ---- knobs ---------------------------------------------------------------------------------- */

/* what is no number, or beyond the limits, is -EINVAL, and nothing changes */
static void bad_values_change_nothing(struct kunit *test)
{
	static const char *const bad[] = { "",	   "x",		  "0",
					   "1001", "-1",	  "5 6",
					   "5x",   "99999999999", "00000000000000005" };
	int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		KUNIT_EXPECT_EQ_MSG(test, proc_write("/proc/sys/kernel/softirq_restart", bad[i]),
				    -EINVAL, "\"%s\"", bad[i]);
		KUNIT_EXPECT_STREQ(test, proc_read(test, "/proc/sys/kernel/softirq_restart", 9),
				   "10\n");
	}
	KUNIT_EXPECT_EQ(test, proc_write("/proc/sys/kernel/ksoftirqd_nice", "20"), -EINVAL);
	KUNIT_EXPECT_EQ(test, proc_write("/proc/sys/kernel/latency", "2"), -EINVAL);
}

static int passes;

static void again_and_again(struct softirq_action *self)
{
	if (++passes < 100)
		raise_softirq(LAB_SOFTIRQ);
}

/* softirq_restart: after so many passes the rest is ksoftirqd's */
static void passes_can_be_set(struct kunit *test)
{
	static struct knob restart = { "/proc/sys/kernel/softirq_restart", "10" };
	int here;

	kunit_add_action(test, turn_back, &restart);
	open_softirq(LAB_SOFTIRQ, again_and_again, NULL);
	KUNIT_EXPECT_EQ(test, proc_write(restart.path, "3\n"), 2);
	next_tick();
	passes = 0;
	preempt_disable(); /* or ksoftirqd would go on before we look */
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
	local_bh_enable();
	here = passes;
	preempt_enable();
	KUNIT_EXPECT_EQ(test, here, 3);
	KUNIT_EXPECT_TRUE(test, wait_until(passes == 100));
	KUNIT_EXPECT_EQ(test, proc_write(restart.path, "10"), 2);
	open_softirq(LAB_SOFTIRQ, lab_action, NULL);
}

/* ksoftirqd_nice: reaches the threads */
static void ksoftirqd_can_be_made_less_nice(struct kunit *test)
{
	static struct knob nice = { "/proc/sys/kernel/ksoftirqd_nice", "19" };
	struct task_struct *p = find_thread("ksoftirqd/0");

	KUNIT_ASSERT_NOT_NULL(test, p);
	kunit_add_action(test, turn_back, &nice);
	KUNIT_EXPECT_EQ(test, proc_write(nice.path, "-5"), 2);
	KUNIT_EXPECT_EQ(test, task_nice(p), -5);
	KUNIT_EXPECT_EQ(test, proc_write(nice.path, "19"), 2);
	KUNIT_EXPECT_EQ(test, task_nice(p), 19);
}

static int keys;

static void count_key(void)
{
	keys++;
}
CONSOLE_KEY(proc_test, '%', "counts, for a test", count_key);

/* sysrq-trigger: a character runs the console's command of that key */
static void a_key_can_be_written(struct kunit *test)
{
	keys = 0;
	KUNIT_EXPECT_EQ(test, proc_write("/proc/sysrq-trigger", "%\n"), 2);
	KUNIT_EXPECT_EQ(test, keys, 1);
}

/* ---- threads -------------------------------------------------------------------------------- */

static DECLARE_COMPLETION(sleeper_may_end);

static noinline int proc_sleeper(void *data)
{
	wait_for_completion(&sleeper_may_end);
	return 0;
}

static void end_sleeper(void *unused)
{
	complete(&sleeper_may_end);
}

static bool is_gone(const char *path)
{
	struct inode *inode = path_lookup(path);

	if (!IS_ERR(inode))
		iput(inode);
	return PTR_ERR(inode) == -ENOENT;
}

/* PID: name and state, numbers of stat at their places, the stack by names; then it is gone */
static void a_thread_is_shown(struct kunit *test)
{
	struct task_struct *p = create_thread(test, proc_sleeper, NULL, "sleeper");
	pid_t pid = p->pid;
	const char *text, *fields;
	struct file *file;
	char path[32], expected[64], byte;

	init_completion(&sleeper_may_end);
	start_thread(test, p);
	kunit_add_action(test, end_sleeper, NULL);
	schedule_timeout_uninterruptible(2);
	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	text = proc_read(test, path, 5);
	KUNIT_EXPECT_NOT_NULL(test, proc_line(text, "Name:\tsleeper\n"));
	KUNIT_EXPECT_NOT_NULL(test, proc_line(text, "State:\tD (disk sleep)\n"));
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	snprintf(expected, sizeof(expected), "%d (sleeper) D 0 ", pid);
	fields = proc_line(proc_read(test, path, 5), expected); /* from field 5 on */
	KUNIT_EXPECT_NOT_NULL(test, fields);
	KUNIT_EXPECT_EQ(test, proc_column(fields, 18 - 5), 20);
	KUNIT_EXPECT_EQ(test, proc_column(fields, 19 - 5), 0);
	KUNIT_EXPECT_EQ(test, proc_column(fields, 20 - 5), 1);
	KUNIT_EXPECT_EQ(test, proc_column(fields, 38 - 5), 17);
	KUNIT_EXPECT_EQ(test, proc_column(fields, 39 - 5), p->cpu);
	KUNIT_EXPECT_EQ(test, proc_column(fields, 42 - 5), 0);
	KUNIT_EXPECT_EQ(test, proc_column(fields, 43 - 5), -1);
	snprintf(path, sizeof(path), "/proc/%d/stack", pid);
	text = proc_read(test, path, 5);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "[<0>] schedule"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "[<0>] proc_sleeper+0x"));

	file = filp_open(path, O_RDONLY, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	end_sleeper(NULL);
	KUNIT_EXPECT_TRUE(test, wait_until(is_gone(path)));
	KUNIT_EXPECT_EQ(test, vfs_read(file, &byte, 1, &file->f_pos), -ESRCH);
	filp_close(file, NULL);
}

/* the running thread's own stack begins here */
static noinline void look_at_myself(struct kunit *test)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/stack", current->pid);
	KUNIT_EXPECT_NOT_NULL(test, strstr(proc_read(test, path, 4096), "[<0>] look_at_myself+0x"));
}

static struct kunit_case proc_files_cases[] = {
	KUNIT_CASE(interrupts_are_counted),
	KUNIT_CASE(counts_stay_where_they_were),
	KUNIT_CASE(softirqs_are_counted),
	KUNIT_CASE(stat_counts_ticks),
	KUNIT_CASE(small_files_say_what_they_must),
	KUNIT_CASE(kallsyms_are_complete),
	KUNIT_CASE(timers_are_listed),
	KUNIT_CASE(works_are_shown),
	KUNIT_CASE(tasklets_are_shown),
	KUNIT_CASE(latency_can_be_parsed),
	KUNIT_CASE(bad_values_change_nothing),
	KUNIT_CASE(passes_can_be_set),
	KUNIT_CASE(ksoftirqd_can_be_made_less_nice),
	KUNIT_CASE(a_key_can_be_written),
	KUNIT_CASE(a_thread_is_shown),
	KUNIT_CASE(look_at_myself),
	{},
};

static struct kunit_suite proc_files_suite = {
	.name = "proc_files",
	.test_cases = proc_files_cases,
};
kunit_test_suite(proc_files_suite);
