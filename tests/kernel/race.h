/* SPDX-License-Identifier: MIT */
/*
 * race.h - an interrupt at each instruction boundary of a window of code, one by one
 *
 * A window is a few lines of a test: what is so before, the code that is swept over, what the
 * interrupt does in the middle of it, and what must hold afterwards. To add one, write
 *
 *	static void wait(void) { wait_event(queue, came); }
 *	static void wake(void) { came = true; wake_up(&queue); }
 *	...
 *	RACE_WINDOW(wait_event, .setup = forget, .body = wait, .interrupt = wake, .broken = lost);
 *
 * in a tests/kernel/race_*.c. It should be short (a trial for each instruction), and must go the
 * same way in each trial but for the interrupt. And it needs a broken twin, which shows that the
 * sweep would find what the window is about: tests/defects/race-*.patch.
 */
#ifndef _TESTS_RACE_H
#define _TESTS_RACE_H

#include <linux/compiler.h>

/*
 * setup: thread, soon after a tick. body: thread; it may sleep if the interrupt wakes it.
 * interrupt: top half; it comes once, in the last trials after the body. broken: thread, after
 * both and before the next tick; NULL if all is as it should be, else what is not. cleanup: thread.
 * Only body and interrupt must be there.
 */
struct race_window {
	const char *name;
	void (*setup)(void);
	void (*body)(void);
	void (*interrupt)(void);
	const char *(*broken)(void);
	void (*cleanup)(void);
};

#define RACE_WINDOW(ident, ...)                                                                    \
	static const struct race_window race_##ident __used                                      \
		__section(".race_windows." #ident) __aligned(4) = { .name = #ident, __VA_ARGS__ }

extern const struct race_window __race_windows_start[], __race_windows_end[];

#endif
