// SPDX-License-Identifier: MIT
/*
 * torture.c - the soak's operations, dense, on all processors at once
 *
 * Idea:    what goes wrong between two processors goes wrong when the one stands still in the
 *          middle of a step and the other goes on. With the deterministic clock the emulator runs
 *          the processors in turn, each until it pauses, or until the next deadline of any timer.
 *          So it is made to pause by chance wherever processors meet (<halves/interleave.h>). And
 *          the local APIC timer of the boot processor, which has nothing else to do, is given a
 *          new random period again and again: a deadline changes the turn at whatever instruction
 *          that is, interrupts off or on, and the boot processor is interrupted besides.
 * Context: process: run=torture seed=1 time=10 (virtual seconds), or torture.seed=, torture.time=.
 * See:     soak_run.c; `make torture`
 */
#include "soak.h"

#include <asm/apic.h>
#include <halves/interleave.h>
#include <halves/program.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/smp.h>

#define TURN_VECTOR   0xf1
#define TURN_MIN      4000 /* clocks: more than the interrupt itself takes */
#define TURN_BITS_MIN 12
#define TURN_BITS     7 /* up to 2^18 clocks more */

static char *time = "10";
static unsigned int seed = 1;
module_param(time, charp, 0444);
MODULE_PARM_DESC(time, "virtual seconds, or 10m, 24h");
module_param(seed, uint, 0444);
MODULE_PARM_DESC(seed, "of the generator: the same seed is the same run");
core_param(time, time, charp, 0444); /* the same, for short */
core_param(seed, seed, uint, 0444);

/* ---- whose turn is it? ----------------------------------------------------------------------- */

static void new_turn(void)
{
	u32 mask = (1U << (TURN_BITS_MIN + soak_below(TURN_BITS))) - 1;

	apic_eoi();
	apic_write(APIC_TIMER_INITIAL, TURN_MIN + (soak_random() & mask));
}

static void begin_turns(void *unused)
{
	apic_write(APIC_TIMER_DIVIDE, APIC_TIMER_DIVIDE_1);
	apic_write(APIC_LVT_TIMER, APIC_TIMER_PERIODIC | TURN_VECTOR);
	apic_write(APIC_TIMER_INITIAL, TURN_MIN);
}

static void end_turns(void *unused)
{
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	apic_write(APIC_TIMER_INITIAL, 0);
}

static void on_boot_cpu(void (*fn)(void *unused))
{
	if (smp_call_function_single(0, fn, NULL, 0, 1) == -EBUSY)
		fn(NULL);
}

static void burst_begins(void)
{
	if (lapic)
		on_boot_cpu(begin_turns);
	interleave_begin(soak_random());
}

static void burst_ends(void)
{
	interleave_end();
	if (lapic)
		on_boot_cpu(end_turns);
}

/* ---- the program ----------------------------------------------------------------------------- */

static int torture_main(void)
{
	struct soak_profile torture = {
		.name = "torture",
		.threads = 2,
		.burst_ops = 100,
		.pause_max = 50 * HZ / 1000,
		.naps = 8,
		.all_kinds = 10,
		.fatal = true,
		.late_max = HZ,
		.burst_begins = burst_begins,
		.burst_ends = burst_ends,
	};

	if (lapic)
		set_system_vector(TURN_VECTOR, new_turn);
	return soak_run(&torture, time, seed);
}

PROGRAM(torture, torture_main, "random operations on all processors: nothing may be lost");
