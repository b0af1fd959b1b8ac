// SPDX-License-Identifier: MIT
/*
 * ioremap.c - map a device's registers
 *
 * Idea:    addresses between VMAP_START and VMAP_END are handed out first fit, page by page; one
 *          bit says whether a page is taken. Devices stay for long and are few: nothing cleverer is
 *          needed. A page more than asked for is taken and left unmapped, so that a driver that
 *          runs off its registers faults.
 * Context: process. Locking: vmap_lock.
 */
#include <asm/io.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>

#define VMAP_PAGES ((VMAP_END - VMAP_START) >> PAGE_SHIFT)

static DECLARE_BITMAP(vmap_taken, VMAP_PAGES);
static DEFINE_SPINLOCK(vmap_lock);

static unsigned long vmap_address(unsigned long page)
{
	return VMAP_START + (page << PAGE_SHIFT);
}

/* First page of a free stretch, now taken; VMAP_PAGES if there is none. */
static unsigned long take_pages(unsigned long count)
{
	unsigned long start = 0, end;

	spin_lock(&vmap_lock);
	for (;;) {
		start = find_next_zero_bit(vmap_taken, VMAP_PAGES, start);
		end = find_next_bit(vmap_taken, VMAP_PAGES, start);
		if (start >= VMAP_PAGES || end - start >= count)
			break;
		start = end;
	}
	if (start < VMAP_PAGES)
		bitmap_set(vmap_taken, start, count);
	spin_unlock(&vmap_lock);
	return start;
}

/**
 * ioremap - map device registers, uncached
 * @phys: physical address, any alignment
 * @size: bytes
 *
 * Return: where they are, or NULL when there is no room or no memory. Context: process.
 */
void *ioremap(phys_addr_t phys, size_t size)
{
	unsigned long offset = phys & ~PAGE_MASK, count, start, i;

	might_sleep();
	if (!size || phys + size < phys || size > VMAP_END - VMAP_START)
		return NULL;
	count = PAGE_ALIGN(offset + size) >> PAGE_SHIFT;
	start = take_pages(count + 1);
	if (start >= VMAP_PAGES)
		return NULL;
	for (i = 0; i < count; i++) {
		if (map_page(vmap_address(start + i), (phys & ~0xfffULL) + (i << PAGE_SHIFT),
			     MAP_WRITE | MAP_UNCACHED)) {
			iounmap((void *)vmap_address(start));
			return NULL;
		}
	}
	return (void *)(vmap_address(start) + offset);
}
EXPORT_SYMBOL(ioremap);

/** iounmap - give back what ioremap() returned; NULL is fine; process */
void iounmap(volatile void *address)
{
	unsigned long start = ((unsigned long)address - VMAP_START) >> PAGE_SHIFT, i;

	might_sleep();
	if (!address)
		return;
	if (WARN_ON((unsigned long)address < VMAP_START || start >= VMAP_PAGES))
		return;
	for (i = start; page_is_mapped(vmap_address(i)); i++)
		unmap_page(vmap_address(i));
	spin_lock(&vmap_lock);
	bitmap_clear(vmap_taken, start, i - start + 1);
	spin_unlock(&vmap_lock);
}
EXPORT_SYMBOL(iounmap);
