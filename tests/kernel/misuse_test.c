// SPDX-License-Identifier: MIT
/*
 * misuse_test.c - each function that waits, called where one must not wait: what the report says
 *
 * Every function is called in every context; the report must name the function, the context, who
 * entered it and where, and the way out. Here the functions need not wait this time, so the kernel
 * goes on; what really sleeps in an interrupt ends in a panic: tests/boot/test_misuse.py.
 */
#include "helpers.h"

#include <halves/report.h>
#include <linux/kthread.h>
#include <linux/semaphore.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define LINE TEST_IRQ_FIRST

/* The barrier() at the end keeps a call from becoming a jump: the caller must be on the stack. */
static struct semaphore semaphore;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static struct timer_list timer;
static int dev;

static void call_down(void *unused)
{
	down(&semaphore);
	up(&semaphore);
	barrier();
}

static void call_kmalloc(void *unused)
{
	kfree(kmalloc(100, GFP_KERNEL));
	barrier();
}

static void call_wait_event(void *unused)
{
	wait_event(queue, true);
	barrier();
}

static void call_flush_workqueue(void *unused)
{
	flush_workqueue(keventd_wq);
	barrier();
}

static void call_msleep(void *unused)
{
	msleep(1);
	barrier();
}

static void call_free_irq(void *unused)
{
	free_irq(LINE, &dev);
	barrier();
}

static void call_disable_irq(void *unused)
{
	disable_irq(LINE);
	enable_irq(LINE);
	barrier();
}

static void call_del_timer_sync(void *unused)
{
	del_timer_sync(&timer);
	barrier();
}

struct misuse {
	const char *name; /* as the report calls it */
	context_fn call;
	bool spins;	    /* waits by turning: in a thread only bottom halves off forbid that */
	bool really_sleeps; /* no use in an interrupt: it would be the end */
	const char *offer;  /* what the API has instead; NULL: nothing by itself */
};

static const struct misuse misuses[] = {
	{ "down", call_down, .offer = "use down_trylock()" },
	{ "kmalloc", call_kmalloc, .offer = "use GFP_ATOMIC" },
	{ "wait_event", call_wait_event },
	{ "flush_workqueue", call_flush_workqueue },
	{ "msleep", call_msleep, .really_sleeps = true, .offer = "use mod_timer()" },
	{ "free_irq", call_free_irq, .spins = true },
	{ "disable_irq", call_disable_irq, .spins = true, .offer = "use disable_irq_nosync()" },
	{ "del_timer_sync", call_del_timer_sync, .spins = true, .offer = "use del_timer()" },
};

struct place {
	const char *name;
	void (*run)(context_fn fn, void *arg);
	bool interrupt;	   /* not a thread at all */
	bool spin_allowed; /* one may wait for a handler here */
	const char *line;  /* what the report calls it, and who entered it … */
	const char *where; /* … and where, in a thread */
	const char *sleep_instead, *spin_instead;
};

static const struct place places[] = {
	{ "top half", run_in_hardirq, .interrupt = true,
	  .line = "context: hard interrupt: irq 27 (run_in_hardirq), top half call_handler; it "
		  "interrupted thread ",
	  .sleep_instead = "a top half cannot sleep: acknowledge the device and queue a work",
	  .spin_instead = "queue a work that calls it" },
	{ "softirq", run_in_softirq, .interrupt = true,
	  .line = "context: softirq LAB2, on top of thread ",
	  .sleep_instead = "a softirq cannot sleep: queue a work instead",
	  .spin_instead = "queue a work that calls it" },
	{ "tasklet", run_in_tasklet, .interrupt = true,
	  .line = "context: tasklet call_tasklet, run by softirq TASKLET, on top of thread ",
	  .sleep_instead = "a tasklet cannot sleep: queue a work instead",
	  .spin_instead = "queue a work that calls it" },
	{ "timer", run_in_timer, .interrupt = true,
	  .line = "context: timer call_tasklet, run by softirq TIMER, on top of thread ",
	  .sleep_instead = "a timer's function cannot sleep: use a delayed work instead",
	  .spin_instead = "queue a work that calls it" },
	{ "under a spinlock", run_under_spinlock, .spin_allowed = true,
	  .line = ", preemption off since run_under_spinlock+",
	  .where = ", holding spinlock lock taken at run_under_spinlock+",
	  .sleep_instead = "sleep after spin_unlock() or preempt_enable(), or use a mutex" },
	{ "bottom halves off", run_with_bh_off,
	  .line = ", bottom halves off since run_with_bh_off+",
	  .sleep_instead = "sleep after local_bh_enable() or spin_unlock_bh()",
	  .spin_instead = "call it after local_bh_enable() or spin_unlock_bh()" },
	{ "interrupts off", run_with_irqs_off, .spin_allowed = true,
	  .line = ", interrupts off since run_with_irqs_off+",
	  .sleep_instead = "sleep after local_irq_enable(), local_irq_restore() or "
			   "spin_unlock_irqrestore()" },
};

static void name_misuse(const struct misuse *m, char *desc)
{
	strscpy(desc, m->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(misuses, misuses, name_misuse);

static irqreturn_t nothing(int irq, void *dev_id)
{
	return IRQ_HANDLED;
}

static void time_out(unsigned long data) { }

static int misuse_init(struct kunit *test)
{
	sema_init(&semaphore, 1);
	setup_timer(&timer, time_out, 0);
	flush_scheduled_work();
	return 0;
}

static void check_report(struct kunit *test, const struct misuse *m, const struct place *p)
{
	char line[120];

	snprintf(line, sizeof(line), "BUG: %s from invalid context at ",
		 m->spins ? "function that waits for a handler called" :
			    "sleeping function called");
	KUNIT_EXPECT_REPORT(test, line);
	KUNIT_EXPECT_REPORT(test, p->line);
	if (p->where)
		KUNIT_EXPECT_REPORT(test, p->where);
	snprintf(line, sizeof(line),
		 m->spins ? "%s() turns on the spot until a handler has ended" :
			    "%s() may sleep, and this context may not: ",
		 m->name);
	KUNIT_EXPECT_REPORT(test, line);
	KUNIT_EXPECT_REPORT(test, m->spins ? p->spin_instead : p->sleep_instead);
	if (m->offer)
		KUNIT_EXPECT_REPORT(test, m->offer);
	snprintf(line, sizeof(line), "] call_%s+", m->name);
	KUNIT_EXPECT_REPORT(test, line);
}

/* One call in one place, with a line that free_irq() can free and disable_irq() disable. */
static void try(struct kunit *test, const struct misuse *m, const struct place *p)
{
	unsigned int before = report_count();

	KUNIT_ASSERT_EQ(test, request_irq(LINE, nothing, 0, "misuse", &dev), 0);
	if (m->spins && p->spin_allowed) {
		p->run(m->call, NULL);
		KUNIT_EXPECT_EQ_MSG(test, report_count(), before, "%s", p->name);
	} else {
		kunit_expect_report(test);
		p->run(m->call, NULL);
		kunit_end_report(test);
		if (m->spins)
			KUNIT_EXPECT_EQ_MSG(test, report_count(), before + 1, "%s", p->name);
		check_report(test, m, p);
	}
	if (irq_desc[LINE].action)
		free_irq(LINE, &dev);
	KUNIT_EXPECT_EQ_MSG(test, preempt_count(), 0, "%s", p->name);
	KUNIT_EXPECT_FALSE_MSG(test, irqs_disabled(), "%s", p->name);
}

/* S16, S28, S45, S47, S81, S109: the report names function, context, who entered it, the way out */
static void report_explains_every_context(struct kunit *test)
{
	const struct misuse *m = test->param_value;
	int i;

	for (i = 0; i < ARRAY_SIZE(places); i++)
		if (!m->really_sleeps || !places[i].interrupt)
			try(test, m, &places[i]);
}

static struct kunit_case misuse_cases[] = {
	KUNIT_CASE_PARAM(report_explains_every_context, misuses_gen_params),
	{},
};

static struct kunit_suite misuse_suite = {
	.name = "misuse",
	.init = misuse_init,
	.test_cases = misuse_cases,
};
kunit_test_suite(misuse_suite);
