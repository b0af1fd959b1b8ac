// SPDX-License-Identifier: MIT
/*
 * seed.c - runs that differ, and can be repeated
 *
 * Idea:    under the deterministic recipe every boot is the same one, so what depends on the order
 *          of cases, or on where the tick falls, is never seen. kunit.seed=N has the cases of a
 *          suite run in another order, and each begin at another moment between two ticks: N is the
 *          run's name. Without it nothing of this happens.
 * Callers: kunit.c, before each suite and case; labs/common/place.c asks for the seed.
 * Context: process. Locking: none: one case at a time.
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include "internal.h"

static unsigned int seed;
__param(seed, "kunit.seed", .set = param_set_uint, .arg = &seed);
MODULE_PARM_DESC(seed, "shuffle the cases, and shift them against the tick; 0: not");

/** kunit_seed - the run's name, kunit.seed=, or 0; any context */
unsigned int kunit_seed(void)
{
	return seed;
}

/*
 * kunit_random - the next number of the run's own; 0 without kunit.seed; process
 *
 * xorshift32: G. Marsaglia, Xorshift RNGs, 2003.
 */
u32 kunit_random(void)
{
	static u32 state;

	if (!seed)
		return 0;
	if (!state)
		state = seed * 2654435761u | 1;
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

/* kunit_shuffle - put the first @count numbers into the run's order; process */
void kunit_shuffle(unsigned int *order, unsigned int count)
{
	unsigned int i, other;

	for (i = 0; i < count; i++)
		order[i] = i;
	for (i = count; seed && i > 1; i--) {
		other = kunit_random() % i;
		swap(order[i - 1], order[other]);
	}
}

/* kunit_shift - let up to a tick go by; process */
void kunit_shift(void)
{
	if (seed)
		udelay(kunit_random() % (1000000 / HZ));
}
