// SPDX-License-Identifier: MIT
/*
 * serial8250_test.c - tests of kernel/drivers/serial8250.c, through the chip's loop-back mode
 *
 * In loop-back what is sent is received and nobody outside sees it. Interrupts are off meanwhile:
 * a message printed in that window would be read as input.
 */
#include <asm/io.h>
#include <asm/irq.h>
#include <asm/system.h>
#include <halves/console.h>
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/serial_reg.h>

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

static struct kunit_case serial_cases[] = {
	KUNIT_CASE(received_character_reaches_a_reader),
	KUNIT_CASE(full_fifo_arrives_in_order),
	KUNIT_CASE(edges_are_not_lost),
	KUNIT_CASE(newline_is_two_characters),
	{},
};

static struct kunit_suite serial_suite = {
	.name = "serial8250",
	.init = serial_test_init,
	.test_cases = serial_cases,
};
kunit_test_suite(serial_suite);
