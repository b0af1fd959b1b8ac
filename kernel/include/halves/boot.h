/* SPDX-License-Identifier: MIT */
/*
 * boot.h - what the boot loader told us, copied to where nobody overwrites it
 *
 * arch/x86/cpu/multiboot.c fills it in; everything else reads it here.
 */
#ifndef _HALVES_BOOT_H
#define _HALVES_BOOT_H

#include <linux/types.h>

#define BOOT_CMDLINE_MAX 2048
#define BOOT_MAX_REGIONS 64
#define BOOT_MAX_MODULES 8

struct boot_region {
	u64 start, end; /* physical bytes: start … end - 1 */
	bool usable;
};

struct boot_module {
	unsigned long start, end; /* physical */
	char name[64];
};

struct boot_info {
	char loader[64];
	char cmdline[BOOT_CMDLINE_MAX];
	unsigned int nr_regions, nr_modules;
	struct boot_region regions[BOOT_MAX_REGIONS];
	struct boot_module modules[BOOT_MAX_MODULES];
};

extern struct boot_info boot_info;
extern u64 boot_tsc; /* the counter when the kernel was entered; 0: there is none */
extern const char halves_banner[]; /* name, version, compiler, HZ */

#endif
