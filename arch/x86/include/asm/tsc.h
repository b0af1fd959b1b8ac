/* SPDX-License-Identifier: MIT */
/* tsc.h - cycles: the raw counter under sched_clock() */
#ifndef _ASM_TSC_H
#define _ASM_TSC_H

#include <asm/processor.h>
#include <linux/types.h>

typedef unsigned long long cycles_t;

extern bool tsc_present;
extern unsigned long tsc_khz;

void tsc_init(void);
void clock_fallback(void);
bool tsc_counts_instructions(void);

/* get_cycles - cycles since the processor started, or 0 where there is no counter; any context */
static __always_inline cycles_t get_cycles(void)
{
	return likely(tsc_present) ? rdtsc() : 0;
}

#endif
