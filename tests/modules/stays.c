// SPDX-License-Identifier: MIT
/* stays.c - has an init and no exit: loaded once, it never leaves */
#include <linux/module.h>

static int __init stays_init(void)
{
	return 0;
}

module_init(stays_init);
