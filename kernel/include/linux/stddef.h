/* SPDX-License-Identifier: MIT */
/*
 * stddef.h - NULL, true, false and offsetof
 *
 * Context: any. Locking: none.
 */
#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H

#define NULL ((void *)0)

#define true 1
#define false 0

#define offsetof(type, member) __builtin_offsetof(type, member)

#define sizeof_field(type, member) sizeof(((type *)0)->member)

#endif /* _LINUX_STDDEF_H */
