// SPDX-License-Identifier: MIT
/*
 * ubsan_test.c - each kind of undefined behaviour is reported, with place, operands and types
 *
 * The operands are volatile, so that the compiler cannot know them; the values that come out do not
 * matter. What C never checks for (bool and enum of C++, a missing return) is not here; what ends
 * the kernel is in tests/boot/test_ubsan.py.
 */
#include "helpers.h"

#include <halves/report.h>
#include <linux/limits.h>

static volatile int zero, one = 1, minus_one = -1, max = INT_MAX, min = INT_MIN, count;
static volatile long long big = LLONG_MIN, minus_one_ll = -1;
static volatile int result;
static volatile long long result_ll;
static volatile unsigned long result_ul;
static int numbers[4];

/* Does a statement give one report, of this file, with this text? */
#define EXPECT_UB(test, statement, text)                                                           \
	do {                                                                                       \
		unsigned int __before = report_count();                                            \
                                                                                                   \
		kunit_expect_report(test);                                                         \
		statement;                                                                         \
		kunit_end_report(test);                                                            \
		KUNIT_EXPECT_EQ(test, report_count(), __before + 1);                               \
		KUNIT_EXPECT_REPORT(test, "BUG: undefined behaviour at " __FILE__ ":");            \
		KUNIT_EXPECT_REPORT(test, text);                                                   \
	} while (0)

/* The report begins with file, line and column */
static void place(struct kunit *test)
{
	char text[80];

	snprintf(text, sizeof(text), "BUG: undefined behaviour at %s:%d:", __FILE__, __LINE__ + 2);
	kunit_expect_report(test);
	result = max + one;
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, strncmp(kunit_report_text(), text, strlen(text)), 0);
	KUNIT_EXPECT_REPORT(test, ":15: signed integer overflow: ");
}

/* An int that grows too large is told with both operands */
static void signed_overflow(struct kunit *test)
{
	EXPECT_UB(test, result = max + one,
		  ": signed integer overflow: 2147483647 + 1 cannot be represented in type "
		  "'int'\n");
	EXPECT_UB(test, result = min - one, ": signed integer overflow: -2147483648 - 1 cannot ");
	EXPECT_UB(test, result = max * min,
		  ": signed integer overflow: 2147483647 * -2147483648 cannot ");
	EXPECT_UB(test, result = -min, ": signed integer overflow: -(-2147483648) cannot ");
}

/* The operands of a long long do not fit into a register: they are told just as well */
static void wide_overflow(struct kunit *test)
{
	EXPECT_UB(test, result_ll = big + minus_one_ll,
		  ": signed integer overflow: -9223372036854775808 + -1 cannot be represented in "
		  "type 'long long");
	EXPECT_UB(test, result_ll = -big,
		  ": signed integer overflow: -(-9223372036854775808) cannot ");
}

/* Unsigned arithmetic is defined: it wraps, and nothing is told */
static void unsigned_wraps(struct kunit *test)
{
	volatile unsigned long most = ULONG_MAX;

	result_ul = most + one;
	KUNIT_EXPECT_EQ(test, result_ul, 0);
	result_ul = zero - most;
	KUNIT_EXPECT_EQ(test, result_ul, 1);
	result_ul = 1UL << 31;
	KUNIT_EXPECT_EQ(test, result_ul, 0x80000000);
}

/* A shift by less than nothing, by too much, and of what leaves the type */
static void shifts(struct kunit *test)
{
	count = 32;
	EXPECT_UB(test, result = one << minus_one, ": shift by -1, a negative count\n");
	EXPECT_UB(test, result = one << count,
		  ": shift by 32 is too far for the 32 bits of type 'int'\n");
	EXPECT_UB(test, result_ll = minus_one_ll >> (count + 32),
		  ": shift by 64 is too far for the 64 bits of type 'long long");
	EXPECT_UB(test, result = minus_one << one, ": left shift of -1, a negative value\n");
	count = 30;
	EXPECT_UB(test, result = 5 << count,
		  ": left shift: 5 << 30 cannot be represented in type 'int'\n");
}

/* An index beyond an array is told with the array's type */
static void array_index(struct kunit *test)
{
	count = 4;
	EXPECT_UB(test, result_ul = (unsigned long)&numbers[count + 1],
		  ": index 5 is out of bounds for type 'int");
	EXPECT_UB(test, result_ul = (unsigned long)&numbers[minus_one],
		  ": index -1 is out of bounds for type 'int");
	KUNIT_EXPECT_REPORT(test, "[4]'\n");
}

struct pair {
	int first, second;
};

static struct pair pair, *volatile no_pair;

static noinline int *second_of(struct pair *p)
{
	return &p->second;
}

/* A member of a null pointer is told where it is asked for, before the page fault */
static void null_pointer(struct kunit *test)
{
	kunit_expect_report(test);
	result_ul = (unsigned long)second_of(no_pair);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, ": member access within a null pointer of type 'struct pair'\n");
	KUNIT_EXPECT_REPORT(test, "second_of+");
}

/* A pointer that no int can have is told, with the address and what it should be */
static void misaligned_pointer(struct kunit *test)
{
	int *volatile odd = (int *)((char *)&pair + 1);
	char text[80];

	EXPECT_UB(test, result = *odd, ": load from misaligned address ");
	snprintf(text, sizeof(text), "address %p for type 'int', which needs a multiple of 4\n",
		 odd);
	KUNIT_EXPECT_REPORT(test, text);
	EXPECT_UB(test, *odd = 1, ": store to misaligned address ");
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"

/* A pointer to less than its type needs is told, where an optimising compiler knows the room */
static void too_little_room(struct kunit *test)
{
	static char six[6] __aligned(4);

#ifndef __OPTIMIZE__
	kunit_skip(test, "without optimisation the compiler does not look where a pointer points");
#endif
	EXPECT_UB(test, result = *(int *)(six + 4), ": load from address ");
	KUNIT_EXPECT_REPORT(test, ", where there is no room for an object of type 'int'\n");
}

#pragma GCC diagnostic pop

/* Pointer arithmetic that leaves the address space is told with both ends */
static void pointer_overflow(struct kunit *test)
{
	char *volatile high = (char *)0xfffffff0;

	count = 0x20;
	EXPECT_UB(test, result_ul = (unsigned long)(high + count),
		  ": pointer arithmetic: fffffff0 overflowed to 00000010\n");
}

/* A bool that is neither 0 nor 1 is told */
static void invalid_bool(struct kunit *test)
{
	union {
		unsigned char byte;
		bool is;
	} flag = { .byte = 2 };
	volatile bool *is = &flag.is;

	EXPECT_UB(test, result = *is, ": load of 2, which is no value of type '");
	KUNIT_EXPECT_REPORT(test, "_Bool'");
}

/* An array whose length is computed has at least one element */
static void array_length(struct kunit *test)
{
	count = -5;
	EXPECT_UB(test, char(*array)[count] = NULL;
		  result = sizeof(*array), ": length of an array is -5\n");
}

/* Counting the zeros before the first one bit needs a one bit */
static void zeros_of_zero(struct kunit *test)
{
	EXPECT_UB(test, result = __builtin_ctz(zero), ": count of trailing zeros of 0\n");
	EXPECT_UB(test, result = __builtin_clz(zero), ": count of leading zeros of 0\n");
}

static noinline __attribute__((nonnull(2))) void takes_a_pointer(int number, const void *pointer)
{
	result = number;
}

static noinline __attribute__((returns_nonnull)) void *returns_a_pointer(void)
{
	return no_pair;
}

/* A function that is declared never to get or give a null pointer */
static void declared_nonnull(struct kunit *test)
{
	EXPECT_UB(test, takes_a_pointer(1, no_pair),
		  ": null pointer as argument 2, declared never to be null\n");
	kunit_expect_report(test);
	result_ul = (unsigned long)returns_a_pointer();
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, ": null pointer returned by a function declared never to ");
}

static noinline void add_too_much(void *unused)
{
	result = max + one;
}

/* The report says in which context, how it got there, and leaves the interrupt flag as it was */
static void context_and_backtrace(struct kunit *test)
{
	kunit_expect_report(test);
	add_too_much(NULL);
	kunit_end_report(test);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	KUNIT_EXPECT_REPORT(test, "irqs_disabled(): 0");
	KUNIT_EXPECT_REPORT(test, "context: thread context_and_bac (pid ");
	KUNIT_EXPECT_REPORT(test, "add_too_much+");
	KUNIT_EXPECT_REPORT(test, "context_and_backtrace+");
	kunit_expect_report(test);
	run_in_hardirq(add_too_much, NULL);
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "in_irq(): 1, in_softirq(): 0, irqs_disabled(): 1");
	KUNIT_EXPECT_REPORT(test, "context: hard interrupt: irq ");
}

static struct kunit_case ubsan_cases[] = {
	KUNIT_CASE(place),
	KUNIT_CASE(signed_overflow),
	KUNIT_CASE(wide_overflow),
	KUNIT_CASE(unsigned_wraps),
	KUNIT_CASE(shifts),
	KUNIT_CASE(array_index),
	KUNIT_CASE(null_pointer),
	KUNIT_CASE(misaligned_pointer),
	KUNIT_CASE(too_little_room),
	KUNIT_CASE(pointer_overflow),
	KUNIT_CASE(invalid_bool),
	KUNIT_CASE(array_length),
	KUNIT_CASE(zeros_of_zero),
	KUNIT_CASE(declared_nonnull),
	KUNIT_CASE(context_and_backtrace),
	{},
};

static struct kunit_suite ubsan_suite = {
	.name = "ubsan",
	.test_cases = ubsan_cases,
};
kunit_test_suite(ubsan_suite);
