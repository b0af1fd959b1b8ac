// SPDX-License-Identifier: MIT
/*
 * page_alloc.c - whole pages: the buddy system
 *
 * Idea:    free memory is kept in blocks of 2^order pages, aligned to their size, one list for each
 *          order. A request takes a block of its order, or splits a larger one; what is given back
 *          is joined with its buddy (the block whose address differs in just that one bit) as long
 *          as that is free, too. Both take at most MAX_ORDER steps.
 * Context: any with GFP_ATOMIC; GFP_KERNEL process. Locking: page_lock, irqs off.
 * Source:  K. C. Knowlton, A fast storage allocator, CACM 1965
 */
#include <halves/bootmem.h>
#include <halves/console.h>
#include <halves/debug.h>
#include <halves/mm_init.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "internal.h"

struct page *mem_map;
unsigned long max_pfn;
unsigned long totalram_pages;

static DEFINE_SPINLOCK(page_lock);
static struct list_head free_lists[MAX_ORDER + 1]; /* page_lock */
static unsigned long free_count;		   /* page_lock: pages */

static void add_block(unsigned long pfn, unsigned int order)
{
	struct page *page = pfn_to_page(pfn);

	page->flags = PG_FREE;
	page->order = order;
	list_add(&page->lru, &free_lists[order]);
}

static void remove_block(struct page *page)
{
	list_del(&page->lru);
	page->flags = 0;
}

/* Locking: expects page_lock. */
static void free_block(unsigned long pfn, unsigned int order)
{
	free_count += 1UL << order;
	pfn_to_page(pfn)->flags = 0; /* it may not be the first of what it grows into */
	while (order < MAX_ORDER) {
		unsigned long buddy_pfn = pfn ^ (1UL << order);
		struct page *buddy = pfn_to_page(buddy_pfn);

		if (buddy_pfn >= max_pfn || buddy->flags != PG_FREE || buddy->order != order)
			break;
		remove_block(buddy);
		pfn &= ~(1UL << order);
		order++;
	}
	add_block(pfn, order);
}

static struct page *take_block(unsigned int order)
{
	unsigned int from = order;
	struct page *page;
	unsigned long flags;

	spin_lock_irqsave(&page_lock, flags);
	while (from <= MAX_ORDER && list_empty(&free_lists[from]))
		from++;
	if (from > MAX_ORDER) {
		spin_unlock_irqrestore(&page_lock, flags);
		return NULL;
	}
	page = list_first_entry(&free_lists[from], struct page, lru);
	remove_block(page);
	while (from > order) {
		from--;
		add_block(page_to_pfn(page) + (1UL << from), from);
	}
	page->flags = PG_ALLOCATED;
	page->order = order;
	free_count -= 1UL << order;
	spin_unlock_irqrestore(&page_lock, flags);
	return page;
}

/* Memory is short: let others run, who may free some, for at most a tick. */
static struct page *wait_for_block(unsigned int order)
{
	unsigned long until = jiffies + 1;
	struct page *page;

	do {
		yield();
		page = take_block(order);
	} while (!page && time_before(jiffies, until));
	return page;
}

static __always_inline unsigned long get_pages(gfp_t flags, unsigned int order, unsigned long site)
{
	struct page *page;

	if (order > MAX_ORDER || should_fail_alloc(flags, site))
		return 0;
	page = take_block(order);
	if (!page && flags & __GFP_WAIT && !in_atomic() && !irqs_disabled())
		page = wait_for_block(order);
	if (!page)
		return 0;
	page_debug_alloc(page, site);
	if (flags & __GFP_ZERO)
		memset(page_address(page), 0, PAGE_SIZE << order);
	return (unsigned long)page_address(page);
}

/**
 * __get_free_pages - take 2^order pages
 * @flags: GFP_KERNEL or GFP_ATOMIC, with __GFP_ZERO for zeros
 * @order: 0 to MAX_ORDER
 *
 * Return: their address, aligned to their size, or 0 when there are none.
 * Context: any; with GFP_KERNEL process. Locking: takes page_lock.
 */
unsigned long __get_free_pages(gfp_t flags, unsigned int order)
{
	if (flags & __GFP_WAIT)
		might_sleep();
	return get_pages(flags, order, _RET_IP_);
}
EXPORT_SYMBOL(__get_free_pages);

static __always_inline void put_pages(unsigned long address, unsigned int order, unsigned long site)
{
	struct page *page;
	unsigned long flags;

	if (!address)
		return;
	page = virt_to_page(address);
	if (!virt_addr_valid(address) || address & ~PAGE_MASK || page->flags != PG_ALLOCATED ||
	    page->order != order) {
		report_begin();
		printk(KERN_ERR "BUG: free_pages(%08lx, %u): not the start of %lu allocated pages: "
				"freed twice, or a wrong address or order?\n",
		       address, order, 1UL << order);
		report_owner((void *)address);
		report_context();
		report_backtrace();
		report_end();
		return;
	}
	page_debug_free(page, site);
	spin_lock_irqsave(&page_lock, flags);
	free_block(page_to_pfn(page), order);
	spin_unlock_irqrestore(&page_lock, flags);
}

/**
 * free_pages - give pages back
 * @address: what __get_free_pages() returned; 0 is fine
 * @order: as it was asked for
 *
 * Context: any. Locking: takes page_lock.
 */
void free_pages(unsigned long address, unsigned int order)
{
	put_pages(address, order, _RET_IP_);
}
EXPORT_SYMBOL(free_pages);

#ifdef CONFIG_TESTS
/* The same for a function that takes pages for its caller, at @site. */
unsigned long __get_free_pages_track_caller(gfp_t flags, unsigned int order, unsigned long site)
{
	return get_pages(flags, order, site);
}

void free_pages_track_caller(unsigned long address, unsigned int order, unsigned long site)
{
	put_pages(address, order, site);
}
#endif

/** nr_free_pages - free pages of the whole machine; any context */
unsigned long nr_free_pages(void)
{
	return free_count;
}

/* Give the allocator a stretch of memory, in the largest aligned blocks. Boot, or page_lock. */
static void add_memory(unsigned long start, unsigned long end)
{
	unsigned long pfn = start >> PAGE_SHIFT, last = end >> PAGE_SHIFT;

	totalram_pages += last - pfn;
	while (pfn < last) {
		unsigned int order = 0;

		while (order < MAX_ORDER && !(pfn & (1UL << order)) && pfn + (2UL << order) <= last)
			order++;
		free_block(pfn, order);
		pfn += 1UL << order;
	}
}

/** page_alloc_init - describe all pages and take over what is free; boot */
void page_alloc_init(void)
{
	unsigned int order;

	max_pfn = bootmem_end() >> PAGE_SHIFT;
	mem_map = bootmem_alloc(max_pfn * sizeof(struct page), PAGE_SIZE);
	for (order = 0; order <= MAX_ORDER; order++)
		INIT_LIST_HEAD(&free_lists[order]);
	bootmem_for_each_free(add_memory);
	pr_info("memory: %lu KiB free, %lu KiB for page descriptors\n",
		free_count << (PAGE_SHIFT - 10), max_pfn * sizeof(struct page) >> 10);
}

/**
 * free_boot_pages - what the boot loader has put somewhere is not needed any more
 * @start: its physical beginning
 * @end: and end; only whole pages between them are taken over
 *
 * Context: process. Locking: takes page_lock.
 */
void free_boot_pages(unsigned long start, unsigned long end)
{
	end = min(end, max_pfn << PAGE_SHIFT);
	spin_lock_irq(&page_lock);
	add_memory(PAGE_ALIGN(start), end & PAGE_MASK);
	spin_unlock_irq(&page_lock);
}

/** show_free_areas - print how many blocks of each order are free; process */
void show_free_areas(void)
{
	unsigned int order;

	console_printf("free: %lu of %lu pages; blocks by order:", free_count, totalram_pages);
	for (order = 0; order <= MAX_ORDER; order++) {
		struct list_head *at;
		unsigned int count = 0;

		spin_lock_irq(&page_lock);
		list_for_each(at, &free_lists[order])
			count++;
		spin_unlock_irq(&page_lock);
		console_printf(" %u", count);
	}
	console_printf("\n");
}
