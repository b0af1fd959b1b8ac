// SPDX-License-Identifier: MIT
/*
 * sprintf.c - the ways to call vsnprintf()
 *
 * Idea:    The v forms take a va_list, the others `...`. The sc forms return what is in the buffer,
 *          the s n forms what would have been; the forms without a size trust their caller.
 * Context: any. Locking: none.
 * See:     lib/vsprintf.c
 */
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/sprintf.h>

/**
 * vscnprintf - format into a buffer, and tell what is in it
 * @buf: where to
 * @size: bytes at @buf; unless 0, the text ends with a NUL, cut if need be
 * @fmt: the format
 * @args: its arguments
 *
 * Return: length of the text in @buf, without the NUL. Context: any. Locking: none.
 */
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int len = vsnprintf(buf, size, fmt, args);

	if (len < size)
		return len;
	return size ? size - 1 : 0;
}
EXPORT_SYMBOL(vscnprintf);

/**
 * vsprintf - format into a buffer, trusting that it is large enough
 * @buf: where to
 * @fmt: the format
 * @args: its arguments
 *
 * Return: length of the text, without the NUL. Context: any. Locking: none.
 */
int vsprintf(char *buf, const char *fmt, va_list args)
{
	return vsnprintf(buf, INT_MAX, fmt, args);
}
EXPORT_SYMBOL(vsprintf);

/**
 * snprintf - format into a buffer
 * @buf: where to; may be NULL when @size is 0
 * @size: bytes at @buf; unless 0, the text ends with a NUL, cut if need be
 * @fmt: the format, and its arguments
 *
 * Return: length of the whole text, without the NUL; @size or more says that it was cut.
 * Context: any. Locking: none.
 */
int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(snprintf);

/**
 * scnprintf - format into a buffer, and tell what is in it
 * @buf: where to
 * @size: bytes at @buf; unless 0, the text ends with a NUL, cut if need be
 * @fmt: the format, and its arguments
 *
 * Return: length of the text in @buf, without the NUL. Context: any. Locking: none.
 */
int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(scnprintf);

/**
 * sprintf - format into a buffer, trusting that it is large enough
 * @buf: where to
 * @fmt: the format, and its arguments
 *
 * Return: length of the text, without the NUL. Context: any. Locking: none.
 */
int sprintf(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsprintf(buf, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(sprintf);
