/* SPDX-License-Identifier: MIT */
/* level.h - a device on a level line: up until its numbers are read, by a thread only */
#ifndef _LEVEL_H
#define _LEVEL_H

#include "helpers.h"

#define LEVEL_IRQ (TEST_IRQ_FIRST + 1)

struct level_device {
	unsigned int arrived, read;
	unsigned int interrupts;
	unsigned int early; /* the line was opened while the device was up */
	bool storm;
};

extern struct level_device level;

void level_begin(struct kunit *test);
void level_arrive(unsigned int count); /* … and interrupt, as long as the line is up and open */

#endif
