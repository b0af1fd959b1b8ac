// SPDX-License-Identifier: MIT
/* slab_test.c - memory in any size */
#include "helpers.h"

#include <asm/page.h>
#include <linux/mm.h>
#include <linux/slab.h>

static const size_t sizes[] = { 1,    2,    3,	  4,	7,    8,     9,	    31,	    32,
				33,   63,   64,	  65,	95,   96,    97,    128,    192,
				255,  256,  257,  511,	512,  1000,  1024,  1025,   2048,
				2049, 4000, 4096, 4097, 8192, 16384, 65536, 1000000 };

/* kmalloc gives at least what was asked for, aligned, and each object keeps its contents */
static void objects_of_all_sizes(struct kunit *test)
{
	unsigned long objects = slab_live_objects();
	u8 *p[ARRAY_SIZE(sizes)];
	int i, count, wrong = 0;

	for (count = 0; count < ARRAY_SIZE(sizes); count++) {
		p[count] = kmalloc(sizes[count], GFP_KERNEL);
		if (!p[count])
			break;
		KUNIT_EXPECT_EQ(test, (unsigned long)p[count] % sizeof(long), 0);
		KUNIT_EXPECT_GE(test, ksize(p[count]), sizes[count]);
		memset(p[count], count + 1, sizes[count]);
	}
	KUNIT_EXPECT_EQ(test, count, ARRAY_SIZE(sizes));
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects + count);
	for (i = 0; i < count; i++) {
		wrong += p[i][0] != i + 1;
		wrong += p[i][sizes[i] / 2] != i + 1;
		wrong += p[i][sizes[i] - 1] != i + 1;
		kfree(p[i]);
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects);
}

/* Freed in another order than allocated, a thousand objects are all different and all come back */
static void many_objects_in_any_order(struct kunit *test)
{
	u32 **p = kunit_kzalloc(test, 1000 * sizeof(*p), GFP_KERNEL);
	unsigned long objects = slab_live_objects();
	int i, made = 0, wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (i = 0; i < 1000; i++) {
		p[i] = kmalloc(24, GFP_KERNEL);
		if (!p[i])
			continue;
		made++;
		*p[i] = i;
	}
	KUNIT_EXPECT_EQ(test, made, 1000);
	for (i = 0; i < 1000; i++) {
		int at = i * 7 % 1000;

		wrong += p[at] && *p[at] != at;
		kfree(p[at]);
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects);
}

static int not_zero(const u8 *p, size_t size)
{
	int count = 0;

	while (size--)
		count += *p++ != 0;
	return count;
}

/* kzalloc and kcalloc give zeros, also where others have written before */
static void zeroed_memory_is_zero(struct kunit *test)
{
	static const size_t some[] = { 16, 100, 1000, 5000, 100000 };
	int i;

	for (i = 0; i < ARRAY_SIZE(some); i++) {
		u8 *p = kmalloc(some[i], GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		memset(p, 0xff, some[i]);
		kfree(p);
		p = kzalloc(some[i], GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_EQ(test, not_zero(p, some[i]), 0);
		memset(p, 0xff, some[i]);
		kfree(p);
		p = kcalloc(some[i] / 4, 4, GFP_ATOMIC);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_EQ(test, not_zero(p, some[i]), 0);
		kfree(p);
	}
}

/* kcalloc whose product overflows, and what is larger than the largest block, is NULL */
static void impossible_sizes_are_null(struct kunit *test)
{
	unsigned long objects = slab_live_objects();

	KUNIT_EXPECT_NULL(test, kcalloc(0x10001, 0x10000, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kcalloc(0x80000000, 2, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc(-1UL, GFP_ATOMIC));
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects);
	kfree(NULL);
}

/* kstrdup copies a string; NULL stays NULL */
static void kstrdup_copies(struct kunit *test)
{
	char *copy = kstrdup("two halves", GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	KUNIT_EXPECT_STREQ(test, (const char *)copy, "two halves");
	kfree(copy);
	KUNIT_EXPECT_NULL(test, kstrdup(NULL, GFP_KERNEL));
}

static int constructed;

static void construct(void *object, struct kmem_cache *cache, unsigned long flags)
{
	constructed++;
	*(u32 *)object = 0xc0ffee;
}

/* A cache gives objects of one size, aligned as asked, which its constructor has made */
static void cache_gives_constructed_objects(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("tests", 40, 64, 0, construct, NULL);
	u32 *objects[100];
	int i, count, wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	constructed = 0;
	for (i = 0; i < 100; i++) {
		objects[i] = kmem_cache_alloc(cache, GFP_KERNEL);
		if (!objects[i])
			break;
		wrong += (unsigned long)objects[i] % 64 != 0;
		wrong += *objects[i] != 0xc0ffee;
		objects[i][1] = i;
	}
	count = i;
	KUNIT_EXPECT_EQ(test, count, 100);
	for (i = 0; i < count; i++) {
		wrong += objects[i][1] != i;
		kmem_cache_free(cache, objects[i]);
	}
	kmem_cache_destroy(cache);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_GE(test, constructed, 1);
}

/* Ten thousand objects come and go, and the pages under them come back */
static void memory_does_not_leak(struct kunit *test)
{
	unsigned long free = 0;
	int round, i;

	for (round = 0; round < 3; round++) {
		struct kmem_cache *cache = kmem_cache_create("leaks", 100, 0, 0, NULL, NULL);
		void *last = NULL;

		KUNIT_ASSERT_NOT_NULL(test, cache);
		if (round == 1)
			free = nr_free_pages();
		for (i = 0; i < 2000; i++) {
			void **p = kmem_cache_alloc(cache, GFP_KERNEL);

			if (!p)
				break;
			*p = last;
			last = p;
		}
		KUNIT_EXPECT_EQ(test, i, 2000);
		while (last) {
			void *next = *(void **)last;

			kmem_cache_free(cache, last);
			last = next;
		}
		kmem_cache_destroy(cache);
	}
	KUNIT_EXPECT_GE(test, nr_free_pages(), free);
}

static void allocate_and_free(void *unused)
{
	void *p = kmalloc(48, GFP_ATOMIC);
	void *q = kmalloc(300, GFP_ATOMIC);

	kfree(p);
	kfree(q);
}

/* S47: GFP_ATOMIC and kfree are legal in every context */
static void atomic_in_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;

	context->run(allocate_and_free, NULL);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/* Interrupts that allocate at any instruction of kmalloc and kfree leave the caches whole */
static void interrupts_may_allocate_anywhere(struct kunit *test)
{
	unsigned long objects = slab_live_objects(), resources;
	unsigned int wrong = 0, i = 0;

	if (!rain_start(test, allocate_and_free, NULL))
		return;
	resources = slab_live_objects() - objects;
	while (rain_drops() < 400) {
		unsigned int *p = kmalloc(48, GFP_KERNEL);
		unsigned int *q = kmalloc(48, GFP_KERNEL);

		if (p && q) {
			*p = ++i;
			*q = ~i;
			wrong += p == q || *p != i;
		}
		kfree(p);
		wrong += p && q && *q != ~i;
		kfree(q);
	}
	KUNIT_EXPECT_EQ(test, slab_live_objects(), objects + resources);
	rain_stop(NULL);
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static struct kunit_case slab_cases[] = {
	KUNIT_CASE(objects_of_all_sizes),
	KUNIT_CASE(many_objects_in_any_order),
	KUNIT_CASE(zeroed_memory_is_zero),
	KUNIT_CASE(impossible_sizes_are_null),
	KUNIT_CASE(kstrdup_copies),
	KUNIT_CASE(cache_gives_constructed_objects),
	KUNIT_CASE(memory_does_not_leak),
	KUNIT_CASE_PARAM(atomic_in_any_context, atomic_contexts_gen_params),
	KUNIT_CASE(interrupts_may_allocate_anywhere),
	{},
};

static struct kunit_suite slab_suite = {
	.name = "slab",
	.test_cases = slab_cases,
};
kunit_test_suite(slab_suite);
