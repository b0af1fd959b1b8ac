/* SPDX-License-Identifier: MIT */
/*
 * hardirq.h - what the interrupt path keeps for each processor and is nobody else's business
 *
 * Context: any.
 * Locking: none: one instruction each, on this processor's own; what takes several: irqs off.
 */
#ifndef _ASM_HARDIRQ_H
#define _ASM_HARDIRQ_H

#include <linux/percpu.h>

/* One bit for each softirq that was raised on this processor and has not yet begun. */
DECLARE_PER_CPU(u32, softirq_pending);

#define local_softirq_pending()	  this_cpu_read(softirq_pending)
#define set_softirq_pending(bits) this_cpu_write(softirq_pending, bits)
#define or_softirq_pending(bits)  this_cpu_or(softirq_pending, bits)

#endif
