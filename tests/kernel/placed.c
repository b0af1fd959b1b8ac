// SPDX-License-Identifier: MIT
/*
 * placed.c - see placed.h
 *
 * Idea:    the local APIC's timer, divider 1, counts instructions when the clock is deterministic:
 *          set to N before the body, it interrupts after N of them. Where interrupts are off it
 *          comes when they are on again. N grows until the interrupt comes behind the body.
 * Context: process, one processor (others' turns shift the clock), with a local APIC.
 */
#include "placed.h"

#include <asm/apic.h>
#include <asm/ptrace.h>
#include <asm/tsc.h>
#include <halves/context.h>
#include <linux/kernel.h>
#include <linux/smp.h>

#define PLACED_VECTOR 0xf2
#define PLACES_MAX    20000

static struct {
	void (*interrupt)(void);
	unsigned long ip; /* of the instruction before which it came */
	bool inside, came, met;
} placed;

static void placed_interrupt(void)
{
	placed.ip = instruction_pointer(this_cpu_read(context_trail.irq_regs));
	placed.met = placed.inside;
	apic_eoi();
	placed.interrupt();
	WRITE_ONCE(placed.came, true);
}

/* can_place - is this the machine for it? any context */
bool can_place(void)
{
	return lapic && num_online_cpus() == 1 && tsc_counts_instructions();
}

static const char *one_place(const struct placement *p, unsigned int clocks)
{
	placed.interrupt = p->interrupt;
	placed.came = placed.met = false;
	if (p->setup)
		p->setup();
	apic_write(APIC_TIMER_INITIAL, clocks);
	WRITE_ONCE(placed.inside, true);
	p->body();
	WRITE_ONCE(placed.inside, false);
	while (!READ_ONCE(placed.came))
		cpu_relax();
	return p->broken ? p->broken() : NULL;
}

/**
 * place_everywhere - run the body again and again, the interrupt each time a step further
 * @test: fails at the first place where something is broken
 * @p: what to run
 *
 * Where it begins depends on the phase of the clock, so that steps meet other places in other runs.
 * Return: how many places there were. Context: process, can_place().
 */
unsigned int place_everywhere(struct kunit *test, const struct placement *p)
{
	unsigned int step = p->step ? p->step : 1, most = p->most ? p->most : PLACES_MAX;
	unsigned int places = 0;
	unsigned int clocks = 1 + (u32)get_cycles() % step;
	const char *broken;

	set_system_vector(PLACED_VECTOR, placed_interrupt);
	apic_write(APIC_TIMER_DIVIDE, APIC_TIMER_DIVIDE_1);
	apic_write(APIC_LVT_TIMER, PLACED_VECTOR);
	do {
		broken = one_place(p, clocks);
		clocks += step;
		places += placed.met;
	} while (!broken && (placed.met || !places) && places < most);
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	if (broken)
		KUNIT_FAIL(test, "an interrupt before [<%08lx>] %pS (%u instructions on): %s",
			   placed.ip, (void *)placed.ip, clocks - step, broken);
	return places;
}
