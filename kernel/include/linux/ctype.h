/* SPDX-License-Identifier: MIT */
/*
 * ctype.h - classes of ASCII characters
 *
 * Idea:    By comparison, without a table: c is taken as an unsigned char, so a char with the top
 *          bit set is in no class and indexes nothing.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_CTYPE_H
#define _LINUX_CTYPE_H

#include <linux/compiler.h>

static inline int __in_class(int c, int first, int last)
{
	unsigned char ch = c;

	return ch >= first && ch <= last;
}

static inline int isascii(int c)
{
	return __in_class(c, 0, 0x7f);
}

static inline int isdigit(int c)
{
	return __in_class(c, '0', '9');
}

static inline int isupper(int c)
{
	return __in_class(c, 'A', 'Z');
}

static inline int islower(int c)
{
	return __in_class(c, 'a', 'z');
}

static inline int isalpha(int c)
{
	return isupper(c) || islower(c);
}

static inline int isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}

static inline int isxdigit(int c)
{
	return isdigit(c) || __in_class(c, 'a', 'f') || __in_class(c, 'A', 'F');
}

static inline int isspace(int c)
{
	return __in_class(c, '\t', '\r') || __in_class(c, ' ', ' ');
}

static inline int iscntrl(int c)
{
	return __in_class(c, 0, 0x1f) || __in_class(c, 0x7f, 0x7f);
}

static inline int isprint(int c)
{
	return __in_class(c, ' ', '~');
}

static inline int isgraph(int c)
{
	return __in_class(c, '!', '~');
}

static inline int ispunct(int c)
{
	return isgraph(c) && !isalnum(c);
}

static inline int tolower(int c)
{
	return isupper(c) ? c + ('a' - 'A') : c;
}

static inline int toupper(int c)
{
	return islower(c) ? c - ('a' - 'A') : c;
}

#endif /* _LINUX_CTYPE_H */
