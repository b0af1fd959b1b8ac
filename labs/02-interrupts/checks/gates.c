// SPDX-License-Identifier: MIT
/* gates.c - lab 2: the table of gates, and exceptions, which bring an error code or none */
#include "lab02.h"

#include <asm/uaccess.h>
#include <linux/errno.h>

#define GATE_TYPE      0x1fff
#define GATE_INTERRUPT 0x0e00
#define GATE_PRESENT   0x8000
#define DPL(flags)     ((flags) >> 13 & 3)

struct gate {
	u16 offset_low, selector, flags, offset_high;
};

static const struct gate *gates(unsigned int *count)
{
	struct {
		u16 limit;
		const struct gate *base;
	} __packed idtr;

	asm volatile("sidt %0" : "=m"(idtr));
	*count = (idtr.limit + 1) / sizeof(struct gate);
	return idtr.base;
}

/* 256 gates; each switches interrupts off, into the kernel's code; ring 3 may use two of them */
static void all_are_interrupt_gates(struct kunit *test)
{
	unsigned int count, i;
	const struct gate *idt = gates(&count);

	KUNIT_ASSERT_EQ_MSG(test, count, 256, "the table's limit leaves room for %u gates", count);
	for (i = 0; i < count; i++) {
		const struct gate *g = &idt[i];
		int dpl = i == 3 || i == SYSCALL_VECTOR ? 3 : 0;

		if (i == 8)
			continue; /* the double fault's is another kind */
		KUNIT_EXPECT_TRUE_MSG(test, g->flags & GATE_PRESENT, "gate %u is not present", i);
		KUNIT_EXPECT_EQ_MSG(test, g->flags & GATE_TYPE, GATE_INTERRUPT,
				    "gate %u is no interrupt gate", i);
		KUNIT_EXPECT_EQ_MSG(test, DPL(g->flags), dpl, "gate %u: who may use it", i);
		KUNIT_EXPECT_EQ_MSG(test, g->selector, KERNEL_CODE, "gate %u: selector", i);
	}
}

/* Each gate leads to its stub: they stand 16 bytes apart */
static void each_leads_to_its_stub(struct kunit *test)
{
	unsigned int count, i;
	const struct gate *idt = gates(&count);

	for (i = 0; i < count; i++) {
		u32 offset = idt[i].offset_low | (u32)idt[i].offset_high << 16;

		if (i != 8)
			KUNIT_EXPECT_EQ_MSG(test, offset, (u32)entry_stubs + i * ENTRY_STUB_SIZE,
					    "gate %u", i);
	}
}

#define ESP_AROUND(before, after, ...)                                                             \
	asm volatile("movl %%esp, %0" : "=r"(before));                                             \
	__VA_ARGS__;                                                                               \
	asm volatile("movl %%esp, %0" : "=r"(after))

/* An instruction that fails, where that was announced: it goes on behind it. */
#define FAILS(insn)                                                                                \
	asm volatile("xorl %%edx, %%edx\n"                                                         \
		     "1:\t" insn "\n"                                                              \
		     "2:\n\t"                                                                      \
		     ".pushsection .entry.text, \"ax\"\n"                                          \
		     "3:\tincl %0\n\t"                                                             \
		     "jmp 2b\n\t"                                                                  \
		     ".popsection\n\t" EX_TABLE("1b", "3b")                                        \
		     : "+m"(came)                                                                  \
		     : "a"(0x7ff8), "c"(0)                                                         \
		     : "edx", "memory", "cc")

/* Exceptions without an error code return to where they were told: 0 and 6 */
static void exceptions_without_error_code(struct kunit *test)
{
	static int came;
	u32 before, after;
	int i;

	came = 0;
	ESP_AROUND(
		before, after, for (i = 0; i < 10; i++) {
			FAILS("divl %%ecx");
			FAILS("ud2");
		});
	KUNIT_EXPECT_EQ_MSG(test, came, 20, "of 20 exceptions %d came back", came);
	KUNIT_EXPECT_EQ_MSG(test, after, before, "ESP is not what it was");
}

/* So do those with one: 13, a selector that there is not, and 14, an address */
static void exceptions_with_error_code(struct kunit *test)
{
	static int came;
	u32 before, after;
	int i;

	came = 0;
	ESP_AROUND(
		before, after, for (i = 0; i < 10; i++) {
			FAILS("movl %%eax, %%gs");
			FAILS("movl 16(%%ecx), %%edx");
		});
	KUNIT_EXPECT_EQ_MSG(test, came, 20, "of 20 exceptions %d came back", came);
	KUNIT_EXPECT_EQ_MSG(test, after, before, "ESP is not what it was");
}

static struct kunit_case gates_cases[] = {
	KUNIT_CASE(all_are_interrupt_gates),
	KUNIT_CASE(each_leads_to_its_stub),
	KUNIT_CASE(exceptions_without_error_code),
	KUNIT_CASE(exceptions_with_error_code),
	{},
};

static struct kunit_suite gates_suite = {
	.name = "lab02_gates",
	.test_cases = gates_cases,
};
kunit_test_suite(gates_suite);

/* ---- a boot of its own ----------------------------------------------------------------------- */

static noinline int deeper(int n)
{
	volatile char room[512];

	room[0] = n;
	return n ? deeper(n + 1) + room[0] : 0;
}

/* A stack that overflows ends in a report, not in a reset: the double fault has another stack */
static void stack_overflow_is_reported(struct kunit *test)
{
	KUNIT_FAIL(test, "the stack has no end: %d", deeper(1));
}

static struct kunit_case panic_cases[] = {
	KUNIT_CASE(stack_overflow_is_reported),
	{},
};

static struct kunit_suite panic_suite = {
	.name = "lab02_panic",
	.test_cases = panic_cases,
};
kunit_test_suite(panic_suite);
