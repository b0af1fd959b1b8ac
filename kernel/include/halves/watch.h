/* SPDX-License-Identifier: MIT */
/*
 * watch.h - one word that says whether anybody wants to be told anything
 *
 * Idea:    meters, histograms and the event log all hang on the same paths. A path asks this word
 *          once, with the bits that concern it: two instructions while nobody listens; what it then
 *          does stands in a function of its own, out of the way.
 * Context: reading: any. watch_set(): any.
 * See:     kernel/trace/, kernel/debug/irqsoff.c, kernel/bottomhalf/latency.c
 */
#ifndef _HALVES_WATCH_H
#define _HALVES_WATCH_H

#include <linux/types.h>

#define WATCH_IRQSOFF 0x40000000U /* the irqs-off meter */
#define WATCH_LATENCY 0x20000000U /* the histograms of waits */
#define WATCH_EVENTS  0x1fffffffU /* events of the log: 1 << enum trace_event */

extern u32 watching;

/* watch_set - of the bits in @mask, those in @bits are to be set and the others cleared */
void watch_set(u32 mask, u32 bits);

#endif
