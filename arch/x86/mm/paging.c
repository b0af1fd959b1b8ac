// SPDX-License-Identifier: MIT
/*
 * paging.c - the kernel's page tables
 *
 * Idea:    with PAE an entry has 64 bits: room for physical addresses beyond 4 GiB and for the
 *          no-execute bit. A table of 512 entries maps 2 MiB, a directory 1 GiB; the top table has
 *          four directories. Ours is the fourth (<asm/page.h> shows its map), and the lower three
 *          are left empty: page zero is never there. A process has a top table of its own, whose
 *          fourth entry is ours (mm.c).
 *          Memory is mapped by 2 MiB pages, except where the image lies: there in 4 KiB pages with
 *          the rights of each section, and a hole under the boot stack.
 * Context: paging_init at boot; map_page and unmap_page: process; page_is_mapped: any.
 * Locking: kernel_map_lock: one change at a time. Whoever looks takes none.
 * See:     Intel SDM vol. 3, 4.4 "PAE paging"
 */
#include <asm/cpufeature.h>
#include <asm/descriptors.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <halves/bootmem.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/kmemleak.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "internal.h"

#define CR4_PGE	 (1 << 7)
#define EFER_NXE (1 << 11)

#define LARGE_PAGE_SIZE (1UL << 21)

pte_t kernel_pdpt[4] __aligned(32);
static pte_t kernel_pd[PTRS_PER_TABLE] __aligned(4096);
pte_t pte_nx;
static DEFINE_SPINLOCK(kernel_map_lock);

/* The table under a directory entry, made if need be. NULL: no memory. */
static pte_t *table_of(unsigned long virt, unsigned long (*get_page)(void))
{
	pte_t *pde = &kernel_pd[pd_index(virt)];

	if (!*pde) {
		unsigned long table = get_page();

		if (!table)
			return NULL;
		*pde = __pa(table) | PTE_PRESENT | PTE_WRITE;
	}
	return pte_to_virt(*pde);
}

static unsigned long get_boot_page(void)
{
	return (unsigned long)bootmem_alloc(PAGE_SIZE, PAGE_SIZE);
}

static unsigned long get_table_page(void)
{
	unsigned long page = get_zeroed_page(GFP_ATOMIC);

	if (page)
		kmemleak_not_leak((void *)page);
	return page;
}

static bool between(unsigned long virt, const char *start, const char *end)
{
	return virt >= (unsigned long)start && virt < (unsigned long)end;
}

/* What a page of the first megabytes, where the image lies, may be used for. */
static pte_t image_rights(unsigned long virt)
{
	if (between(virt, __text_start, __text_end))
		return PTE_PRESENT | PTE_GLOBAL;
	if (between(virt, __rodata_start, __rodata_end))
		return PTE_PRESENT | PTE_GLOBAL | pte_nx;
	if (between(virt, boot_stack_guard, boot_stack))
		return 0;
	return PTE_PRESENT | PTE_WRITE | PTE_GLOBAL | pte_nx;
}

static void map_lowmem(unsigned long end)
{
	unsigned long image_end = ALIGN(__pa(__image_end), LARGE_PAGE_SIZE);
	unsigned long phys;

	for (phys = 0; phys < image_end; phys += PAGE_SIZE) {
		unsigned long virt = PAGE_OFFSET + phys;
		pte_t rights = image_rights(virt);

		table_of(virt, get_boot_page)[pt_index(virt)] = rights ? phys | rights : 0;
	}
	for (; phys < end; phys += LARGE_PAGE_SIZE)
		kernel_pd[pd_index(PAGE_OFFSET + phys)] = phys | PTE_PRESENT | PTE_WRITE |
							  PTE_LARGE | PTE_GLOBAL | pte_nx;
}

/** paging_init - build the kernel's tables and throw the boot map away; boot */
void paging_init(void)
{
	if (cpu_has(X86_FEATURE_NX)) {
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
		pte_nx = PTE_NX;
	} else {
		pr_notice("memory: this processor has no NX: data can be executed\n");
	}
	map_lowmem(bootmem_end());
	kernel_pdpt[3] = __pa(kernel_pd) | PTE_PRESENT;
	write_cr3(__pa(kernel_pdpt));
	if (cpu_has(X86_FEATURE_PGE))
		write_cr4(read_cr4() | CR4_PGE);
	cpu_protect(); /* not before the boot map, which ring 3 could reach, has gone */
	per_cpu(double_fault_tss, 0).cr3 = __pa(kernel_pdpt);
}

/**
 * map_page - map one page of the upper gigabyte above the direct map
 * @virt: where; must not be mapped
 * @phys: what
 * @rights: MAP_ flags
 *
 * Return: 0, or -ENOMEM when there is no page for a table. Context: thread.
 * Locking: takes kernel_map_lock.
 */
int map_page(unsigned long virt, phys_addr_t phys, unsigned int rights)
{
	pte_t entry = (phys & PTE_ADDRESS) | PTE_PRESENT | PTE_GLOBAL;
	pte_t *table;

	if (rights & MAP_WRITE)
		entry |= PTE_WRITE;
	if (!(rights & MAP_EXEC))
		entry |= pte_nx;
	if (rights & MAP_UNCACHED)
		entry |= PTE_PCD | PTE_PWT;
	spin_lock(&kernel_map_lock);
	table = table_of(virt, get_table_page);
	if (table) {
		BUG_ON(table[pt_index(virt)]);
		table[pt_index(virt)] = entry;
	}
	spin_unlock(&kernel_map_lock);
	return table ? 0 : -ENOMEM;
}

/** page_is_mapped - whether anything is at @virt (upper gigabyte); any context */
bool page_is_mapped(unsigned long virt)
{
	pte_t pde = kernel_pd[pd_index(virt)];

	if (virt < PAGE_OFFSET || !(pde & PTE_PRESENT))
		return false;
	if (pde & PTE_LARGE)
		return true;
	return ((pte_t *)pte_to_virt(pde))[pt_index(virt)] & PTE_PRESENT;
}

static void flush_page(void *virt)
{
	invlpg(virt);
}

/**
 * unmap_page - undo one map_page(); the table stays for the next
 * @virt: as it was mapped
 *
 * On return no processor has the old translation any more. Context: thread, irqs on.
 * Locking: takes kernel_map_lock.
 */
void unmap_page(unsigned long virt)
{
	spin_lock(&kernel_map_lock);
	BUG_ON(!page_is_mapped(virt));
	table_of(virt, get_table_page)[pt_index(virt)] = 0;
	spin_unlock(&kernel_map_lock);
	preempt_disable();
	flush_page((void *)virt);
	smp_call_function(flush_page, (void *)virt, 0, 1);
	preempt_enable();
}
