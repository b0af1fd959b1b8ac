/* SPDX-License-Identifier: MIT */
/*
 * glob.h - patterns with *, ? and [...], as a shell has them
 *
 * Context: any. Locking: none.
 * See:     lib/glob.c
 */
#ifndef _LINUX_GLOB_H
#define _LINUX_GLOB_H

#include <linux/types.h>

bool glob_match(const char *pattern, const char *text);

#endif /* _LINUX_GLOB_H */
