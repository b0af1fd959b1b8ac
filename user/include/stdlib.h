/* SPDX-License-Identifier: MIT */
/* stdlib.h - memory, numbers, order, and the end of a program */
#ifndef _STDLIB_H
#define _STDLIB_H

#include <linux/types.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX     0x7fffffff

void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);

int atoi(const char *s);
long strtol(const char *s, char **end, int base);
unsigned long strtoul(const char *s, char **end, int base);
long long strtoll(const char *s, char **end, int base);
unsigned long long strtoull(const char *s, char **end, int base);

void qsort(void *base, size_t n, size_t size, int (*compare)(const void *a, const void *b));
int rand(void);
void srand(unsigned int seed);

char *getenv(const char *name);
int atexit(void (*function)(void));
void exit(int status) __noreturn;
void abort(void) __noreturn;

#endif
