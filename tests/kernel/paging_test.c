// SPDX-License-Identifier: MIT
/* paging_test.c - what each page of the kernel's tables may be used for, read from the tables */
#include "helpers.h"

#include <asm/cpufeature.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <linux/mm.h>

/* An entry of the tables, as the processor reads it (Intel SDM vol. 3, 4.4). */
#define PRESENT	   (1ULL << 0)
#define WRITE	   (1ULL << 1)
#define LARGE	   (1ULL << 7)
#define NX	   (1ULL << 63)
#define ADDRESS	   0x000ffffffffff000ULL
#define LARGE_SIZE (1UL << 21)

/* The entry that maps @virt, or 0; @size: bytes that one entry maps there. */
static u64 entry_of(unsigned long virt, unsigned long *size)
{
	const u64 *table = __va(read_cr3());
	u64 entry = table[virt >> 30];

	*size = 1UL << 30;
	if (!(entry & PRESENT))
		return 0;
	table = __va((unsigned long)(entry & ADDRESS));
	entry = table[virt >> 21 & 511];
	*size = LARGE_SIZE;
	if (!(entry & PRESENT))
		return 0;
	if (entry & LARGE)
		return entry;
	table = __va((unsigned long)(entry & ADDRESS));
	*size = PAGE_SIZE;
	entry = table[virt >> 12 & 511];
	return entry & PRESENT ? entry : 0;
}

static u64 rights(const void *virt)
{
	unsigned long size;

	return entry_of((unsigned long)virt, &size);
}

static bool in_text(unsigned long virt)
{
	return virt >= (unsigned long)__text_start && virt < (unsigned long)__text_end;
}

/* No page can be both written and executed, and none but the kernel's text can be executed */
static void writable_or_executable(struct kunit *test)
{
	unsigned long virt = 0, size, pages = 0, both = 0, executable = 0;

	if (!cpu_has(X86_FEATURE_NX))
		kunit_skip(test, "this processor cannot forbid execution");
	do {
		u64 entry = entry_of(virt, &size);

		pages += entry != 0;
		both += entry & WRITE && !(entry & NX);
		executable += entry && !(entry & NX) && !in_text(virt);
		virt += size;
	} while (virt);
	KUNIT_EXPECT_GT(test, pages, 500);
	KUNIT_EXPECT_EQ(test, both, 0);
	KUNIT_EXPECT_EQ(test, executable, 0);
}

/* Each page of the kernel's text is there, and cannot be written */
static void text_is_read_only(struct kunit *test)
{
	char *at;

	KUNIT_EXPECT_GT(test, __text_end - __text_start, 10000);
	for (at = __text_start; at < __text_end; at += PAGE_SIZE)
		KUNIT_EXPECT_EQ(test, rights(at) & (PRESENT | WRITE | NX), PRESENT);
}

/* Each page of constants is there, and can neither be written nor executed */
static void constants_are_read_only(struct kunit *test)
{
	u64 nx = cpu_has(X86_FEATURE_NX) ? NX : 0;
	char *at;

	KUNIT_EXPECT_GT(test, __rodata_end - __rodata_start, 10000);
	for (at = __rodata_start; at < __rodata_end; at += PAGE_SIZE)
		KUNIT_EXPECT_EQ(test, rights(at) & (PRESENT | WRITE | NX), PRESENT | nx);
}

/* Under each stack is a hole as large as the stack, and the stack above it is there */
static void holes_under_stacks(struct kunit *test)
{
	unsigned int stacks = 0;
	struct task_struct *p;
	unsigned long at;

	KUNIT_EXPECT_EQ(test, rights(boot_stack_guard), 0);
	KUNIT_EXPECT_NE(test, rights(boot_stack), 0);
	preempt_disable();
	for_each_task(p) {
		if (p->stack < STACKS_START)
			continue;
		stacks++;
		for (at = 0; at < THREAD_SIZE; at += PAGE_SIZE) {
			KUNIT_EXPECT_EQ(test, rights((void *)(p->stack - THREAD_SIZE + at)), 0);
			KUNIT_EXPECT_NE(test, rights((void *)(p->stack + at)) & WRITE, 0);
		}
	}
	preempt_enable();
	KUNIT_EXPECT_GE(test, stacks, 3);
}

/* The lower three gigabytes, page zero among them, and the last page are not there */
static void nothing_where_null_points(struct kunit *test)
{
	unsigned long virt = 0, size;

	while (virt < PAGE_OFFSET) {
		KUNIT_EXPECT_EQ(test, entry_of(virt, &size), 0);
		virt += size;
	}
	KUNIT_EXPECT_EQ(test, virt, PAGE_OFFSET);
	KUNIT_EXPECT_EQ(test, rights((void *)-4), 0);
}

/* All memory that has a descriptor is mapped, at its own place */
static void memory_is_mapped(struct kunit *test)
{
	unsigned long pfn = 0, wrong = 0, size;

	for (; pfn < max_pfn; pfn += size >> PAGE_SHIFT) {
		unsigned long virt = (unsigned long)__va(pfn << PAGE_SHIFT);
		u64 entry = entry_of(virt, &size);

		/* The hole under the boot stack is the one exception. */
		if (virt >= (unsigned long)boot_stack_guard && virt < (unsigned long)boot_stack)
			continue;
		wrong += (entry & ADDRESS & ~(u64)(size - 1)) != (u64)pfn << PAGE_SHIFT;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static struct kunit_case paging_cases[] = {
	KUNIT_CASE(writable_or_executable),
	KUNIT_CASE(text_is_read_only),
	KUNIT_CASE(constants_are_read_only),
	KUNIT_CASE(holes_under_stacks),
	KUNIT_CASE(nothing_where_null_points),
	KUNIT_CASE(memory_is_mapped),
	{},
};

static struct kunit_suite paging_suite = {
	.name = "paging",
	.test_cases = paging_cases,
};
kunit_test_suite(paging_suite);
