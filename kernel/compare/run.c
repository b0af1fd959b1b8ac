// SPDX-License-Identifier: MIT
/*
 * run.c - one mechanism, one device, one workload: who did the work, when, and at whose cost
 *
 * Idea:    the measuring thread fires the device, waits until the body has served the interrupt,
 *          lets a while pass that differs each time (so that the timer's tick meets every phase of
 *          the work), and fires again. Each interrupt has five stamps:
 *
 *              written ──► entered ──► raised ──► started ──► done
 *              device      top half    mechanism  body        body
 *
 *          With a burst, several interrupts come while no bottom half can run, as from a device
 *          that is faster than they are. Every mechanism remembers only *that* it was raised, not
 *          how often: one run then serves them all, and the others are merged.
 *
 *          All of it is done twice, once with the stopwatch and once with the irqs-off meter, for
 *          a meter that is switched on costs time itself. Where there are several processors it
 *          is done once more: each takes an interrupt before the first is served. Then it shows
 *          which bodies meet each other, and what it costs them to keep out of each other's way.
 * Context: process; compare_interrupt() hardirq; compare_body() any.
 * Locking: run->lock guards what bodies on two processors would both change.
 */
#include "internal.h"
#include <asm/atomic.h>
#include <halves/irqsoff.h>
#include <halves/tick.h>
#include <linux/bitmap.h>
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>

#define LOST_AFTER	(2 * HZ)  /* jiffies without progress */
#define GAP_MASK	0x1ffffUL /* ns: gaps of 0 to 131 us between events */
#define TICKS_PER_EVENT 4	  /* room for samples; later ticks are not kept */
#define TICKS_SPARE	1000

struct event {
	u64 written, entered, raised, left, started, done;
};

/* Fields: T by the top half; M by the measuring thread; L under lock. */
struct compare_run {
	const struct compare_mechanism *mechanism;
	const struct compare_setup *setup;
	const struct compare_source *source;
	struct event *events; /* one an interrupt, in the order that they came */
	unsigned int fired;   /* M: told the device */
	unsigned int raised;  /* T: reached the top half */
	spinlock_t lock;
	unsigned int taken;	     /* L: a body has begun to serve them */
	unsigned int runs;	     /* L: bodies that found something to serve */
	u32 *lock_ns;		     /* L: for each of them, how long it took to get the lock */
	unsigned int inside;	     /* L: bodies that run right now … */
	unsigned int most;	     /* L: … and the most there ever were */
	unsigned long cpus;	     /* L: bit N: a body ran on processor N */
	enum context context;	     /* L */
	bool may_sleep;		     /* L */
	char thread[TASK_COMM_LEN];  /* L */
	atomic_t finished;	     /* served to the end */
	unsigned long long switches; /* M */
	u64 irqs_off;		     /* M: ns */
	wait_queue_head_t wait;	     /* for finished */
};

/* ---- the timer's tick, while all this goes on ------------------------------------------------ */

static u32 *ticks;
static unsigned int nr_ticks, max_ticks;

static void note_tick(u32 late_ns)
{
	if (nr_ticks < max_ticks)
		ticks[nr_ticks++] = late_ns;
}

/* ---- the top half and the body --------------------------------------------------------------- */

/* compare_interrupt - the device interrupted and was acknowledged; hardirq */
void compare_interrupt(struct compare_run *run, u64 entered)
{
	unsigned int n = run->raised;
	struct event *event = &run->events[n];

	if (n == READ_ONCE(run->fired))
		return; /* nobody asked for this one */
	event->entered = entered;
	if (!run->source->has_register)
		event->written = entered;
	event->raised = stamp();
	WRITE_ONCE(run->raised, n + 1); /* before the raise: the body may run at once */
	run->mechanism->raise(run);
	event->left = stamp();
}

/* Stay busy for a time: virtual time on an emulator, so what counts is the clock, not the turns. */
static void busy(u32 ns)
{
	u64 end = stamp_after(stamp(), ns);
	unsigned int looks = 0, turn;

	while (stamp() < end) {
		for (turn = 0; turn < 16; turn++)
			barrier();
		if (!(++looks % 16))
			cpu_relax(); /* so that two that are busy at once both get on */
	}
}

/**
 * compare_body - the second half: sample where we are, then do the work of all waiting interrupts
 * @run: what setup() was called with
 *
 * Context: any; that is the question. Locking: takes run->lock, interrupts off, for some ten lines.
 */
void compare_body(struct compare_run *run)
{
	u64 started = stamp();
	enum context context = current_context();
	bool may_sleep = !in_atomic() && !irqs_disabled();
	unsigned int first, last, n;
	unsigned long flags;
	u64 asked;

	local_irq_save(flags);
	asked = stamp();
	spin_lock(&run->lock);
	asked = stamp() - asked; /* now the answer */
	run->inside++;
	run->most = max(run->most, run->inside);
	first = run->taken;
	last = READ_ONCE(run->raised);
	run->taken = last;
	if (first != last) {
		run->lock_ns[run->runs++] = stamp_ns(0, asked);
		run->context = max(run->context, context);
		run->may_sleep = run->may_sleep && may_sleep;
		run->cpus |= 1UL << smp_processor_id();
		strscpy(run->thread, current->comm, sizeof(run->thread));
	}
	spin_unlock(&run->lock);
	local_irq_restore(flags);

	if (run->mechanism->sleeps && first != last)
		schedule_timeout_uninterruptible(1);
	for (n = first; n != last; n++) {
		run->events[n].started = started;
		busy(run->setup->work_us * NSEC_PER_USEC);
		run->events[n].done = stamp();
	}

	spin_lock_irqsave(&run->lock, flags);
	run->inside--;
	spin_unlock_irqrestore(&run->lock, flags);
	atomic_add(last - first, &run->finished);
	wake_up(&run->wait);
}

/* ---- the measuring thread -------------------------------------------------------------------- */

/* Some devices interrupt a few instructions late, or when their own clock says. */
static bool reached_top_half(struct compare_run *run)
{
	unsigned long end = jiffies + LOST_AFTER;

	while (READ_ONCE(run->raised) != run->fired) {
		if (time_after(jiffies, end))
			return false;
		busy(64);
		cpu_relax(); /* it may be another processor's */
	}
	return true;
}

static void fire(struct compare_run *run)
{
	run->events[run->fired].written = stamp();
	WRITE_ONCE(run->fired, run->fired + 1);
	run->source->fire();
}

/* Interrupts that come faster than any bottom half can run: all top halves first. */
static void fire_burst(struct compare_run *run, unsigned int n)
{
	local_bh_disable();
	while (n--) {
		fire(run);
		if (!reached_top_half(run))
			break;
	}
	local_bh_enable();
}

static int wait_until_served(struct compare_run *run)
{
	const char *name = run->mechanism->name;
	unsigned int fired = run->fired, raised;

	if (wait_event_timeout(run->wait, atomic_read(&run->finished) == fired, LOST_AFTER))
		return 0;
	if (run->source->answers && !run->source->answers()) {
		pr_err("compare: %s: the %s vanished after %u interrupts\n", name,
		       run->source->name, atomic_read(&run->finished));
		return -ENODEV;
	}
	raised = READ_ONCE(run->raised);
	if (raised != fired)
		pr_err("compare: %s: interrupt %u was lost: fired, and no top half ran\n", name,
		       raised + 1);
	else
		pr_err("compare: %s: interrupt %u was lost: raised, and no body served it\n", name,
		       atomic_read(&run->finished) + 1);
	return -ETIMEDOUT;
}

static int fire_all(struct compare_run *run)
{
	const struct compare_setup *setup = run->setup;
	u32 seed = 1;
	int err = 0;

	while (!err && run->fired < setup->count) {
		if (setup->burst == 1)
			fire(run);
		else
			fire_burst(run, min(setup->burst, setup->count - run->fired));
		err = wait_until_served(run);
		seed = seed * 1664525 + 1013904223; /* Numerical Recipes, 7.1 */
		busy(seed >> 15 & GAP_MASK);
	}
	return err;
}

/* Have @cpu take one; false: there are no more to fire, or it did not come. */
static bool fire_at(struct compare_run *run, int cpu)
{
	if (run->fired == run->setup->count)
		return false;
	irq_set_affinity(run->source->irq(), 1UL << cpu);
	fire(run);
	return reached_top_half(run);
}

/* One for each processor, for this one at last: serving it would keep us from firing the others. */
static void fire_round(struct compare_run *run)
{
	int here = smp_processor_id(), cpu;

	for_each_online_cpu(cpu)
		if (cpu != here && !fire_at(run, cpu))
			return;
	fire_at(run, here);
}

static int fire_spread(struct compare_run *run)
{
	int err = 0;

	while (!err && run->fired < run->setup->count) {
		fire_round(run);
		err = wait_until_served(run);
	}
	irq_set_affinity(run->source->irq(), 1);
	return err;
}

/* ---- the instruments: stopwatch and irqs-off meter ------------------------------------------- */

struct instrument {
	void (*start)(struct compare_run *run);
	void (*stop)(struct compare_run *run);
};

static void stopwatch_start(struct compare_run *run)
{
	nr_ticks = 0;
	run->switches = nr_context_switches();
	tick_probe = note_tick;
}

static void stopwatch_stop(struct compare_run *run)
{
	run->switches = nr_context_switches() - run->switches;
	while (!nr_ticks)
		schedule_timeout_uninterruptible(1); /* it was over within a tick: see one */
	tick_probe = NULL;
}

static void meter_start(struct compare_run *run)
{
	irqsoff_start();
}

static void meter_stop(struct compare_run *run)
{
	run->irqs_off = irqsoff_stop();
}

static const struct instrument stopwatch = { stopwatch_start, stopwatch_stop };
static const struct instrument meter = { meter_start, meter_stop };

/* One pass over all interrupts, from a clean sheet, with one instrument, or none. */
static int pass(struct compare_run *run, const struct instrument *instrument,
		int (*fire)(struct compare_run *run))
{
	const struct compare_mechanism *mechanism = run->mechanism;
	int err;

	run->fired = run->raised = run->taken = run->runs = 0;
	run->inside = run->most = 0;
	run->cpus = 0;
	run->context = CONTEXT_PROCESS;
	run->may_sleep = true;
	atomic_set(&run->finished, 0);

	err = mechanism->setup ? mechanism->setup(run) : 0;
	if (err) {
		pr_err("compare: %s: cannot be set up: error %d\n", mechanism->name, err);
		return err;
	}
	err = run->source->open(run);
	if (err) {
		pr_err("compare: %s: cannot have the interrupt of the %s: error %d\n",
		       mechanism->name, run->source->name, err);
	} else {
		if (instrument)
			instrument->start(run);
		err = fire(run);
		if (instrument)
			instrument->stop(run);
		run->source->close();
	}
	if (mechanism->teardown)
		mechanism->teardown(run);
	return err;
}

/* ---- the figures ----------------------------------------------------------------------------- */

static u64 stamp_of(const struct event *event, size_t which)
{
	return *(const u64 *)((const char *)event + which);
}

/* Two columns of the stamps, as offsets in struct event, become one series. */
static void series(const struct compare_run *run, u32 *samples, size_t from, size_t to,
		   struct stats *stats)
{
	unsigned int n;

	for (n = 0; n < run->setup->count; n++)
		samples[n] =
			stamp_ns(stamp_of(&run->events[n], from), stamp_of(&run->events[n], to));
	stats_of(samples, run->setup->count, stats);
}

#define STAMP(which) offsetof(struct event, which)

static void evaluate(struct compare_run *run, u32 *samples, struct compare_result *result)
{
	size_t raise = run->mechanism->direct ? STAMP(written) : STAMP(raised);
	unsigned int n;

	result->context = run->context;
	result->may_sleep = run->may_sleep;
	result->runs = run->runs;
	result->merged = run->setup->count - run->runs;
	result->switches_milli = div_u64(run->switches * 1000, run->setup->count);
	strscpy(result->thread, run->thread, sizeof(result->thread));

	series(run, samples, STAMP(entered), STAMP(left), &result->top_half);
	series(run, samples, STAMP(written), STAMP(done), &result->done);
	series(run, samples, raise, STAMP(started), &result->start);
	for (n = 0; n < run->setup->count; n++)
		result->histogram[stats_bucket(samples[n])]++;
	stats_of(ticks, nr_ticks, &result->tick_late);
}

/* After the last pass: who met whom, and what the lock cost. */
static void evaluate_meetings(struct compare_run *run, struct compare_result *result)
{
	result->max_concurrency = run->most;
	result->cpus_used = bitmap_weight(&run->cpus, NR_CPUS);
	stats_of(run->lock_ns, run->runs, &result->lock);
}

/* All passes. */
static int passes(struct compare_run *run, u32 *samples, struct compare_result *result)
{
	int err = pass(run, &stopwatch, fire_all);

	if (err)
		return err;
	evaluate(run, samples, result);
	err = pass(run, &meter, fire_all);
	result->irqs_off_max = min_t(u64, run->irqs_off, U32_MAX);
	if (!err && run->setup->spread)
		err = pass(run, NULL, fire_spread);
	evaluate_meetings(run, result);
	return err;
}

/**
 * compare_measure - measure one mechanism
 * @mechanism: what to measure
 * @setup: how many interrupts, how much work, in what bursts; count and burst not 0
 * @result: filled in
 *
 * Return: 0; -ENOMEM; -ETIMEDOUT if an interrupt or a body got lost (told on the console);
 * -ENODEV if the device vanished (told);
 * another -errno if the mechanism or the device could not be set up (told, too).
 * Context: process; sleeps. Locking: one caller at a time.
 */
int compare_measure(const struct compare_mechanism *mechanism, const struct compare_setup *setup,
		    struct compare_result *result)
{
	struct compare_run run = {
		.mechanism = mechanism,
		.setup = setup,
		.source = compare_find_source(),
	};
	u32 *samples = kcalloc(setup->count, sizeof(*samples), GFP_KERNEL);
	int err = -ENOMEM;

	might_sleep();
	*result = (struct compare_result){ .name = mechanism->name };
	spin_lock_init(&run.lock);
	init_waitqueue_head(&run.wait);
	max_ticks = setup->count * TICKS_PER_EVENT + TICKS_SPARE;
	ticks = kcalloc(max_ticks, sizeof(*ticks), GFP_KERNEL);
	run.events = kcalloc(setup->count, sizeof(*run.events), GFP_KERNEL);
	run.lock_ns = kcalloc(setup->count, sizeof(*run.lock_ns), GFP_KERNEL);
	if (samples && ticks && run.events && run.lock_ns)
		err = passes(&run, samples, result);
	else
		pr_err("compare: %s: no memory for %u interrupts\n", mechanism->name, setup->count);
	kfree(run.lock_ns);
	kfree(run.events);
	kfree(ticks);
	kfree(samples);
	return err;
}
