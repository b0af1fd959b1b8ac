/* SPDX-License-Identifier: MIT */
/* semaphore.h - where Linux 2.6 kept it */
#ifndef _ASM_SEMAPHORE_H
#define _ASM_SEMAPHORE_H

#include <linux/semaphore.h>

#endif
