/* SPDX-License-Identifier: MIT */
/*
 * sprintf.h - formatted text into a buffer
 *
 * Idea:    snprintf() returns the length that the text *would* have had: compare it with the size
 *          to see a cut. scnprintf() returns the length that is in the buffer: add it to a
 *          position without a check. Neither writes more than @size bytes, the NUL included.
 * Context: any, but %pS reads the kernel's symbol table. Locking: none.
 * See:     lib/vsprintf.c
 */
#ifndef _LINUX_SPRINTF_H
#define _LINUX_SPRINTF_H

#include <linux/types.h>
#include <linux/stdarg.h>

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args) __printf(3, 0);
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args) __printf(3, 0);
int vsprintf(char *buf, const char *fmt, va_list args) __printf(2, 0);
int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int scnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int sprintf(char *buf, const char *fmt, ...) __printf(2, 3);

#endif /* _LINUX_SPRINTF_H */
