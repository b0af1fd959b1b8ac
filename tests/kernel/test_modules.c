// SPDX-License-Identifier: MIT
/* test_modules.c - find and load the modules of tests/modules/ */
#include "test_modules.h"

#include <linux/string.h>

const struct test_module *find_test_module(const char *name)
{
	const struct test_module *m;

	for (m = test_modules; m->name; m++)
		if (!strcmp(m->name, name))
			return m;
	panic("tests/modules/%s.c: no such module in the image", name);
}

int load_test_module(const char *name, const char *args)
{
	const struct test_module *m = find_test_module(name);

	return load_module(m->image, m->end - m->image, args);
}
