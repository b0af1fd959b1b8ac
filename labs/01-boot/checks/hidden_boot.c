// SPDX-License-Identifier: MIT
/* hidden_boot.c - lab 1: the borders */
#include "helpers.h"

#include <asm/cpufeature.h>
#include <asm/setup.h>
#include "log.h"
#include "tables.h"

/* A reader that is behind by exactly the ring's size has lost nothing */
static void full_ring_is_whole(struct kunit *test)
{
	unsigned long start = log_end(), at = start, wrong, count;

	log_fill(start, LOGRING_SIZE, 128);
	count = log_check(&at, 64, &wrong);
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0, "character %lu is another one", wrong);
	KUNIT_EXPECT_EQ_MSG(test, count, LOGRING_SIZE, "%lu of %u characters were there", count,
			    LOGRING_SIZE);
}

/* A text longer than the ring leaves its end */
static void long_text_leaves_its_end(struct kunit *test)
{
	unsigned long start = log_end(), at = start, wrong, count;

	log_fill(start, LOGRING_SIZE + 900, LOGRING_SIZE + 900);
	count = log_check(&at, 64, &wrong);
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0, "character %lu is another one", wrong);
	KUNIT_EXPECT_EQ_MSG(test, count, LOGRING_SIZE, "%lu of %u characters were there", count,
			    LOGRING_SIZE);
	KUNIT_EXPECT_EQ_MSG(test, at, start + LOGRING_SIZE + 900, "the reader is not at the end");
}

/* map_page() grants what it was asked for, and no more */
static void map_page_grants_no_more(struct kunit *test)
{
	static const struct {
		unsigned int rights;
		u64 entry; /* with NX, where the processor has it */
	} rows[] = {
		{ 0, PRESENT | GLOBAL | NX },
		{ MAP_WRITE, PRESENT | GLOBAL | WRITE | NX },
		{ MAP_EXEC, PRESENT | GLOBAL },
		{ MAP_WRITE | MAP_UNCACHED, PRESENT | GLOBAL | WRITE | PCD | PWT | NX },
	};
	const u64 bits = PRESENT | WRITE | USER | PWT | PCD | GLOBAL | ADDRESS |
			 (cpu_has(X86_FEATURE_NX) ? NX : 0);
	unsigned long virt = VMAP_END - 16 * PAGE_SIZE;
	phys_addr_t phys = __pa(__rodata_start) & PAGE_MASK;
	int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_ASSERT_EQ(test, map_page(virt, phys, rows[i].rights), 0);
		KUNIT_EXPECT_EQ_MSG(test, entry_at((void *)virt) & bits,
				    (rows[i].entry | phys) & bits, "rights %x", rows[i].rights);
		unmap_page(virt);
	}
}

static struct kunit_case hidden_cases[] = {
	KUNIT_CASE(full_ring_is_whole),
	KUNIT_CASE(long_text_leaves_its_end),
	KUNIT_CASE(map_page_grants_no_more),
	{},
};

static struct kunit_suite hidden_suite = {
	.name = "lab01_hidden",
	.test_cases = hidden_cases,
};
kunit_test_suite(hidden_suite);
