/* SPDX-License-Identifier: MIT */
/* stddef.h - NULL, offsetof, size_t */
#ifndef _STDDEF_H
#define _STDDEF_H

#include <linux/types.h>

#endif
