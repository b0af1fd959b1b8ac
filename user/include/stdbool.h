/* SPDX-License-Identifier: MIT */
/* stdbool.h - bool, true, false */
#ifndef _STDBOOL_H
#define _STDBOOL_H

#include <linux/types.h>

#endif
