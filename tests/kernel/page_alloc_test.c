// SPDX-License-Identifier: MIT
/* page_alloc_test.c - whole pages, 2^order at a time */
#include "helpers.h"

#include <asm/page.h>
#include <linux/gfp.h>
#include <linux/kthread.h>
#include <linux/mm.h>

/* A block is aligned to its own size, all of it can be written, and it comes back when freed */
static void blocks_are_aligned_and_come_back(struct kunit *test)
{
	unsigned long free = nr_free_pages();
	unsigned int order;

	for (order = 0; order <= MAX_ORDER; order++) {
		unsigned long block = __get_free_pages(GFP_KERNEL, order);

		KUNIT_ASSERT_NE(test, block, 0);
		KUNIT_EXPECT_EQ(test, block & ((PAGE_SIZE << order) - 1), 0);
		KUNIT_EXPECT_EQ(test, nr_free_pages(), free - (1UL << order));
		memset((void *)block, 0xa5, PAGE_SIZE << order);
		free_pages(block, order);
		KUNIT_EXPECT_EQ(test, nr_free_pages(), free);
	}
}

/* __GFP_ZERO, get_zeroed_page: zeros, also where others have written before */
static void zeroed_pages_are_zero(struct kunit *test)
{
	unsigned long *page;
	int i, dirty = 0;

	page = (void *)__get_free_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	memset(page, 0xff, PAGE_SIZE);
	free_page((unsigned long)page);
	page = (void *)get_zeroed_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	for (i = 0; i < PAGE_SIZE / sizeof(*page); i++)
		dirty += page[i] != 0;
	KUNIT_EXPECT_EQ(test, dirty, 0);
	free_page((unsigned long)page);
}

/* Two blocks never overlap: each keeps what was written to it */
static void blocks_do_not_overlap(struct kunit *test)
{
	unsigned long *blocks[64];
	int i, count, wrong = 0;

	for (count = 0; count < 64; count++) {
		blocks[count] = (void *)__get_free_pages(GFP_KERNEL, count % 3);
		if (!blocks[count])
			break;
		blocks[count][0] = count;
		blocks[count][(PAGE_SIZE << (count % 3)) / sizeof(long) - 1] = ~count;
	}
	KUNIT_EXPECT_EQ(test, count, 64);
	for (i = 0; i < count; i++) {
		wrong += blocks[i][0] != i;
		wrong += blocks[i][(PAGE_SIZE << (i % 3)) / sizeof(long) - 1] != ~i;
		free_pages((unsigned long)blocks[i], i % 3);
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

/* What is larger than the largest block cannot be had; freeing nothing is fine */
static void limits(struct kunit *test)
{
	unsigned long free = nr_free_pages();

	KUNIT_EXPECT_EQ(test, __get_free_pages(GFP_ATOMIC, MAX_ORDER + 1), 0);
	KUNIT_EXPECT_EQ(test, __get_free_pages(GFP_KERNEL, MAX_ORDER + 5), 0);
	free_pages(0, 0);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), free);
}

/* Take all memory, in blocks of falling size, linked through their first word. */
static unsigned long *take_everything(void)
{
	unsigned long *taken = NULL;
	int order;

	for (order = MAX_ORDER; order >= 0; order--) {
		unsigned long *block;

		while ((block = (void *)__get_free_pages(GFP_ATOMIC, order))) {
			block[0] = (unsigned long)taken;
			block[1] = order;
			taken = block;
		}
	}
	return taken;
}

static void give_back(unsigned long *taken)
{
	while (taken) {
		unsigned long *next = (void *)taken[0];

		free_pages((unsigned long)taken, taken[1]);
		taken = next;
	}
}

/* When there is no page left, both kinds say so: GFP_KERNEL within a tick or two, not never */
static void empty_memory_is_told(struct kunit *test)
{
	unsigned long free = nr_free_pages(), left, start, wait;
	unsigned long page, atomic;
	unsigned long *taken;

	taken = take_everything();
	left = nr_free_pages();
	atomic = __get_free_page(GFP_ATOMIC);
	start = jiffies;
	page = __get_free_page(GFP_KERNEL);
	wait = jiffies - start;
	give_back(taken);
	free_page(atomic);
	free_page(page);
	KUNIT_EXPECT_EQ(test, left, 0);
	KUNIT_EXPECT_EQ(test, atomic, 0);
	KUNIT_EXPECT_EQ(test, page, 0);
	KUNIT_EXPECT_LE(test, wait, 2);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), free);
}

static unsigned long *everything;

static int give_back_soon(void *data)
{
	give_back(everything);
	everything = NULL;
	return 0;
}

/* S47: GFP_KERNEL lets others run, who may free some: then it gets its page after all */
static void gfp_kernel_waits_for_others(struct kunit *test)
{
	struct task_struct *thread = kthread_create(give_back_soon, NULL, "giver");
	unsigned long page;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	kthread_bind(thread, smp_processor_id());
	everything = take_everything();
	wake_up_process(thread);
	page = __get_free_page(GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, wait_until(!everything));
	KUNIT_EXPECT_NE(test, page, 0);
	free_page(page);
}

/* Blocks of the largest order that can be had now. */
static unsigned int count_largest(void)
{
	unsigned long *taken = NULL, *block;
	unsigned int count = 0;

	while ((block = (void *)__get_free_pages(GFP_ATOMIC, MAX_ORDER))) {
		block[0] = (unsigned long)taken;
		block[1] = MAX_ORDER;
		taken = block;
		count++;
	}
	give_back(taken);
	return count;
}

/* Freed pieces grow together again: after the last there are as many largest blocks as before */
static void freed_neighbours_grow_together(struct kunit *test)
{
	unsigned long free = nr_free_pages(), pages = min(3000UL, free - (free >> 2)), i;
	unsigned int largest = count_largest();
	unsigned long *taken = NULL, *block;

	KUNIT_EXPECT_GT(test, largest, 0);
	for (i = 0; i < pages; i++) {
		block = (void *)__get_free_page(GFP_KERNEL);
		if (!block)
			break;
		block[0] = (unsigned long)taken;
		block[1] = 0;
		taken = block;
	}
	KUNIT_EXPECT_EQ(test, i, pages);
	give_back(taken);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), free);
	KUNIT_EXPECT_EQ(test, count_largest(), largest);
}

/* A page that grew into the free neighbour below it is no block any more: freed twice is told */
static void upper_half_is_free(struct kunit *test)
{
	unsigned long free = nr_free_pages(), taken[64], upper = 0;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(taken); i++)
		taken[i] = __get_free_page(GFP_KERNEL);
	for (i = 0; i < ARRAY_SIZE(taken) && !upper; i++)
		for (j = 0; j < ARRAY_SIZE(taken) && !upper; j++)
			if (taken[i] && taken[j] == (taken[i] | PAGE_SIZE) && i != j)
				upper = taken[j];
	for (i = 0; i < ARRAY_SIZE(taken); i++)
		if (taken[i] != upper)
			free_page(taken[i]);
	free_page(upper);
	KUNIT_EXPECT_NE(test, upper, 0);
	kunit_expect_report(test);
	free_page(upper);
	KUNIT_EXPECT_REPORT(test, "not the start of 1 allocated pages: freed twice");
	kunit_expect_report(test);
	kfree((void *)upper);
	KUNIT_EXPECT_REPORT(test, "this is not memory from kmalloc()");
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), free);
}

static bool took; /* since the last interrupt that allocated */

/*
 * To fill and check two pages may take longer (at -O0) than from drop to drop. Then there would be
 * nothing but interrupts: so each second allocation is the thread's.
 */
static void take_and_give(void *unused)
{
	unsigned long page;

	if (!took)
		return;
	took = false;
	page = __get_free_pages(GFP_ATOMIC, 1);
	if (page)
		*(unsigned long *)page = 1;
	free_pages(page, 1);
}

/* Interrupts that allocate at any instruction of an allocation leave the lists whole */
static void interrupts_may_allocate_anywhere(struct kunit *test)
{
	unsigned long free = nr_free_pages(), page;

	if (!rain_start(test, take_and_give, NULL))
		return;
	while (rain_drops() < 400) {
		page = __get_free_page(GFP_KERNEL);
		free_page(page);
		took = true;
	}
	rain_stop(NULL);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), free);
}

static struct kunit_case page_alloc_cases[] = {
	KUNIT_CASE(blocks_are_aligned_and_come_back),
	KUNIT_CASE(zeroed_pages_are_zero),
	KUNIT_CASE(blocks_do_not_overlap),
	KUNIT_CASE(limits),
	KUNIT_CASE(empty_memory_is_told),
	KUNIT_CASE(gfp_kernel_waits_for_others),
	KUNIT_CASE(freed_neighbours_grow_together),
	KUNIT_CASE(upper_half_is_free),
	KUNIT_CASE(interrupts_may_allocate_anywhere),
	{},
};

static struct kunit_suite page_alloc_suite = {
	.name = "page_alloc",
	.test_cases = page_alloc_cases,
};
kunit_test_suite(page_alloc_suite);
