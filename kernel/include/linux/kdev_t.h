/* SPDX-License-Identifier: MIT */
/*
 * kdev_t.h - the number of a device: which driver, and which of its devices
 *
 * Context: any. Locking: none.
 */
#ifndef _LINUX_KDEV_T_H
#define _LINUX_KDEV_T_H

#include <linux/types.h>

#define MINORBITS 20
#define MINORMASK ((1U << MINORBITS) - 1)

#define MAJOR(dev)   ((unsigned int)((dev) >> MINORBITS))
#define MINOR(dev)   ((unsigned int)((dev)&MINORMASK))
#define MKDEV(ma, mi) ((dev_t)(ma) << MINORBITS | (mi))

/* A device's number as ring 3 knows it: 12 bits of major between 8 and 12 of minor. */
static inline unsigned int new_encode_dev(dev_t dev)
{
	return (MINOR(dev) & 0xff) | MAJOR(dev) << 8 | (MINOR(dev) & ~0xff) << 12;
}

/* … and back. */
static inline dev_t new_decode_dev(unsigned int dev)
{
	return MKDEV((dev & 0xfff00) >> 8, (dev & 0xff) | (dev >> 12 & 0xfff00));
}

#endif
