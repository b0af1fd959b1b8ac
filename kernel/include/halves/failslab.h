/* SPDX-License-Identifier: MIT */
/* failslab.h - one allocation fails, on purpose: tests' image only; kernel/mm/failslab.c */
#ifndef _HALVES_FAILSLAB_H
#define _HALVES_FAILSLAB_H

#ifdef CONFIG_TESTS
void failslab_boot_ends(void);
void failslab_arm(unsigned long nth);
unsigned long failslab_disarm(void);
unsigned long failslab_suspend(void);
void failslab_resume(unsigned long rest);
#else
static inline void failslab_boot_ends(void) { }
#endif

#endif
