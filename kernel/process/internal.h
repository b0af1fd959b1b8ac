/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/process */
#ifndef _PROCESS_INTERNAL_H
#define _PROCESS_INTERNAL_H

#include <halves/process.h>
#include <linux/spinlock.h>

extern spinlock_t family_lock; /* parents, children, and who has ended */

#endif
