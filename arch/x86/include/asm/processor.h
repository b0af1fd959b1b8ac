/* SPDX-License-Identifier: MIT */
/*
 * processor.h - single instructions with a name
 *
 * Context: any.
 * Locking: none: what they touch is the processor's own.
 */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <linux/compiler.h>
#include <linux/types.h>

/*
 * cpu_relax - one turn of a loop that waits for another processor
 *
 * PAUSE, always: on real silicon it spares the sibling thread, and an emulator that runs the
 * processors in turn hands the turn on.
 */
static __always_inline void cpu_relax(void)
{
	asm volatile("pause" : : : "memory");
}

static __always_inline u64 rdtsc(void)
{
	u64 tsc;

	asm volatile("rdtsc" : "=A"(tsc) : : "memory");
	return tsc;
}

static __always_inline void cpuid(u32 leaf, u32 *eax, u32 *ebx, u32 *ecx, u32 *edx)
{
	asm volatile("cpuid" : "=a"(*eax), "=b"(*ebx), "=c"(*ecx), "=d"(*edx) : "0"(leaf), "2"(0));
}

#define MSR_EFER 0xc0000080 /* extended features; only a processor with NX or 64 bits has it */

static __always_inline u64 rdmsr(u32 msr)
{
	u64 value;

	asm volatile("rdmsr" : "=A"(value) : "c"(msr));
	return value;
}

static __always_inline void wrmsr(u32 msr, u64 value)
{
	asm volatile("wrmsr" : : "A"(value), "c"(msr) : "memory");
}

#define DEFINE_CR(n)                                                                               \
	static __always_inline unsigned long read_cr##n(void)                                      \
	{                                                                                          \
		unsigned long value;                                                               \
                                                                                                   \
		asm volatile("movl %%cr" #n ", %0" : "=r"(value) : : "memory");                    \
		return value;                                                                      \
	}                                                                                          \
	static __always_inline void write_cr##n(unsigned long value)                               \
	{                                                                                          \
		asm volatile("movl %0, %%cr" #n : : "r"(value) : "memory");                        \
	}

DEFINE_CR(0)
DEFINE_CR(2)
DEFINE_CR(3)
DEFINE_CR(4)

static __always_inline void invlpg(const void *address)
{
	asm volatile("invlpg (%0)" : : "r"(address) : "memory");
}

#endif
