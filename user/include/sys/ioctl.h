/* SPDX-License-Identifier: MIT */
/* ioctl.h - ioctl() */
#ifndef _SYS_IOCTL_H
#define _SYS_IOCTL_H

#include <linux/ioctls.h>

int ioctl(int fd, unsigned long request, ...);

#endif
