/* SPDX-License-Identifier: MIT */
/* string.h - memory blocks and strings: the kernel's list, and what needs malloc() */
#ifndef _STRING_H
#define _STRING_H

#include <linux/string.h>

char *strdup(const char *s);
char *strerror(int err);

#endif
