// SPDX-License-Identifier: MIT
/* i8259.c - lab 2: the two controllers, with the tick on line 0 and the RTC on line 8 */
#include "lab02.h"

#include <halves/edu.h>
#include <halves/tick.h>

static void count(void *data)
{
	++*(int *)data;
}

static irqreturn_t count_edu(int irq, void *dev_id)
{
	return edu_ack(dev_id) ? IRQ_HANDLED : IRQ_NONE;
}

/* Each line comes again and again: the tick, the RTC behind the slave, a card on line 10 */
static void lines_fire_again(struct kunit *test)
{
	unsigned long ticks = irq_desc[TIMER_IRQ].count;
	struct edu_device *edu = edu_get();
	unsigned long cards;
	int drops = 0, i;

	KUNIT_EXPECT_TRUE_MSG(test, spin_for(irq_desc[TIMER_IRQ].count - ticks >= 5, 20),
			      "20 ms: %lu ticks came", irq_desc[TIMER_IRQ].count - ticks);
	if (!rain_start(test, count, &drops))
		return;
	KUNIT_EXPECT_TRUE_MSG(test, spin_for(READ_ONCE(drops) >= 20, 20),
			      "20 ms: the RTC interrupted %d times", drops);
	rain_stop(NULL);
	KUNIT_ASSERT_NOT_NULL(test, edu);
	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, count_edu, 0, "edu", edu), 0);
	cards = irq_desc[edu->irq].count;
	for (i = 1; i <= 5; i++) {
		edu_raise(edu, 1);
		if (!spin_for(irq_desc[edu->irq].count - cards == i, 2))
			break;
	}
	if (i <= 5)
		edu_ack(edu);
	KUNIT_EXPECT_EQ_MSG(test, i, 6, "the card's interrupt %d did not come", i);
	free_irq(edu->irq, edu);
}

/* What a handler sees of the controllers. */
static struct {
	int calls;
	u8 master_isr, slave_isr, master_mask, slave_mask;
} view;

static void look(void *unused)
{
	if (view.calls++)
		return;
	view.master_isr = pic_register(MASTER_COMMAND, READ_ISR);
	view.slave_isr = pic_register(SLAVE_COMMAND, READ_ISR);
	view.master_mask = inb(MASTER_MASK);
	view.slave_mask = inb(SLAVE_MASK);
}

static void look_in_tick(u32 late)
{
	look(NULL);
}

static void stop_looking(void *unused)
{
	tick_probe = NULL;
}

/* While the tick's handler runs its line is masked and acknowledged; afterwards it is open */
static void tick_is_acknowledged_first(struct kunit *test)
{
	memset(&view, 0, sizeof(view));
	kunit_add_action(test, stop_looking, NULL);
	tick_probe = look_in_tick;
	KUNIT_ASSERT_TRUE_MSG(test, spin_for(READ_ONCE(view.calls) >= 2, 20), "no tick came");
	tick_probe = NULL;
	KUNIT_EXPECT_EQ_MSG(test, view.master_isr & 1, 0, "line 0 was still in service");
	KUNIT_EXPECT_EQ_MSG(test, view.master_mask & 1, 1, "line 0 was not masked");
	KUNIT_EXPECT_EQ_MSG(test, inb(MASTER_MASK) & 1, 0, "line 0 stayed masked");
}

/* While the RTC's handler runs, no line is in service, at the slave nor at the master */
static void slave_and_master_are_acknowledged(struct kunit *test)
{
	memset(&view, 0, sizeof(view));
	if (!rain_start(test, look, NULL))
		return;
	KUNIT_EXPECT_TRUE_MSG(test, spin_for(READ_ONCE(view.calls) >= 1, 20), "no interrupt came");
	rain_stop(NULL);
	KUNIT_EXPECT_EQ_MSG(test, view.slave_isr & 1, 0, "line 8 was still in service");
	KUNIT_EXPECT_EQ_MSG(test, view.master_isr & 1 << CASCADE_IRQ, 0,
			    "the slave's line at the master was still in service");
	KUNIT_EXPECT_EQ_MSG(test, view.slave_mask & 1, 1, "line 8 was not masked");
}

static struct {
	int calls;
	u8 master_isr, slave_isr, slave_mask;
} later;

static void look_later(unsigned long unused)
{
	if (later.calls++)
		return;
	later.master_isr = pic_register(MASTER_COMMAND, READ_ISR);
	later.slave_isr = pic_register(SLAVE_COMMAND, READ_ISR);
	later.slave_mask = inb(SLAVE_MASK);
}

static DECLARE_TASKLET(looker, look_later, 0);

static void defer(void *unused)
{
	tasklet_hi_schedule(&looker);
}

/* The bottom half runs with the line open again and nothing in service: others get through */
static void bottom_half_lets_others_in(struct kunit *test)
{
	memset(&later, 0, sizeof(later));
	if (!rain_start(test, defer, NULL))
		return;
	KUNIT_EXPECT_TRUE_MSG(test, spin_for(READ_ONCE(later.calls) >= 1, 20),
			      "no bottom half ran");
	rain_stop(NULL);
	tasklet_kill(&looker);
	KUNIT_EXPECT_EQ_MSG(test, later.slave_isr, 0, "the slave's lines in service: %02x",
			    later.slave_isr);
	KUNIT_EXPECT_EQ_MSG(test, later.master_isr, 0, "the master's lines in service: %02x",
			    later.master_isr);
	KUNIT_EXPECT_EQ_MSG(test, later.slave_mask & 1, 0, "line 8 is still masked");
}

static u16 masks(void)
{
	return inb(MASTER_MASK) | inb(SLAVE_MASK) << 8;
}

/* Masking and unmasking a line changes that line's bit and no other */
static void mask_is_one_bit(struct kunit *test)
{
	unsigned int irq;
	u16 before, masked, open;

	for (irq = 0; irq < NR_IRQS_LEGACY; irq++) {
		const struct irq_chip *chip = irq_desc[irq].chip;

		if (irq == CASCADE_IRQ)
			continue;
		KUNIT_ASSERT_NOT_NULL_MSG(test, chip, "nobody serves line %u", irq);
		local_irq_disable();
		before = masks();
		chip->mask(irq);
		masked = masks();
		chip->unmask(irq);
		open = masks();
		if (before & 1 << irq)
			chip->mask(irq);
		local_irq_enable();
		KUNIT_EXPECT_EQ_MSG(test, masked, before | 1 << irq, "line %u was masked", irq);
		KUNIT_EXPECT_EQ_MSG(test, open, before & ~(1 << irq), "line %u was unmasked", irq);
	}
}

/* A line 7 or 15 that is not in service is spurious: counted, masks as before */
static void spurious_are_counted(struct kunit *test)
{
	unsigned long s7 = irq_desc[7].spurious, s15 = irq_desc[15].spurious;
	u16 before = masks();
	int i;

	for (i = 0; i < 3; i++) {
		raise_vector_of(7);
		raise_vector_of(15);
	}
	KUNIT_EXPECT_EQ_MSG(test, irq_desc[7].spurious - s7, 3, "of 3 on line 7");
	KUNIT_EXPECT_EQ_MSG(test, irq_desc[15].spurious - s15, 3, "of 3 on line 15");
	KUNIT_EXPECT_EQ_MSG(test, masks(), before, "the masks have changed");
}

static int need_i8259(struct kunit *test)
{
	if (strcmp(irqchip_name(), "pic"))
		kunit_skip(test, "the APICs serve the lines: irqchip=pic");
	return 0;
}

static struct kunit_case i8259_cases[] = {
	KUNIT_CASE(lines_fire_again),
	KUNIT_CASE(tick_is_acknowledged_first),
	KUNIT_CASE(slave_and_master_are_acknowledged),
	KUNIT_CASE(bottom_half_lets_others_in),
	KUNIT_CASE(mask_is_one_bit),
	KUNIT_CASE(spurious_are_counted),
	{},
};

static struct kunit_suite i8259_suite = {
	.name = "lab02_i8259",
	.init = need_i8259,
	.test_cases = i8259_cases,
};
kunit_test_suite(i8259_suite);
