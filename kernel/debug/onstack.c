// SPDX-License-Identifier: MIT
/*
 * onstack.c - a timer, tasklet or work on the stack of a function that returns too early
 *
 * Idea:    an object on the stack dies with the function that it is a variable of. If it is still
 *          queued then, whoever takes it off later takes whatever lies there by then. So when one
 *          is queued, its function is found by the chain of frame pointers, and the address that it
 *          will return to is exchanged for onstack_return (arch/x86/entry/onstack.asm): by this way
 *          the function comes here when it returns, and the object is looked at.
 *          An interrupt between the function's last instruction and our first writes over the
 *          object; if it was still queued then, nobody can help.
 * Context: any. Only in the tests' image. Locking: onstack_lock, irqs off.
 * See:     <halves/onstack.h>, tests/kernel/onstack_test.c
 */
#ifdef CONFIG_TESTS
#include <asm/stacktrace.h>
#include <halves/debug.h>
#include <halves/onstack.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#define MAX_OBJECTS 64 /* at one time; what is more is not watched */

extern char onstack_gap[]; /* its address is a number: how large a function's frame may be */

/* Fields: L under onstack_lock. */
static struct watched {
	void *object; /* L: NULL: free */
	const struct onstack_kind *kind;
	unsigned long *slot;	/* L: where the function's return address lay … */
	unsigned long original; /* L: … and what it was */
} watched[MAX_OBJECTS];

/* No spinlock_t, whose own checks would come back here. */
static struct arch_spinlock onstack_lock;

static unsigned long lock(void)
{
	unsigned long flags = raw_local_save_flags();

	raw_local_irq_disable();
	arch_spin_lock(&onstack_lock);
	return flags;
}

static void unlock(unsigned long flags)
{
	arch_spin_unlock(&onstack_lock);
	raw_local_irq_restore(flags);
}

/* Where the function whose variable @object is keeps its return address; NULL: there is none. */
static unsigned long *return_slot(const void *object)
{
	unsigned long *frame = __builtin_frame_address(0);

	while (onstack_range(frame) && (void *)frame < object) {
		unsigned long *caller = (unsigned long *)frame[0];

		if (caller <= frame)
			return NULL;
		frame = caller;
	}
	return onstack_range(frame) && onstack_range(frame + 1) && frame[1] ? frame + 1 : NULL;
}

/* The entry for @object, else one that is free, else NULL. Locking: expects onstack_lock. */
static struct watched *entry_for(const void *object)
{
	struct watched *w, *found = NULL;

	for (w = watched; w < watched + MAX_OBJECTS; w++) {
		if (w->object == object)
			return w;
		if (!w->object)
			found = w;
	}
	return found;
}

/* What lay at @slot before it was exchanged. Locking: expects onstack_lock. */
static unsigned long original_of(const unsigned long *slot)
{
	const struct watched *w;

	for (w = watched; w < watched + MAX_OBJECTS; w++)
		if (w->object && w->slot == slot)
			return w->original;
	return *slot;
}

void __onstack_queued(void *object, const struct onstack_kind *kind)
{
	unsigned long *slot = return_slot(object), flags;
	struct watched *w;

	if (!slot || (unsigned long)slot - (unsigned long)object > (unsigned long)onstack_gap)
		return;
	flags = lock();
	w = entry_for(object);
	if (w && (!w->object || w->slot != slot)) {
		*w = (struct watched){ object, kind, slot, original_of(slot) };
		*slot = (unsigned long)onstack_return;
	}
	unlock(flags);
}

/** onstack_original - the real return address behind one that is onstack_return; any context */
unsigned long onstack_original(const unsigned long *slot)
{
	unsigned long flags = lock(), original = original_of(slot);

	unlock(flags);
	return original;
}

/* Take one object of a stack whose slots lie from @from up to @to out of the list; false: none. */
static bool take(unsigned long from, unsigned long to, struct watched *taken)
{
	unsigned long flags = lock();
	bool found = false;
	struct watched *w;

	for (w = watched; w < watched + MAX_OBJECTS && !found; w++) {
		if (!w->object || (unsigned long)w->slot < from || (unsigned long)w->slot >= to)
			continue;
		*taken = *w;
		w->object = NULL;
		found = true;
	}
	unlock(flags);
	return found;
}

static void check(const struct watched *w, const char *function_ends)
{
	char what[80];

	if (!w->kind->queued(w->object))
		return;
	w->kind->describe(w->object, what, sizeof(what));
	report(KERN_ERR
	       "BUG: %s is a variable of a function that %s, and it is still queued: it is "
	       "cancelled; %s before the end, or make it static or kmalloc() it\n",
	       what, function_ends, w->kind->instead);
	w->kind->cancel(w->object);
}

/*
 * onstack_function_returns - called by onstack_return; @slot: where its return address lay.
 * Return: the address to go on at.
 */
unsigned long onstack_function_returns(unsigned long *slot)
{
	unsigned long original = onstack_original(slot);
	char returns[80];
	struct watched w;

	snprintf(returns, sizeof(returns), "returns to %pS", (void *)original);
	while (take((unsigned long)slot, (unsigned long)(slot + 1), &w))
		check(&w, returns);
	return original;
}

/* onstack_thread_ends - the same for all functions of a thread that will never return */
void onstack_thread_ends(void)
{
	struct watched w;

	while (take(current->stack, current->stack + THREAD_SIZE, &w))
		check(&w, "never returns, for its thread ends");
}

/* ---- timers; the other kinds: kernel/bottomhalf/onstack.c ------------------------------------ */

static bool timer_queued(const void *timer)
{
	return list_entry_queued(&((const struct timer_list *)timer)->entry);
}

static void timer_cancel(void *timer)
{
	del_timer(timer);
}

static void timer_describe(const void *timer, char *buf, size_t size)
{
	snprintf(buf, size, "timer %ps", (void *)((const struct timer_list *)timer)->function);
}

const struct onstack_kind onstack_timer = {
	.queued = timer_queued,
	.cancel = timer_cancel,
	.describe = timer_describe,
	.instead = "del_timer_sync() it",
};
#endif
