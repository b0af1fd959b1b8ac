// SPDX-License-Identifier: MIT
/* hidden_irq.c - lab 4: what the handout does not tell */
#include "helpers.h"
#include "port_device.h"

#define LINE   (TEST_IRQ_FIRST + 2)
#define WINDOW 100000 /* interrupts, of which 99,900 may be unhandled: spurious.c */

static irqreturn_t nobody(int irq, void *calls)
{
	++*(int *)calls;
	return IRQ_NONE;
}

/* a line that was nearly given up, or was, starts afresh when a new first handler comes */
static void new_owner_starts_afresh(struct kunit *test)
{
	int calls = 0;

	KUNIT_ASSERT_EQ(test, request_irq(LINE, nobody, 0, "stuck", &calls), 0);
	irq_desc[LINE].unhandled = WINDOW - 100;
	irq_desc[LINE].look_at = irq_desc[LINE].count + 2 - 1000; /* it ends after two more */
	irq_inject(LINE);
	free_irq(LINE, &calls);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, nobody, 0, "new", &calls), 0);
	calls = 0;
	irq_inject(LINE);
	irq_inject(LINE);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, calls, 3,
			    "the new owner of the line pays for what the old one left unhandled");
	irq_desc[LINE].unhandled = WINDOW - 100;
	irq_desc[LINE].look_at = irq_desc[LINE].count + 1 - 1000;
	kunit_expect_report(test);
	irq_inject(LINE);
	KUNIT_EXPECT_REPORT(test, "nobody cared");
	kunit_end_report(test);
	calls = 0;
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, calls, 0, "the line is stuck and shut");
	free_irq(LINE, &calls);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, nobody, 0, "newer", &calls), 0);
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, calls, 1, "a stuck line opens again for a new first handler");
	free_irq(LINE, &calls);
}

/* what waits in the device when it is opened is received */
static void early_byte_is_received(struct kunit *test)
{
	struct port_device device;
	struct port port;
	u8 byte = 0;

	device_init(&device, LINE);
	device_gets(&device, 'e', false);
	memset(&port, 0x5a, sizeof(port));
	KUNIT_ASSERT_EQ(test, port_open(&port, &device.hw), 0);
	KUNIT_EXPECT_EQ_MSG(test, port_read(&port, &byte, 1), 1,
			    "a byte waited in the device when it was opened");
	KUNIT_EXPECT_EQ(test, byte, 'e');
	KUNIT_EXPECT_EQ(test, port_dropped(&port), 0);
	KUNIT_EXPECT_EQ(test, port_gaps(&port), 0);
	port_close(&port);
}

static struct port_device rained;
static unsigned int fallen;

static void drop(void *unused)
{
	device_gets(&rained, fallen++, false);
	device_asks(&rained);
}

/* bytes that fall between any two instructions of port_read() are neither lost nor doubled */
static void bytes_rain_into_port_read(struct kunit *test)
{
	static struct port port;
	unsigned int taken = 0, wrong = 0, i, n;
	u8 buf[5];

	device_init(&rained, LINE);
	fallen = 0;
	KUNIT_ASSERT_EQ(test, port_open(&port, &rained.hw), 0);
	if (rain_start(test, drop, NULL)) {
		while (taken < 1000 && !wrong) {
			n = port_read(&port, buf, sizeof(buf));
			for (i = 0; i < n; i++)
				wrong += buf[i] != (u8)taken++;
		}
		rain_stop(NULL);
	}
	KUNIT_EXPECT_EQ_MSG(test, wrong, 0,
			    "byte %u of the stream is not the one that was received: what if the "
			    "top half comes in the middle of port_read()?",
			    taken);
	port_close(&port);
}

static struct kunit_case hidden_cases[] = {
	KUNIT_CASE(new_owner_starts_afresh),
	KUNIT_CASE(early_byte_is_received),
	KUNIT_CASE(bytes_rain_into_port_read),
	{},
};

static struct kunit_suite hidden_suite = {
	.name = "lab04_hidden",
	.test_cases = hidden_cases,
};
kunit_test_suite(hidden_suite);
