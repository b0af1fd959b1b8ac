/* SPDX-License-Identifier: MIT */
/*
 * lab10.h - the driver of lab 10, as its user and as the checks see it
 */
#ifndef _HALVES_LAB10_H
#define _HALVES_LAB10_H

#include <asm/atomic.h>
#include <linux/types.h>

struct sampler;

/* The device: how many samples it holds. Reading them out takes them from there. */
extern atomic_t sampler_device;
/* How many samples the tasklet has gathered since boot; the checks compare. */
extern atomic_t sampler_gathered;

/* Parts of the driver that the kernel calls. */
enum sampler_part {
	SAMPLER_IRQ,
	SAMPLER_TIMER,
	SAMPLER_TASKLET,
	SAMPLER_WORK,
	SAMPLER_REPORT,
	SAMPLER_BEAT,
	SAMPLER_PARTS
};

/* Called when a part begins, and when it ends; for the checks, else NULL. */
extern void (*sampler_probe)(enum sampler_part part, bool begins);

struct sampler *sampler_init(unsigned int irq, unsigned long beat);
unsigned long sampler_exit(struct sampler *s);

#endif
