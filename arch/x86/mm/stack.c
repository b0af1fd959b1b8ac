// SPDX-License-Identifier: MIT
/*
 * stack.c - stacks for threads, each above a hole
 *
 * Idea:    a stack that grows too far must fault and not write into its neighbour. So each thread
 *          gets a slot of THREAD_SLOT_SIZE bytes of which only the upper half is mapped. A slot
 *          that is given back stays mapped and serves the next thread: nothing has to be unmapped
 *          while another processor may still have it in its TLB.
 * Context: process. Locking: stack_lock.
 */
#include <asm/page.h>
#include <asm/setup.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/spinlock.h>

#define STACK_SLOTS ((STACKS_END - STACKS_START) / THREAD_SLOT_SIZE)

static DEFINE_SPINLOCK(stack_lock);
static unsigned int slots_used;	  /* slots that were ever mapped */
static unsigned long free_stacks; /* chain of stacks given back, through their lowest word */

/* All pages of a slot share one table, so only the first map_page() can fail. */
static unsigned long map_next_slot(unsigned long pages)
{
	unsigned long stack = STACKS_START + slots_used * THREAD_SLOT_SIZE + THREAD_SIZE, offset;

	if (slots_used == STACK_SLOTS)
		return 0;
	for (offset = 0; offset < THREAD_SIZE; offset += PAGE_SIZE)
		if (map_page(stack + offset, __pa(pages) + offset, MAP_WRITE))
			return 0;
	slots_used++;
	return stack;
}

/**
 * alloc_thread_stack - get a stack
 *
 * Return: its lowest byte, THREAD_SIZE mapped bytes above a hole, or 0 when there is no memory or
 * no slot. Context: process. Locking: takes stack_lock.
 */
unsigned long alloc_thread_stack(void)
{
	unsigned long stack, pages;

	spin_lock(&stack_lock);
	stack = free_stacks;
	if (stack)
		free_stacks = *(unsigned long *)stack;
	spin_unlock(&stack_lock);
	if (stack)
		return stack;

	pages = __get_free_pages(GFP_KERNEL, THREAD_ORDER);
	if (!pages)
		return 0;
	spin_lock(&stack_lock);
	stack = map_next_slot(pages);
	spin_unlock(&stack_lock);
	if (stack)
		kmemleak_not_leak((void *)pages);
	else
		free_pages(pages, THREAD_ORDER);
	return stack;
}

/** free_thread_stack - give a stack back; nobody may run on it any more; process */
void free_thread_stack(unsigned long stack)
{
	spin_lock(&stack_lock);
	*(unsigned long *)stack = free_stacks;
	free_stacks = stack;
	spin_unlock(&stack_lock);
}
