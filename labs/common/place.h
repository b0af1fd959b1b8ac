/* SPDX-License-Identifier: MIT */
/*
 * place.h - an interrupt before each instruction of a piece of code, one after the other
 *
 * What an interrupt can break it breaks at one instruction, and never when one waits for it. So the
 * body is run again and again, and each time the interrupt comes one instruction later, until it
 * comes behind the body's end. Needs the local APIC (irqchip=apic), one processor, and the
 * deterministic clock; `make race` does the same for the kernel's own windows (docs/race.md).
 */
#ifndef _LABS_PLACE_H
#define _LABS_PLACE_H

#include <kunit/test.h>

/*
 * setup: before each trial, in the thread. body: the code; it may lose the processor to a more
 * urgent thread. interrupt: top half, once. broken: right after both, and before the next tick
 * unless the body sleeps; NULL if all is as it should be, else what is not. cleanup: before the
 * next trial. Only body, interrupt and broken must be there.
 */
struct placed {
	void (*setup)(void);
	void (*body)(void);
	void (*interrupt)(void);
	const char *(*broken)(void);
	void (*cleanup)(void);
	bool sleeps;	   /* the body may take longer than a tick */
	unsigned int step; /* instructions from one place to the next; 0: 1 */
	unsigned int most; /* places; 0: up to the body's end */
};

unsigned int place_everywhere(struct kunit *test, const struct placed *placed);

#endif
