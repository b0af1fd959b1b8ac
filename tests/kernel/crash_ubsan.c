// SPDX-License-Identifier: MIT
/*
 * crash_ubsan.c - undefined behaviour that ends the kernel, for tests/boot/test_ubsan.py
 *
 * Not a KUnit suite: there is no way back from here.
 */
#include <halves/console.h>
#include <halves/program.h>
#include <linux/kernel.h>

static volatile int result, max = INT_MAX, min = INT_MIN, one = 1, minus_one = -1;

static int crash_divide_overflow(void)
{
	return min / minus_one;
}
PROGRAM(crash_divide_overflow, crash_divide_overflow, "divide the smallest int by -1");

static noinline void overflow_once_more(void)
{
	result = max + one;
}

static int crash_unreachable(void)
{
	int i;

	for (i = 0; i < 3; i++)
		overflow_once_more();
	if (result)
		__builtin_unreachable();
	return 0;
}
PROGRAM(crash_unreachable, crash_unreachable,
	"the same overflow three times, then what the compiler was told cannot be reached");

static void careless_write(struct console *con, const char *text, size_t len)
{
	result = max + one;
}

static struct console careless = { .write = careless_write };

static int crash_careless_console(void)
{
	register_console(&careless);
	printk(KERN_INFO "the first message\n");
	return 0;
}
PROGRAM(crash_careless_console, crash_careless_console, "overflow an int in a console");
