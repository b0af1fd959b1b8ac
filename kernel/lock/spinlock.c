// SPDX-License-Identifier: MIT
/*
 * spinlock.c - what the tests' image knows about each spinlock: who holds it, since where
 *
 * Taking a lock that the same processor holds would wait for ever, and releasing one that somebody
 * else holds lets a third one in: both are told when they happen. What could go wrong, but did not
 * this time, is for the lock checker to tell (kernel/lock/lockdep.c).
 * Context: any; prints only when something is wrong.
 * Locking: none: a lock's fields are its holder's; what a processor holds is its own, irqs off.
 */
#ifdef CONFIG_TESTS
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/interleave.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include "internal.h"

static void lock_error(spinlock_t *lock, const char *what)
{
	struct task_struct *owner = lock->owner;

	report_begin();
	printk(KERN_ERR "BUG: spinlock %s %s\n", lock->name ? lock->name : "?", what);
	if (owner)
		printk(KERN_ERR "held by %s (pid %d) in %s context on cpu %d, taken at %pS\n",
		       owner->comm, owner->pid, context_name(lock->owner_context), lock->owner_cpu,
		       (void *)lock->owner_ip);
	report_context();
	report_backtrace();
	report_end();
}

/*
 * What this processor holds, in the order taken. An interrupt that comes while it is changed would
 * overwrite the entry that is just being written: so it is changed with interrupts off.
 */
#define MAX_HELD 16

static DEFINE_PER_CPU(spinlock_t *, held[MAX_HELD]);
static DEFINE_PER_CPU(u32, nr_held);

static void add_held(spinlock_t *lock)
{
	unsigned long flags = raw_local_save_flags();
	u32 n;

	raw_local_irq_disable();
	n = this_cpu_read(nr_held);
	if (n < MAX_HELD)
		*this_cpu_ptr(&held[n]) = lock;
	this_cpu_inc(nr_held);
	raw_local_irq_restore(flags);
}

/* Locks may be released in any order. */
static void remove_held(spinlock_t *lock)
{
	unsigned long flags = raw_local_save_flags();
	u32 n, i;

	raw_local_irq_disable();
	i = n = min_t(u32, this_cpu_read(nr_held), MAX_HELD);
	while (i-- > 0 && *this_cpu_ptr(&held[i]) != lock)
		;
	if (i != ~0U) {
		this_cpu_dec(nr_held);
		for (; i + 1 < n; i++)
			*this_cpu_ptr(&held[i]) = *this_cpu_ptr(&held[i + 1]);
	}
	raw_local_irq_restore(flags);
}

/** forget_held_locks - the thread that holds them ends where it is; a failed test, irqs off */
void forget_held_locks(void)
{
	this_cpu_write(nr_held, 0);
}

/** describe_held_locks - ", holding spinlock X taken at F+…" for each; any context */
int describe_held_locks(char *buf, size_t size)
{
	u32 n = min_t(u32, this_cpu_read(nr_held), MAX_HELD), i;
	int len = 0;

	for (i = 0; i < n; i++) {
		const spinlock_t *lock = *this_cpu_ptr(&held[i]);

		len += scnprintf(buf + len, size - len, ", holding spinlock %s taken at %pS",
				 lock->name ? lock->name : "?", (void *)lock->owner_ip);
	}
	return len;
}

static u16 class_of(spinlock_t *lock)
{
	if (unlikely(!lock->class))
		lock->class = lockdep_class(lock->name, false);
	return lock->class;
}

/* Each lock that the same code holds, not what it has interrupted, comes before this one. */
static void check_order(spinlock_t *lock, enum context context, unsigned long ip)
{
	u32 n = min_t(u32, this_cpu_read(nr_held), MAX_HELD), i;

	for (i = 0; i < n; i++) {
		spinlock_t *held_lock = *this_cpu_ptr(&held[i]);

		if (held_lock->owner == current && held_lock->owner_context == context &&
		    held_lock != lock)
			lockdep_order(held_lock->class, held_lock->owner_ip, lock->class, ip);
	}
}

static void set_holder(spinlock_t *lock, enum spin_form form, enum context context,
		       unsigned long ip)
{
	lock->owner = current;
	lock->owner_ip = ip;
	lock->owner_form = form;
	lock->owner_context = context;
	lock->owner_cpu = smp_processor_id();
	add_held(lock);
}

/** debug_spin_lock - take a lock, unless this processor has it: that is the end; any context */
void debug_spin_lock(spinlock_t *lock, enum spin_form form, unsigned long ip)
{
	enum context context = current_context();

	lockdep_seen(class_of(lock), form, context, ip);
	check_order(lock, context, ip);
	if (unlikely(spin_is_locked(lock) && lock->owner_cpu == smp_processor_id())) {
		lock_error(lock, "taken twice: this processor holds it and would wait for ever");
		die("deadlock on spinlock %s", lock->name ? lock->name : "?");
	}
	interleave_point();
	arch_spin_lock(&lock->raw);
	set_holder(lock, form, context, ip);
	interleave_point();
}
EXPORT_SYMBOL(debug_spin_lock);

/** debug_spin_taken - note the holder of one that was taken without waiting; any context */
void debug_spin_taken(spinlock_t *lock, enum spin_form form, unsigned long ip)
{
	enum context context = current_context();

	lockdep_seen(class_of(lock), form, context, ip);
	set_holder(lock, form, context, ip);
	interleave_point();
}
EXPORT_SYMBOL(debug_spin_taken);

/** debug_spin_unlock - may the caller release it? False: no, which has been told; any context */
bool debug_spin_unlock(spinlock_t *lock)
{
	if (unlikely(!spin_is_locked(lock))) {
		lock_error(lock, "released, but nobody holds it: it stays free");
		return false;
	}
	if (unlikely(lock->owner_cpu != smp_processor_id() || lock->owner != current ||
		     lock->owner_context != current_context())) {
		lock_error(lock, "released by a stranger: it stays taken; only who took it knows "
				 "when it may be free");
		return false;
	}
	/* Interrupts may be on, though they were off when it was taken. */
	lockdep_seen(lock->class, lock->owner_form, lock->owner_context, lock->owner_ip);
	remove_held(lock);
	lock->owner = NULL;
	lock->owner_cpu = -1;
	return true;
}
EXPORT_SYMBOL(debug_spin_unlock);

/** debug_spin_hand_over - @task has it from now on; the scheduler's, irqs off */
void debug_spin_hand_over(spinlock_t *lock, void *task)
{
	lock->owner = task;
}

/** assert_held - told if the running processor does not hold @lock; any context */
void assert_held(spinlock_t *lock)
{
	if (unlikely(!spin_is_locked(lock) || lock->owner_cpu != smp_processor_id()))
		lock_error(lock, "must be held here");
}
EXPORT_SYMBOL(assert_held);
#endif
