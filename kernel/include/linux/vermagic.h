/* SPDX-License-Identifier: MIT */
/*
 * vermagic.h - which kernel a module was compiled for
 *
 * The loader takes a module whose text is the kernel's own, to the letter: version, how functions
 * are called, and each setting that changes a struct or an inline function. The tests' image has
 * more in its locks, so its modules are others.
 */
#ifndef _LINUX_VERMAGIC_H
#define _LINUX_VERMAGIC_H

#include <linux/compiler.h>

#ifdef CONFIG_TESTS
#define VERMAGIC_TESTS " tests"
#else
#define VERMAGIC_TESTS ""
#endif

#define VERMAGIC_STRING                                                                            \
	HALVES_VERSION " i686 regparm=3 HZ=" __stringify(CONFIG_HZ) VERMAGIC_TESTS

#endif
