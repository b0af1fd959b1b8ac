/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/debug */
#ifndef _DEBUG_INTERNAL_H
#define _DEBUG_INTERNAL_H

#include <linux/types.h>

/* kernel/debug/logring.c: the last LOGRING_SIZE characters of all that was said */
#define LOGRING_SIZE (32 * 1024) /* a power of two */

void logring_put(const char *text, size_t len);
size_t logring_get(unsigned long *at, char *to, size_t size);

/*
 * printk_interrupt - make a report in the middle of a printk(), by the code that it runs
 *
 * Return: true if this processor is in one; its lock is open then, so that the report can be made,
 * and the kernel must not go on after it. Context: irqs off. The tests' image only.
 */
bool printk_interrupt(void);

#endif
