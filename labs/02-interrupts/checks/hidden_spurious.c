// SPDX-License-Identifier: MIT
/*
 * hidden_spurious.c - lab 2: a spurious interrupt while a line is in service
 *
 * A line is taken as the processor takes it, by the poll command, and not served: so it is in
 * service, and it shows who ends it.
 */
#include "lab02.h"

static void nothing(void *unused) { }

/* A spurious line 7 gets no end of interrupt: the tick that is in service stays so */
static void spurious_7_gets_no_eoi(struct kunit *test)
{
	u8 taken, before, after;

	local_irq_disable();
	spin_for(pic_register(MASTER_COMMAND, READ_IRR) & 1 << TIMER_IRQ, 20);
	outb(POLL, MASTER_COMMAND);
	taken = inb(MASTER_COMMAND);
	before = pic_register(MASTER_COMMAND, READ_ISR);
	raise_vector_of(7);
	after = pic_register(MASTER_COMMAND, READ_ISR);
	eoi(MASTER_COMMAND, TIMER_IRQ);
	raise_vector_of(0); /* the tick that was taken */
	local_irq_enable();
	KUNIT_ASSERT_EQ_MSG(test, taken, 0x80 | TIMER_IRQ, "the tick did not come");
	KUNIT_ASSERT_EQ_MSG(test, before, 1 << TIMER_IRQ, "the tick is not in service");
	KUNIT_EXPECT_EQ_MSG(test, after, before, "lines in service after a spurious 7: %02x",
			    after);
}

/* A spurious line 15 gets one at the master, which took the slave's request, none at the slave */
static void spurious_15_ends_at_the_master(struct kunit *test)
{
	u8 master_before, slave_before, master, slave;

	if (!rain_start(test, nothing, NULL))
		return;
	next_tick();
	local_irq_disable();
	spin_for(pic_register(SLAVE_COMMAND, READ_IRR) & 1, 20);
	outb(0x01 | inb(MASTER_MASK), MASTER_MASK); /* not the tick */
	outb(POLL, MASTER_COMMAND);
	inb(MASTER_COMMAND);
	outb(POLL, SLAVE_COMMAND);
	inb(SLAVE_COMMAND);
	outb(~0x01 & inb(MASTER_MASK), MASTER_MASK);
	master_before = pic_register(MASTER_COMMAND, READ_ISR);
	slave_before = pic_register(SLAVE_COMMAND, READ_ISR);
	raise_vector_of(15);
	master = pic_register(MASTER_COMMAND, READ_ISR);
	slave = pic_register(SLAVE_COMMAND, READ_ISR);
	eoi(SLAVE_COMMAND, 0);
	eoi(MASTER_COMMAND, CASCADE_IRQ);
	raise_vector_of(8); /* the interrupt that was taken */
	local_irq_enable();
	rain_stop(NULL);
	KUNIT_ASSERT_EQ_MSG(test, master_before, 1 << CASCADE_IRQ, "the slave is not in service");
	KUNIT_ASSERT_EQ_MSG(test, slave_before, 1, "the RTC is not in service");
	KUNIT_EXPECT_EQ_MSG(test, slave, 1, "the slave's lines in service: %02x", slave);
	KUNIT_EXPECT_EQ_MSG(test, master, 0, "the master's lines in service: %02x", master);
}

static int need_i8259(struct kunit *test)
{
	if (strcmp(irqchip_name(), "pic"))
		kunit_skip(test, "the APICs serve the lines: irqchip=pic");
	return 0;
}

static struct kunit_case hidden_cases[] = {
	KUNIT_CASE(spurious_7_gets_no_eoi),
	KUNIT_CASE(spurious_15_ends_at_the_master),
	{},
};

static struct kunit_suite hidden_suite = {
	.name = "lab02_hidden",
	.init = need_i8259,
	.test_cases = hidden_cases,
};
kunit_test_suite(hidden_suite);
