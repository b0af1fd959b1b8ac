/* SPDX-License-Identifier: MIT */
/*
 * console.h - where messages go and where keys come from
 *
 * An output driver registers a struct console; printk() writes to each. An input driver hands
 * every character to console_receive() from its top half; threads read them with console_getc().
 * Context: output and console_receive(): any. Reading keys: process.
 * Locking: printk_lock for output, the input's own for keys; both irqs off.
 */
#ifndef _HALVES_CONSOLE_H
#define _HALVES_CONSOLE_H

#include <linux/types.h>

/*
 * write: any context, interrupts off, one caller at a time; never sleeps, never prints, and gives
 * up on a device that does not answer. '\n' means carriage return and line feed. What it would say
 * of its own device it leaves in @trouble: that is printed, once, when the message is out.
 */
struct console {
	const char *name;
	void (*write)(struct console *con, const char *text, size_t len);
	const char *trouble; /* a line, or NULL */
	struct console *next;
};

void register_console(struct console *con);

/*
 * console_puts, console_write, console_printf - text as it is to all consoles, no level, no
 * timestamp; a line may be put together from several calls; any context
 */
void console_puts(const char *text);
void console_write(const char *text, size_t len);
void console_printf(const char *fmt, ...) __printf(1, 2);

/*
 * log_read - what printk() and console_puts() have said, as characters; the last 32 KiB are kept
 * @at: counts the characters since boot: what comes next; moved on, and over what is lost
 *
 * Return: characters, 0 at the end. Context: any.
 */
size_t log_read(unsigned long *at, char *to, size_t size);

void console_receive(char c);		/* A; drops the character when nobody reads for long */
int console_getc(void);			/* P: the next character */
int console_getc_timeout(long jiffies); /* P: the next character, or -ETIMEDOUT */
void console_listen(void (*listener)(void));
int console_take(void);

/* A one-key command of the console, gathered by the linker. */
struct console_key {
	char key;
	const char *help;
	void (*run)(void); /* process context */
};

/* CONSOLE_KEY - have @function run when @keychar is pressed at the console; process */
#define CONSOLE_KEY(ident, keychar, text, function)                                                \
	const struct console_key console_key_##ident __used __section(".console_keys")             \
		__aligned(4) = { .key = keychar, .help = text, .run = function }

extern const struct console_key __console_keys_start[], __console_keys_end[];

void console_run_key(int c); /* P */

/* console_key_loop - read keys and run their commands; does not return; P */
void console_key_loop(void);

#endif
