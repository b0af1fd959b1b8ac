// SPDX-License-Identifier: MIT
/*
 * keyboard.c - the PS/2 keyboard behind the i8042 controller
 *
 * Idea:    two chips talk to each other: the keyboard sends its codes on a wire, the controller
 *          puts them into one byte at port 0x60, says so in its status, and raises IRQ 1. The
 *          keyboard speaks scan code set 2; the controller is told to translate to set 1, as every
 *          PC does. Both are spoken to with bounded waits: a machine may lack either.
 * Context: keyboard_init: process. The top half: hardirq, IRQ 1.
 * See:     IBM PS/2 technical reference, keyboard and auxiliary device controller;
 *          kernel/drivers/keymap.c
 */
#define pr_fmt(fmt) "keyboard: " fmt

#include <asm/io.h>
#include <asm/irq.h>
#include <halves/console.h>
#include <halves/keyboard.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>

#define I8042_DATA	0x60
#define I8042_STATUS	0x64	/* read */
#define I8042_COMMAND	0x64	/* write */

#define STATUS_OUTPUT_FULL	0x01	/* a byte waits for us in I8042_DATA */
#define STATUS_INPUT_FULL	0x02	/* our last byte has not been taken yet */
#define STATUS_FROM_MOUSE	0x20	/* the byte is not the keyboard's */
#define STATUS_NO_DEVICE	0xff

#define COMMAND_READ_CONFIG	0x20
#define COMMAND_WRITE_CONFIG	0x60
#define COMMAND_DISABLE_KEYBOARD 0xad

#define CONFIG_KEYBOARD_IRQ	0x01
#define CONFIG_MOUSE_IRQ	0x02
#define CONFIG_KEYBOARD_OFF	0x10
#define CONFIG_MOUSE_OFF	0x20
#define CONFIG_TRANSLATE	0x40

#define KEYBOARD_ENABLE		0xf4	/* begin to send codes */
#define KEYBOARD_ACK		0xfa

#define POLL_US		10
#define POLLS		2000		/* 20 ms: ten times what a keyboard takes */
#define FLUSH_MAX	64		/* bytes that may lie there from before */
#define IRQ_BUDGET	16		/* bytes that one interrupt may take */

static struct keyboard_state keyboard;	/* the top half's own */
static bool flooded;			/* it has been told that there were too many */

/* The next byte from the controller, or -1 when none comes. */
static int i8042_read(void)
{
	for (unsigned int i = 0; i < POLLS; i++) {
		if (inb(I8042_STATUS) & STATUS_OUTPUT_FULL)
			return inb(I8042_DATA);
		udelay(POLL_US);
	}
	return -1;
}

static void i8042_write(u16 port, u8 value)
{
	for (unsigned int i = 0; i < POLLS && inb(I8042_STATUS) & STATUS_INPUT_FULL; i++)
		udelay(POLL_US);
	outb(value, port);
}

static void i8042_write_config(u8 config)
{
	i8042_write(I8042_COMMAND, COMMAND_WRITE_CONFIG);
	i8042_write(I8042_DATA, config);
}

static irqreturn_t keyboard_interrupt(int irq, void *dev_id)
{
	unsigned int budget = IRQ_BUDGET;
	irqreturn_t handled = IRQ_NONE;
	u8 status;

	while (budget && (status = inb(I8042_STATUS)) & STATUS_OUTPUT_FULL &&
	       status != STATUS_NO_DEVICE) {
		u8 code = inb(I8042_DATA);
		int c;

		handled = IRQ_HANDLED;
		budget--;
		if (status & STATUS_FROM_MOUSE)
			continue;
		c = keyboard_decode(&keyboard, code);
		if (c != KEYBOARD_NONE)
			console_receive(c);
	}
	if (!budget && !flooded)
		pr_warn("%d codes at one go: a controller that is stuck?\n", IRQ_BUDGET);
	flooded = !budget;
	return handled;
}

/* Take what lies there from before; false: it never ends. */
static bool i8042_flush(void)
{
	for (unsigned int i = 0; i < FLUSH_MAX; i++) {
		if (!(inb(I8042_STATUS) & STATUS_OUTPUT_FULL))
			return true;
		inb(I8042_DATA);
	}
	return false;
}

/*
 * Switch the keyboard off, so that nobody speaks in between, and find the controller. Returns its
 * configuration; -1, and why is told, when it is not to be used.
 */
static int i8042_find(void)
{
	int config;

	if (inb(I8042_STATUS) == STATUS_NO_DEVICE) {
		pr_info("no controller\n");
		return -1;
	}
	i8042_write(I8042_COMMAND, COMMAND_DISABLE_KEYBOARD);
	if (!i8042_flush()) {
		pr_warn("the controller sends without end: left alone\n");
		return -1;
	}
	i8042_write(I8042_COMMAND, COMMAND_READ_CONFIG);
	config = i8042_read();
	if (config < 0)
		pr_warn("the controller does not answer: left alone\n");
	return config;
}

static bool keyboard_answers(void)
{
	i8042_write(I8042_DATA, KEYBOARD_ENABLE);
	for (unsigned int i = 0; i < FLUSH_MAX; i++) {
		int byte = i8042_read();

		if (byte < 0 || byte == KEYBOARD_ACK)
			return byte == KEYBOARD_ACK;
	}
	return false;
}

static int __init keyboard_init(void)
{
	int config = i8042_find();
	int err;

	if (config < 0)
		return 0;
	config &= ~(CONFIG_KEYBOARD_IRQ | CONFIG_MOUSE_IRQ | CONFIG_KEYBOARD_OFF);
	config |= CONFIG_TRANSLATE | CONFIG_MOUSE_OFF;
	i8042_write_config(config);
	if (!keyboard_answers())
		pr_info("no answer: is one plugged in?\n");

	err = request_irq(KEYBOARD_IRQ, keyboard_interrupt, 0, "keyboard", &keyboard);
	if (err) {
		pr_err("IRQ %d: error %d\n", KEYBOARD_IRQ, err);
		return err;
	}
	i8042_write_config(config | CONFIG_KEYBOARD_IRQ);
	return 0;
}
module_init(keyboard_init);
