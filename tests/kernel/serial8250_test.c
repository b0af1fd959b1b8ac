// SPDX-License-Identifier: MIT
/*
 * serial8250_test.c - tests of kernel/drivers/serial8250.c, through the chip's loop-back mode
 *
 * In loop-back what is sent is received and nobody outside sees it. Interrupts are off meanwhile:
 * a message printed in that window would be read as input. A port that fails is made by answering
 * for its line status (<halves/iofault.h>); messages of level 4 and above go to the test then.
 */
#include <asm/io.h>
#include <asm/irq.h>
#include <asm/system.h>
#include <halves/console.h>
#include <halves/iofault.h>
#include <halves/serial.h>
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/time.h>

#include "helpers.h"

#define COM1		0x3f8
#define POLLS		100000
#define WAIT_JIFFIES	HZ	/* for a character that is already in the chip */

static u8 mcr_before;

static bool wait_for(u8 bits)
{
	for (unsigned int i = 0; i < POLLS; i++)
		if ((inb(COM1 + UART_LSR) & bits) == bits)
			return true;
	return false;
}

/* From here to loop_off() with interrupts off. */
static void loop_on(void)
{
	local_irq_disable();
	wait_for(UART_LSR_TEMT);
	mcr_before = inb(COM1 + UART_MCR);
	outb(mcr_before | UART_MCR_LOOP, COM1 + UART_MCR);
}

static void loop_off(void)
{
	wait_for(UART_LSR_TEMT);
	outb(mcr_before, COM1 + UART_MCR);
	local_irq_enable();
}

static void drain_input(void)
{
	while (console_getc_timeout(0) >= 0)
		;
}

static int serial_test_init(struct kunit *test)
{
	bool loops;

	outb(0x5a, COM1 + UART_SCR);
	if (inb(COM1 + UART_SCR) != 0x5a)
		kunit_skip(test, "no serial port");
	loop_on();
	outb('?', COM1 + UART_TX);
	loops = wait_for(UART_LSR_DR);
	if (loops)
		inb(COM1 + UART_RX);
	loop_off();
	if (!loops)
		kunit_skip(test, "this serial port has no loop-back");
	drain_input();
	return 0;
}

/* A character that arrives interrupts, and a thread reads it from the console. */
static void received_character_reaches_a_reader(struct kunit *test)
{
	unsigned long before = irq_desc[SERIAL_IRQ].count;

	loop_on();
	outb('x', COM1 + UART_TX);
	loop_off();
	KUNIT_EXPECT_EQ(test, console_getc_timeout(WAIT_JIFFIES), 'x');
	KUNIT_EXPECT_GT(test, irq_desc[SERIAL_IRQ].count, before);
}

/* A full FIFO comes out whole and in order, however few interrupts told of it. */
static void full_fifo_arrives_in_order(struct kunit *test)
{
	loop_on();
	for (int i = 0; i < UART_FIFO_SIZE; i++) {
		outb('a' + i, COM1 + UART_TX);
		wait_for(UART_LSR_THRE);
	}
	loop_off();
	for (int i = 0; i < UART_FIFO_SIZE; i++)
		KUNIT_ASSERT_EQ(test, console_getc_timeout(WAIT_JIFFIES), 'a' + i);
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), -ETIMEDOUT);
}

/* After any number of bursts the next character still interrupts: no edge is lost. */
static void edges_are_not_lost(struct kunit *test)
{
	for (int burst = 0; burst < 50; burst++) {
		loop_on();
		for (int i = 0; i <= burst % UART_FIFO_SIZE; i++)
			outb('a' + i, COM1 + UART_TX);
		loop_off();
		for (int i = 0; i <= burst % UART_FIFO_SIZE; i++)
			KUNIT_ASSERT_EQ_MSG(test, console_getc_timeout(WAIT_JIFFIES), 'a' + i,
					    "burst %d, character %d", burst, i);
	}
}

/* On the line a newline is a carriage return and a line feed. */
static void newline_is_two_characters(struct kunit *test)
{
	char sent[16];
	unsigned int n = 0;

	console_puts("(a line that is one newline follows)\n");
	loop_on();
	console_puts("\n");
	while (n < ARRAY_SIZE(sent) - 1 && inb(COM1 + UART_LSR) & UART_LSR_DR)
		sent[n++] = inb(COM1 + UART_RX);
	sent[n] = '\0';
	loop_off();
	KUNIT_EXPECT_STREQ(test, (const char *)sent, "\r\n");
}

/* ---- a port that fails ----------------------------------------------------------------------- */

static u8 lsr_set, lsr_clear;	/* what is wrong with the line status */

static bool wrong_status(struct io_access *access)
{
	access->value = (inb(COM1 + UART_LSR) | lsr_set) & ~lsr_clear;
	return true;
}

static void status_is_wrong(u8 set, u8 clear)
{
	lsr_set = set;
	lsr_clear = clear;
	io_fault_ports(COM1 + UART_LSR, 1, wrong_status);
}

static u64 time_to_print(void)
{
	u64 begin = sched_clock();

	pr_info("this line has nowhere to go\n");
	return sched_clock() - begin;
}

static unsigned int told(const char *what)
{
	const char *at = kunit_report_text();
	unsigned int times = 0;

	while ((at = strstr(at, what)) != NULL) {
		times++;
		at++;
	}
	return times;
}

/* The loss is told by the port's interrupt, some characters after it goes again. */
static void expect_that_it_goes_again(struct kunit *test)
{
	unsigned long end = jiffies + WAIT_JIFFIES;

	pr_info("the serial port goes again\n");
	while (!told("characters are lost") && time_before(jiffies, end))
		cpu_relax();
	KUNIT_EXPECT_EQ(test, told("characters are lost"), 1);
}

/* A transmitter that is never ready is waited for once, for a bounded time, and named once. */
static void wedged_transmitter_is_given_up(struct kunit *test)
{
	u64 first, later;

	kunit_expect_report(test);
	status_is_wrong(0, UART_LSR_THRE | UART_LSR_TEMT);
	first = time_to_print();
	later = time_to_print();
	io_fault_end();
	KUNIT_EXPECT_LT(test, first, NSEC_PER_SEC);
	KUNIT_EXPECT_LT(test, later * 100, first);
	KUNIT_EXPECT_EQ(test, told("serial8250: the transmitter takes nothing"), 1);
	expect_that_it_goes_again(test);
}

/* A port that reads all ones is gone: it is not waited for at all, and that is said. */
static void vanished_port_is_given_up(struct kunit *test)
{
	u64 first;

	kunit_expect_report(test);
	status_is_wrong(0xff, 0);
	first = time_to_print();
	time_to_print();
	io_fault_end();
	KUNIT_EXPECT_LT(test, first, 10 * NSEC_PER_MSEC);
	KUNIT_EXPECT_EQ(test, told("serial8250: the port reads all ones"), 1);
	expect_that_it_goes_again(test);
}

/* While a port is stuck, what it does to the line comes to an end: no interrupt without one. */
static void stuck_port_keeps_its_line_quiet(struct kunit *test)
{
	unsigned long before = irq_desc[SERIAL_IRQ].count;

	kunit_expect_report(test);
	status_is_wrong(0, UART_LSR_THRE | UART_LSR_TEMT);
	time_to_print();
	schedule_timeout_uninterruptible(2);
	io_fault_end();
	KUNIT_EXPECT_LE(test, irq_desc[SERIAL_IRQ].count - before, 2);
	expect_that_it_goes_again(test);
}

/* Receive a character, by an interrupt that comes some microseconds later. */
static void receive_one(char c)
{
	unsigned long before = irq_desc[SERIAL_IRQ].count;

	loop_on();
	outb(c, COM1 + UART_TX);
	loop_off();
	wait_until(irq_desc[SERIAL_IRQ].count != before);
}

/* Input without an end is taken in bites, between which everybody else runs; it is named once. */
static void flood_is_taken_in_bites(struct kunit *test)
{
	unsigned int count = 0;

	kunit_expect_report(test);
	status_is_wrong(UART_LSR_DR, 0);
	receive_one('x');
	io_fault_end();
	while (console_getc_timeout(0) >= 0)
		count++;
	KUNIT_EXPECT_GE(test, count, 100);
	KUNIT_EXPECT_LE(test, count, 256);
	KUNIT_EXPECT_EQ(test, told("serial8250: 256 characters came in at one go"), 1);
	receive_one('y');
	KUNIT_EXPECT_EQ(test, console_getc_timeout(WAIT_JIFFIES), 'y');
}

/* A garbled character is dropped, one after an overrun is kept; both are counted. */
static void errors_are_counted(struct kunit *test)
{
	static const struct {
		u8 bit;
		bool kept;
	} table[] = { { UART_LSR_OE, true },
		      { UART_LSR_PE, false },
		      { UART_LSR_FE, false },
		      { UART_LSR_BI, false } };

	kunit_expect_report(test);
	for (int i = 0; i < ARRAY_SIZE(table); i++) {
		unsigned long before = serial_rx_errors(table[i].bit);

		status_is_wrong(table[i].bit, 0);
		receive_one('e');
		io_fault_end();
		KUNIT_EXPECT_EQ(test, serial_rx_errors(table[i].bit) - before, 1);
		KUNIT_EXPECT_EQ(test, console_getc_timeout(0), table[i].kept ? 'e' : -ETIMEDOUT);
	}
}

static void serial_test_exit(struct kunit *test)
{
	io_fault_end();
}

static struct kunit_case serial_cases[] = {
	KUNIT_CASE(received_character_reaches_a_reader),
	KUNIT_CASE(full_fifo_arrives_in_order),
	KUNIT_CASE(edges_are_not_lost),
	KUNIT_CASE(newline_is_two_characters),
	KUNIT_CASE(wedged_transmitter_is_given_up),
	KUNIT_CASE(vanished_port_is_given_up),
	KUNIT_CASE(stuck_port_keeps_its_line_quiet),
	KUNIT_CASE(flood_is_taken_in_bites),
	KUNIT_CASE(errors_are_counted),
	{},
};

static struct kunit_suite serial_suite = {
	.name = "serial8250",
	.init = serial_test_init,
	.exit = serial_test_exit,
	.test_cases = serial_cases,
};
kunit_test_suite(serial_suite);
