// SPDX-License-Identifier: MIT
/*
 * mm.c - the memory of processes
 *
 * Idea:    a process has a top table, one directory for its gigabyte, and page tables where it has
 *          pages; the last quarter of its top table is the kernel's. Pages are taken when they are
 *          asked for, filled with zeros, and copied whole at fork(): no page fault is ever served.
 *          A sixteenth of all memory is the kernel's own: no process gets it.
 * Context: process, see <asm/mmu.h>. Locking: none: tables belong to one process.
 * See:     paging.c; Intel SDM vol. 3, 4.4
 */
#include <asm/cpufeature.h>
#include <asm/descriptors.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

#define KERNEL_SHARE 16 /* of so many parts of memory one is the kernel's */

static struct kmem_cache *mm_cache;

/** kernel_pgd - what CR3 holds while a kernel thread runs; any context */
unsigned long kernel_pgd(void)
{
	return __pa(kernel_pdpt);
}

static unsigned long get_page(void)
{
	if (nr_free_pages() < totalram_pages / KERNEL_SHARE)
		return 0;
	return get_zeroed_page(GFP_KERNEL);
}

/* The entry of a page; with @make its table is made if need be. NULL: there is none. */
static pte_t *entry_of(const struct mm_struct *mm, unsigned long virt, bool make)
{
	pte_t *pde = &mm->pd[pd_index(virt)];

	BUG_ON(virt >= TASK_SIZE);
	if (!*pde) {
		unsigned long table = make ? get_page() : 0;

		if (!table)
			return NULL;
		*pde = __pa(table) | PTE_PRESENT | PTE_WRITE | PTE_USER;
	}
	return (pte_t *)pte_to_virt(*pde) + pt_index(virt);
}

static pte_t rights_of(unsigned int rights)
{
	return PTE_PRESENT | PTE_USER | (rights & MAP_WRITE ? PTE_WRITE : 0) |
	       (rights & MAP_EXEC ? 0 : pte_nx);
}

/** mm_create - memory of a process that has none yet; NULL: no memory; process */
struct mm_struct *mm_create(void)
{
	struct mm_struct *mm;

	mm = kmem_cache_alloc(mm_cache, GFP_KERNEL);
	if (!mm)
		return NULL;
	memset(mm, 0, sizeof(*mm));
	mm->pd = (u64 *)get_page();
	if (!mm->pd) {
		kmem_cache_free(mm_cache, mm);
		return NULL;
	}
	mm->pdpt[0] = __pa(mm->pd) | PTE_PRESENT;
	mm->pdpt[3] = kernel_pdpt[3];
	return mm;
}

/** mm_destroy - give everything back; no processor uses it any more; NULL is fine; process */
void mm_destroy(struct mm_struct *mm)
{
	unsigned int i;

	if (!mm)
		return;
	mm_unmap(mm, 0, TASK_SIZE);
	BUG_ON(mm->pages);
	for (i = 0; i < PTRS_PER_TABLE; i++)
		if (mm->pd[i])
			free_page((unsigned long)pte_to_virt(mm->pd[i]));
	free_page((unsigned long)mm->pd);
	kmem_cache_free(mm_cache, mm);
}

/**
 * mm_map - give a process pages of zeros
 * @mm: its memory
 * @start: first address, of a page
 * @end: behind the last, of a page, at most TASK_SIZE
 * @rights: MAP_WRITE, MAP_EXEC
 *
 * Return: 0; -ENOMEM: then there are none of them; -EEXIST: some are there already.
 */
int mm_map(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned int rights)
{
	unsigned long at;
	int error = 0;

	for (at = start; at < end; at += PAGE_SIZE) {
		pte_t *entry = entry_of(mm, at, true);
		unsigned long page;

		if (entry && *entry) {
			error = -EEXIST;
			break;
		}
		page = entry ? get_page() : 0;
		if (!page) {
			error = -ENOMEM;
			break;
		}
		*entry = __pa(page) | rights_of(rights);
		mm->pages++;
		cpu_relax(); /* it may be all of memory: let an emulator's other processors run */
	}
	if (error)
		mm_unmap(mm, start, at);
	return error;
}

/** mm_unmap - take pages away; where there are none, nothing happens; process */
void mm_unmap(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	unsigned long at;

	for (at = start; at < end; at += PAGE_SIZE) {
		pte_t *entry = entry_of(mm, at, false);

		if (!entry) {
			at |= (PTRS_PER_TABLE - 1) << PAGE_SHIFT; /* the whole table is not there */
			continue;
		}
		if (!*entry)
			continue;
		free_page((unsigned long)pte_to_virt(*entry));
		*entry = 0;
		mm->pages--;
		invlpg((void *)at);
		cpu_relax(); /* as in mm_map() */
	}
}

/** mm_protect - change what may be done with pages that are there; process */
void mm_protect(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned int rights)
{
	for (; start < end; start += PAGE_SIZE) {
		pte_t *entry = entry_of(mm, start, false);

		BUG_ON(!entry || !*entry);
		*entry = (*entry & PTE_ADDRESS) | rights_of(rights);
		invlpg((void *)start);
	}
}

/* One page of fork(). */
static int copy_page(struct mm_struct *to, unsigned long virt, pte_t from)
{
	pte_t *entry = entry_of(to, virt, true);
	unsigned long page = entry ? get_page() : 0;

	if (!page)
		return -ENOMEM;
	memcpy((void *)page, pte_to_virt(from), PAGE_SIZE);
	*entry = __pa(page) | (from & ~PTE_ADDRESS);
	to->pages++;
	return 0;
}

/** mm_copy - make @to, which is new, the same as @from; 0 or -ENOMEM (destroy it then); process */
int mm_copy(struct mm_struct *to, const struct mm_struct *from)
{
	unsigned int i, j;

	to->brk_start = from->brk_start;
	to->brk = from->brk;
	for (i = 0; i < PTRS_PER_TABLE; i++) {
		const pte_t *table = from->pd[i] ? pte_to_virt(from->pd[i]) : NULL;

		for (j = 0; table && j < PTRS_PER_TABLE; j++)
			if (table[j] &&
			    copy_page(to, (i * PTRS_PER_TABLE + j) << PAGE_SHIFT, table[j]))
				return -ENOMEM;
	}
	return 0;
}

void switch_mm(struct task_struct *next)
{
	this_cpu_ptr(&cpu_tss)->esp0 = next->stack + THREAD_SIZE;
	write_cr3(next->pgd);
}

/** mm_use - have the running thread use @mm; NULL: only the kernel's tables; process */
void mm_use(struct mm_struct *mm)
{
	preempt_disable();
	current->pgd = mm ? __pa(mm->pdpt) : kernel_pgd();
	switch_mm(current);
	preempt_enable();
}

/** mm_init - from now on processes can have memory; boot */
void mm_init(void)
{
	mm_cache = kmem_cache_create("mm_struct", sizeof(struct mm_struct), 32, 0, NULL, NULL);
	BUG_ON(!mm_cache);
	init_task.pgd = kernel_pgd();
}
