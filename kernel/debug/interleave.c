// SPDX-License-Identifier: MIT
/*
 * interleave.c - the tests' image: give way to another processor, by chance
 *
 * Idea:    the emulator runs the processors in turn and changes at PAUSE; so PAUSE where they meet
 *          lets the other one come first. Atomic operations and spinlocks call, through
 *          interleave_point(); run=torture begins and ends it.
 * Context: any. Locking: none: two processors that draw at once make other chance, no harm.
 */
#ifdef CONFIG_TESTS
#include <asm/processor.h>
#include <halves/interleave.h>
#include <linux/export.h>

#define PAUSE_BITS 4 /* one point in sixteen … */
#define LONG_BITS  5 /* … and up to so many turns, powers of two alike */

bool interleaving;
EXPORT_SYMBOL(interleaving);
static u32 chance;

void interleave_begin(u32 seed)
{
	chance = seed | 1;
	interleaving = true;
}

void interleave_end(void)
{
	interleaving = false;
}

/*
 * interleave_pause - PAUSE here, by chance, and for a while; any context
 *
 * No instrumented operation in here: this is what they call.
 */
void interleave_pause(void)
{
	u32 x = chance, turns;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	chance = x;
	if (x & ((1U << PAUSE_BITS) - 1))
		return;
	x >>= PAUSE_BITS;
	turns = 1 + (x >> 8 & ((1U << x % LONG_BITS) - 1));
	while (turns--)
		cpu_relax();
}
EXPORT_SYMBOL(interleave_pause);
#endif
