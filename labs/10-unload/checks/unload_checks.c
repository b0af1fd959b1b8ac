// SPDX-License-Identifier: MIT
/*
 * unload_checks.c - lab 10: does sampler_exit() leave nothing behind, whenever it is called?
 *
 * The driver tells the checks when a part of it begins and ends (sampler_probe). So they can hold a
 * part in its middle while sampler_exit() is called, and see one that runs too long or too late.
 */
#include "errand.h"
#include "helpers.h"
#include "../../common/place.h"

#include <halves/lab10.h>
#include <halves/memory_debug.h>
#include <linux/irq.h>
#include <linux/time.h>
#include <linux/workqueue.h>

#define SAMPLER_LINE 20	     /* of the test chip */
#define BURST	     20000   /* samples: more than softirqs and ksoftirqd take meanwhile */
#define HELD_NS	     3000000 /* of who spins */
#define HELD_TICKS   6	     /* of who may sleep */
#define LATE_TICKS   8	     /* after the exit: all delays of the driver are over */

static const char *const names[] = { "top half", "timer", "tasklet", "work", "report", "beat" };

static struct {
	unsigned long hold; /* bit N: the next run of part N is held once it has begun */
	unsigned long then; /* what is held after the first of them */
	atomic_t inside[SAMPLER_PARTS], runs[SAMPLER_PARTS];
	bool over; /* sampler_exit() has returned */
} seen;

/*
 * Stay until sampler_exit() has returned, which is wrong, or for some time. What is wrong ends the
 * boot: the part would go on in memory that is somebody else's.
 */
static void stay(enum sampler_part part)
{
	unsigned long end = jiffies + HELD_TICKS;
	u64 end_ns = sched_clock() + HELD_NS;

	if (part >= SAMPLER_WORK) {
		while (!READ_ONCE(seen.over) && time_before(jiffies, end))
			schedule_timeout_uninterruptible(1);
	} else {
		while (!READ_ONCE(seen.over) && sched_clock() < end_ns)
			cpu_relax();
	}
	if (READ_ONCE(seen.over))
		panic("lab 10: the %s still runs, and sampler_exit() has returned", names[part]);
}

static void look(enum sampler_part part, bool begins)
{
	if (!begins) {
		atomic_dec(&seen.inside[part]);
		return;
	}
	if (READ_ONCE(seen.over))
		panic("lab 10: the %s runs after sampler_exit() has returned", names[part]);
	atomic_inc(&seen.runs[part]);
	atomic_inc(&seen.inside[part]);
	if (seen.hold & 1UL << part) {
		seen.hold &= ~(1UL << part);
		stay(part);
		seen.hold |= seen.then;
		seen.then = 0;
	}
}

static struct sampler *begin(unsigned long beat, unsigned long hold)
{
	memset(&seen, 0, sizeof(seen));
	seen.hold = hold;
	atomic_set(&sampler_device, 0);
	atomic_set(&sampler_gathered, 0);
	sampler_probe = look;
	return sampler_init(SAMPLER_LINE, beat);
}

static void sample(void *count)
{
	atomic_add((long)count, &sampler_device);
	irq_inject(SAMPLER_LINE);
}

/* Call sampler_exit(): nothing runs when it returns, or later, and what was gathered is stored. */
static void end(struct kunit *test, struct sampler *s)
{
	unsigned long stored = sampler_exit(s);
	unsigned int part;

	WRITE_ONCE(seen.over, true);
	for (part = 0; part < SAMPLER_PARTS; part++)
		if (atomic_read(&seen.inside[part]))
			panic("lab 10: the %s still runs, and sampler_exit() has returned",
			      names[part]);
	schedule_timeout_uninterruptible(LATE_TICKS);
	sampler_probe = NULL;
	slab_check_all();
	KUNIT_EXPECT_EQ_MSG(test, stored, atomic_read(&sampler_gathered),
			    "samples that sampler_exit() says were stored, and that were gathered");
}

static struct sampler *must_begin(struct kunit *test, unsigned long beat, unsigned long hold)
{
	struct sampler *s = begin(beat, hold);

	KUNIT_ASSERT_NOT_NULL_MSG(test, s, "sampler_init() has failed: is the line free?");
	return s;
}

/* ---- nothing runs ---------------------------------------------------------------------------- */

/* Nothing has happened: nothing is left, of memory, threads or timers */
static void nothing_happened(struct kunit *test)
{
	end(test, must_begin(test, 0, 0));
}

static irqreturn_t nobody(int irq, void *data)
{
	return IRQ_NONE;
}

/* The line is free for the next driver, and quiet */
static void line_is_free(struct kunit *test)
{
	int err;

	sampler_exit(must_begin(test, 0, 0));
	WRITE_ONCE(seen.over, true);
	sample((void *)1L);
	sampler_probe = NULL;
	err = request_irq(SAMPLER_LINE, nobody, 0, "next", &seen);
	KUNIT_EXPECT_EQ_MSG(test, err, 0, "request_irq() of the next driver");
	if (!err)
		free_irq(SAMPLER_LINE, &seen);
}

/* All is done, down to the report */
static void all_is_done(struct kunit *test)
{
	struct sampler *s = must_begin(test, 0, 0);

	sample((void *)3L);
	schedule_timeout_uninterruptible(LATE_TICKS);
	KUNIT_EXPECT_EQ(test, atomic_read(&seen.runs[SAMPLER_REPORT]), 1);
	end(test, s);
}

/* ---- on its way ------------------------------------------------------------------------------ */

/* The sample is gathered, its work has not begun: it is stored */
static void work_is_queued(struct kunit *test)
{
	struct sampler *s = must_begin(test, 0, 0);

	preempt_disable();
	sample((void *)1L);
	KUNIT_EXPECT_EQ(test, atomic_read(&seen.runs[SAMPLER_WORK]), 0);
	preempt_enable_no_resched();
	end(test, s);
}

/* The tasklet has more to do than one way out of an interrupt lets it: what it did is stored */
static void tasklet_is_scheduled(struct kunit *test)
{
	struct sampler *s = must_begin(test, 0, 0);

	preempt_disable();
	sample((void *)(long)BURST);
	KUNIT_EXPECT_LT(test, atomic_read(&seen.runs[SAMPLER_TASKLET]), BURST);
	preempt_enable_no_resched();
	end(test, s);
}

/* The timer is armed, and the device holds something that it would find */
static void timer_is_armed(struct kunit *test)
{
	struct sampler *s = must_begin(test, 0, 0);

	sample((void *)1L);
	atomic_set(&sampler_device, 1);
	end(test, s);
}

static void wait_for_run(struct kunit *test, enum sampler_part part)
{
	KUNIT_EXPECT_TRUE_MSG(test, wait_until(atomic_read(&seen.runs[part])), "the %s has not run",
			      names[part]);
}

/* The sample is stored, and the report is still to come */
static void report_is_timed(struct kunit *test)
{
	struct sampler *s = must_begin(test, 0, 0);

	next_tick();
	sample((void *)1L);
	wait_for_run(test, SAMPLER_WORK);
	end(test, s);
}

static void sleep_on_events(void *unused)
{
	schedule_timeout_uninterruptible(HELD_TICKS);
}

/* The report's delay ends while sampler_exit() waits for something */
static void report_comes_meanwhile(struct kunit *test)
{
	DECLARE_WORK(sleeps, sleep_on_events, NULL);
	struct sampler *s = must_begin(test, 0, 1UL << SAMPLER_REPORT);

	sample((void *)1L);
	wait_for_run(test, SAMPLER_WORK);
	schedule_work(&sleeps);
	end(test, s);
	flush_scheduled_work();
}

/* The next beat's delay runs */
static void beat_is_timed(struct kunit *test)
{
	struct sampler *s = must_begin(test, 3, 0);

	wait_for_run(test, SAMPLER_BEAT);
	end(test, s);
}

/* ---- held in the middle ---------------------------------------------------------------------- */

static void end_while(struct kunit *test, struct sampler *s, enum sampler_part part)
{
	KUNIT_EXPECT_TRUE_MSG(test, spin_until(atomic_read(&seen.inside[part])),
			      "the %s has not begun", names[part]);
	end(test, s);
}

/* A handler that sleeps is in its middle when sampler_exit() is called: it is waited for */
static void work_runs(struct kunit *test)
{
	struct sampler *s = must_begin(test, 0, 1UL << SAMPLER_WORK);

	sample((void *)2L);
	wait_for_run(test, SAMPLER_WORK);
	end_while(test, s, SAMPLER_WORK);
}

static void report_runs(struct kunit *test)
{
	struct sampler *s = must_begin(test, 0, 1UL << SAMPLER_REPORT);

	sample((void *)2L);
	wait_for_run(test, SAMPLER_REPORT);
	end_while(test, s, SAMPLER_REPORT);
}

/* … and it will queue itself again when it goes on */
static void beat_runs(struct kunit *test)
{
	struct sampler *s = must_begin(test, 1, 1UL << SAMPLER_BEAT);

	wait_for_run(test, SAMPLER_BEAT);
	end_while(test, s, SAMPLER_BEAT);
}

/* The same on another processor, which begins with an interrupt there. */
static void runs_there(struct kunit *test, enum sampler_part part, unsigned long then)
{
	struct errand errand = { .fn = sample };
	struct sampler *s;

	need_two_processors(test);
	errand.arg = (void *)(part == SAMPLER_TIMER ? 1L : BURST); /* the timer finds the rest */
	s = must_begin(test, 0, 1UL << part);
	seen.then = then;
	if (start_on(test, other_cpu(), &errand)) {
		spin_until(atomic_read(&seen.runs[SAMPLER_IRQ]));
		atomic_set(&sampler_device, part == SAMPLER_TIMER ? BURST : 0);
		end_while(test, s, part);
		wait_for_completion(&errand.done);
	} else {
		end(test, s);
	}
}

static void irq_runs_elsewhere(struct kunit *test)
{
	runs_there(test, SAMPLER_IRQ, 0);
}

static void tasklet_runs_elsewhere(struct kunit *test)
{
	runs_there(test, SAMPLER_TASKLET, 0);
}

/* The timer finds samples, so it schedules the tasklet there */
static void timer_runs_elsewhere(struct kunit *test)
{
	runs_there(test, SAMPLER_TIMER, 1UL << SAMPLER_TASKLET);
}

/* ---- an interrupt anywhere ------------------------------------------------------------------- */

static struct sampler *swept;

static void begin_swept(void)
{
	swept = begin(0, 0);
}

static unsigned long swept_stored;

static void exit_swept(void)
{
	if (swept)
		swept_stored = sampler_exit(swept);
	WRITE_ONCE(seen.over, true);
}

static void burst_comes(void)
{
	atomic_set(&sampler_device, BURST);
	handle_irq(SAMPLER_LINE, &irq_desc[SAMPLER_LINE]);
}

static const char *left_behind(void)
{
	if (!swept)
		return "sampler_init() has failed: is the line free?";
	schedule_timeout_uninterruptible(LATE_TICKS);
	sampler_probe = NULL;
	return swept_stored == atomic_read(&sampler_gathered) ?
		       NULL :
		       "not all samples that were gathered are stored";
}

static void sweep(struct kunit *test, unsigned int step, unsigned int most)
{
	struct placed places = { .setup = begin_swept,
				 .body = exit_swept,
				 .interrupt = burst_comes,
				 .broken = left_behind,
				 .sleeps = true,
				 .step = step,
				 .most = most };
	unsigned int n;

	n = place_everywhere(test, &places);
	kunit_info(test, "an interrupt at %u places of sampler_exit()", n);
	slab_check_all();
}

/* A burst of samples comes while sampler_exit() begins: five seeds meet every place … */
static void interrupt_early(struct kunit *test)
{
	sweep(test, 5, 400);
}

/* … and anywhere: 32 seeds meet every place of all of it */
static void interrupt_anywhere(struct kunit *test)
{
	sweep(test, 32, 0);
}

static struct kunit_case unload_cases[] = {
	KUNIT_CASE(nothing_happened),	  KUNIT_CASE(line_is_free),
	KUNIT_CASE(all_is_done),	  KUNIT_CASE(work_is_queued),
	KUNIT_CASE(tasklet_is_scheduled), KUNIT_CASE(timer_is_armed),
	KUNIT_CASE(report_is_timed),	  KUNIT_CASE(report_comes_meanwhile),
	KUNIT_CASE(beat_is_timed),	  KUNIT_CASE(work_runs),
	KUNIT_CASE(report_runs),	  KUNIT_CASE(beat_runs),
	KUNIT_CASE(irq_runs_elsewhere),	  KUNIT_CASE(tasklet_runs_elsewhere),
	KUNIT_CASE(timer_runs_elsewhere), KUNIT_CASE(interrupt_early),
	KUNIT_CASE(interrupt_anywhere),	  {},
};

static struct kunit_suite unload_suite = {
	.name = "lab10_unload",
	.test_cases = unload_cases,
};
kunit_test_suite(unload_suite);
