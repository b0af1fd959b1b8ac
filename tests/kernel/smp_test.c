// SPDX-License-Identifier: MIT
/* smp_test.c - what each processor has of its own, and what may happen on two at the same time */
#include "errand.h"
#include "helpers.h"

#include <halves/edu.h>
#include <linux/completion.h>
#include <linux/hardirq.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/smp.h>
#include <linux/time.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define TOGETHER_MS 20 /* so long one waits for the other to come */

static void note_cpu(void *cpu)
{
	*(int *)cpu = smp_processor_id();
}

/* ---- processors ------------------------------------------------------------------------------ */

/* A bound thread runs where it is bound, and there its processor's own variables are found */
static void bound_thread_runs_there(struct kunit *test)
{
	int cpu, where;

	for_each_online_cpu(cpu) {
		where = -1;
		run_on(test, cpu, note_cpu, &where);
		KUNIT_EXPECT_EQ(test, where, cpu);
		KUNIT_EXPECT_EQ(test, per_cpu(cpu_number, cpu), cpu);
	}
}

static int note_until_stopped(void *cpu)
{
	note_cpu(cpu);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* A thread that is woken where another runs continues on an idle processor */
static void woken_thread_goes_where_nobody_runs(struct kunit *test)
{
	int here = smp_processor_id(), where = -1;
	struct task_struct *thread = kthread_create(note_until_stopped, &where, "noter");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(where) >= 0));
	KUNIT_EXPECT_NE(test, where, here);
	kthread_stop(thread);
}

/* Each processor has a tick of its own: its idle thread is charged */
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
		schedule_timeout_uninterruptible(HZ / 10);
		KUNIT_EXPECT_GE(test, idle->ticks - before, HZ / 10 - 2);
		KUNIT_EXPECT_LE(test, idle->ticks - before, HZ / 10 + 2);
	}
}

static void note_clock(void *clock)
{
	*(u64 *)clock = sched_clock();
}

/* What one processor's clock shows is after what another's has shown before, and before what it
 * shows after (tests/boot/test_smp.py sets the counters apart, too) */
static void clocks_show_the_same(struct kunit *test)
{
	u64 before, there = 0, after;
	int cpu;

	for_each_online_cpu(cpu) {
		before = sched_clock();
		run_on(test, cpu, note_clock, &there);
		after = sched_clock();
		KUNIT_EXPECT_GE(test, there, before);
		KUNIT_EXPECT_LE(test, there, after);
	}
}

static void count_call(void *calls)
{
	if (in_irq() && irqs_disabled())
		atomic_inc(calls);
}

/* smp_call_function runs in a hard interrupt on each other processor; waited for, it is over */
static void call_function_reaches_all_others(struct kunit *test)
{
	atomic_t calls = ATOMIC_INIT(0);
	int i;

	for (i = 1; i <= 100; i++) {
		KUNIT_EXPECT_EQ(test, smp_call_function(count_call, &calls, 0, 1), 0);
		KUNIT_EXPECT_EQ(test, atomic_read(&calls), i * (num_online_cpus() - 1));
	}
}

/* The same on one other; this one, and one that does not run, are refused */
static void call_function_single(struct kunit *test)
{
	int cpu = other_cpu(), where = -1;

	KUNIT_EXPECT_EQ(test, smp_call_function_single(cpu, note_cpu, &where, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, where, cpu);
	KUNIT_EXPECT_EQ(test, smp_call_function_single(smp_processor_id(), note_cpu, &where, 0, 1),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, smp_call_function_single(NR_CPUS, note_cpu, &where, 0, 1), -ENXIO);
}

static void call_others(void *calls)
{
	int i;

	for (i = 0; i < 50; i++)
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
	KUNIT_EXPECT_EQ(test, atomic_read(&calls), 50 * n * (n - 1));
}

/* ---- memory ---------------------------------------------------------------------------------- */

struct look {
	const volatile u32 *at;
	u32 seen;
};

static void look_there(void *look)
{
	struct look *l = look;

	l->seen = *l->at;
}

/* Where another page lies than before, all processors see it: no old translation is left */
static void unmapped_page_is_gone_everywhere(struct kunit *test)
{
	u32 *one = kunit_kzalloc(test, 2 * PAGE_SIZE, GFP_KERNEL), *two = one + PAGE_SIZE / 4;
	struct look look;
	int cpu;

	*one = 1;
	*two = 2;
	look.at = ioremap(__pa(one), sizeof(*one));
	KUNIT_ASSERT_NOT_NULL(test, (void *)look.at);
	for_each_online_cpu(cpu) {
		run_on(test, cpu, look_there, &look);
		KUNIT_EXPECT_EQ(test, look.seen, 1);
	}
	iounmap((void *)look.at);
	KUNIT_ASSERT_PTR_EQ(test, ioremap(__pa(two), sizeof(*two)), (void *)look.at);
	for_each_online_cpu(cpu) {
		run_on(test, cpu, look_there, &look);
		KUNIT_EXPECT_EQ(test, look.seen, 2);
	}
	iounmap((void *)look.at);
}

/* ---- interrupt lines ------------------------------------------------------------------------- */

static volatile int taken_on;

static irqreturn_t note_taker(int irq, void *edu)
{
	if (!edu_ack(edu))
		return IRQ_NONE;
	taken_on = smp_processor_id();
	return IRQ_HANDLED;
}

static void expect_it_moves(struct kunit *test, struct edu_device *edu, unsigned int irq)
{
	int cpu;

	KUNIT_ASSERT_EQ(test, request_irq(irq, note_taker, IRQF_SHARED, "where", edu), 0);
	for (cpu = num_online_cpus() - 1; cpu >= 0; cpu--) {
		KUNIT_EXPECT_EQ(test, irq_set_affinity(irq, 1UL << cpu), 0);
		taken_on = -1;
		edu_raise(edu, 1);
		KUNIT_EXPECT_TRUE(test, spin_until(taken_on >= 0));
		KUNIT_EXPECT_EQ(test, taken_on, cpu);
	}
	KUNIT_EXPECT_EQ(test, irq_set_affinity(irq, ~1UL), 0); /* the lowest of many */
	edu_raise(edu, 1);
	KUNIT_EXPECT_TRUE(test, spin_until(taken_on == 1));
	KUNIT_EXPECT_EQ(test, irq_set_affinity(irq, 1), 0);
	free_irq(irq, edu);
}

/* A line is taken by the processor that it was given; so is a card's message */
static void line_goes_to_its_processor(struct kunit *test)
{
	struct edu_device *edu = edu_get();

	if (!edu) {
		kunit_skip(test, "no edu card: add -device edu");
		return;
	}
	expect_it_moves(test, edu, edu->pdev->irq);
	KUNIT_ASSERT_EQ(test, pci_enable_msi(edu->pdev), 0);
	expect_it_moves(test, edu, edu->pdev->irq);
	pci_disable_msi(edu->pdev);
}

/* No processor of the mask runs; no such line; jiffies' line stays */
static void line_does_not_go_anywhere(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, irq_set_affinity(SERIAL_IRQ, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, irq_set_affinity(SERIAL_IRQ, 1UL << NR_CPUS), -EINVAL);
	KUNIT_EXPECT_EQ(test, irq_set_affinity(NR_IRQS, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, irq_set_affinity(TIMER_IRQ, 2), -EINVAL);
}

/* ---- bottom halves --------------------------------------------------------------------------- */

/* How many are in here at the same time? Each waits a little for the other to come. */
struct meeting {
	atomic_t inside, runs;
	int most, cpu;
};

static void meet(struct meeting *m)
{
	unsigned long end = jiffies + msecs_to_jiffies(TOGETHER_MS);
	int inside = atomic_add_return(1, &m->inside);

	m->cpu = smp_processor_id();
	if (inside > m->most)
		m->most = inside;
	while (atomic_read(&m->inside) < 2 && m->most < 2 && time_before(jiffies, end))
		cpu_relax();
	atomic_dec(&m->inside);
	atomic_inc(&m->runs);
}

static struct meeting meeting;

static void meet_in_softirq(struct softirq_action *unused)
{
	meet(&meeting);
}

static void raise_lab(void *unused)
{
	raise_softirq(LAB_SOFTIRQ);
	wait_until(!local_softirq_pending());
}

/* S61, S67: a softirq runs on the processor that raised it, and on two at the same time */
static void softirq_runs_on_two_at_once(struct kunit *test)
{
	struct errand errand = { .fn = raise_lab };
	int cpu = other_cpu();

	open_softirq(LAB_SOFTIRQ, meet_in_softirq, NULL);
	meeting = (struct meeting){};
	run_on(test, cpu, raise_lab, NULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&meeting.runs), 1);
	KUNIT_EXPECT_EQ(test, meeting.cpu, cpu);
	meeting = (struct meeting){};
	if (start_on(test, cpu, &errand)) {
		raise_lab(NULL);
		wait_for_completion(&errand.done);
		KUNIT_EXPECT_EQ(test, atomic_read(&meeting.runs), 2);
		KUNIT_EXPECT_EQ(test, meeting.most, 2);
	}
}

static void meet_in_tasklet(unsigned long data)
{
	meet((struct meeting *)data);
}

static void schedule_tasklet(void *t)
{
	tasklet_schedule(t);
	wait_until(!local_softirq_pending());
}

/* S73, S74: a tasklet runs on the processor that scheduled it, and never on two at the same time */
static void tasklet_never_runs_on_two(struct kunit *test)
{
	struct tasklet_struct t;
	struct errand errand = { .fn = schedule_tasklet, .arg = &t };
	int cpu = other_cpu();

	tasklet_init(&t, meet_in_tasklet, (unsigned long)&meeting);
	meeting = (struct meeting){};
	run_on(test, cpu, schedule_tasklet, &t);
	KUNIT_EXPECT_EQ(test, meeting.cpu, cpu);
	meeting = (struct meeting){};
	if (start_on(test, cpu, &errand)) {
		/* While it runs there it is scheduled here: it is put back until it has ended. */
		while (!atomic_read(&meeting.inside) && !atomic_read(&meeting.runs))
			cpu_relax();
		tasklet_schedule(&t);
		wait_for_completion(&errand.done);
		tasklet_kill(&t);
		KUNIT_EXPECT_EQ(test, atomic_read(&meeting.runs), 2);
		KUNIT_EXPECT_EQ(test, meeting.most, 1);
		KUNIT_EXPECT_EQ(test, meeting.cpu, smp_processor_id());
	}
	tasklet_kill(&t);
	/* So many passes leave the tick's softirq to ksoftirqd, which comes when it can. */
	KUNIT_EXPECT_TRUE(test, wait_until(!local_softirq_pending()));
}

static struct {
	struct tasklet_struct t;
	atomic_t inside, runs;
} mortal;

/* Schedules itself, and stays until it is to be killed. */
static void wait_for_kill(unsigned long unused)
{
	unsigned long end = jiffies + msecs_to_jiffies(TOGETHER_MS);

	atomic_inc(&mortal.inside);
	atomic_inc(&mortal.runs);
	tasklet_schedule(&mortal.t);
	while (!test_bit(TASKLET_STATE_KILL, &mortal.t.state) && time_before(jiffies, end))
		cpu_relax();
	atomic_dec(&mortal.inside);
}

/* S84: a kill that comes while it runs elsewhere, and is on the list again, waits for that run */
static void tasklet_killed_while_it_runs(struct kunit *test)
{
	struct errand errand = { .fn = schedule_tasklet, .arg = &mortal.t };
	int runs;

	tasklet_init(&mortal.t, wait_for_kill, 0);
	atomic_set(&mortal.runs, 0);
	if (!start_on(test, other_cpu(), &errand))
		return;
	while (!atomic_read(&mortal.inside))
		cpu_relax();
	tasklet_kill(&mortal.t);
	KUNIT_EXPECT_EQ(test, atomic_read(&mortal.inside), 0);
	runs = atomic_read(&mortal.runs);
	wait_for_completion(&errand.done);
	KUNIT_EXPECT_EQ(test, atomic_read(&mortal.runs), runs);
	KUNIT_EXPECT_EQ(test, runs, 2);
}

/* S67, S75: two different tasklets run on two processors at the same time */
static void two_tasklets_run_at_once(struct kunit *test)
{
	struct tasklet_struct here, there;
	struct errand errand = { .fn = schedule_tasklet, .arg = &there };

	tasklet_init(&here, meet_in_tasklet, (unsigned long)&meeting);
	tasklet_init(&there, meet_in_tasklet, (unsigned long)&meeting);
	meeting = (struct meeting){};
	if (start_on(test, other_cpu(), &errand)) {
		schedule_tasklet(&here);
		wait_for_completion(&errand.done);
	}
	tasklet_kill(&here);
	tasklet_kill(&there);
	KUNIT_EXPECT_EQ(test, atomic_read(&meeting.runs), 2);
	KUNIT_EXPECT_EQ(test, meeting.most, 2);
}

static void add_the_timer(void *timer)
{
	mod_timer(timer, jiffies + 2);
}

static void note_where(unsigned long cpu)
{
	note_cpu((void *)cpu);
}

/* S17: a timer belongs to the processor that armed it last */
static void timer_fires_where_it_was_armed(struct kunit *test)
{
	struct timer_list timer;
	int cpu = other_cpu(), where = -1;

	setup_timer(&timer, note_where, (unsigned long)&where);
	mod_timer(&timer, jiffies + 1000);
	run_on(test, cpu, add_the_timer, &timer);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(where) == cpu));
	run_on(test, cpu, add_the_timer, &timer);
	mod_timer(&timer, jiffies + 4); /* not the same again: then nothing moves (S10) */
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(where) == smp_processor_id()));
	del_timer_sync(&timer);
}

static void queue_it(void *work)
{
	schedule_work(work);
}

/* S96, S106: a work is done by the worker of the processor that queued it, or that was asked for */
static void work_goes_to_its_worker(struct kunit *test)
{
	struct work_struct work;
	int cpu, where;

	INIT_WORK(&work, note_cpu, &where);
	for_each_online_cpu(cpu) {
		where = -1;
		KUNIT_EXPECT_NE(test, schedule_work_on(cpu, &work), 0);
		flush_scheduled_work();
		KUNIT_EXPECT_EQ(test, where, cpu);
		where = -1;
		run_on(test, cpu, queue_it, &work);
		flush_scheduled_work();
		KUNIT_EXPECT_EQ(test, where, cpu);
		where = -1;
		KUNIT_EXPECT_NE(test, schedule_delayed_work_on(cpu, &work, 2), 0);
		KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(where) == cpu));
	}
	flush_scheduled_work();
}

static struct kunit_case smp_cases[] = {
	KUNIT_CASE(bound_thread_runs_there),
	KUNIT_CASE(woken_thread_goes_where_nobody_runs),
	KUNIT_CASE(each_processor_ticks),
	KUNIT_CASE(clocks_show_the_same),
	KUNIT_CASE(call_function_reaches_all_others),
	KUNIT_CASE(call_function_single),
	KUNIT_CASE(everybody_calls_everybody),
	KUNIT_CASE(unmapped_page_is_gone_everywhere),
	KUNIT_CASE(line_goes_to_its_processor),
	KUNIT_CASE(line_does_not_go_anywhere),
	KUNIT_CASE(softirq_runs_on_two_at_once),
	KUNIT_CASE(tasklet_never_runs_on_two),
	KUNIT_CASE(tasklet_killed_while_it_runs),
	KUNIT_CASE(two_tasklets_run_at_once),
	KUNIT_CASE(timer_fires_where_it_was_armed),
	KUNIT_CASE(work_goes_to_its_worker),
	{},
};

static struct kunit_suite smp_suite = {
	.name = "smp",
	.init = need_two_processors,
	.test_cases = smp_cases,
};
kunit_test_suite(smp_suite);
