/* SPDX-License-Identifier: MIT */
/*
 * array_size.h - how many elements an array has
 *
 * Context: any. Locking: none.
 */
#ifndef _LINUX_ARRAY_SIZE_H
#define _LINUX_ARRAY_SIZE_H

/*
 * A pointer is refused: an array's type differs from that of a pointer to its first element, and a
 * bit-field of width -1 does not compile.
 */
#define __must_be_array(a)						\
	(sizeof(struct { int __not_an_array : __builtin_types_compatible_p(	\
		__typeof__(a), __typeof__(&(a)[0])) ? -1 : 1; }) * 0)

#define ARRAY_SIZE(arr)	(sizeof(arr) / sizeof((arr)[0]) + __must_be_array(arr))

#endif /* _LINUX_ARRAY_SIZE_H */
