/* SPDX-License-Identifier: MIT */
/* internal.h - an entry of a page table, between the files of arch/x86/mm */
#ifndef _X86_MM_INTERNAL_H
#define _X86_MM_INTERNAL_H

#include <linux/types.h>

#define PTE_PRESENT (1ULL << 0)
#define PTE_WRITE   (1ULL << 1)
#define PTE_USER    (1ULL << 2)
#define PTE_PWT	    (1ULL << 3)
#define PTE_PCD	    (1ULL << 4)
#define PTE_LARGE   (1ULL << 7)
#define PTE_GLOBAL  (1ULL << 8)
#define PTE_NX	    (1ULL << 63)
#define PTE_ADDRESS 0x000ffffffffff000ULL

#define PTRS_PER_TABLE 512
#define pd_index(virt) (((virt) >> 21) & (PTRS_PER_TABLE - 1))
#define pt_index(virt) (((virt) >> 12) & (PTRS_PER_TABLE - 1))

typedef u64 pte_t;

extern pte_t kernel_pdpt[4];
extern pte_t pte_nx; /* PTE_NX, where the processor has it */

/* What an entry points to. */
static inline void *pte_to_virt(pte_t entry)
{
	return __va((unsigned long)(entry & PTE_ADDRESS));
}

#endif
