/* SPDX-License-Identifier: MIT */
/*
 * onstack.h - is an object that is being queued a variable of a function, and of which?
 *
 * onstack_queued() stands in each call that queues a timer, tasklet or work. If the object lies on
 * the running thread's stack, its function is watched: one that returns while the object is still
 * queued is told, and the object cancelled. Only in the tests' image; kernel/debug/onstack.c.
 * Context: any.
 * Locking: onstack_lock, irqs off, for what is watched; asking takes none.
 */
#ifndef _HALVES_ONSTACK_H
#define _HALVES_ONSTACK_H

#include <asm/page.h>
#include <linux/compiler.h>
#include <linux/sched.h>
#include <linux/types.h>

/*
 * How to treat a kind of object. All are called in any context. An interrupt may have written over
 * the object when its function returns: so queued() asks the lists, not the object.
 */
struct onstack_kind {
	bool (*queued)(const void *object);
	void (*cancel)(void *object);
	void (*describe)(const void *object, char *buf, size_t size); /* "timer F" */
	const char *instead; /* what to call before the function returns */
};

extern const struct onstack_kind onstack_timer, onstack_tasklet, onstack_work;

#ifdef CONFIG_TESTS
void __onstack_queued(void *object, const struct onstack_kind *kind);
unsigned long onstack_original(const unsigned long *slot);
void onstack_thread_ends(void);
extern char onstack_return[];

/* onstack_range - is @p within the running thread's stack? */
static __always_inline bool onstack_range(const void *p)
{
	return (unsigned long)p - current->stack < THREAD_SIZE;
}

static __always_inline void onstack_queued(void *object, const struct onstack_kind *kind)
{
	if (unlikely(onstack_range(object)))
		__onstack_queued(object, kind);
}
/* onstack_return_address - what lies at @slot, and if that is ours, what lay there before */
static __always_inline unsigned long onstack_return_address(const unsigned long *slot)
{
	return *slot == (unsigned long)onstack_return ? onstack_original(slot) : *slot;
}
#else
#define onstack_queued(object, kind)                                                               \
	do {                                                                                       \
	} while (0)
static __always_inline void onstack_thread_ends(void) { }
static __always_inline unsigned long onstack_return_address(const unsigned long *slot)
{
	return *slot;
}
#endif

#endif
