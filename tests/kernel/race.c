// SPDX-License-Identifier: MIT
/*
 * race.c - run=race: no place in a window of code where an interrupt breaks it
 *
 * Idea:    a trial sets the local APIC's timer to N clocks and runs the window; N grows by one from
 *          trial to trial until the interrupt comes behind the window's end. With divider 1 and the
 *          deterministic clock a clock is an instruction: so the interrupt walks through the window
 *          from boundary to boundary; where interrupts are off it waits for the next boundary with
 *          interrupts on. After each trial the window says whether its invariant holds.
 *          That it is exact is measured first, on a ruler: code of which each instruction has one
 *          byte; and in each trial the clock must have gone on by N. So that nothing else comes
 *          between, a trial begins soon after a tick, and when no other thread wants to run.
 * Context: process: run=race race.window=GLOB; race.at=N makes the one trial with this N.
 * See:     race.h for how to write a window; docs/race.md; `make race`
 */
#include "race.h"

#include <asm/apic.h>
#include <asm/ptrace.h>
#include <asm/tsc.h>
#include <halves/console.h>
#include <halves/context.h>
#include <halves/program.h>
#include <halves/report.h>
#include <linux/errno.h>
#include <linux/glob.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include "helpers.h"

#define RACE_VECTOR   0xf1   /* next to LOCAL_TIMER_VECTOR, which other processors use */
#define RULER	      200    /* bytes */
#define ROOM	      300000 /* cycles after a tick in which a trial may begin */
#define LONGEST	      100000 /* instructions of a window */
#define REPEATS_MAX  16	   /* of trials whose way was another one, in a window */
#define WARM_UP	     16	   /* trials before that of race.at= */
#define RESCUE_TICKS  3	     /* a body that sleeps then is woken by nobody else */
#define RESCUES_MAX   100
#define CASCADE_JIFFY 250    /* of 256: soon the tick will deal out the timer wheel, and be long */

static char *window = "*";
static unsigned int at;
module_param(window, charp, 0444);
MODULE_PARM_DESC(window, "names of windows, with * and ?");
module_param(at, uint, 0444);
MODULE_PARM_DESC(at, "only the trial with so many clocks; 0: all");

/* ---- one trial ------------------------------------------------------------------------------- */

static struct {
	const struct race_window *window;
	struct task_struct *thread;
	struct timer_list rescue;
	unsigned int clocks;	 /* N */
	unsigned int boundaries; /* of the window, met until now */
	cycles_t armed, when; /* when the timer was set, and how much later the interrupt came */
	cycles_t last;	      /* when it came in the trial before */
	unsigned long ip;     /* of the instruction before which it came */
	bool inside, came, met;
	unsigned int rescues;
} trial;

static void say_verdict(const char *broken)
{
	console_printf("%-20s %10u  %s\n", trial.window->name, trial.boundaries,
		       broken ? "broken at the last of them" : "holds");
	if (broken)
		console_printf("  by an interrupt before [<%08lx>] %pS:\n  %s\n  this one alone: "
			       "make race CMDLINE=\"race.window=%s race.at=%u\"\n",
			       trial.ip, (void *)trial.ip, broken, trial.window->name,
			       trial.clocks);
}

/* The placed interrupt. */
static void race_interrupt(void)
{
	trial.when = get_cycles() - trial.armed;
	trial.ip = instruction_pointer(this_cpu_read(context_trail.irq_regs));
	trial.met = trial.inside && current->pid; /* a body that sleeps is over, too */
	trial.boundaries += trial.met && trial.when > trial.last;
	trial.came = true;
	apic_eoi();
	trial.window->interrupt();
}

/* The body sleeps, and the interrupt has come: its wake-up is lost. */
static void rescue(unsigned long unused)
{
	if (++trial.rescues > RESCUES_MAX) {
		say_verdict("the thread sleeps on, and cannot be woken any more");
		panic("race: window %s does not come to its end", trial.window->name);
	}
	wake_up_process(trial.thread);
	mod_timer(&trial.rescue, jiffies + RESCUE_TICKS);
}

/* Wait until the next tick is far, and nobody else is about to run. */
static void wait_for_room(void)
{
	static cycles_t tick;

	while (get_cycles() - tick > ROOM || nr_running() > 1 || (u8)jiffies >= CASCADE_JIFFY) {
		schedule_timeout_uninterruptible(1);
		tick = get_cycles();
	}
}

/* For the thread that makes the trials, and holds none; what is found is put right. */
static bool locks_held(void)
{
	char names[4]; /* more than nothing */
	bool held = describe_held_locks(names, sizeof(names));

	local_irq_disable();
	forget_held_locks();
	local_irq_enable();
	return held;
}

/* Return: what is broken, or NULL. */
static const char *run_trial(unsigned int clocks)
{
	const struct race_window *w = trial.window;
	unsigned int reports = report_count();
	unsigned long tick;
	const char *broken;

	trial.clocks = clocks;
	trial.last = trial.when;
	trial.came = trial.met = false;
	trial.rescues = 0;
	wait_for_room();
	mod_timer(&trial.rescue, jiffies + RESCUE_TICKS);
	if (w->setup)
		w->setup();
	tick = jiffies;
	trial.armed = get_cycles();
	apic_write(APIC_TIMER_INITIAL, clocks);
	WRITE_ONCE(trial.inside, true);
	w->body();
	WRITE_ONCE(trial.inside, false);
	while (!READ_ONCE(trial.came))
		cpu_relax();
	broken = w->broken ? w->broken() : NULL;
	if (trial.rescues)
		broken = "the thread slept on, and nobody was there to wake it";
	else if (jiffies != tick)
		broken = "nothing went on until the next tick";
	else if (!broken && locks_held())
		broken = "a lock that is free counts as held";
	del_timer_sync(&trial.rescue);
	if (w->cleanup)
		w->cleanup();
	if (!broken && report_count() != reports)
		return "the kernel has reported something, see above";
	return broken;
}

/* ---- the ruler ------------------------------------------------------------------------------- */

static void ruler(void)
{
	asm volatile(".rept %c0; nop; .endr" : : "i"(RULER));
}

static void nothing(void) { }

static cycles_t latency; /* from the boundary to the first lines of race_interrupt() */

static const struct race_window ruler_window = {
	.name = "ruler",
	.body = ruler,
	.interrupt = nothing,
};

/* Does one clock more always lead one instruction further? */
static bool exact(void)
{
	unsigned int clocks, bytes = 0;

	trial.window = &ruler_window;
	for (clocks = 1; clocks <= 2 * RULER; clocks++) {
		unsigned long before = trial.ip;

		run_trial(clocks);
		if (clocks == 1)
			latency = trial.when - clocks;
		if (trial.when != clocks + latency)
			return false;
		bytes += trial.met && trial.ip == before + 1;
	}
	return bytes >= RULER;
}

/* ---- a sweep --------------------------------------------------------------------------------- */

/* race.at=: what was new to the kernel before that trial in the sweep is not new to it then. */
static void warm_up(void)
{
	unsigned int clocks;

	for (clocks = at > WARM_UP ? at - WARM_UP : 1; clocks < at; clocks++)
		run_trial(clocks);
	trial.boundaries = 0;
	trial.when = 0;
}

/* Sweep one window. Return: whether it holds. */
static bool sweep(const struct race_window *w)
{
	unsigned int clocks = at ? at - 1 : 0, repeats = 0;
	const char *broken;

	trial.window = w;
	warm_up();
	do {
		broken = run_trial(++clocks);
		/*
		 * Exactly there, or interrupts were off: then where those before were led, too.
		 * Other threads may have left something on the way: this trial once more, then.
		 */
		if (trial.when < clocks + latency ||
		    (trial.last >= clocks + latency && trial.when != trial.last)) {
			if (!broken && repeats++ < REPEATS_MAX)
				clocks--;
			else
				broken = "it was not placed there: the window does not go the "
					 "same way each time";
		} else if (clocks > LONGEST) {
			broken = "the window is too long";
		}
	} while (!broken && (at ? clocks < at : trial.met || !trial.boundaries));
	say_verdict(broken);
	return !broken;
}

static int begin(void)
{
	if (!lapic) {
		pr_err("race: interrupts are placed by the timer of the local APIC: there is none, "
		       "or irqchip=pic says not to use it\n");
		return -ENODEV;
	}
	if (num_online_cpus() > 1) {
		pr_err("race: needs to be the only processor (SMP=1): others' turns shift the "
		       "clock\n");
		return -EOPNOTSUPP;
	}
	trial.thread = current;
	setup_timer(&trial.rescue, rescue, 0);
	set_system_vector(RACE_VECTOR, race_interrupt);
	apic_write(APIC_TIMER_DIVIDE, APIC_TIMER_DIVIDE_1);
	apic_write(APIC_LVT_TIMER, RACE_VECTOR);
	if (!exact()) {
		apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
		pr_err("race: one clock more is not one instruction more: needs the deterministic "
		       "clock (poweroff, or ICOUNT=1)\n");
		return -EOPNOTSUPP;
	}
	return 0;
}

static int run_race(void)
{
	const struct race_window *w;
	unsigned int swept = 0, broken = 0;
	int err = begin();

	if (!err)
		console_printf("%-20s %10s  verdict\n", "window", "boundaries");
	for (w = __race_windows_start; w < __race_windows_end && !err; w++) {
		if (!glob_match(window, w->name))
			continue;
		swept++;
		broken += !sweep(w);
	}
	if (err)
		return err;
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	if (!swept)
		pr_err("race: race.window=%s: there is no such window\n", window);
	return swept && !broken ? 0 : -EIO;
}

PROGRAM(race, run_race, "an interrupt at each instruction of what must not break by one");
