/* SPDX-License-Identifier: MIT */
/* types.h - the types that system calls speak of */
#ifndef _SYS_TYPES_H
#define _SYS_TYPES_H

#include <linux/types.h>

#endif
