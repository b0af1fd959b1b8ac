/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/debug */
#ifndef _DEBUG_INTERNAL_H
#define _DEBUG_INTERNAL_H

#include <linux/types.h>


/*
 * printk_interrupt - make a report in the middle of a printk(), by the code that it runs
 *
 * Return: true if this processor is in one; its lock is open then, so that the report can be made,
 * and the kernel must not go on after it. Context: irqs off. The tests' image only.
 */
bool printk_interrupt(void);

#endif
