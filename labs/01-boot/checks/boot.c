// SPDX-License-Identifier: MIT
/* boot.c - lab 1: what start.asm and high.asm leave to C */
#include "helpers.h"

#include <asm/cpufeature.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/setup.h>

#define CR0_PE	 (1UL << 0)
#define CR0_WP	 (1UL << 16)
#define CR0_PG	 (1UL << 31)
#define CR4_PAE	 (1UL << 5)
#define CR4_PGE	 (1UL << 7)
#define EFER_NXE (1ULL << 11)

#define CALL_OPCODE 0xe8

/*
 * Words at the beginning of the BSS that are not zero in the file: they come to memory as a loader
 * leaves them that clears nothing.
 */
asm(".pushsection .bss_loaded, \"aw\", @progbits\n"
    ".global lab01_dirty\n"
    "lab01_dirty: .long 0x5eed5eed, 0x5eed5eed, 0x5eed5eed, 0x5eed5eed\n"
    ".popsection");
extern u32 lab01_dirty[4];

/* C expects its BSS to be zero, whatever the loader did */
static void bss_is_cleared(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(lab01_dirty); i++)
		KUNIT_EXPECT_EQ_MSG(test, READ_ONCE(lab01_dirty[i]), 0,
				    "word %d of a variable of the BSS was not cleared", i);
}

/* The stack begins at its top: two zeros that end the chain of frames, then the return address */
static void stack_begins_at_the_top(struct kunit *test)
{
	const u32 *top = (const u32 *)(boot_stack + THREAD_SIZE);
	u32 back = top[-3];
	u8 opcode = 0;

	KUNIT_EXPECT_EQ_MSG(test, top[-1], 0, "boot_stack_top - 4 holds %08x, not the first zero",
			    top[-1]);
	KUNIT_EXPECT_EQ_MSG(test, top[-2], 0, "boot_stack_top - 8 holds %08x, not the second zero",
			    top[-2]);
	KUNIT_ASSERT_TRUE_MSG(test, back > (u32)__entry_text_start && back < (u32)__entry_text_end,
			      "boot_stack_top - 12 holds %08x: no address of high.asm", back);
	opcode = *(const u8 *)(back - 5);
	KUNIT_EXPECT_EQ_MSG(test, opcode, CALL_OPCODE, "%08x is not behind a CALL", back);
}

/* Protected mode, paging with PAE, and read-only pages that are so for the kernel, too */
static void processor_is_set_up(struct kunit *test)
{
	unsigned long cr0 = read_cr0(), cr4 = read_cr4();

	kunit_info(test, "CR0 %08lx CR3 %08lx CR4 %08lx", cr0, read_cr3(), cr4);
	KUNIT_EXPECT_TRUE_MSG(test, cr0 & CR0_PE, "CR0.PE is off");
	KUNIT_EXPECT_TRUE_MSG(test, cr0 & CR0_PG, "CR0.PG is off");
	KUNIT_EXPECT_TRUE_MSG(test, cr0 & CR0_WP, "CR0.WP is off: the kernel ignores read-only");
	KUNIT_EXPECT_TRUE_MSG(test, cr4 & CR4_PAE, "CR4.PAE is off");
	if (cpu_has(X86_FEATURE_NX))
		KUNIT_EXPECT_TRUE_MSG(test, rdmsr(MSR_EFER) & EFER_NXE, "EFER.NXE is off");
	if (cpu_has(X86_FEATURE_PGE))
		KUNIT_EXPECT_TRUE_MSG(test, cr4 & CR4_PGE, "CR4.PGE is off");
}

static struct kunit_case boot_cases[] = {
	KUNIT_CASE(bss_is_cleared),
	KUNIT_CASE(stack_begins_at_the_top),
	KUNIT_CASE(processor_is_set_up),
	{},
};

static struct kunit_suite boot_suite = {
	.name = "lab01_boot",
	.test_cases = boot_cases,
};
kunit_test_suite(boot_suite);
