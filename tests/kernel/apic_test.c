// SPDX-License-Identifier: MIT
/* apic_test.c - the APICs and real devices on them: the RTC by an edge, the edu card by a level */
#include "helpers.h"

#include <asm/apic.h>
#include <asm/irqchip.h>
#include <halves/edu.h>

static int need_apic(struct kunit *test)
{
	if (strcmp(irqchip_name(), "apic"))
		kunit_skip(test, "the 8259 serves the lines");
	return 0;
}

static bool in_service(unsigned int irq)
{
	unsigned int vector = IRQ_TO_APIC_VECTOR(irq);

	return apic_read(APIC_ISR + vector / 32 * 16) >> vector % 32 & 1;
}

struct view {
	int calls, in_service;
};

static void look(void *data)
{
	struct view *view = data;

	view->calls++;
	view->in_service += in_service(RTC_IRQ);
}

/* An edge is acknowledged before its handler, and the line stays open: the next one is kept */
static void edge_is_acknowledged_first(struct kunit *test)
{
	struct view view = {};

	KUNIT_EXPECT_STREQ(test, irq_desc[RTC_IRQ].chip->name, "IO-APIC-edge");
	if (!rain_start(test, look, &view))
		return;
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(view.calls) >= 3));
	rain_stop(NULL);
	KUNIT_EXPECT_EQ(test, view.in_service, 0);
}

static void count(void *data)
{
	++*(int *)data;
}

static int served; /* was it in service while its handler ran? */

static irqreturn_t quiets(int irq, void *dev_id)
{
	served = in_service(irq);
	return edu_ack(dev_id) ? IRQ_HANDLED : IRQ_NONE;
}

/* A level is ended only after its handler, which has quieted the card by then */
static void level_is_ended_after_its_handler(struct kunit *test)
{
	struct edu_device *edu = edu_get();

	if (!edu)
		kunit_skip(test, "no edu card: add -device edu");
	KUNIT_EXPECT_STREQ(test, irq_desc[edu->irq].chip->name, "IO-APIC-level");
	served = -1;
	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, quiets, 0, "quiets", edu), 0);
	edu_raise(edu, 1);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(served) >= 0));
	KUNIT_EXPECT_EQ(test, served, 1);
	KUNIT_EXPECT_FALSE(test, in_service(edu->irq));
	free_irq(edu->irq, edu);
}

#define EARLY_LINE 3 /* of the second serial port and of the mouse: nobody is there */
#define LATE_LINE  12

static irqreturn_t write_down(int irq, void *order)
{
	*(int *)order = *(int *)order * 100 + irq;
	return IRQ_HANDLED;
}

static void send_both(void)
{
	unsigned long flags;

	local_irq_save(flags);
	irq_desc[LATE_LINE].chip->retrigger(LATE_LINE);
	irq_desc[EARLY_LINE].chip->retrigger(EARLY_LINE);
	local_irq_restore(flags);
}

/* Of two lines that wait, the one with the lower number comes first, as with the 8259 */
static void lower_line_is_more_urgent(struct kunit *test)
{
	int order = 0;

	KUNIT_ASSERT_EQ(test, request_irq(EARLY_LINE, write_down, 0, "early", &order), 0);
	if (!request_irq(LATE_LINE, write_down, 0, "late", &order)) {
		send_both();
		free_irq(LATE_LINE, &order);
		KUNIT_EXPECT_EQ(test, order, EARLY_LINE * 100 + LATE_LINE);
	}
	free_irq(EARLY_LINE, &order);
}

#define raise_vector(vector) asm volatile("int %0" : : "i"(vector) : "memory")

/* The spurious vector ends nothing that is in service, and all goes on */
static void spurious_vector_is_harmless(struct kunit *test)
{
	int calls = 0;

	raise_vector(SPURIOUS_APIC_VECTOR);
	raise_vector(ERROR_APIC_VECTOR);
	if (!rain_start(test, count, &calls))
		return;
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(calls) >= 3));
	rain_stop(NULL);
	next_tick();
}

/* An interrupt at a vector that nobody has asked for is named */
static void unexpected_vector_is_named(struct kunit *test)
{
	kunit_expect_report(test);
	raise_vector(FIRST_SYSTEM_VECTOR + 7);
	raise_vector(IRQ_TO_VECTOR(NR_IRQS));
	kunit_end_report(test);
	KUNIT_EXPECT_REPORT(test, "vector 0xf7, which nobody has asked for");
	KUNIT_EXPECT_REPORT(test, "vector 0x60, which nobody has asked for");
}

static struct kunit_case apic_cases[] = {
	KUNIT_CASE(edge_is_acknowledged_first), KUNIT_CASE(level_is_ended_after_its_handler),
	KUNIT_CASE(lower_line_is_more_urgent),	KUNIT_CASE(spurious_vector_is_harmless),
	KUNIT_CASE(unexpected_vector_is_named), {},
};

static struct kunit_suite apic_suite = {
	.name = "apic",
	.init = need_apic,
	.test_cases = apic_cases,
};
kunit_test_suite(apic_suite);
