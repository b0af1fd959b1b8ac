// SPDX-License-Identifier: MIT
/* user_of_provider.c - uses what another module exports */
#include <linux/kernel.h>
#include <linux/module.h>

extern int provided_calls;
int provided_double(int n);

static int __init user_init(void)
{
	if (provided_double(21) != 42 || !provided_calls)
		return -EINVAL;
	return 0;
}

static void __exit user_exit(void) { }

module_init(user_init);
module_exit(user_exit);
