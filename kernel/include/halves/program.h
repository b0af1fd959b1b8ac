/* SPDX-License-Identifier: MIT */
/*
 * program.h - what run= on the command line can name
 *
 * A program is a function of the kernel that runs in the init thread (process context) after
 * everything is up, and says with 0 that it succeeded. The linker gathers them into one list.
 * Context: process: the init thread.
 * Locking: none: the linker makes the list.
 */
#ifndef _HALVES_PROGRAM_H
#define _HALVES_PROGRAM_H

#include <linux/compiler.h>

struct program {
	const char *name;
	int (*run)(void);
	const char *help;
};

/* The symbol program_<name> tells host tools which programs an image has. */
#define PROGRAM(ident, function, text)                                                             \
	const struct program program_##ident __used __section(".programs") __aligned(4) = {        \
		.name = #ident,                                                                    \
		.run = function,                                                                   \
		.help = text,                                                                      \
	}

extern const struct program __programs_start[], __programs_end[];

/* kunit_run_suite - the tests' image also runs a KUnit suite by its name; -ENOENT: there is none */
int kunit_run_suite(const char *name);

#define for_each_program(p) for ((p) = __programs_start; (p) < __programs_end; (p)++)

#endif
