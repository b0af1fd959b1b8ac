/* SPDX-License-Identifier: MIT */
/* fcntl.h - open() */
#ifndef _FCNTL_H
#define _FCNTL_H

#include <linux/fcntl.h>

int open(const char *path, int flags, ...); /* with O_CREAT: the mode, a mode_t */

#endif
