// SPDX-License-Identifier: MIT
/* mistake_check.c - no check but what checks are for: mistakes, which must be found */
#include "host.h"

void host_mistake(const char *option)
{
	volatile char *block = host_alloc(5);

	if (!host_differ(option, "--fail"))
		EXPECT_INT(block[0], 0);
	if (!host_differ(option, "--overrun"))
		block[5] = 0;
	host_free((void *)block);
}
