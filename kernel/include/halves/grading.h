/* SPDX-License-Identifier: MIT */
/*
 * grading.h - the four places where KUnit's grading meets the rest of the tests' image
 */
#ifndef _HALVES_GRADING_H
#define _HALVES_GRADING_H

void kunit_channel_take(void);	/* before the command line is shown; boot */
void kunit_limit_boot(void);	/* from here on a boot that hangs ends; boot, irqs off */
void kunit_channel_panic(const char *reason); /* the kernel ends, and why; any context */
void kunit_limit_reached(void); /* an NMI came: say whose time is over; any context */

#endif
