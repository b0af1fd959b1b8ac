// SPDX-License-Identifier: MIT
/* real_irq_test.c - what a real interrupt does, whatever controller it comes by */
#include "helpers.h"

static void count(void *data)
{
	++*(int *)data;
}

/* A thousand interrupts at a thousand places: no register is changed by one */
static void registers_survive(struct kunit *test)
{
	int calls = 0, wrong = 0, i;

	if (!rain_start(test, count, &calls))
		return;
	while (READ_ONCE(calls) < 1000) {
		unsigned long b = 0x11111111, c, d, s = 0x44444444, t = 0x55555555, f;

		for (i = 0; i < 50; i++) {
			asm volatile("movl $0x22222222, %1\n\tmovl $0x33333333, %2\n\t"
				     "stc\n\tstd\n\t"
				     "nop; nop; nop; nop; nop; nop; nop; nop; nop; nop\n\t"
				     "pushfl\n\tpopl %5\n\tcld"
				     : "+b"(b), "=&c"(c), "=&d"(d), "+S"(s), "+D"(t), "=&a"(f)
				     :
				     : "memory", "cc");
			wrong += b != 0x11111111 || c != 0x22222222 || d != 0x33333333 ||
				 s != 0x44444444 || t != 0x55555555 || (f & 0x401) != 0x401;
		}
	}
	rain_stop(NULL);
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static struct kunit_case real_irq_cases[] = {
	KUNIT_CASE(registers_survive),
	{},
};

static struct kunit_suite real_irq_suite = {
	.name = "real_irq",
	.test_cases = real_irq_cases,
};
kunit_test_suite(real_irq_suite);
