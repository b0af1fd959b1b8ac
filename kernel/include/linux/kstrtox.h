/* SPDX-License-Identifier: MIT */
/*
 * kstrtox.h - from text to numbers
 *
 * Idea:    kstrtoX() takes the whole string or refuses it, and says why: use it for everything a
 *          person typed. simple_strtoX() reads as far as it can and says where it stopped: use it
 *          inside a larger text. Base 0 means: 0x… is sixteen, 0… is eight, all else is ten.
 * Context: any. Locking: none.
 * See:     lib/kstrtox.c
 */
#ifndef _LINUX_KSTRTOX_H
#define _LINUX_KSTRTOX_H

#include <linux/types.h>

int __must_check kstrtoull(const char *s, unsigned int base, unsigned long long *res);
int __must_check kstrtoll(const char *s, unsigned int base, long long *res);
int __must_check kstrtoul(const char *s, unsigned int base, unsigned long *res);
int __must_check kstrtol(const char *s, unsigned int base, long *res);
int __must_check kstrtouint(const char *s, unsigned int base, unsigned int *res);
int __must_check kstrtoint(const char *s, unsigned int base, int *res);
int __must_check kstrtobool(const char *s, bool *res);

unsigned long long simple_strtoull(const char *s, char **end, unsigned int base);
long long simple_strtoll(const char *s, char **end, unsigned int base);
unsigned long simple_strtoul(const char *s, char **end, unsigned int base);
long simple_strtol(const char *s, char **end, unsigned int base);

unsigned long long memparse(const char *s, char **end);

#endif /* _LINUX_KSTRTOX_H */
