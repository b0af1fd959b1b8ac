/* SPDX-License-Identifier: MIT */
/*
 * array_size.h - how many elements an array has
 *
 * Context: any. Locking: none.
 */
#ifndef _LINUX_ARRAY_SIZE_H
#define _LINUX_ARRAY_SIZE_H

/*
 * A pointer is refused: an array's type differs from that of a pointer to its first element, and an
 * array of -1 bytes does not compile.
 */
#define __is_pointer(a) __builtin_types_compatible_p(__typeof__(a), __typeof__(&(a)[0]))
#define __must_be_array(a) (sizeof(char[1 - 2 * __is_pointer(a)]) - 1)

#define ARRAY_SIZE(arr) (sizeof(arr) / sizeof((arr)[0]) + __must_be_array(arr))

#endif /* _LINUX_ARRAY_SIZE_H */
