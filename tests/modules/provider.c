// SPDX-License-Identifier: MIT
/* provider.c - exports a function and a variable to other modules; has no init */
#include <linux/module.h>

int provided_calls;
EXPORT_SYMBOL(provided_calls);

int provided_double(int n);
int provided_double(int n)
{
	provided_calls++;
	return 2 * n;
}
EXPORT_SYMBOL_GPL(provided_double);

/* Not exported: nobody finds it. */
int kept_private(void);
int kept_private(void)
{
	return 1;
}
