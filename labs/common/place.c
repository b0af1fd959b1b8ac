// SPDX-License-Identifier: MIT
/*
 * place.c - see place.h
 *
 * Idea:    the local APIC's timer counts clocks, and with the deterministic clock a clock is an
 *          instruction. A trial begins soon after a tick, when no other thread wants to run, so
 *          that nothing else comes between.
 * Callers: the labs' checks, place_everywhere().
 * Context: a case's thread; placed_interrupt(): hardirq. Locking: none: one case at a time.
 */
#include "place.h"

#include <asm/apic.h>
#include <asm/ptrace.h>
#include <asm/tsc.h>
#include <halves/context.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include "helpers.h"

#define PLACE_VECTOR 0xf1
#define ROOM	     300000 /* cycles after a tick in which a trial may begin */
#define LONGEST	     20000  /* trials with a body */
#define BEHIND	     3	    /* interrupts that came too late in a row: the body is through */

static struct {
	const struct placed *placed;
	unsigned long ip; /* of the instruction before which the interrupt came */
	bool inside, came, met;
} trial;

static void placed_interrupt(void)
{
	trial.ip = instruction_pointer(this_cpu_read(context_trail.irq_regs));
	trial.met = trial.inside;
	trial.came = true;
	apic_eoi();
	trial.placed->interrupt();
}

static void wait_for_room(void)
{
	static cycles_t tick;

	while (get_cycles() - tick > ROOM || nr_running() > 1) {
		schedule_timeout_uninterruptible(1);
		tick = get_cycles();
	}
}

static const char *run_trial(unsigned int clocks)
{
	const struct placed *p = trial.placed;
	unsigned long tick;
	const char *broken;

	trial.came = trial.met = false;
	if (!p->sleeps)
		wait_for_room();
	if (p->setup)
		p->setup();
	tick = jiffies;
	apic_write(APIC_TIMER_INITIAL, clocks);
	WRITE_ONCE(trial.inside, true);
	p->body();
	WRITE_ONCE(trial.inside, false);
	while (!READ_ONCE(trial.came))
		cpu_relax();
	broken = p->sleeps || jiffies == tick ? p->broken() : "nothing went on until the next tick";
	if (p->cleanup)
		p->cleanup();
	return broken;
}

static void stop_timer(void *unused)
{
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
}

/**
 * place_everywhere - run a body with an interrupt before each of its instructions
 * @test: the case; it fails at the first place where something is broken, and is skipped without
 *	the local APIC or the deterministic clock
 * @placed: the body
 *
 * With a step, where it begins is the run's seed: so many seeds as a step has instructions, one
 * after the other, meet every place.
 * Return: how many places there were. Context: process.
 */
unsigned int place_everywhere(struct kunit *test, const struct placed *placed)
{
	unsigned int step = placed->step ? placed->step : 1;
	unsigned int most = placed->most ? placed->most : LONGEST;
	unsigned int clocks = kunit_seed() % step, trials = 0, met = 0, behind = 0;
	const char *broken;

	if (!lapic || num_online_cpus() > 1 || !exact_clock())
		kunit_skip(test, "needs irqchip=apic, one processor, the deterministic clock");
	trial.placed = placed;
	set_system_vector(PLACE_VECTOR, placed_interrupt);
	apic_write(APIC_TIMER_DIVIDE, APIC_TIMER_DIVIDE_1);
	apic_write(APIC_LVT_TIMER, PLACE_VECTOR);
	kunit_add_action(test, stop_timer, NULL);
	do {
		broken = run_trial(clocks + 1);
		clocks += step;
		trials++;
		met += trial.met;
		behind = trial.met ? 0 : behind + 1;
	} while (!broken && (behind < BEHIND || !met) && trials < LONGEST && met < most);
	KUNIT_EXPECT_TRUE_MSG(test, !broken, "by an interrupt before [<%08lx>] %pS: %s", trial.ip,
			      (void *)trial.ip, broken);
	KUNIT_EXPECT_LT_MSG(test, trials, LONGEST, "the body does not come to its end");
	KUNIT_EXPECT_GT_MSG(test, met, 0, "no interrupt came within the body");
	return met;
}
