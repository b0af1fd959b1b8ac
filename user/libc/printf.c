// SPDX-License-Identifier: MIT
/*
 * printf.c - formatted text to files
 *
 * Idea:    lib/vsprintf.c formats into a buffer on the stack; a text that is longer gets one from
 *          malloc().
 * See:     lib/vsprintf.c for what formats there are: no floating point
 */
#include <errno.h>
#include <linux/kallsyms.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Formats, hands the text to @put, and returns its length, or EOF. */
static int format(int (*put)(void *where, const char *text, size_t len), void *where,
		  const char *fmt, va_list args)
{
	char small[256], *text = small;
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(small, sizeof(small), fmt, args);
	if (len >= (int)sizeof(small)) {
		text = malloc(len + 1);
		if (text)
			vsnprintf(text, len + 1, fmt, again);
	}
	va_end(again);
	if (!text || put(where, text, len))
		len = EOF;
	if (text != small)
		free(text);
	return len;
}

static int put_file(void *where, const char *text, size_t len)
{
	return fwrite(text, 1, len, where) == len ? 0 : EOF;
}

static int put_fd(void *where, const char *text, size_t len)
{
	return write(*(int *)where, text, len) == (ssize_t)len ? 0 : EOF;
}

int vfprintf(FILE *file, const char *fmt, va_list args)
{
	return format(put_file, file, fmt, args);
}

int vprintf(const char *fmt, va_list args)
{
	return vfprintf(stdout, fmt, args);
}

int fprintf(FILE *file, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vfprintf(file, fmt, args);
	va_end(args);
	return len;
}

int printf(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vfprintf(stdout, fmt, args);
	va_end(args);
	return len;
}

int dprintf(int fd, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = format(put_fd, &fd, fmt, args);
	va_end(args);
	return len;
}

/* What vsnprintf() asks for the name of an address (%pS): a program knows only its number. */
int symbol_name(char *buf, size_t size, unsigned long addr, char how)
{
	return snprintf(buf, size, "0x%lx", addr);
}
