// SPDX-License-Identifier: MIT
/* port.c - lab 4: each byte once, in order, through the ring */
#include "helpers.h"
#include "port_device.h"

#define LINE (TEST_IRQ_FIRST + 1)

static struct port_device device;
static struct port port;

static int port_init(struct kunit *test)
{
	device_init(&device, LINE);
	return 0;
}

static void close_port(void *unused)
{
	port_close(&port);
}

static void open(struct kunit *test)
{
	KUNIT_ASSERT_EQ_MSG(test, port_open(&port, &device.hw), 0, "port_open() failed");
	kunit_add_action(test, close_port, NULL);
}

static void receive(const char *text)
{
	for (; *text; text++) {
		device_gets(&device, *text, false);
		device_asks(&device);
	}
}

/* What port_read() gives now is this text. */
static void expect_text(struct kunit *test, const char *expected)
{
	char got[2 * PORT_RING + 1];
	unsigned int n = port_read(&port, (u8 *)got, sizeof(got) - 1);

	KUNIT_ASSERT_LE_MSG(test, n, sizeof(got) - 1, "port_read() gave more than was asked for");
	got[n] = '\0';
	KUNIT_EXPECT_STREQ_MSG(test, (const char *)got, expected, "what port_read() gave");
}

/* an open port receives, a closed one is quiet and has given its line back */
static void opens_and_closes(struct kunit *test)
{
	KUNIT_ASSERT_EQ_MSG(test, port_open(&port, &device.hw), 0, "port_open() failed");
	KUNIT_EXPECT_TRUE_MSG(test, device.irqs_on, "an open port has its interrupts on");
	expect_text(test, "");
	receive("a");
	expect_text(test, "a");
	port_close(&port);
	KUNIT_EXPECT_FALSE_MSG(test, device.irqs_on, "a closed port has its interrupts off");
	KUNIT_EXPECT_NULL_MSG(test, irq_desc[LINE].action, "a closed port has no handler");
	device.hw.irq = NR_IRQS;
	KUNIT_EXPECT_EQ_MSG(test, port_open(&port, &device.hw), -EINVAL,
			    "port_open() passes on what request_irq() says");
	KUNIT_EXPECT_FALSE_MSG(test, device.irqs_on, "no handler: its interrupts stay off");
}

/* each byte comes out once, in order, many times around the ring */
static void each_byte_once_in_order(struct kunit *test)
{
	int round;

	open(test);
	for (round = 0; round < 20; round++) {
		receive("0123456789");
		expect_text(test, "0123456789");
		expect_text(test, "");
	}
	KUNIT_EXPECT_EQ(test, port_dropped(&port), 0);
}

/* port_read gives no more than asked for, and the rest later */
static void read_in_pieces(struct kunit *test)
{
	u8 buf[4] = { 'x', 'x', 'x', 'x' };

	open(test);
	receive("abcde");
	KUNIT_EXPECT_EQ_MSG(test, port_read(&port, buf, 3), 3, "3 of 5 bytes were asked for");
	KUNIT_EXPECT_EQ_MSG(test, buf[3], 'x', "port_read() wrote behind the buffer's end");
	KUNIT_EXPECT_EQ(test, memcmp(buf, "abc", 3), 0);
	expect_text(test, "de");
}

/* Something to look at: how much a ring of this size can take before it is read. */
static void show_bursts(struct kunit *test)
{
	unsigned int burst, i, got;
	u8 buf[PORT_RING];

	for (burst = 8; burst <= 40; burst += 8) {
		unsigned long before = port_dropped(&port);

		for (i = 0; i < burst; i++)
			receive("x");
		got = port_read(&port, buf, sizeof(buf));
		kunit_info(test, "%2u bytes between two reads: %2u received, %2lu dropped", burst,
			   got, port_dropped(&port) - before);
	}
}

/* a full ring holds PORT_RING bytes; what comes then is dropped and counted, no more, no less */
static void overflow_is_counted(struct kunit *test)
{
	open(test);
	receive("abc");
	expect_text(test, "abc");
	receive("0123456789abcdef"); /* PORT_RING */
	KUNIT_EXPECT_EQ_MSG(test, port_dropped(&port), 0, "the ring has room for PORT_RING bytes");
	receive("ghi");
	KUNIT_EXPECT_EQ_MSG(test, port_dropped(&port), 3, "three more came than it holds");
	KUNIT_EXPECT_FALSE_MSG(test, device.stuck,
			       "the ring is full, and the device asks for ever: take its bytes");
	expect_text(test, "0123456789abcdef");
	receive("again");
	expect_text(test, "again");
	KUNIT_EXPECT_EQ(test, port_dropped(&port), 3);
	show_bursts(test);
}

/* several bytes may wait at one interrupt, and all of them come */
static void several_at_one_interrupt(struct kunit *test)
{
	open(test);
	device_gets(&device, 'a', false);
	device_gets(&device, 'b', false);
	device_gets(&device, 'c', false);
	device_asks(&device);
	expect_text(test, "abc");
}

/* the gap belongs to the byte that waits: it is counted with that one, once */
static void gaps_are_counted(struct kunit *test)
{
	open(test);
	device_gets(&device, 'a', true);
	device_gets(&device, 'b', false);
	device_asks(&device);
	KUNIT_EXPECT_EQ_MSG(test, port_gaps(&port), 1, "a gap before the first of two bytes");
	device_gets(&device, 'c', false);
	device_gets(&device, 'd', true);
	device_asks(&device);
	KUNIT_EXPECT_EQ_MSG(test, port_gaps(&port), 2, "and one before the last of two");
	expect_text(test, "abcd");
}

static irqreturn_t other(int irq, void *calls)
{
	++*(int *)calls;
	return IRQ_HANDLED;
}

/* on a shared line the driver knows its device: IRQ_NONE, and not a byte, when it did not ask */
static void not_mine(struct kunit *test)
{
	unsigned long unhandled;
	int calls = 0;

	open(test);
	unhandled = irq_desc[LINE].unhandled;
	irq_inject(LINE);
	KUNIT_EXPECT_EQ_MSG(test, irq_desc[LINE].unhandled, unhandled + 1,
			    "its device was quiet: the top half has to answer IRQ_NONE");
	KUNIT_EXPECT_EQ_MSG(test, device.empty_reads, 0, "PORT_DATA was read, and no byte waited");
	expect_text(test, "");
	KUNIT_ASSERT_EQ_MSG(test, request_irq(LINE, other, IRQF_SHARED, "other", &calls), 0,
			    "the driver does not share its line");
	unhandled = irq_desc[LINE].unhandled;
	receive("x");
	KUNIT_EXPECT_EQ(test, irq_desc[LINE].unhandled, unhandled);
	KUNIT_EXPECT_EQ(test, calls, 1);
	free_irq(LINE, &calls);
	expect_text(test, "x");
}

static struct kunit_case port_cases[] = {
	KUNIT_CASE(opens_and_closes),
	KUNIT_CASE(each_byte_once_in_order),
	KUNIT_CASE(read_in_pieces),
	KUNIT_CASE(overflow_is_counted),
	KUNIT_CASE(several_at_one_interrupt),
	KUNIT_CASE(gaps_are_counted),
	KUNIT_CASE(not_mine),
	{},
};

static struct kunit_suite port_suite = {
	.name = "lab04_port",
	.init = port_init,
	.test_cases = port_cases,
};
kunit_test_suite(port_suite);
