// SPDX-License-Identifier: MIT
/*
 * spinlock.c - what the tests' image knows about each spinlock: who holds it, since where
 *
 * Taking a lock that the same processor holds would wait for ever, and releasing one that somebody
 * else holds lets a third one in: both are told when they happen.
 * Context: any; prints only when something is wrong.
 */
#ifdef CONFIG_TESTS
#include <halves/debug.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

static void lock_error(spinlock_t *lock, const char *what)
{
	struct task_struct *owner = lock->owner;

	report_begin();
	printk(KERN_ERR "BUG: spinlock %s %s\n", lock->name ? lock->name : "?", what);
	if (owner)
		printk(KERN_ERR "held by %s (pid %d) on cpu %d, taken at %pS\n", owner->comm,
		       owner->pid, lock->owner_cpu, (void *)lock->owner_ip);
	report_context();
	report_backtrace();
	report_end();
}

void debug_spin_lock_before(spinlock_t *lock)
{
	if (unlikely(spin_is_locked(lock) && lock->owner_cpu == smp_processor_id())) {
		lock_error(lock, "taken twice: this processor holds it and would wait for ever");
		die("deadlock on spinlock %s", lock->name ? lock->name : "?");
	}
}

void debug_spin_lock_after(spinlock_t *lock, unsigned long ip)
{
	lock->owner = current;
	lock->owner_ip = ip;
	lock->owner_cpu = smp_processor_id();
}

void debug_spin_unlock(spinlock_t *lock)
{
	if (unlikely(!spin_is_locked(lock)))
		lock_error(lock, "released, but nobody holds it");
	else if (unlikely(lock->owner_cpu != smp_processor_id()))
		lock_error(lock, "released by a stranger");
	lock->owner = NULL;
	lock->owner_cpu = -1;
}

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
#endif
