// SPDX-License-Identifier: MIT
/* real_irq_test.c - what a real interrupt does, whatever controller it comes by */
#include "helpers.h"

#include <halves/edu.h>

static void count(void *data)
{
	++*(int *)data;
}

/* S32: what a line does while it is disabled comes after enable, and as one interrupt */
static void disabled_line_is_remembered(struct kunit *test)
{
	int calls = 0, before;

	if (!rain_start(test, count, &calls))
		return;
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(calls) >= 2));
	disable_irq(RTC_IRQ);
	before = READ_ONCE(calls);
	udelay(500);
	KUNIT_EXPECT_EQ(test, READ_ONCE(calls), before);
	enable_irq(RTC_IRQ);
	KUNIT_EXPECT_EQ(test, READ_ONCE(calls), before + 1);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(calls) >= before + 3));
	rain_stop(NULL);
}

struct early {
	bool returned;
	int before, after;
};

static irqreturn_t early_handler(int irq, void *dev_id)
{
	struct early *early = dev_id;

	edu_ack(edu_get());
	early->before += !early->returned;
	early->after += early->returned;
	return IRQ_HANDLED;
}

/* S25: the handler may run before request_irq has returned: the device has not waited for it */
static void handler_may_run_before_request_returns(struct kunit *test)
{
	struct edu_device *edu = edu_get();
	struct early early = {};

	if (!edu)
		kunit_skip(test, "no edu card: add -device edu");
	edu_raise(edu, 1);
	if (request_irq(edu->irq, early_handler, 0, "early", &early)) {
		edu_ack(edu);
		KUNIT_FAIL(test, "cannot have the line");
		return;
	}
	WRITE_ONCE(early.returned, true);
	free_irq(edu->irq, &early);
	KUNIT_EXPECT_EQ(test, early.before, 1);
	KUNIT_EXPECT_EQ(test, early.after, 0);
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
	KUNIT_CASE(disabled_line_is_remembered),
	KUNIT_CASE(handler_may_run_before_request_returns),
	KUNIT_CASE(registers_survive),
	{},
};

static struct kunit_suite real_irq_suite = {
	.name = "real_irq",
	.test_cases = real_irq_cases,
};
kunit_test_suite(real_irq_suite);
