/* SPDX-License-Identifier: MIT */
/*
 * wordpart.h - halves of a wide number
 *
 * Context: any. Locking: none.
 */
#ifndef _LINUX_WORDPART_H
#define _LINUX_WORDPART_H

#include <linux/types.h>

/* Two shifts of 16: right also when @n is only 32 bits wide, where a shift by 32 is undefined. */
#define upper_32_bits(n) ((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n) ((u32)(n))

#endif /* _LINUX_WORDPART_H */
