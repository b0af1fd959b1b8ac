// SPDX-License-Identifier: MIT
/* slab_debug_test.c - objects that notice what is done to them */
#include "helpers.h"

#include <halves/memory_debug.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <linux/slab.h>

/* The compiler may not see what is wrong with an access, nor drop it. */
static void poke(void *p, long offset, u8 value)
{
	((volatile u8 *)p)[offset] = value;
}

static u8 peek(const void *p, long offset)
{
	return ((const volatile u8 *)p)[offset];
}

/* One byte beyond the 13 that were asked for is found, and told with size, offset and site */
static void overrun_by_one_byte(struct kunit *test)
{
	u8 *p = kmalloc(13, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	poke(p, 13, 'A');
	kunit_expect_report(test);
	kfree(p);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test,
			    "BUG: memory was written beyond its end, at offset 13, by 1 byte: "
			    "13 bytes at ");
	KUNIT_EXPECT_REPORT(test, " (kmalloc-16)\n");
	KUNIT_EXPECT_REPORT(test, "allocated at overrun_by_one_byte+0x");
	KUNIT_EXPECT_REPORT(test, " by thread overrun_by_one");
	KUNIT_EXPECT_REPORT(test, "offset 13: 41 ");
	KUNIT_EXPECT_REPORT(test, "kfree+0x");
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
}

/* For every size the byte behind what was asked for and the byte before it are guarded */
static void both_ends_of_every_size(struct kunit *test)
{
	static const size_t sizes[] = { 1, 7, 8, 15, 16, 17, 100, 192, 1000, 4096, 4097, 20000 };
	int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		u8 *p = kmalloc(sizes[i], GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		kunit_expect_report(test);
		poke(p, sizes[i], 0);
		slab_check_all();
		KUNIT_EXPECT_REPORT(test, "written beyond its end");
		KUNIT_EXPECT_EQ(test, peek(p, sizes[i]), SLUB_RED_ACTIVE);
		if (sizes[i] <= 4096) {
			kunit_expect_report(test);
			poke(p, -1, 0);
			slab_check_all();
			KUNIT_EXPECT_REPORT(test, "written before its start, at offset -1, by 1");
		}
		kunit_end_report(test);
		kfree(p);
	}
}

static noinline void free_it(void *p)
{
	kfree(p);
	barrier();
}

/* The second kfree of an object is told with who took it and who freed it, and does nothing */
static void double_free(struct kunit *test)
{
	unsigned long objects = slab_live_objects();
	void *p = kmalloc(50, GFP_KERNEL), *q;

	KUNIT_ASSERT_NOT_NULL(test, p);
	free_it(p);
	kunit_expect_report(test);
	kfree(p);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "BUG: double free: 50 bytes at ");
	KUNIT_EXPECT_REPORT(test, " (kmalloc-64)\n");
	KUNIT_EXPECT_REPORT(test, "allocated at double_free+0x");
	KUNIT_EXPECT_REPORT(test, "freed at free_it+0x");
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects);
	/* It is on the free list once: two allocations are two objects. */
	p = kmalloc(50, GFP_KERNEL);
	q = kmalloc(50, GFP_KERNEL);
	KUNIT_EXPECT_PTR_NE(test, p, q);
	kfree(p);
	kfree(q);
}

/* A write to freed memory is told when one looks at it, and does not reach the next owner */
static void write_after_free(struct kunit *test)
{
	u8 *p = kmalloc(100, GFP_KERNEL), *q;

	KUNIT_ASSERT_NOT_NULL(test, p);
	free_it(p);
	poke(p, 0, 1);
	poke(p, 3, 2);
	kunit_expect_report(test);
	slab_check_all();
	KUNIT_EXPECT_REPORT(test, "BUG: memory was written after it was freed, at offset 0, by 4 ");
	KUNIT_EXPECT_REPORT(test, "allocated at write_after_free+0x");
	KUNIT_EXPECT_REPORT(test, "freed at free_it+0x");
	KUNIT_EXPECT_REPORT(test, "offset 0: 01 6b 6b 02 ");

	poke(p, 60, 3);
	kunit_expect_report(test);
	q = kmalloc(100, GFP_KERNEL);
	if (!q) /* failslab= */
		slab_check_all();
	KUNIT_EXPECT_PTR_EQ(test, p, q);
	KUNIT_EXPECT_REPORT(test, "written after it was freed, at offset 60, by 1 byte");
	kunit_end_report(test);
	kfree(q);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
}

/* What nobody has written yet, and what is freed, is filled with values that stand out */
static void unwritten_memory_stands_out(struct kunit *test)
{
	u8 *p = kmalloc(40, GFP_KERNEL), *page;

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, peek(p, 0), POISON_INUSE);
	KUNIT_EXPECT_EQ(test, peek(p, 39), POISON_INUSE);
	kfree(p);
	KUNIT_EXPECT_EQ(test, peek(p, 0), POISON_FREE);
	KUNIT_EXPECT_EQ(test, peek(p, 39), POISON_FREE);

	page = (u8 *)__get_free_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, peek(page, 4095), POISON_INUSE);
	free_page((unsigned long)page);
	KUNIT_EXPECT_EQ(test, peek(page, 4095), PAGE_POISON);
}

/* kfree of a pointer into an object says how far, and whose; the object stays taken */
static void free_of_the_middle(struct kunit *test)
{
	u8 *p = kunit_kmalloc(test, 300, GFP_KERNEL);
	u8 *big = kunit_kmalloc(test, 10000, GFP_KERNEL);
	unsigned long objects = slab_live_objects();

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_NOT_NULL(test, big);
	kunit_expect_report(test);
	kfree(p + 4);
	KUNIT_EXPECT_REPORT(test, "this points 4 bytes into an object: 300 bytes at ");
	KUNIT_EXPECT_REPORT(test, "allocated at free_of_the_middle+0x");
	kunit_expect_report(test);
	kfree(big + 12);
	KUNIT_EXPECT_REPORT(test, "this points 12 bytes into pages: 10000 bytes at ");
	kunit_expect_report(test);
	kfree(big + 4096);
	KUNIT_EXPECT_REPORT(test, "4096 bytes from the start of 4 pages (order 2)");
	KUNIT_EXPECT_REPORT(test, "allocated at free_of_the_middle+0x");
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects);
}

static int variable;

/* kfree of what kmalloc never gave is told, with what it is instead, and nothing faults */
static void free_of_nonsense(struct kunit *test)
{
	unsigned long page = __get_free_page(GFP_KERNEL);
	int local;
	const struct {
		const void *p;
		const char *said;
	} rows[] = {
		{ &local, "on the stack of thread free_of_nonsen" },
		{ &variable, "a static variable or constant of the kernel" },
		{ "constant", "a static variable or constant of the kernel" },
		{ free_of_nonsense, "in the kernel's text: free_of_nonsense+0x0/" },
		{ (void *)0xdeadbeef, "kfree(deadbeef)" },
		{ (void *)0x10, "not in the kernel's memory" },
		{ (void *)0xfffffff0, "not in the kernel's memory" },
		{ (void *)0xf7fff000, "not in the kernel's memory" },
		{ (void *)0xc00a0000, "in a page that was never allocated" },
		{ (void *)page, "free_pages() gives these back: 4096 bytes at " },
	};
	unsigned long objects = slab_live_objects();
	int i;

	KUNIT_ASSERT_NE(test, page, 0);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		kunit_expect_report(test);
		kfree(rows[i].p);
		KUNIT_EXPECT_REPORT(test, "BUG: kfree(");
		KUNIT_EXPECT_REPORT(test, rows[i].said);
		KUNIT_EXPECT_EQ(test, kunit_reports(test), i + 1);
	}
	kunit_end_report(test);
	free_page(page);
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects);
}

static void destroy(void *cache)
{
	kmem_cache_destroy(cache);
}

/* An object given to the wrong cache is told, and stays taken */
static void free_to_the_wrong_cache(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("mine", 30, 0, 0, NULL, NULL);
	void *p = kunit_kmalloc(test, 30, GFP_KERNEL), *q;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	kunit_add_action(test, destroy, cache);
	KUNIT_ASSERT_NOT_NULL(test, p);
	kunit_expect_report(test);
	kmem_cache_free(cache, p);
	kmem_cache_free(cache, NULL);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "this is no object of the cache mine");
	KUNIT_EXPECT_REPORT(test, "of an object of 30 bytes of kmalloc-32");
	KUNIT_EXPECT_REPORT(test, "allocated at free_to_the_wrong_cache+0x");
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);

	/* Its own objects are guarded at the size that it was made for. */
	q = kmem_cache_alloc(cache, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, q);
	poke(q, 30, 0);
	kunit_expect_report(test);
	kmem_cache_free(cache, q);
	KUNIT_EXPECT_REPORT(test, "beyond its end, at offset 30, by 1 byte: 30 bytes at ");
	KUNIT_EXPECT_REPORT(test, "(mine)");
	poke(q, 8, 0);
	kunit_expect_report(test);
	kunit_release_action(test, destroy, cache);
	KUNIT_EXPECT_REPORT(test, "after it was freed, at offset 8, by 1 byte: 30 bytes at ");
	kunit_end_report(test);
}

/* Pages: freed twice, with a wrong order, from the middle; told with who took them */
static void wrong_free_of_pages(struct kunit *test)
{
	unsigned long free = nr_free_pages(), pages = __get_free_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NE(test, pages, 0);
	kunit_expect_report(test);
	free_pages(pages, 1);
	KUNIT_EXPECT_REPORT(test, "BUG: free_pages(");
	KUNIT_EXPECT_REPORT(test, "0 bytes from the start of 4 pages (order 2)");
	KUNIT_EXPECT_REPORT(test, "allocated at wrong_free_of_pages+0x");
	kunit_expect_report(test);
	free_pages(pages + PAGE_SIZE, 2);
	KUNIT_EXPECT_REPORT(test, "4096 bytes from the start of 4 pages (order 2)");
	free_pages(pages, 2);
	kunit_expect_report(test);
	free_pages(pages, 2);
	KUNIT_EXPECT_REPORT(test, "in a page that is free");
	KUNIT_EXPECT_REPORT(test, "allocated at wrong_free_of_pages+0x");
	KUNIT_EXPECT_REPORT(test, "freed at wrong_free_of_pages+0x");
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), free);
}

/* A write to a freed page is told when the page is taken again */
static void page_written_after_free(struct kunit *test)
{
	u8 *page = (u8 *)__get_free_page(GFP_KERNEL);
	unsigned long again;

	KUNIT_ASSERT_NOT_NULL(test, page);
	free_page((unsigned long)page);
	poke(page, 4095, 0);
	kunit_expect_report(test);
	again = __get_free_page(GFP_KERNEL);
	if (!again) /* failslab= */
		again = __get_free_page(GFP_KERNEL);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, again, (unsigned long)page);
	KUNIT_EXPECT_REPORT(test,
			    "written after it was freed, at offset 4095, by 1 byte: 4096 bytes");
	KUNIT_EXPECT_REPORT(test, "freed at page_written_after_free+0x");
	free_page(again);
}

struct seen {
	char who[160];
	size_t size;
	int count;
};

static void see(const struct memory_piece *piece, void *data)
{
	struct seen *seen = data;

	describe_event(seen->who, sizeof(seen->who), &piece->record->taken);
	seen->size = piece->record->size;
	seen->count++;
}

#define EXPECT_SITE(test, take, give, bytes)                                                       \
	do {                                                                                       \
		unsigned long serial = memory_serial();                                            \
		struct seen seen = { .count = 0 };                                                 \
		void *p = (void *)(take);                                                          \
                                                                                                   \
		KUNIT_EXPECT_NOT_NULL(test, p);                                                    \
		memory_since(serial, see, &seen);                                                  \
		KUNIT_EXPECT_EQ(test, seen.count, 1);                                              \
		KUNIT_EXPECT_EQ(test, seen.size, bytes);                                           \
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(seen.who, "site_is_the_caller+0x"), "%s",   \
					  seen.who);                                               \
		if (p)                                                                             \
			give;                                                                      \
	} while (0)

/* Whatever allocates, the site is the code that called it, and no line of the allocator */
static void site_is_the_caller(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("sites", 24, 0, 0, NULL, NULL);

	KUNIT_ASSERT_NOT_NULL(test, cache);
	EXPECT_SITE(test, kmalloc(20, GFP_KERNEL), kfree(p), 20);
	EXPECT_SITE(test, kzalloc(20, GFP_ATOMIC), kfree(p), 20);
	EXPECT_SITE(test, kcalloc(7, 3, GFP_KERNEL), kfree(p), 21);
	EXPECT_SITE(test, kstrdup("four", GFP_KERNEL), kfree(p), 5);
	EXPECT_SITE(test, kmalloc(5000, GFP_KERNEL), kfree(p), 5000);
	EXPECT_SITE(test, kmem_cache_alloc(cache, GFP_KERNEL), kmem_cache_free(cache, p), 24);
	EXPECT_SITE(test, __get_free_pages(GFP_KERNEL, 1), free_pages((unsigned long)p, 1), 8192);
	EXPECT_SITE(test, get_zeroed_page(GFP_ATOMIC), free_page((unsigned long)p), 4096);
	kmem_cache_destroy(cache);
	EXPECT_SITE(test, kmem_cache_create("site", 24, 0, 0, NULL, NULL), kmem_cache_destroy(p),
		    seen.size);
}

static void *taken;

static void take(void *unused)
{
	taken = kmalloc(11, GFP_ATOMIC);
}

/* A record says in which context the memory was taken, and on top of which thread */
static void record_names_the_context(struct kunit *test)
{
	unsigned long serial = memory_serial();
	struct seen seen = { .count = 0 };

	run_in_hardirq(take, NULL);
	memory_since(serial, see, &seen);
	kfree(taken);
	KUNIT_EXPECT_EQ(test, seen.count, 1);
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen.who, " by a hardirq on top of thread "));

	serial = memory_serial();
	run_in_thread(take, NULL);
	memory_since(serial, see, &seen);
	kfree(taken);
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen.who, "take+0x"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(seen.who, " by thread run_in_thread (pid "));
}

static struct kunit_case slab_debug_cases[] = {
	KUNIT_CASE(overrun_by_one_byte),
	KUNIT_CASE(both_ends_of_every_size),
	KUNIT_CASE(double_free),
	KUNIT_CASE(write_after_free),
	KUNIT_CASE(unwritten_memory_stands_out),
	KUNIT_CASE(free_of_the_middle),
	KUNIT_CASE(free_of_nonsense),
	KUNIT_CASE(free_to_the_wrong_cache),
	KUNIT_CASE(wrong_free_of_pages),
	KUNIT_CASE(page_written_after_free),
	KUNIT_CASE(site_is_the_caller),
	KUNIT_CASE(record_names_the_context),
	{},
};

static struct kunit_suite slab_debug_suite = {
	.name = "slab_debug",
	.test_cases = slab_debug_cases,
};
kunit_test_suite(slab_debug_suite);
