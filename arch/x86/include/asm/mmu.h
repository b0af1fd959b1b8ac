/* SPDX-License-Identifier: MIT */
/*
 * mmu.h - the memory of a process: its own page tables below TASK_SIZE, the kernel's above
 *
 * Everything that a process has is mapped when it asks for it (exec, fork, brk), so nothing of it
 * is ever brought in by a page fault. Only the process itself changes its tables, or who makes it
 * before it runs; so they need no lock, and no other processor has them in its TLB.
 * Context: process; switch_mm(): preemption off.
 * Locking: none: a process changes its own tables alone.
 */
#ifndef _ASM_MMU_H
#define _ASM_MMU_H

#include <asm/page.h>
#include <linux/types.h>

struct task_struct;

struct mm_struct {
	u64 pdpt[4] __aligned(32); /* what CR3 points to */
	u64 *pd;		   /* the directory of the first gigabyte */
	unsigned long pages;	   /* that it has, without tables */
	unsigned long brk_start, brk;
};

struct mm_struct *mm_create(void);
void mm_destroy(struct mm_struct *mm);
int mm_map(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned int rights);
void mm_unmap(struct mm_struct *mm, unsigned long start, unsigned long end);
void mm_protect(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned int rights);
int mm_copy(struct mm_struct *to, const struct mm_struct *from);
void mm_use(struct mm_struct *mm);

unsigned long kernel_pgd(void);

/* switch_mm - on the way to @next, whose memory is another: CR3, and where ring 3 comes back */
void switch_mm(struct task_struct *next);

#endif
