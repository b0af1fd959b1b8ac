/* SPDX-License-Identifier: MIT */
/* stat.h - what a file is */
#ifndef _SYS_STAT_H
#define _SYS_STAT_H

#include <linux/stat.h>
#include <linux/types.h>

int stat(const char *path, struct stat *stat);
int fstat(int fd, struct stat *stat);
int mkdir(const char *path, mode_t mode);

#endif
