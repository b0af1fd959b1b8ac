/* SPDX-License-Identifier: MIT */
/*
 * poison.h - values that mean "nobody may use this any more"
 *
 * Idea:    A removed list entry points to addresses in page 0, which is never mapped: a second
 *          list_del() faults at once, and the fault's address tells which pointer it was.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_POISON_H
#define _LINUX_POISON_H

#define LIST_POISON1 ((void *)0x100) /* in ->next */
#define LIST_POISON2 ((void *)0x122) /* in ->prev, ->pprev */

#endif /* _LINUX_POISON_H */
