/* SPDX-License-Identifier: MIT */
/*
 * sort.h - sort an array in place
 *
 * Context: any, but long arrays take long. Locking: expects whatever guards the array.
 * See:     lib/sort.c
 */
#ifndef _LINUX_SORT_H
#define _LINUX_SORT_H

#include <linux/types.h>

void sort(void *base, size_t num, size_t size, int (*cmp)(const void *a, const void *b),
	  void (*swap)(void *a, void *b, int size));

#endif /* _LINUX_SORT_H */
