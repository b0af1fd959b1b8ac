/* SPDX-License-Identifier: MIT */
/* timex.h - get_cycles(): where <linux/jiffies.h> and drivers of the book look for it */
#ifndef _LINUX_TIMEX_H
#define _LINUX_TIMEX_H

#include <asm/tsc.h>

#endif
