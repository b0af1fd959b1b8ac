/* SPDX-License-Identifier: MIT */
/*
 * irqreturn.h - a top half says whether its device was the one
 *
 * Context: any. Locking: none.
 */
#ifndef _LINUX_IRQRETURN_H
#define _LINUX_IRQRETURN_H

typedef int irqreturn_t;

#define IRQ_NONE      0 /* not from my device */
#define IRQ_HANDLED   1 /* my device; it is quiet now */
#define IRQ_RETVAL(x) ((x) != 0)

#endif
