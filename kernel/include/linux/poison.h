/* SPDX-License-Identifier: MIT */
/*
 * poison.h - values that mean "nobody may use this any more"
 *
 * Idea:    A removed list entry points to addresses in page 0, which is never mapped: a second
 *          list_del() faults at once, and the fault's address tells which pointer it was.
 *          In the tests' image memory is filled with values that one recognises in a dump, and that
 *          show who wrote where he should not have.
 * Context: any. Locking: none.
 * See:     kernel/mm/slab_debug.c
 */
#ifndef _LINUX_POISON_H
#define _LINUX_POISON_H

#define LIST_POISON1 ((void *)0x100) /* in ->next */
#define LIST_POISON2 ((void *)0x122) /* in ->prev, ->pprev */

#define POISON_INUSE	  0x5a /* handed out, and not written yet */
#define POISON_FREE	  0x6b /* freed */
#define POISON_END	  0xa5 /* the last byte of what is freed */
#define SLUB_RED_INACTIVE 0xbb /* around a free object */
#define SLUB_RED_ACTIVE	  0xcc /* around an object in use */
#define PAGE_POISON	  0xaa /* pages that are free */

#endif /* _LINUX_POISON_H */
