/* SPDX-License-Identifier: MIT */
/*
 * placed.h - an interrupt in the middle of a function: after its first instruction, its second, …
 *
 * For cases of a suite; run=race (race.h) does the same to the kernel itself, and more exactly.
 */
#ifndef _TESTS_PLACED_H
#define _TESTS_PLACED_H

#include <kunit/test.h>

/*
 * setup, body, broken: thread, in this order, once for each place. interrupt: top half; it comes
 * once, in the body or soon after it. broken: NULL if all is as it should be, else what is not.
 */
struct placement {
	void (*setup)(void);
	void (*body)(void);
	void (*interrupt)(void);
	const char *(*broken)(void);
	unsigned int step; /* instructions from one place to the next; 0: 1 */
	unsigned int most; /* places; 0: up to the body's end */
};

bool can_place(void);
unsigned int place_everywhere(struct kunit *test, const struct placement *placement);

#endif
