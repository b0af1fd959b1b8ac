/* SPDX-License-Identifier: MIT */
/*
 * cpufeature.h - what this processor can do, as CPUID says; names are Intel's
 *
 * Context: any.
 * Locking: none: written once, at boot.
 */
#ifndef _ASM_CPUFEATURE_H
#define _ASM_CPUFEATURE_H

#include <linux/types.h>

/* word * 32 + bit: word 0 is leaf 1 EDX, 1 is leaf 1 ECX, 2 is leaf 7 EBX, 3 is 80000001 EDX */
#define X86_FEATURE_TSC	       (0 * 32 + 4)
#define X86_FEATURE_PAE	       (0 * 32 + 6)
#define X86_FEATURE_APIC       (0 * 32 + 9)
#define X86_FEATURE_PGE	       (0 * 32 + 13)
#define X86_FEATURE_HYPERVISOR (1 * 32 + 31)
#define X86_FEATURE_SMEP       (2 * 32 + 7)
#define X86_FEATURE_SMAP       (2 * 32 + 20)
#define X86_FEATURE_NX	       (3 * 32 + 20)
#define X86_FEATURE_WORDS      4

extern u32 cpu_features[X86_FEATURE_WORDS];

/* cpu_has - does the processor have one of these? any context */
static inline bool cpu_has(unsigned int feature)
{
	return cpu_features[feature / 32] >> (feature % 32) & 1;
}

void cpu_identify(void);

#endif
