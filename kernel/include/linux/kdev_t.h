/* SPDX-License-Identifier: MIT */
/* kdev_t.h - the number of a device: which driver, and which of its devices */
#ifndef _LINUX_KDEV_T_H
#define _LINUX_KDEV_T_H

#include <linux/types.h>

#define MINORBITS 20
#define MINORMASK ((1U << MINORBITS) - 1)

#define MAJOR(dev)   ((unsigned int)((dev) >> MINORBITS))
#define MINOR(dev)   ((unsigned int)((dev)&MINORMASK))
#define MKDEV(ma, mi) ((dev_t)(ma) << MINORBITS | (mi))

#endif
