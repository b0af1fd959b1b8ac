/* SPDX-License-Identifier: MIT */
/* types.h - the types that system calls speak of */
#ifndef _SYS_TYPES_H
#define _SYS_TYPES_H

#include <linux/types.h>

/* A device's number, as mknod() and struct stat have it. */
#define makedev(major, minor) ((major) << 8 | ((minor)&0xff) | ((minor) & ~0xffu) << 12)

#endif
