// SPDX-License-Identifier: MIT
/*
 * string.c - strings that end in a NUL
 *
 * Idea:    One loop each, a byte a step: the kernel's strings are short. Most of the C library's
 *          string functions trust their caller with the size; strscpy() does not, and is the one to
 *          use for copies.
 * Context: any. Locking: none; nobody may change a string while one of these reads it.
 * See:     lib/memory.c for blocks, tests/host/lib/string_check.c
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/string.h>

/**
 * strlen - length of a string
 * @s: the string
 *
 * Return: bytes before its NUL. Context: any. Locking: none.
 */
size_t strlen(const char *s)
{
	const char *end = s;

	while (*end)
		end++;
	return end - s;
}
EXPORT_SYMBOL(strlen);

/**
 * strnlen - length of a string that may lack its NUL
 * @s: the string
 * @max: bytes that may be read
 *
 * Return: bytes before its NUL, or @max. Context: any. Locking: none.
 */
size_t strnlen(const char *s, size_t max)
{
	size_t len = 0;

	while (len < max && s[len])
		len++;
	return len;
}
EXPORT_SYMBOL(strnlen);

/**
 * strcmp - compare two strings
 * @a: a string
 * @b: another
 *
 * Return: 0 if equal, else less or more than 0 as the first byte that differs is less or more in
 * @a, taken as unsigned. Context: any. Locking: none.
 */
int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (u8)*a - (u8)*b;
}
EXPORT_SYMBOL(strcmp);

/**
 * strncmp - compare the beginnings of two strings
 * @a: a string
 * @b: another
 * @n: bytes to compare at most
 *
 * Return: as strcmp(). Context: any. Locking: none.
 */
int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (*a != *b || !*a)
			return (u8)*a - (u8)*b;
	return 0;
}
EXPORT_SYMBOL(strncmp);

/**
 * strcpy - copy a string, trusting that it fits
 * @dst: where to; strlen(@src) + 1 bytes
 * @src: where from
 *
 * Return: @dst. Context: any. Locking: none.
 */
char *strcpy(char *dst, const char *src)
{
	return memcpy(dst, src, strlen(src) + 1);
}
EXPORT_SYMBOL(strcpy);

/**
 * strncpy - fill a field of fixed size
 * @dst: the field
 * @src: a string
 * @n: bytes at @dst
 *
 * What @src does not fill becomes NULs; a @src of @n bytes or more leaves *no* NUL. That is right
 * for a field in a file or a packet, and wrong for a string: use strscpy().
 *
 * Return: @dst. Context: any. Locking: none.
 */
char *strncpy(char *dst, const char *src, size_t n)
{
	size_t len = strnlen(src, n);

	memcpy(dst, src, len);
	memset(dst + len, 0, n - len);
	return dst;
}
EXPORT_SYMBOL(strncpy);

/**
 * strlcpy - copy a string, cut it if it does not fit
 * @dst: where to
 * @src: where from; read to its NUL, however far that is
 * @size: bytes at @dst; unless 0, @dst ends up with a NUL
 *
 * Return: strlen(@src); @size or more says that it was cut. Context: any. Locking: none.
 */
size_t strlcpy(char *dst, const char *src, size_t size)
{
	size_t len = strlen(src);

	if (size) {
		size_t copied = min(len, size - 1);

		memcpy(dst, src, copied);
		dst[copied] = '\0';
	}
	return len;
}
EXPORT_SYMBOL(strlcpy);

/**
 * strscpy - copy a string, cut it if it does not fit, and say so
 * @dst: where to
 * @src: where from; at most @size bytes of it are read
 * @size: bytes at @dst; unless 0, @dst ends up with a NUL
 *
 * Return: bytes copied without the NUL, or -E2BIG if it was cut or @size is 0.
 * Context: any. Locking: none.
 */
ssize_t strscpy(char *dst, const char *src, size_t size)
{
	size_t len = strnlen(src, size);

	if (!size)
		return -E2BIG;
	if (len == size) {
		memcpy(dst, src, size - 1);
		dst[size - 1] = '\0';
		return -E2BIG;
	}
	memcpy(dst, src, len);
	dst[len] = '\0';
	return len;
}
EXPORT_SYMBOL(strscpy);

/**
 * strcat - append a string, trusting that it fits
 * @dst: a string, with room for @src behind it
 * @src: what to append
 *
 * Return: @dst. Context: any. Locking: none.
 */
char *strcat(char *dst, const char *src)
{
	strcpy(dst + strlen(dst), src);
	return dst;
}
EXPORT_SYMBOL(strcat);

/**
 * strncat - append the beginning of a string, trusting that it fits
 * @dst: a string, with room for @n bytes and a NUL behind it
 * @src: what to append
 * @n: bytes of @src at most; a NUL is written behind them
 *
 * Return: @dst. Context: any. Locking: none.
 */
char *strncat(char *dst, const char *src, size_t n)
{
	char *end = dst + strlen(dst);
	size_t len = strnlen(src, n);

	memcpy(end, src, len);
	end[len] = '\0';
	return dst;
}
EXPORT_SYMBOL(strncat);

/**
 * strchr - find a character
 * @s: the string
 * @c: the character; NUL finds the end
 *
 * Return: address of the first one, or NULL. Context: any. Locking: none.
 */
char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}
EXPORT_SYMBOL(strchr);

/**
 * strrchr - find the last such character
 * @s: the string
 * @c: the character; NUL finds the end
 *
 * Return: address of the last one, or NULL. Context: any. Locking: none.
 */
char *strrchr(const char *s, int c)
{
	const char *found = NULL;

	do {
		if (*s == (char)c)
			found = s;
	} while (*s++);
	return (char *)found;
}
EXPORT_SYMBOL(strrchr);

/**
 * strstr - find a string in another
 * @s: where to look
 * @needle: what to look for; the empty string is everywhere
 *
 * Return: address of its first occurrence, or NULL. Context: any. Locking: none.
 */
char *strstr(const char *s, const char *needle)
{
	size_t len = strlen(needle);

	do {
		if (!strncmp(s, needle, len))
			return (char *)s;
	} while (*s++);
	return NULL;
}
EXPORT_SYMBOL(strstr);

/**
 * strspn - length of a beginning made of certain characters
 * @s: the string
 * @accept: the characters
 *
 * Return: bytes. Context: any. Locking: none.
 */
size_t strspn(const char *s, const char *accept)
{
	size_t len = 0;

	while (s[len] && strchr(accept, s[len]))
		len++;
	return len;
}
EXPORT_SYMBOL(strspn);

/**
 * strcspn - length of a beginning free of certain characters
 * @s: the string
 * @reject: the characters
 *
 * Return: bytes. Context: any. Locking: none.
 */
size_t strcspn(const char *s, const char *reject)
{
	size_t len = 0;

	while (s[len] && !strchr(reject, s[len]))
		len++;
	return len;
}
EXPORT_SYMBOL(strcspn);

/**
 * strsep - cut the next field off a string
 * @s: the rest of the string; moved behind the field, NULL after the last one
 * @delimiters: characters that end a field; two in a row enclose an empty field
 *
 * Writes a NUL over the delimiter.
 *
 * Return: the field, or NULL when there are no more. Context: any. Locking: none.
 */
char *strsep(char **s, const char *delimiters)
{
	char *field = *s, *end;

	if (!field)
		return NULL;
	end = field + strcspn(field, delimiters);
	if (*end) {
		*end = '\0';
		*s = end + 1;
	} else {
		*s = NULL;
	}
	return field;
}
EXPORT_SYMBOL(strsep);

/**
 * skip_spaces - skip white space
 * @s: the string
 *
 * Return: its first character that is none, or its NUL. Context: any. Locking: none.
 */
char *skip_spaces(const char *s)
{
	while (isspace(*s))
		s++;
	return (char *)s;
}
EXPORT_SYMBOL(skip_spaces);

/**
 * strim - strip white space from both ends
 * @s: the string; cut after its last character that is none
 *
 * Return: its first character that is none. Context: any. Locking: none.
 */
char *strim(char *s)
{
	size_t len = strlen(s);

	while (len && isspace(s[len - 1]))
		len--;
	s[len] = '\0';
	return skip_spaces(s);
}
EXPORT_SYMBOL(strim);

/**
 * kbasename - the last part of a path
 * @path: the path
 *
 * Return: what follows its last slash, or all of it. Context: any. Locking: none.
 */
const char *kbasename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
EXPORT_SYMBOL(kbasename);
