// SPDX-License-Identifier: MIT
/* unresolved.c - uses two functions that nobody exports */
#include <linux/module.h>

int kept_private(void);
int nobody_has_this(void);

static int unresolved_init(void)
{
	return kept_private() + nobody_has_this();
}

module_init(unresolved_init);
