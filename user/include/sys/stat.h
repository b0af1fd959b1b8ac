/* SPDX-License-Identifier: MIT */
/* stat.h - what a file is */
#ifndef _SYS_STAT_H
#define _SYS_STAT_H

#include <linux/stat.h>
#include <sys/types.h>

int stat(const char *path, struct stat *stat);
int fstat(int fd, struct stat *stat);
int mknod(const char *path, mode_t mode, dev_t dev);
int mkdir(const char *path, mode_t mode);

#endif
