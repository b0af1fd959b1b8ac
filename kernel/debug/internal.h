/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/debug */
#ifndef _DEBUG_INTERNAL_H
#define _DEBUG_INTERNAL_H

void printk_bust_lock(void);

#endif
