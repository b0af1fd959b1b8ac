// SPDX-License-Identifier: MIT
/* helpers.c - see helpers.h */
#include "helpers.h"

#include <asm/tsc.h>
#include <halves/rtc.h>
#include <halves/watchdog.h>
#include <linux/kthread.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#define HELPER_IRQ TEST_IRQ_LAST /* the suites use the lines before it */

/* note - write a number down; any context */
void note(struct notes *notes, int what)
{
	int i = atomic_inc_return(&notes->count) - 1;

	if (i < ARRAY_SIZE(notes->at))
		notes->at[i] = what;
}

/* expect_notes - the numbers noted are these, e.g. "1 2 3" */
void expect_notes(struct kunit *test, const struct notes *notes, const char *expected)
{
	char text[4 * ARRAY_SIZE(notes->at)] = "";
	int i, len = 0;

	for (i = 0; i < atomic_read(&notes->count) && i < ARRAY_SIZE(notes->at); i++)
		len += scnprintf(text + len, sizeof(text) - len, "%s%d", i ? " " : "",
				 notes->at[i]);
	KUNIT_EXPECT_STREQ(test, (const char *)text, expected);
}

/* ---- contexts -------------------------------------------------------------------------------- */

struct call {
	context_fn fn;
	void *arg;
	bool done;
};

static void make_call(struct call *call)
{
	call->fn(call->arg);
	WRITE_ONCE(call->done, true);
}

static irqreturn_t call_handler(int irq, void *dev_id)
{
	make_call(dev_id);
	return IRQ_HANDLED;
}

/* run_in_hardirq - in a top half, by the whole way of a hardware interrupt */
void run_in_hardirq(context_fn fn, void *arg)
{
	struct call call = { fn, arg };

	if (request_irq(HELPER_IRQ, call_handler, 0, "run_in_hardirq", &call)) {
		KUNIT_FAIL(kunit_get_current_test(), "line %d is taken", HELPER_IRQ);
		return;
	}
	irq_inject(HELPER_IRQ);
	free_irq(HELPER_IRQ, &call);
	KUNIT_EXPECT_TRUE(kunit_get_current_test(), call.done);
}

static void call_softirq(struct softirq_action *self)
{
	struct call *call = self->data;

	if (call)
		make_call(call);
	self->data = NULL;
}

/* run_in_softirq - in a softirq, served when bottom halves are enabled */
void run_in_softirq(context_fn fn, void *arg)
{
	struct call call = { fn, arg };

	local_bh_disable();
	open_softirq(LAB2_SOFTIRQ, call_softirq, &call);
	raise_softirq(LAB2_SOFTIRQ);
	local_bh_enable();
	KUNIT_EXPECT_TRUE(kunit_get_current_test(), call.done);
}

static void call_tasklet(unsigned long data)
{
	make_call((struct call *)data);
}

/* run_in_tasklet - in a tasklet */
void run_in_tasklet(context_fn fn, void *arg)
{
	struct call call = { fn, arg };
	struct tasklet_struct tasklet;

	tasklet_init(&tasklet, call_tasklet, (unsigned long)&call);
	local_bh_disable();
	tasklet_schedule(&tasklet);
	local_bh_enable();
	KUNIT_EXPECT_TRUE(kunit_get_current_test(), wait_until(call.done));
	tasklet_kill(&tasklet);
}

/* run_in_timer - in a timer's handler */
void run_in_timer(context_fn fn, void *arg)
{
	struct call call = { fn, arg };
	struct timer_list timer;

	setup_timer(&timer, call_tasklet, (unsigned long)&call);
	mod_timer(&timer, jiffies + 1);
	KUNIT_EXPECT_TRUE(kunit_get_current_test(), wait_until(READ_ONCE(call.done)));
	del_timer_sync(&timer);
}

void run_with_bh_off(context_fn fn, void *arg)
{
	local_bh_disable();
	fn(arg);
	local_bh_enable();
}

void run_with_irqs_off(context_fn fn, void *arg)
{
	unsigned long flags;

	local_irq_save(flags);
	fn(arg);
	local_irq_restore(flags);
}

void run_with_preemption_off(context_fn fn, void *arg)
{
	preempt_disable();
	fn(arg);
	preempt_enable();
}

void run_under_spinlock(context_fn fn, void *arg)
{
	DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	fn(arg);
	spin_unlock(&lock);
}

static int call_thread(void *arg)
{
	make_call(arg);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* run_in_thread - in another thread of this processor */
void run_in_thread(context_fn fn, void *arg)
{
	struct call call = { fn, arg };
	struct task_struct *thread = kthread_create(call_thread, &call, "run_in_thread");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(kunit_get_current_test(), thread);
	kthread_bind(thread, smp_processor_id());
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(kunit_get_current_test(), wait_until(READ_ONCE(call.done)));
	kthread_stop(thread);
}

/* Where the case ended early it may sleep in a read() that nobody answers: a signal ends that. */
static void stop_thread(void *data)
{
	struct task_struct *thread = data;

	thread->sigpending = true;
	kthread_stop(thread);
}

struct task_struct *create_thread(struct kunit *test, int (*fn)(void *data), void *data,
				  const char *name)
{
	struct task_struct *thread = kthread_create(fn, data, "%s", name);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	kthread_bind(thread, smp_processor_id());
	kunit_add_action(test, stop_thread, thread);
	return thread;
}

void start_thread(struct kunit *test, struct task_struct *thread)
{
	kunit_remove_action(test, stop_thread, thread);
	wake_up_process(thread);
}

const struct atomic_context atomic_contexts[ATOMIC_CONTEXTS] = {
	{ "preemption off", run_with_preemption_off },
	{ "bottom halves off", run_with_bh_off },
	{ "interrupts off", run_with_irqs_off },
	{ "spinlock held", run_under_spinlock },
	{ "softirq", run_in_softirq },
	{ "tasklet", run_in_tasklet },
	{ "timer", run_in_timer },
	{ "hardirq", run_in_hardirq },
};

/* For KUNIT_CASE_PARAM: each atomic context once. */
const void *atomic_contexts_gen_params(const void *prev, char *desc)
{
	const struct atomic_context *next = prev ? (const struct atomic_context *)prev + 1 :
						   atomic_contexts;

	if (next == atomic_contexts + ATOMIC_CONTEXTS)
		return NULL;
	strscpy(desc, next->name, KUNIT_PARAM_DESC_SIZE);
	return next;
}

/* ---- time ------------------------------------------------------------------------------------ */

/* exact_clock - is one instruction one cycle, always? */
bool exact_clock(void)
{
	return tsc_counts_instructions();
}

/* need_exact_clock - skip a case that bounds a time */
void need_exact_clock(struct kunit *test)
{
	if (!exact_clock())
		kunit_skip(test, "needs the deterministic clock: poweroff, or ICOUNT=1");
}

static void restore_lost_seconds(void *seconds)
{
	watchdog_lost_seconds = (unsigned long)seconds;
}

/* tell_lost_ticks_every - in this case the watchdog says so no more often than that */
void tell_lost_ticks_every(struct kunit *test, unsigned int seconds)
{
	kunit_add_action(test, restore_lost_seconds, (void *)(unsigned long)watchdog_lost_seconds);
	watchdog_lost_seconds = seconds;
}

/* lose_ticks - this case keeps interrupts off for so long: each time the watchdog shall say so */
void lose_ticks(struct kunit *test)
{
	tell_lost_ticks_every(test, 0);
	if (exact_clock())
		kunit_expect_report(test);
}

/* next_tick - return just after a timer interrupt: nearly a whole tick without the next one */
void next_tick(void)
{
	unsigned long now = jiffies;

	while (jiffies == now)
		barrier();
}

/* halt_for - keep the processor for so many ticks, but let it halt: it costs the host nothing */
void halt_for(unsigned long ticks)
{
	unsigned long end = jiffies + ticks;

	while (time_before(jiffies, end))
		safe_halt();
}

/* find_thread - a thread by its name; NULL: there is none */
struct task_struct *find_thread(const char *comm)
{
	struct task_struct *p, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&tasklist_lock, flags);
	for_each_task(p) {
		if (!strcmp(p->comm, comm))
			found = p;
	}
	spin_unlock_irqrestore(&tasklist_lock, flags);
	return found;
}

/* ---- rain ------------------------------------------------------------------------------------ */

static struct {
	context_fn fn;
	void *arg;
	unsigned int drops;
} rain;

static void rain_drop(void *unused)
{
	rain.drops++;
	rain.fn(rain.arg);
}

/*
 * rain_start - call a function in a top half, 8192 times a second, until rain_stop()
 *
 * Return: false, and the case is marked as skipped, if there is no RTC or somebody else uses it.
 */
bool rain_start(struct kunit *test, context_fn fn, void *arg)
{
	rain.fn = fn;
	rain.arg = arg;
	rain.drops = 0;
	if (rtc_periodic_start(RTC_PERIODIC_HZ_MAX, rain_drop, NULL)) {
		rain.fn = NULL;
		kunit_skip(test, "no RTC, or somebody uses its periodic interrupt");
		return false;
	}
	kunit_add_action(test, rain_stop, NULL);
	return true;
}

/* rain_stop - it has rained enough; also called at the end of a case that forgot it */
void rain_stop(void *unused)
{
	if (!rain.fn)
		return;
	rtc_periodic_stop();
	rain.fn = NULL;
}

/* rain_drops - how many fell */
unsigned int rain_drops(void)
{
	return READ_ONCE(rain.drops);
}
