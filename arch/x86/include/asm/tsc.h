/* SPDX-License-Identifier: MIT */
/*
 * tsc.h - cycles: the raw counter under sched_clock()
 *
 * Context: any.
 * Locking: none: the counter is the processor's own; what makes time of it is written at boot.
 */
#ifndef _ASM_TSC_H
#define _ASM_TSC_H

#include <asm/processor.h>
#include <linux/time.h>
#include <linux/types.h>

typedef unsigned long long cycles_t;

extern bool tsc_present;
extern bool tsc_synced; /* all processors' counters show the same: stamps can be compared */
extern unsigned long tsc_khz;

void tsc_init(void);
void clock_fallback(void);
bool tsc_counts_instructions(void);
void tsc_set_ahead(int cpu, s64 cycles);

/* arch/x86/time/tsc_sync.c */
void tsc_compare(int cpu);
void tsc_answer(void);

/*
 * tsc_read - the counter of the processor that runs. tsc.skew= of the tests' image sets those of
 * all but the first apart, as if they had not started together.
 */
#ifdef CONFIG_TESTS
u64 tsc_read(void);
#else
#define tsc_read() rdtsc()
#endif

/*
 * clock_stamp - the time in two or three instructions; clock_ns() makes sched_clock()'s nanoseconds
 * of it, of the processor @cpu that took it
 */
static __always_inline u64 clock_stamp(void)
{
	return likely(tsc_present) ? tsc_read() : sched_clock();
}

u64 clock_ns(int cpu, u64 stamp);

/* get_cycles - cycles since the start; 0: there is no counter, or not the same on all processors */
static __always_inline cycles_t get_cycles(void)
{
	return likely(tsc_synced) ? rdtsc() : 0;
}

#endif
