/* SPDX-License-Identifier: MIT */
/* test_modules.h - the .ko files of tests/modules/, which are in the image as they are */
#ifndef _TESTS_TEST_MODULES_H
#define _TESTS_TEST_MODULES_H

#include <linux/kernel.h>
#include <linux/module.h>

struct test_module {
	const char *name;
	const char *image, *end;
};

extern const struct test_module test_modules[]; /* ends with an empty one */

const struct test_module *find_test_module(const char *name);
int load_test_module(const char *name, const char *args);

#endif
