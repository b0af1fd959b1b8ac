// SPDX-License-Identifier: MIT
/*
 * crash_modules.c - a module leaves something behind, and it comes: what does the report say?
 *
 * run=crash_module_timer panic=poweroff; tests/boot/test_modules.py reads them.
 */
#include "helpers.h"
#include "test_modules.h"

#include <halves/program.h>
#include <linux/string.h>

static int leave(const char *what)
{
	char args[40];

	snprintf(args, sizeof(args), "what=%s irq=%d", what, TEST_IRQ_FIRST);
	if (load_test_module("leaves", args) || delete_module("leaves"))
		return 1;
	if (!strcmp(what, "irq"))
		irq_inject(TEST_IRQ_FIRST);
	msleep(1000);
	return 1; /* it did not come */
}

#define CRASH_MODULE(what, text)                                                                   \
	static int crash_module_##what(void)                                                       \
	{                                                                                          \
		return leave(#what);                                                               \
	}                                                                                          \
	PROGRAM(crash_module_##what, crash_module_##what, text)

CRASH_MODULE(tasklet, "a tasklet runs when its module is gone");
CRASH_MODULE(timer, "a timer fires when its module is gone");
CRASH_MODULE(work, "a work wakes up when its module is gone");
CRASH_MODULE(delayed, "a delayed work's time comes when its module is gone");
CRASH_MODULE(irq, "an interrupt comes when its handler's module is gone");
CRASH_MODULE(thread, "a thread goes on when its module is gone");
