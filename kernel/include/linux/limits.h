/* SPDX-License-Identifier: MIT */
/*
 * limits.h - the largest and smallest value of each integer type
 *
 * Context: any. Locking: none.
 */
#ifndef _LINUX_LIMITS_H
#define _LINUX_LIMITS_H

#define USHRT_MAX  ((unsigned short)~0U)
#define SHRT_MAX   ((short)(USHRT_MAX >> 1))
#define SHRT_MIN   ((short)(-SHRT_MAX - 1))
#define UINT_MAX   (~0U)
#define INT_MAX	   ((int)(~0U >> 1))
#define INT_MIN	   (-INT_MAX - 1)
#define ULONG_MAX  (~0UL)
#define LONG_MAX   ((long)(~0UL >> 1))
#define LONG_MIN   (-LONG_MAX - 1)
#define ULLONG_MAX (~0ULL)
#define LLONG_MAX  ((long long)(~0ULL >> 1))
#define LLONG_MIN  (-LLONG_MAX - 1)
#define SIZE_MAX   (~(__SIZE_TYPE__)0)

#define U8_MAX	((unsigned char)~0U)
#define S8_MAX	((signed char)(U8_MAX >> 1))
#define S8_MIN	((signed char)(-S8_MAX - 1))
#define U16_MAX USHRT_MAX
#define S16_MAX SHRT_MAX
#define S16_MIN SHRT_MIN
#define U32_MAX UINT_MAX
#define S32_MAX INT_MAX
#define S32_MIN INT_MIN
#define U64_MAX ULLONG_MAX
#define S64_MAX LLONG_MAX
#define S64_MIN LLONG_MIN

#define PATH_MAX 4096 /* bytes of a path, the NUL included */

#endif /* _LINUX_LIMITS_H */
