/* SPDX-License-Identifier: MIT */
/*
 * interleave.h - where two processors may meet, a test may let the other one go first
 *
 * A race is lost between two instructions, and nearly never there. So in the tests' image every
 * locked instruction and every spinlock is such a point: while a test asks for it, PAUSE is
 * executed there now and then, which gives another processor its turn, for a while. Chance is
 * seeded: with the deterministic clock the same seed meets in the same places. The plain image has
 * none of it.
 * Context: any.
 * Locking: none: two processors that draw at once make other chance, no harm.
 */
#ifndef _HALVES_INTERLEAVE_H
#define _HALVES_INTERLEAVE_H

#include <linux/compiler.h>
#include <linux/types.h>

#ifdef CONFIG_TESTS
extern bool interleaving;

void interleave_begin(u32 seed); /* any context; one race at a time */
void interleave_end(void);
void interleave_pause(void);

#define interleave_point()                                                                         \
	do {                                                                                       \
		if (unlikely(interleaving))                                                        \
			interleave_pause();                                                        \
	} while (0)
#else
#define interleave_point()                                                                         \
	do {                                                                                       \
	} while (0)
#endif

#endif
