// SPDX-License-Identifier: MIT
/*
 * page_debug.c - pages that notice what is done to them, and what an address belongs to
 *
 * Idea:    the descriptor of a block's first page keeps the record of the block. Small blocks are
 *          filled with poison when they are freed, and looked at when they are taken again; large
 *          ones are not, for that would take longer than the tests. A block of kmalloc() has a red
 *          zone from the size that was asked for to its end. Only in the tests' image.
 * Context: any. Locking: a block that was taken is its owner's alone; else irqs off.
 * See:     tests/kernel/slab_debug_test.c
 */
#ifdef CONFIG_TESTS
#include <asm/setup.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/poison.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "internal.h"

#define POISON_ORDER 3 /* larger blocks are not filled */

static struct memory_piece piece_of(struct page *page)
{
	return (struct memory_piece){
		.kind = page->record.kmalloc ? "pages of kmalloc" : "pages",
		.start = page_address(page),
		.record = &page->record,
	};
}

static void check_poison(struct page *page)
{
	struct memory_piece piece = piece_of(page);

	piece.record->size = PAGE_SIZE;
	check_bytes(&piece, "after it was freed", 0, PAGE_SIZE, PAGE_POISON);
	page->record.poisoned = false;
}

/* page_debug_alloc - a block was taken off the free lists for somebody at @site */
void page_debug_alloc(struct page *page, unsigned long site)
{
	size_t size = PAGE_SIZE << page->order;
	unsigned int i;

	for (i = 0; i < 1U << page->order; i++)
		if (page[i].record.poisoned)
			check_poison(&page[i]);
	if (page->order <= POISON_ORDER)
		memset(page_address(page), POISON_INUSE, size);
	page->record = (struct alloc_record){ .size = size, .serial = next_serial() };
	note_event(&page->record.taken, site);
}

/* page_debug_free - a block is about to go back */
void page_debug_free(struct page *page, unsigned long site)
{
	unsigned int i;

	note_event(&page->record.given, site);
	if (page->order > POISON_ORDER)
		return;
	memset(page_address(page), PAGE_POISON, PAGE_SIZE << page->order);
	for (i = 0; i < 1U << page->order; i++) {
		page[i].record.taken = page->record.taken;
		page[i].record.given = page->record.given;
		page[i].record.kmalloc = page->record.kmalloc;
		page[i].record.poisoned = true;
	}
}

/* page_debug_kmalloc - the block is kmalloc()'s, for somebody who asked for so many bytes */
void page_debug_kmalloc(void *block, size_t asked)
{
	struct page *page = virt_to_page(block);

	memset((char *)block + asked, SLUB_RED_ACTIVE, page->record.size - asked);
	page->record.size = asked;
	page->record.kmalloc = true;
}

static void check_kmalloc(struct page *page)
{
	struct memory_piece piece = piece_of(page);

	check_bytes(&piece, "beyond its end", page->record.size, PAGE_SIZE << page->order,
		    SLUB_RED_ACTIVE);
}

/* page_debug_kfree - may kfree() give this block back? If not, it has been told. */
bool page_debug_kfree(struct page *page, const void *p)
{
	struct memory_piece piece = piece_of(page);
	char what[100];

	if (piece.record->kmalloc && piece.start == p) {
		check_kmalloc(page);
		return true;
	}
	if (piece.start == p)
		snprintf(what, sizeof(what), "kfree(%p): free_pages() gives these back", p);
	else
		snprintf(what, sizeof(what), "kfree(%p): this points %ld bytes into pages", p,
			 (long)((u8 *)p - piece.start));
	report_piece(&piece, what);
	return false;
}

/* ---- what does an address belong to? -------------------------------------------------------- */

/* First page of the block, taken or free, that holds @page; NULL: in none. */
static struct page *head_of(struct page *page)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned int order;

	for (order = 0; order <= MAX_ORDER; order++) {
		struct page *head = pfn_to_page(pfn & ~((1UL << order) - 1));

		if (head->flags && head->order >= order)
			return head;
	}
	return NULL;
}

static void print_owner_of_page(const void *p)
{
	struct page *page = virt_to_page(p), *head = head_of(page);
	struct page *slab = slab_of(p);
	struct memory_piece piece;

	if (slab) {
		piece = slab_debug_owner(slab, p);
		printk(KERN_ERR "%p: %ld bytes from the start of an object of %lu bytes of %s at "
				"%p\n",
		       p, (long)((u8 *)p - piece.start), (unsigned long)piece.record->size,
		       piece.kind, piece.start);
	} else if (head && head->flags & PG_ALLOCATED) {
		piece = piece_of(head);
		printk(KERN_ERR "%p: %ld bytes from the start of %lu pages (order %u) at %p\n", p,
		       (long)((u8 *)p - piece.start), 1UL << head->order, head->order, piece.start);
	} else if (head && page->record.taken.site) {
		piece = piece_of(page);
		printk(KERN_ERR "%p: in a page that is free\n", p);
	} else {
		printk(KERN_ERR "%p: in a page that was never allocated\n", p);
		return;
	}
	print_piece(&piece);
}

static struct task_struct *stack_owner(unsigned long address)
{
	struct task_struct *p;

	for_each_task(p)
		if (address >= p->stack && address < p->stack + THREAD_SIZE)
			return p;
	return NULL;
}

/* report_owner - print what an address belongs to; the middle of a report */
void report_owner(const void *p)
{
	unsigned long address = (unsigned long)p;
	struct task_struct *task = stack_owner(address);

	if (task)
		printk(KERN_ERR "%p: on the stack of thread %s (pid %d)\n", p, task->comm,
		       task->pid);
	else if (address >= (unsigned long)__text_start && address < (unsigned long)__text_end)
		printk(KERN_ERR "%p: in the kernel's text: %pS\n", p, p);
	else if (address >= (unsigned long)__image_start && address < (unsigned long)__image_end)
		printk(KERN_ERR "%p: a static variable or constant of the kernel\n", p);
	else if (virt_addr_valid(p))
		print_owner_of_page(p);
	else
		printk(KERN_ERR "%p: not in the kernel's memory\n", p);
}

/* ---- all blocks ----------------------------------------------------------------------------- */

/*
 * Call @fn, irqs off, for the first page of each block that is taken. A block that is split or
 * joined meanwhile may be missed: the pages inside of a block have no flags, so nothing worse comes
 * of it.
 */
static void for_each_block(void (*fn)(struct page *page, void *data), void *data)
{
	unsigned long pfn = 0, flags;

	while (pfn < max_pfn) {
		struct page *page = pfn_to_page(pfn);

		local_irq_save(flags);
		if (page->flags & PG_ALLOCATED)
			fn(page, data);
		pfn += page->flags ? 1UL << page->order : 1;
		local_irq_restore(flags);
	}
}

static void check_block(struct page *page, void *unused)
{
	if (page->flags & PG_SLAB)
		slab_debug_check(page);
	else if (page->record.kmalloc)
		check_kmalloc(page);
}

void slab_check_all(void)
{
	for_each_block(check_block, NULL);
}

struct since {
	unsigned long serial;
	void (*fn)(const struct memory_piece *piece, void *data);
	void *data;
};

static void block_since(struct page *page, void *data)
{
	struct memory_piece piece = piece_of(page);
	struct since *since = data;

	if (page->flags & PG_SLAB)
		slab_debug_since(page, since->serial, since->fn, since->data);
	else if (page->record.serial > since->serial)
		since->fn(&piece, since->data);
}

void memory_since(unsigned long serial, void (*fn)(const struct memory_piece *piece, void *data),
		  void *data)
{
	struct since since = { serial, fn, data };

	for_each_block(block_since, &since);
}

void kmemleak_not_leak(const void *pages)
{
	virt_to_page(pages)->record.serial = 0;
}
#endif
