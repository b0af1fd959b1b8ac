// SPDX-License-Identifier: MIT
/*
 * console.c - keys from the devices to whoever reads them, and the one-key commands
 *
 * Idea:    the keyboard and the serial port are two producers in interrupts, a thread is the
 *          consumer; between them is a ring. What does not fit is dropped: the newest, since what
 *          was typed first is waited for first. This is the smallest case of the kernel's subject:
 *          the top half takes the character away from the device, the thread does the work.
 * Context: console_receive: any. The rest: process.
 * Locking: input.lock, irqs off, guards the ring and the listener.
 * See:     <halves/console.h>, kernel/debug/printk.c (output), tests/kernel/console_test.c
 */
#include <halves/console.h>
#include <halves/machine.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#define INPUT_SIZE   256 /* a power of two: positions run on and are cut to the ring */
#define ASCII_DELETE 0x7f

/* Fields: L under lock. */
static struct {
	spinlock_t lock;
	char ring[INPUT_SIZE];	/* L */
	unsigned int head;	/* L: characters ever put in */
	unsigned int tail;	/* L: characters ever taken out */
	void (*listener)(void); /* L: whose they are; NULL: console_getc()'s */
	wait_queue_head_t wait; /* readers */
} input = {
	.lock = __SPIN_LOCK_UNLOCKED(input.lock),
	.wait = __WAIT_QUEUE_HEAD_INITIALIZER(input.wait),
};

/**
 * console_receive - a device has a character
 * @c: the character
 *
 * Terminals differ in two keys: here Enter is always '\n' and the erasing key always '\b'.
 * Context: any, made for the top half. Locking: takes input.lock.
 */
void console_receive(char c)
{
	void (*listener)(void);
	unsigned long flags;

	if (c == '\r')
		c = '\n';
	else if (c == ASCII_DELETE)
		c = '\b';
	spin_lock_irqsave(&input.lock, flags);
	if (input.head - input.tail < INPUT_SIZE)
		input.ring[input.head++ % INPUT_SIZE] = c;
	listener = input.listener;
	if (listener)
		listener();
	spin_unlock_irqrestore(&input.lock, flags);
	if (!listener)
		wake_up(&input.wait);
}

/**
 * console_listen - have all characters, those that wait already too, until further notice
 * @listener: called for each, with a lock held and interrupts off; NULL: no more, and when this
 *	returns it does not run and will not; what is left in the ring is console_getc()'s
 *
 * Context: process. Locking: takes input.lock.
 */
void console_listen(void (*listener)(void))
{
	spin_lock_irq(&input.lock);
	input.listener = listener;
	if (listener && input.head != input.tail)
		listener();
	spin_unlock_irq(&input.lock);
	wake_up(&input.wait);
}

static int take(bool as_listener)
{
	int c = -EAGAIN;
	unsigned long flags;

	spin_lock_irqsave(&input.lock, flags);
	if (input.head != input.tail && as_listener == !!input.listener)
		c = (u8)input.ring[input.tail++ % INPUT_SIZE];
	spin_unlock_irqrestore(&input.lock, flags);
	return c;
}

/** console_take - the oldest character, for whoever listens, or -EAGAIN; any context */
int console_take(void)
{
	return take(true);
}

/**
 * console_getc_timeout - wait for a key, but not for ever
 * @timeout: jiffies; 0: do not wait
 *
 * Return: the character; -ETIMEDOUT; -ERESTARTSYS: a signal came first.
 * Context: process, sleeps. Locking: takes input.lock.
 */
int console_getc_timeout(long timeout)
{
	long left = 0;
	int c = take(false);

	if (c < 0 && timeout > 0)
		left = wait_event_interruptible_timeout(input.wait, (c = take(false)) >= 0,
							timeout);
	else
		might_sleep();
	if (c >= 0)
		return c;
	return left < 0 ? left : -ETIMEDOUT;
}

/**
 * console_getc - wait for a key
 *
 * Return: the character, 0 to 255. Context: process, sleeps. Locking: takes input.lock.
 */
int console_getc(void)
{
	int c;

	do
		c = console_getc_timeout(MAX_SCHEDULE_TIMEOUT);
	while (c < 0); /* a signal is no key */
	return c;
}

/* ---- one-key commands -------------------------------------------------------------------- */

/* The command with the smallest key above @after: the linker has them in any order. */
static const struct console_key *next_key(int after)
{
	const struct console_key *k, *next = NULL;

	for (k = __console_keys_start; k < __console_keys_end; k++)
		if (k->key > after && (!next || k->key < next->key))
			next = k;
	return next;
}

static void help(void)
{
	const struct console_key *k;
	for (k = next_key(-1); k; k = next_key(k->key))
		console_printf("  %c  %s\n", k->key, k->help);
}
CONSOLE_KEY(help, 'h', "this list (or ?)", help);

static void power_off(void)
{
	machine_poweroff(MACHINE_SUCCESS);
}
CONSOLE_KEY(power_off, 'q', "power off", power_off);

/** console_run_key - run the command of a key, as if it had been pressed; process */
void console_run_key(int c)
{
	const struct console_key *k;
	char name[8];

	if (c == '?')
		c = 'h';
	for (k = __console_keys_start; k < __console_keys_end; k++) {
		if (k->key == c) {
			console_printf("\n--- %c: %s\n", k->key, k->help);
			k->run();
			return;
		}
	}
	if (isspace(c))
		return;
	snprintf(name, sizeof(name), isprint(c) ? "'%c'" : "%#x", c);
	console_printf("No command on key %s: h lists them.\n", name);
}

/* What the init thread does when the programs of the command line are done. */
void console_key_loop(void)
{
	might_sleep();
	console_puts("Ready: press a key, h lists them.\n");
	for (;;)
		console_run_key(console_getc());
}
