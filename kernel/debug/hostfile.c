// SPDX-License-Identifier: MIT
/*
 * hostfile.c - send a file to the host through port 0xE9
 *
 * Bochs invented the port and QEMU has it as isa-debugcon: what is written there lands in a file of
 * the host, and reading it gives its own number. Several files share it, each between two lines
 * "@begin NAME" and "@end NAME"; tools/run takes them apart.
 * Context: process.
 * Locking: the caller's: one file at a time.
 */
#include <asm/io.h>
#include <halves/hostfile.h>
#include <linux/kernel.h>

#define HOST_PORT    0xe9
#define HOST_PRESENT 0xe9

static const char *open_name;

static bool host_listens(void)
{
	return inb(HOST_PORT) == HOST_PRESENT;
}

static void put(const char *text)
{
	while (*text)
		outb(*text++, HOST_PORT);
}

/**
 * hostfile_begin - open a file on the host
 * @name: its name, no slash
 *
 * Return: false when there is no host that listens; the other calls then do nothing.
 * Context: process.
 */
bool hostfile_begin(const char *name)
{
	might_sleep();
	WARN_ON(open_name);
	if (!host_listens())
		return false;
	open_name = name;
	hostfile_printf("@begin %s\n", name);
	return true;
}

/** hostfile_printf - write to the open file; at most 511 characters a call; process */
void hostfile_printf(const char *fmt, ...)
{
	char text[512];
	va_list args;

	if (!open_name)
		return;
	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	put(text);
}

/** hostfile_end - the file is complete; process */
void hostfile_end(void)
{
	hostfile_printf("@end %s\n", open_name);
	open_name = NULL;
}
