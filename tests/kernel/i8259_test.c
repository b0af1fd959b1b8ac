// SPDX-License-Identifier: MIT
/* i8259_test.c - the 8259 and a real device on it: the RTC on line 8, behind the slave */
#include "helpers.h"

#include <asm/io.h>
#include <asm/irqchip.h>
#include <halves/edu.h>

#define MASTER_MASK 0x21
#define SLAVE_MASK  0xa1
#define MASTER	    0x20
#define SLAVE	    0xa0
#define READ_IRR    0x0a
#define READ_ISR    0x0b

static u8 pic_register(u16 port, u8 which)
{
	unsigned long flags;
	u8 value;

	local_irq_save(flags);
	outb(which, port);
	value = inb(port);
	outb(READ_IRR, port);
	local_irq_restore(flags);
	return value;
}

/* These look into the ports of the 8259; another controller has its own tests. */
static int need_i8259(struct kunit *test)
{
	if (strcmp(irqchip_name(), "pic"))
		kunit_skip(test, "the APICs serve the lines: irqchip=pic");
	return 0;
}

struct view {
	int calls;
	u8 slave_mask, slave_isr, master_isr;
};

static void look(void *data)
{
	struct view *view = data;

	view->calls++;
	view->slave_mask = inb(SLAVE_MASK);
	view->slave_isr = pic_register(SLAVE, READ_ISR);
	view->master_isr = pic_register(MASTER, READ_ISR);
}

/* S37: while its handler runs a line is masked and acknowledged, at the slave and at the master */
static void line_is_masked_and_acknowledged(struct kunit *test)
{
	struct view view = {};

	if (!rain_start(test, look, &view))
		return;
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(view.calls) >= 3));
	KUNIT_EXPECT_NE(test, view.slave_mask & 1, 0);
	KUNIT_EXPECT_EQ(test, view.slave_isr, 0);
	KUNIT_EXPECT_EQ(test, view.master_isr, 0);
	KUNIT_EXPECT_EQ(test, inb(SLAVE_MASK) & 1, 0);
	rain_stop(NULL);
}

static irqreturn_t quiets(int irq, void *dev_id)
{
	return edu_ack(dev_id) ? IRQ_HANDLED : IRQ_NONE;
}

/* A line is open while it has a handler; masked, the request register shows it all the same */
static void mask_follows_the_handlers(struct kunit *test)
{
	struct edu_device *edu = edu_get();
	u8 bit;

	if (!edu || edu->irq < 8 || edu->irq > 15)
		kunit_skip(test, "no edu card on a line of the slave: add -device edu");
	bit = 1 << (edu->irq - 8);
	KUNIT_EXPECT_NE(test, inb(SLAVE_MASK) & bit, 0);
	edu_raise(edu, 1);
	KUNIT_EXPECT_NE(test, pic_register(SLAVE, READ_IRR) & bit, 0);
	if (request_irq(edu->irq, quiets, 0, "quiets", edu)) {
		edu_ack(edu);
		KUNIT_FAIL(test, "cannot have the line");
		return;
	}
	KUNIT_EXPECT_EQ(test, inb(SLAVE_MASK) & bit, 0);
	free_irq(edu->irq, edu);
	KUNIT_EXPECT_NE(test, inb(SLAVE_MASK) & bit, 0);
}

static void count(void *data)
{
	++*(int *)data;
}

#define raise_vector_of(irq) asm volatile("int %0" : : "i"(IRQ_TO_VECTOR(irq)) : "memory")

/* S38: lines 7 and 15 without their in-service bit are spurious, and counted */
static void spurious_7_and_15_are_recognised(struct kunit *test)
{
	unsigned long s7 = irq_desc[7].spurious, s15 = irq_desc[15].spurious;
	u8 master = inb(MASTER_MASK), slave = inb(SLAVE_MASK);
	int calls = 0, i;

	for (i = 0; i < 3; i++) {
		raise_vector_of(7);
		raise_vector_of(15);
	}
	KUNIT_EXPECT_EQ(test, irq_desc[7].spurious, s7 + 3);
	KUNIT_EXPECT_EQ(test, irq_desc[15].spurious, s15 + 3);
	KUNIT_EXPECT_EQ(test, inb(MASTER_MASK), master);
	KUNIT_EXPECT_EQ(test, inb(SLAVE_MASK), slave);
	/* Both controllers go on as before. */
	if (!rain_start(test, count, &calls))
		return;
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(calls) >= 3));
	rain_stop(NULL);
	next_tick();
}

static struct kunit_case i8259_cases[] = {
	KUNIT_CASE(line_is_masked_and_acknowledged),
	KUNIT_CASE(mask_follows_the_handlers),
	KUNIT_CASE(spurious_7_and_15_are_recognised),
	{},
};

static struct kunit_suite i8259_suite = {
	.name = "i8259",
	.init = need_i8259,
	.test_cases = i8259_cases,
};
kunit_test_suite(i8259_suite);
