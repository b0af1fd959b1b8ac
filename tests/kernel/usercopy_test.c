// SPDX-License-Identifier: MIT
/* usercopy_test.c - copies to and from a process's memory believe no address */
#include "process_fixture.h"

#include <asm/page.h>
#include <asm/setup.h>
#include <asm/uaccess.h>

#define HERE   0x10000000UL
#define HERE_P ((char __user *)HERE)
#define KERNEL ((char __user *)0xc0100000UL)

/* Bits of the exit code: which of the things that should hold did not. */
static int wrong(int bit, bool holds)
{
	return holds ? 0 : 1 << bit;
}

static int copies(void *unused)
{
	char to[8] = "";

	if (!give_pages(HERE, 1, MAP_WRITE))
		return 255;
	return wrong(0, !copy_to_user(HERE_P + 1, "abcdefg", 8)) |
	       wrong(1, !copy_from_user(to, HERE_P + 1, 8)) | wrong(2, !strcmp(to, "abcdefg"));
}

/* what is written to a process's memory is read from it again */
static void both_ways(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_process(test, copies, NULL), 0);
}

static int over_the_end(void *unused)
{
	char to[16] = "0123456789abcde";

	if (!give_pages(HERE, 1, MAP_WRITE))
		return 255;
	return wrong(0, copy_to_user(HERE_P + PAGE_SIZE - 6, "abcdefghijkl", 12) == 6) |
	       wrong(1, copy_from_user(to, HERE_P + PAGE_SIZE - 6, 12) == 6) |
	       wrong(2, !memcmp(to, "abcdef\0\0\0\0\0\0", 12)) | wrong(3, to[12] == 'c') |
	       wrong(4, clear_user(HERE_P + PAGE_SIZE - 3, 5) == 2);
}

/* a copy stops at the byte that is not there, says how many are left, and clears those it read */
static void stops_where_memory_ends(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_process(test, over_the_end, NULL), 0);
}

static int read_only(void *unused)
{
	char c = 'x';

	if (!give_pages(HERE, 1, 0))
		return 255;
	return wrong(0, copy_to_user(HERE_P, "a", 1) == 1) |
	       wrong(1, !copy_from_user(&c, HERE_P, 1) && !c) | wrong(2, put_user(1, HERE_P) != 0);
}

/* what the process may not write, the kernel does not write for it */
static void rights_hold(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_process(test, read_only, NULL), 0);
}

static int beyond(void *unused)
{
	char c[4];
	int i;

	return wrong(0, copy_from_user(c, KERNEL, 4) == 4) |
	       wrong(1, copy_to_user(KERNEL, c, 4) == 4) |
	       wrong(2, copy_from_user(c, (void *)(TASK_SIZE - 2), 4) == 4) |
	       wrong(3, copy_from_user(c, (void *)-2UL, 4) == 4) |
	       wrong(4, get_user(i, (int __user *)KERNEL) == -EFAULT && !i) |
	       wrong(5, clear_user(KERNEL, 4) == 4) |
	       wrong(6, strncpy_from_user(c, KERNEL, 4) == -EFAULT);
}

/* an address of the kernel's, or a range that reaches into it or wraps, is refused whole */
static void kernel_is_out_of_reach(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_process(test, beyond, NULL), 0);
}

static int strings(void *unused)
{
	char to[8];

	if (!give_pages(HERE, 1, MAP_WRITE) || copy_to_user(HERE_P, "four", 5) ||
	    copy_to_user(HERE_P + PAGE_SIZE - 3, "end", 3))
		return 255;
	return wrong(0, strncpy_from_user(to, HERE_P, 8) == 4 && !strcmp(to, "four")) |
	       wrong(1, strncpy_from_user(to, HERE_P, 4) == 4) |
	       wrong(2, strncpy_from_user(to, HERE_P + PAGE_SIZE - 3, 8) == -EFAULT) |
	       wrong(3, strncpy_from_user(to, HERE_P + PAGE_SIZE - 3, 3) == 3);
}

/* a string's length comes back; one that is too long gives the room; one without end -EFAULT */
static void strings_end(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_process(test, strings, NULL), 0);
}

/* a kernel thread, which has no memory of its own, copies between the kernel's */
static void kernel_threads_copy(struct kunit *test)
{
	char to[4] = "";

	KUNIT_EXPECT_EQ(test, copy_to_user(to, "abc", 4), 0);
	KUNIT_EXPECT_STREQ(test, to, "abc");
	KUNIT_EXPECT_EQ(test, copy_from_user(to, (void *)HERE, 2), 2);
}

static struct kunit_case usercopy_cases[] = { KUNIT_CASE(both_ways),
					      KUNIT_CASE(stops_where_memory_ends),
					      KUNIT_CASE(rights_hold),
					      KUNIT_CASE(kernel_is_out_of_reach),
					      KUNIT_CASE(strings_end),
					      KUNIT_CASE(kernel_threads_copy),
					      {} };

static struct kunit_suite usercopy_suite = {
	.name = "usercopy",
	.test_cases = usercopy_cases,
};
kunit_test_suites(&usercopy_suite);
