// SPDX-License-Identifier: MIT
/* errname_check.c - lib/errname.c: every number has its name, with either sign */
#include <linux/errname.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/string.h>
#include "host.h"

/* A negative number's name has a minus sign before it. */
CHECK(signs)
{
	EXPECT_STR(errname(EINVAL), "EINVAL");
	EXPECT_STR(errname(-EINVAL), "-EINVAL");
	EXPECT_STR(errname(ENOTSUPP), "ENOTSUPP");
	EXPECT_STR(errname(-ERESTARTSYS), "-ERESTARTSYS");
}

/* What is no error's number has no name. */
CHECK(no_names)
{
	static const int none[] = {
		0, 41, 58, 134, 135, 511, 516, 523, 525, 4095, INT_MAX, INT_MIN
	};
	size_t i;

	for (i = 0; i < sizeof(none) / sizeof(*none); i++) {
		EXPECT(!errname(none[i]));
		EXPECT(!errname(-(unsigned int)none[i]));
	}
}

/* Every number from 1 to 133 but 41 and 58 has a name. */
CHECK(all_named)
{
	int i;

	for (i = 1; i <= 133; i++)
		EXPECT_INT(errname(i) != NULL, i != 41 && i != 58);
}

/* The names are those of the C library. */
CHECK_LIBC(against_the_c_library)
{
	int i;

	for (i = 1; i <= 133; i++)
		if (errname(i) && ref_errname(i))
			EXPECT_STR(errname(i), ref_errname(i));
}
