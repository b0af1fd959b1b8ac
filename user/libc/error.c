// SPDX-License-Identifier: MIT
/*
 * error.c - what went wrong, in a line on standard error
 *
 * Idea:    Parts with colons between them, in one write(), so that lines of several processes do
 *          not mix. Without printf(), which would be half of a small program.
 */
#include <errno.h>
#include <halves/program.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* "program: part: part"; the last one is NULL */
void error_line(const char *part, ...)
{
	char line[512];
	va_list parts;
	size_t len = strlcpy(line, program_invocation_short_name, sizeof(line));

	va_start(parts, part);
	for (; part && len < sizeof(line) - 4; part = va_arg(parts, const char *)) {
		line[len++] = ':';
		line[len++] = ' ';
		len += strlcpy(line + len, part, sizeof(line) - len);
	}
	va_end(parts);
	if (len > sizeof(line) - 2)
		len = sizeof(line) - 2;
	line[len++] = '\n';
	write(2, line, len);
}

/* program: what: ENOENT */
void perror(const char *what)
{
	error_line(what, strerror(errno), NULL);
}
