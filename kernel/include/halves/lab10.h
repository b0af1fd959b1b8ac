/* SPDX-License-Identifier: MIT */
/*
 * lab10.h - the driver of lab 10, as its user and as the checks see it
 *
 * Context: process.
 * Locking: the driver's own.
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

/*
 * sampler_init - begin to take samples; @beat: ticks from one beat to the next, 0: none
 *
 * Return: the driver's state; NULL: no memory, or the line is taken. Context: process.
 */
struct sampler *sampler_init(unsigned int irq, unsigned long beat);
/*
 * sampler_exit - take no more samples, store those that were gathered, and leave nothing behind
 *
 * Return: how many were stored since sampler_init(). Context: process, sleeps.
 */
unsigned long sampler_exit(struct sampler *s);

#endif
