// SPDX-License-Identifier: MIT
/*
 * printk.c - messages: into a ring buffer always, to the consoles by level
 *
 * Idea:    a message is formatted on the caller's stack, stamped, stored, and written to every
 *          console before printk() returns: what a crashing kernel said last is on the screen. That
 *          costs time with interrupts off, which the irqs-off meter is told to leave out.
 * Context: any. Locking: printk_lock, irqs off; nothing is called under it but the consoles.
 */
#include <halves/console.h>
#include <halves/debug.h>
#include <halves/irqsoff.h>
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/time.h>
#include "internal.h"

#define LINE_MAX      512
#define DEFAULT_LEVEL 4
#define CONT_LEVEL    (-1)

static DEFINE_SPINLOCK(printk_lock);
static struct console *consoles;
static bool at_line_start = true;
static bool console_at_line_start = true;
static bool raw_line; /* what stands on the console's line came from console_puts() */
static int last_level;
static int loglevel = 7; /* messages of a lower number reach the consoles */
core_param(loglevel, loglevel, int, 0644);

static void write_consoles(const char *text, size_t len)
{
	struct console *con;

	if (!len)
		return;
	for (con = consoles; con; con = con->next)
		con->write(con, text, len);
	console_at_line_start = text[len - 1] == '\n';
}

static int take_level(const char **text)
{
	const char *s = *text;

	if (s[0] != '<' || !s[1] || s[2] != '>')
		return DEFAULT_LEVEL;
	if (s[1] != 'c' && !(s[1] >= '0' && s[1] <= '7'))
		return DEFAULT_LEVEL;
	*text += 3;
	return s[1] == 'c' ? CONT_LEVEL : s[1] - '0';
}

/* One piece of text that ends in a newline or not. Locking: expects printk_lock. */
static void emit(int level, const char *text, size_t len)
{
	char stamp[32];
	size_t stamp_len = 0;

	if (at_line_start) {
		u32 us;
		u64 s = div_u64_rem(div_u64(sched_clock(), NSEC_PER_USEC), USEC_PER_SEC, &us);

		stamp_len = scnprintf(stamp, sizeof(stamp), "[%5lu.%06u] ", (unsigned long)s, us);
	}
	logring_put(stamp, stamp_len);
	logring_put(text, len);
	at_line_start = text[len - 1] == '\n';
	if (report_capture_line(level, text, len))
		return;
	if (level < loglevel) {
		if (stamp_len && !console_at_line_start)
			write_consoles("\n", 1);
		raw_line = false;
		write_consoles(stamp, stamp_len);
		write_consoles(text, len);
	}
}

/* What a console has to say of its own device. Locking: expects printk_lock. */
static void tell_troubles(void)
{
	struct console *con;

	for (con = consoles; con; con = con->next) {
		const char *text = con->trouble;

		if (likely(!text))
			continue;
		con->trouble = NULL;
		if (!at_line_start)
			emit(last_level, "\n", 1);
		emit(DEFAULT_LEVEL, text, strlen(text));
	}
}

/** vprintk - printk() with a va_list */
int vprintk(const char *fmt, va_list args)
{
	char line[LINE_MAX];
	const char *text = line;
	unsigned long flags;
	int level, len;

	len = vscnprintf(line, sizeof(line), fmt, args);
	level = take_level(&text);
	if (!*text)
		return 0;

	irqsoff_pause();
	spin_lock_irqsave(&printk_lock, flags);
	if (level == CONT_LEVEL)
		level = last_level;
	else if (!at_line_start)
		emit(last_level, "\n", 1);
	last_level = level;
	while (*text) {
		size_t piece = strcspn(text, "\n");

		piece += text[piece] == '\n';
		emit(level, text, piece);
		text += piece;
	}
	tell_troubles();
	spin_unlock_irqrestore(&printk_lock, flags);
	irqsoff_resume();
	return len;
}
EXPORT_SYMBOL(vprintk);

/**
 * printk - say something
 * @fmt: printf's format, with a KERN_ level in front
 *
 * At most 511 characters; more are cut off. Return: characters formatted. Context: any.
 * Locking: takes printk_lock.
 */
int printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(printk);

void console_puts(const char *text)
{
	console_write(text, strlen(text));
}

void console_write(const char *text, size_t len)
{
	unsigned long flags;

	irqsoff_pause();
	spin_lock_irqsave(&printk_lock, flags);
	if (!console_at_line_start && !raw_line) {
		write_consoles("\n", 1);
		at_line_start = true;
	}
	raw_line = true;
	logring_put(text, len);
	write_consoles(text, len);
	tell_troubles();
	spin_unlock_irqrestore(&printk_lock, flags);
	irqsoff_resume();
}

/**
 * console_printf - console_puts() with a format: tables for people, without level and timestamp
 * @fmt: as printf; at most 255 characters come out
 *
 * Context: any.
 */
void console_printf(const char *fmt, ...)
{
	char text[256];
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	console_puts(text);
}

size_t log_read(unsigned long *at, char *to, size_t size)
{
	unsigned long flags;
	size_t count;

	spin_lock_irqsave(&printk_lock, flags);
	count = logring_get(at, to, size);
	spin_unlock_irqrestore(&printk_lock, flags);
	return count;
}

/**
 * register_console - write all messages to one more place, beginning with those of the past
 * @con: the place; stays registered for good
 *
 * Context: any.
 */
void register_console(struct console *con)
{
	unsigned long flags, at = 0;
	char piece[128];
	size_t len;

	spin_lock_irqsave(&printk_lock, flags);
	while ((len = logring_get(&at, piece, sizeof(piece))))
		con->write(con, piece, len);
	con->next = consoles;
	consoles = con;
	spin_unlock_irqrestore(&printk_lock, flags);
}

/* In a panic the holder of the lock may be what died. */
void printk_bust_lock(void)
{
	spin_lock_init(&printk_lock);
}

#ifdef CONFIG_TESTS
bool printk_interrupt(void)
{
	if (!spin_is_locked(&printk_lock) || printk_lock.owner_cpu != smp_processor_id())
		return false;
	printk_bust_lock();
	return true;
}
#endif
