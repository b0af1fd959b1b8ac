/* SPDX-License-Identifier: MIT */
/* limits.h - the largest and smallest value of each integer type */
#ifndef _LIMITS_H
#define _LIMITS_H

#include <linux/limits.h>

#define CHAR_BIT 8

#endif
