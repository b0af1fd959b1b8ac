// SPDX-License-Identifier: MIT
/*
 * smp_checks.c - lab 9: do the processors come, tick, call each other, and have their own halves?
 */
#include "errand.h"
#include "helpers.h"

#include <asm/smp.h>
#include <linux/kthread.h>
#include <linux/time.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define TOGETHER_MS 2	   /* so long one waits for the other to come */
#define WAKES	    6	   /* at as many phases of the other's tick */
#define QUICK_NS    100000 /* a tenth of a tick: nobody has waited for one */
#define CALLS	    6
#define TICKS	    20

static void note_cpu(void *cpu)
{
	*(int *)cpu = smp_processor_id();
}

/* ---- processors ------------------------------------------------------------------------------ */

/* All come up, except the one that gets no startup interrupt (machine "four"): it is left out */
static void all_run(struct kunit *test)
{
	int present = smp_cpus_present(), cpu, online = 0;

	for_each_online_cpu(cpu)
		online++;
	KUNIT_EXPECT_EQ_MSG(test, online, present == 4 ? 3 : present, "processors that run, of %d",
			    present);
	KUNIT_EXPECT_EQ_MSG(test, num_online_cpus(), online, "nr_cpus_online is another number");
}

/* A bound thread runs where it is bound, and there its processor's own variables are found */
static void bound_thread_runs_there(struct kunit *test)
{
	int cpu, where;

	for_each_online_cpu(cpu) {
		where = -1;
		run_on(test, cpu, note_cpu, &where);
		KUNIT_EXPECT_EQ(test, where, cpu);
	}
}

/* Each processor has a tick of its own, HZ times a second: its idle thread is charged */
static void each_processor_ticks(struct kunit *test)
{
	char name[TASK_COMM_LEN];
	struct task_struct *idle;
	unsigned long before;
	int cpu;

	for_each_online_cpu(cpu) {
		if (!cpu)
			continue;
		snprintf(name, sizeof(name), "swapper/%d", cpu);
		idle = find_thread(name);
		KUNIT_ASSERT_NOT_NULL(test, idle);
		before = idle->ticks;
		schedule_timeout_uninterruptible(TICKS);
		KUNIT_EXPECT_LE_MSG(test, abs((int)(idle->ticks - before - TICKS)), 2,
				    "cpu %d: %lu ticks of its own in %d of the boot processor", cpu,
				    idle->ticks - before, TICKS);
	}
}

static void arm(void *timer)
{
	mod_timer(timer, jiffies + 2);
}

static void timer_fires(unsigned long cpu)
{
	note_cpu((void *)cpu);
}

/* A timer fires on the processor that has armed it */
static void timer_fires_where_it_was_armed(struct kunit *test)
{
	struct timer_list timer;
	int cpu = other_cpu(), where = -1;

	setup_timer(&timer, timer_fires, (unsigned long)&where);
	run_on(test, cpu, arm, &timer);
	halt_for(10);
	KUNIT_EXPECT_EQ_MSG(test, READ_ONCE(where), cpu, "-1: it has not fired within 10 ticks");
	del_timer_sync(&timer);
}

/* ---- messages ------------------------------------------------------------------------------- */

static u64 woken_at;

static int sleeper(void *unused)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		WRITE_ONCE(woken_at, sched_clock());
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/* A thread that is woken on a processor that idles runs at once, not from its next tick on */
static void woken_thread_runs_at_once(struct kunit *test)
{
	struct task_struct *thread = kthread_create(sleeper, NULL, "sleeper");
	u64 before, longest = 0;
	int i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	kthread_bind(thread, other_cpu());
	wake_up_process(thread);
	for (i = 0; i < WAKES; i++) {
		schedule_timeout_uninterruptible(2);
		udelay(i * 1000 / WAKES);
		WRITE_ONCE(woken_at, 0);
		before = sched_clock();
		wake_up_process(thread);
		if (!spin_until(READ_ONCE(woken_at)))
			break;
		longest = max(longest, woken_at - before);
	}
	kthread_stop(thread);
	KUNIT_EXPECT_EQ(test, i, WAKES);
	if (exact_clock())
		KUNIT_EXPECT_LT_MSG(test, longest, QUICK_NS,
				    "ns from wake_up_process() to the run");
}

static void count_call(void *calls)
{
	if (in_irq() && irqs_disabled())
		atomic_inc(calls);
}

/* smp_call_function() calls in a hard interrupt, on each other processor, once */
static void call_reaches_all_others(struct kunit *test)
{
	atomic_t calls = ATOMIC_INIT(0);
	int i;

	for (i = 1; i <= CALLS; i++) {
		KUNIT_ASSERT_EQ(test, smp_call_function(count_call, &calls, 0, 1), 0);
		KUNIT_ASSERT_EQ(test, atomic_read(&calls), i * (num_online_cpus() - 1));
	}
}

/* Of one other processor; this one, and one that does not run, are refused */
static void call_single(struct kunit *test)
{
	int cpu, here = smp_processor_id(), where = -1;

	for_each_online_cpu(cpu) {
		if (cpu == here)
			continue;
		KUNIT_EXPECT_EQ(test, smp_call_function_single(cpu, note_cpu, &where, 0, 1), 0);
		KUNIT_EXPECT_EQ(test, where, cpu);
	}
	where = -1;
	KUNIT_EXPECT_EQ(test, smp_call_function_single(here, note_cpu, &where, 0, 1), -EBUSY);
	KUNIT_EXPECT_EQ(test, smp_call_function_single(NR_CPUS, note_cpu, &where, 0, 1), -ENXIO);
	KUNIT_EXPECT_EQ(test, where, -1);
}

static struct {
	bool let_go;
	atomic_t begun, ended;
} slow;

static void slow_call(void *unused)
{
	unsigned long turns = 0;

	atomic_inc(&slow.begun);
	while (!READ_ONCE(slow.let_go) && turns++ < 2000)
		cpu_relax();
	atomic_inc(&slow.ended);
}

/* With wait, all calls are over when it returns */
static void call_waits(struct kunit *test)
{
	memset(&slow, 0, sizeof(slow));
	smp_call_function(slow_call, NULL, 0, 1);
	KUNIT_EXPECT_EQ_MSG(test, atomic_read(&slow.ended), num_online_cpus() - 1,
			    "calls that were over when smp_call_function(…, wait = 1) returned");
	spin_until(atomic_read(&slow.ended) == num_online_cpus() - 1);
}

/* Without wait, it returns while they run */
static void call_does_not_wait(struct kunit *test)
{
	memset(&slow, 0, sizeof(slow));
	smp_call_function(slow_call, NULL, 0, 0);
	KUNIT_EXPECT_LT_MSG(test, atomic_read(&slow.ended), num_online_cpus() - 1,
			    "calls that were over when smp_call_function(…, wait = 0) returned");
	WRITE_ONCE(slow.let_go, true);
	KUNIT_EXPECT_TRUE(test, spin_until(atomic_read(&slow.ended) == num_online_cpus() - 1));
}

static void call_others(void *calls)
{
	int i;

	for (i = 0; i < CALLS; i++)
		smp_call_function(count_call, calls, 0, 1);
}

/* All processors call all others at the same time: nobody waits for ever, no call is lost */
static void everybody_calls_everybody(struct kunit *test)
{
	struct errand errands[NR_CPUS];
	atomic_t calls = ATOMIC_INIT(0);
	int cpu, n = num_online_cpus();

	for_each_online_cpu(cpu) {
		errands[cpu] = (struct errand){ .fn = call_others, .arg = &calls };
		if (!start_on(test, cpu, &errands[cpu]))
			errands[cpu].fn = NULL;
	}
	for_each_online_cpu(cpu)
		if (errands[cpu].fn)
			wait_for_completion(&errands[cpu].done);
	KUNIT_EXPECT_EQ(test, atomic_read(&calls), CALLS * n * (n - 1));
}

/* Who waits for another processor lets it run: a call takes microseconds, not ticks */
static void call_is_quick(struct kunit *test)
{
	atomic_t calls = ATOMIC_INIT(0);
	u64 before;
	int i;

	need_exact_clock(test);
	before = sched_clock();
	for (i = 0; i < CALLS; i++)
		smp_call_function(count_call, &calls, 0, 1);
	KUNIT_EXPECT_LT_MSG(test, sched_clock() - before, CALLS * QUICK_NS, "ns for %d calls",
			    CALLS);
}

/* ---- bottom halves --------------------------------------------------------------------------- */

/* How many are in here at the same time? Each waits a little for the other to come. */
static struct meeting {
	atomic_t inside, runs;
	int most, cpu;
} meeting;

static void meet(void)
{
	unsigned long end = jiffies + msecs_to_jiffies(TOGETHER_MS);
	int inside = atomic_add_return(1, &meeting.inside);

	meeting.cpu = smp_processor_id();
	if (inside > meeting.most)
		meeting.most = inside;
	while (atomic_read(&meeting.inside) < 2 && meeting.most < 2 && time_before(jiffies, end))
		cpu_relax();
	atomic_dec(&meeting.inside);
	atomic_inc(&meeting.runs);
}

static void meet_in_softirq(struct softirq_action *unused)
{
	meet();
}

static void raise_lab(void *unused)
{
	raise_softirq(LAB2_SOFTIRQ);
	wait_until(!local_softirq_pending());
}

/* The same softirq runs on two processors at once */
static void softirq_runs_on_two_at_once(struct kunit *test)
{
	struct errand errand = { .fn = raise_lab };

	open_softirq(LAB2_SOFTIRQ, meet_in_softirq, NULL);
	meeting = (struct meeting){};
	if (!start_on(test, other_cpu(), &errand))
		return;
	raise_lab(NULL);
	wait_for_completion(&errand.done);
	KUNIT_EXPECT_EQ(test, atomic_read(&meeting.runs), 2);
	KUNIT_EXPECT_EQ(test, meeting.most, 2);
}

static void meet_in_tasklet(unsigned long unused)
{
	meet();
}

static void schedule_tasklet(void *t)
{
	tasklet_schedule(t);
	wait_until(!local_softirq_pending());
}

/* The same tasklet never does: the second run waits for the end of the first */
static void tasklet_never_runs_on_two(struct kunit *test)
{
	struct tasklet_struct t;
	struct errand errand = { .fn = schedule_tasklet, .arg = &t };

	tasklet_init(&t, meet_in_tasklet, 0);
	meeting = (struct meeting){};
	if (!start_on(test, other_cpu(), &errand))
		return;
	spin_until(atomic_read(&meeting.inside));
	tasklet_schedule(&t);
	wait_for_completion(&errand.done);
	tasklet_kill(&t);
	KUNIT_EXPECT_EQ(test, atomic_read(&meeting.runs), 2);
	KUNIT_EXPECT_EQ(test, meeting.most, 1);
	KUNIT_EXPECT_TRUE(test, wait_until(!local_softirq_pending()));
}

static void queue_it(void *work)
{
	schedule_work(work);
}

/* A work is done by the worker of the processor that has queued it */
static void work_runs_on_its_processor(struct kunit *test)
{
	struct work_struct work;
	int cpu, where;

	INIT_WORK(&work, note_cpu, &where);
	for_each_online_cpu(cpu) {
		where = -1;
		run_on(test, cpu, queue_it, &work);
		flush_scheduled_work();
		KUNIT_EXPECT_EQ(test, where, cpu);
	}
}

static struct kunit_case smp_cases[] = {
	KUNIT_CASE(all_run),
	KUNIT_CASE(bound_thread_runs_there),
	KUNIT_CASE(each_processor_ticks),
	KUNIT_CASE(timer_fires_where_it_was_armed),
	KUNIT_CASE(woken_thread_runs_at_once),
	KUNIT_CASE(call_reaches_all_others),
	KUNIT_CASE(call_single),
	KUNIT_CASE(call_waits),
	KUNIT_CASE(call_does_not_wait),
	KUNIT_CASE(everybody_calls_everybody),
	KUNIT_CASE(call_is_quick),
	KUNIT_CASE(softirq_runs_on_two_at_once),
	KUNIT_CASE(tasklet_never_runs_on_two),
	KUNIT_CASE(work_runs_on_its_processor),
	{},
};

static struct kunit_suite smp_suite = {
	.name = "lab09_smp",
	.init = need_two_processors,
	.test_cases = smp_cases,
};
kunit_test_suite(smp_suite);
