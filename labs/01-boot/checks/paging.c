// SPDX-License-Identifier: MIT
/* paging.c - lab 1: what each page of the kernel's tables may be used for */
#include "helpers.h"

#include <asm/cpufeature.h>
#include <asm/setup.h>
#include <asm/uaccess.h>
#include <linux/mm.h>
#include "tables.h"

#define RIGHTS (PRESENT | WRITE | USER | NX)

static u64 nx(void)
{
	return cpu_has(X86_FEATURE_NX) ? NX : 0;
}

/* Write a byte over itself. Return: 0, or -EFAULT: the processor refused. */
static int write_over(void *at)
{
	u8 byte = *(u8 *)at;
	int error = 0;

	asm volatile("1:\tmovb %b2, %1\n"
		     "2:\n\t"
		     ".pushsection .entry.text, \"ax\"\n"
		     "3:\tmovl %3, %0\n\t"
		     "jmp 2b\n\t"
		     ".popsection\n\t" EX_TABLE("1b", "3b")
		     : "+r"(error), "+m"(*(u8 *)at)
		     : "q"(byte), "i"(-EFAULT)
		     : "memory");
	return error;
}

/* The kernel's text is there, can be executed, and nobody can write it */
static void text_is_read_only(struct kunit *test)
{
	char *at;

	for (at = __text_start; at < __text_end; at += PAGE_SIZE)
		KUNIT_EXPECT_EQ_MSG(test, entry_at(at) & RIGHTS, PRESENT,
				    "text at %p: present and nothing else is right", at);
	KUNIT_EXPECT_EQ_MSG(test, write_over(__text_start), -EFAULT,
			    "a write to the text went through");
}

/* Constants are there, and can neither be written nor executed */
static void constants_are_read_only(struct kunit *test)
{
	char *at;

	for (at = __rodata_start; at < __rodata_end; at += PAGE_SIZE)
		KUNIT_EXPECT_EQ_MSG(test, entry_at(at) & RIGHTS, PRESENT | nx(),
				    "constants at %p: present and no-execute are right", at);
	KUNIT_EXPECT_EQ_MSG(test, write_over(__rodata_start), -EFAULT,
			    "a write to the constants went through");
}

/* Data, the BSS and all other memory can be written, and not executed; ring 3 has none of it */
static void memory_can_be_written(struct kunit *test)
{
	unsigned long pfn, size, wrong = 0, first = 0;
	u64 entry;

	for (pfn = 0; pfn < max_pfn; pfn += size >> PAGE_SHIFT) {
		char *at = __va(pfn << PAGE_SHIFT);

		entry = entry_of((unsigned long)at, &size);
		if (at >= __text_start && at < __rodata_end)
			continue;
		if (at >= boot_stack_guard && at < boot_stack)
			continue;
		if ((entry & RIGHTS) != (PRESENT | WRITE | nx()) && !wrong++)
			first = (unsigned long)at;
	}
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0,
			    "%lu entries are not present, writable and no-execute; first: %08lx",
			    wrong, first);
}

/* Each address of the direct map leads to its own place in memory */
static void memory_is_at_its_place(struct kunit *test)
{
	unsigned long pfn, size, wrong = 0, first = 0;

	for (pfn = 0; pfn < max_pfn; pfn += size >> PAGE_SHIFT) {
		char *at = __va(pfn << PAGE_SHIFT);
		u64 entry = entry_of((unsigned long)at, &size);

		if (at >= boot_stack_guard && at < boot_stack)
			continue;
		if ((entry & ADDRESS & ~(u64)(size - 1)) != (u64)pfn << PAGE_SHIFT && !wrong++)
			first = (unsigned long)at;
	}
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0, "%lu entries lead elsewhere; first: %08lx", wrong,
			    first);
}

/* Under the boot stack is a hole: a stack that grows too far faults */
static void stack_has_a_guard(struct kunit *test)
{
	KUNIT_EXPECT_EQ_MSG(test, entry_at(boot_stack_guard), 0, "the guard page is mapped");
	KUNIT_EXPECT_NE_MSG(test, entry_at(boot_stack), 0, "the stack's lowest page is not there");
}

static void say(struct kunit *test, unsigned long from, unsigned long to, u64 entry, bool large)
{
	kunit_info(test, "%08lx-%08lx %c%c%c%c %s", from, to - 1, entry & USER ? 'u' : '-',
		   entry & WRITE ? 'w' : '-', entry & NX ? '-' : 'x', entry & PCD ? 'd' : '-',
		   large ? "2 MiB" : "4 KiB");
}

/* The map, printed: nothing below the upper gigabyte, and nothing both written and executed */
static void map(struct kunit *test)
{
	const u64 flags = PRESENT | USER | WRITE | PCD | LARGE | NX;
	unsigned long virt = 0, from = 0, size, both = 0;
	u64 entry, last = 0;

	do {
		entry = entry_of(virt, &size);
		KUNIT_ASSERT_TRUE_MSG(test, !entry || virt >= PAGE_OFFSET,
				      "%08lx is mapped: is the boot map still there?", virt);
		both += nx() && entry & WRITE && !(entry & NX);
		if ((entry & flags) != last) {
			if (last)
				say(test, from, virt, last, last & LARGE);
			from = virt;
			last = entry & flags;
		}
		virt += size;
	} while (virt);
	KUNIT_EXPECT_EQ_MSG(test, both, 0, "%lu entries can be both written and executed", both);
}

static struct kunit_case paging_cases[] = {
	KUNIT_CASE(text_is_read_only),
	KUNIT_CASE(constants_are_read_only),
	KUNIT_CASE(memory_can_be_written),
	KUNIT_CASE(memory_is_at_its_place),
	KUNIT_CASE(stack_has_a_guard),
	KUNIT_CASE(map),
	{},
};

static struct kunit_suite paging_suite = {
	.name = "lab01_paging",
	.test_cases = paging_cases,
};
kunit_test_suite(paging_suite);
