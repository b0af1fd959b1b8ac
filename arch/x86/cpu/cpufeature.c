// SPDX-License-Identifier: MIT
/*
 * cpufeature.c - ask CPUID once, answer from memory
 *
 * A leaf is read only if the processor has it: beyond the highest one it answers with another's.
 * Context: cpu_identify() at boot, cpu_has() any.
 * Locking: none: written once, by the boot processor, before there are others.
 */
#include <asm/cpufeature.h>
#include <asm/processor.h>
#include <linux/kernel.h>

#define CPUID_EXTENDED	    0x80000000
#define CPUID_LEAF_FEATURES 7

u32 cpu_features[X86_FEATURE_WORDS];

/** cpu_identify - fill in what cpu_has() knows; boot */
void cpu_identify(void)
{
	u32 highest, highest_extended, a, b, c, d;

	cpuid(0, &highest, &b, &c, &d);
	cpuid(1, &a, &b, &cpu_features[1], &cpu_features[0]);
	if (highest >= CPUID_LEAF_FEATURES)
		cpuid(CPUID_LEAF_FEATURES, &a, &cpu_features[2], &c, &d);
	cpuid(CPUID_EXTENDED, &highest_extended, &b, &c, &d);
	if (highest_extended > CPUID_EXTENDED)
		cpuid(CPUID_EXTENDED + 1, &a, &b, &c, &cpu_features[3]);
}
