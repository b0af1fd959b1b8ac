/* SPDX-License-Identifier: MIT */
/*
 * container_of.h - from a member's address to the struct around it
 *
 * Idea:    The kernel's lists, timers and works know nothing of what they link: a struct embeds a
 *          link, the core hands the link back, container_of() finds the struct. No allocation.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_CONTAINER_OF_H
#define _LINUX_CONTAINER_OF_H

#include <linux/stddef.h>

/**
 * container_of - the struct that a member is embedded in
 * @ptr: address of the member; its type must be the member's (checked by the compiler)
 * @type: type of the struct
 * @member: name of the member within @type
 *
 * Return: address of the struct. Context: any. Locking: none.
 */
#define container_of(ptr, type, member)                                                            \
	({                                                                                         \
		const __typeof__(((type *)0)->member) *__member_ptr = (ptr);                       \
		(type *)((char *)__member_ptr - offsetof(type, member));                           \
	})

#endif /* _LINUX_CONTAINER_OF_H */
