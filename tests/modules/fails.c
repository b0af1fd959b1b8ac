// SPDX-License-Identifier: MIT
/* fails.c - its init returns what its parameter says */
#include <linux/module.h>

static int error = -19; /* ENODEV */
module_param(error, int, 0);

static int __init fails_init(void)
{
	return error;
}

static void __exit fails_exit(void) { }

module_init(fails_init);
module_exit(fails_exit);
