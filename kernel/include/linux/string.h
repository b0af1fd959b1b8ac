/* SPDX-License-Identifier: MIT */
/*
 * string.h - memory blocks and NUL-terminated strings
 *
 * Idea:    The C library's functions, and the kernel's safer ones. To copy a string use strscpy():
 *          it always terminates, never reads past what it copies, and says when it had to cut.
 * Context: any. Locking: none; nobody else may change the memory meanwhile.
 * See:     lib/string.c
 */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/types.h>

void *memcpy(void *dst, const void *src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strcpy(char *dst, const char *src);
char *strncpy(char *dst, const char *src, size_t n);
size_t strlcpy(char *dst, const char *src, size_t size);
ssize_t strscpy(char *dst, const char *src, size_t size);
char *strcat(char *dst, const char *src);
char *strncat(char *dst, const char *src, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *needle);
char *strsep(char **s, const char *delimiters);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *skip_spaces(const char *s);
char *strim(char *s);
const char *kbasename(const char *path);

/* 2.6.19's name of strim(). */
static inline char *strstrip(char *s)
{
	return strim(s);
}

#endif /* _LINUX_STRING_H */
