/* SPDX-License-Identifier: MIT */
/*
 * spinlock.h - locks that wait by turning on the spot
 *
 * Which form? Ask who else takes the lock (S67): only threads: spin_lock. Also a softirq, tasklet
 * or timer: spin_lock_bh in the thread. Also a top half: spin_lock_irqsave everywhere else. The
 * plain form leaves open that the other context interrupts the holder on the same processor, and
 * then both wait for ever.
 *
 * A held lock always counts as preemption off, on one processor too, and the lock word is always
 * there (Linux leaves both out on one processor without preemption: S44, S68). In the tests' image
 * each lock also knows its holder: taking it twice is the end, releasing a stranger's is told and
 * changes nothing. And kernel/lock/lockdep.c tells a form that is too weak, and two locks in two
 * orders, at the first use that shows it. Context: any. Locking: none: a lock is made here.
 */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <asm/spinlock.h>
#include <asm/system.h>
#include <halves/interleave.h>
#include <linux/bottom_half.h>
#include <linux/compiler.h>
#include <linux/preempt.h>

typedef struct spinlock {
	struct arch_spinlock raw;
#ifdef CONFIG_TESTS
	const char *name;	/* LOCK_NAME() */
	void *owner;		/* task_struct of the holder */
	unsigned long owner_ip; /* where it was taken … */
	u8 owner_form;		/* … by which enum spin_form */
	u8 owner_context;	/* enum context of the place */
	u16 class;		/* kernel/lock/lockdep.c; 0: not seen yet */
	int owner_cpu;
#endif
} spinlock_t;

/* By which function it was taken; for reports. */
enum spin_form {
	SPIN_LOCK,
	SPIN_LOCK_BH,
	SPIN_LOCK_IRQ,
	SPIN_LOCK_IRQSAVE,
	SPIN_TRYLOCK,
	SPIN_FORMS,
};

#ifdef CONFIG_TESTS
/*
 * LOCK_NAME - a lock's name and, behind its end, the place that initialises it: one text for all
 * locks of one place, which are of one class
 */
#define LOCK_NAME(lock) #lock "\0" __FILE__ ":" __stringify(__LINE__)
#define __SPIN_LOCK_UNLOCKED(lockname)                                                             \
	{                                                                                          \
		.name = LOCK_NAME(lockname), .owner_cpu = -1                                       \
	}
void debug_spin_lock(spinlock_t *lock, enum spin_form form, unsigned long ip);
void debug_spin_taken(spinlock_t *lock, enum spin_form form, unsigned long ip);
bool debug_spin_unlock(spinlock_t *lock);
void debug_spin_hand_over(spinlock_t *lock, void *task);
#else
#define __SPIN_LOCK_UNLOCKED(lockname)                                                             \
	{                                                                                          \
		.raw = { 0, 0 }                                                                    \
	}
/* Macros, so that _THIS_IP_ vanishes: clang inlines no function that takes its own address. */
#define debug_spin_lock(lock, form, ip) arch_spin_lock(&(lock)->raw)
#define debug_spin_taken(lock, form, ip)                                                           \
	do {                                                                                       \
	} while (0)
static __always_inline bool debug_spin_unlock(spinlock_t *lock)
{
	return true;
}
static __always_inline void debug_spin_hand_over(spinlock_t *lock, void *task) { }
#endif

#define SPIN_LOCK_UNLOCKED   (spinlock_t) __SPIN_LOCK_UNLOCKED(anonymous)
#define DEFINE_SPINLOCK(x)   spinlock_t x = __SPIN_LOCK_UNLOCKED(x)
#define spin_lock_init(lock) (*(lock) = (spinlock_t)__SPIN_LOCK_UNLOCKED(lock))
#define spin_is_locked(lock) arch_spin_is_locked(&(lock)->raw)

static __always_inline void __spin_acquire(spinlock_t *lock, enum spin_form form)
{
	debug_spin_lock(lock, form, _THIS_IP_);
}

/* False: it is not the caller's to release, which has been told; then an unlock changes nothing. */
static __always_inline bool __spin_release(spinlock_t *lock)
{
	if (!debug_spin_unlock(lock))
		return false;
	arch_spin_unlock(&lock->raw);
	interleave_point();
	return true;
}

/* Context of all: any. None of them sleeps; the caller must not until the unlock. */
static __always_inline void spin_lock(spinlock_t *lock)
{
	preempt_disable();
	__spin_acquire(lock, SPIN_LOCK);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	if (!__spin_release(lock))
		return;
	preempt_enable();
}

static __always_inline void spin_lock_bh(spinlock_t *lock)
{
	local_bh_disable();
	preempt_disable();
	__spin_acquire(lock, SPIN_LOCK_BH);
}

/* Releases first, then lets softirqs run: they may want the lock (S66). */
static __always_inline void spin_unlock_bh(spinlock_t *lock)
{
	if (!__spin_release(lock))
		return;
	preempt_enable_no_resched();
	local_bh_enable();
}

/* spin_lock_irqs_off - as the next, for who has switched interrupts off */
static __always_inline void spin_lock_irqs_off(spinlock_t *lock)
{
	preempt_disable();
	__spin_acquire(lock, SPIN_LOCK_IRQ);
}

static __always_inline void spin_lock_irq(spinlock_t *lock)
{
	local_irq_disable();
	spin_lock_irqs_off(lock);
}

static __always_inline void spin_unlock_irq(spinlock_t *lock)
{
	if (!__spin_release(lock))
		return;
	local_irq_enable();
	preempt_enable();
}

static __always_inline unsigned long __spin_lock_irqsave(spinlock_t *lock)
{
	unsigned long flags = __local_irq_save();

	preempt_disable();
	__spin_acquire(lock, SPIN_LOCK_IRQSAVE);
	return flags;
}

#define spin_lock_irqsave(lock, flags) ((flags) = __spin_lock_irqsave(lock))

static __always_inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	if (!__spin_release(lock))
		return;
	local_irq_restore(flags);
	preempt_enable();
}

/* The same for who has told the irqs-off meter, which he asked for together with others. */
static __always_inline void spin_unlock_irqrestore_unmetered(spinlock_t *lock, unsigned long flags)
{
	if (!__spin_release(lock))
		return;
	raw_local_irq_restore(flags);
	preempt_enable();
}

/* spin_trylock - nonzero if the lock was free and is now the caller's */
static __always_inline int spin_trylock(spinlock_t *lock)
{
	preempt_disable();
	if (arch_spin_trylock(&lock->raw)) {
		debug_spin_taken(lock, SPIN_TRYLOCK, _THIS_IP_);
		return 1;
	}
	preempt_enable();
	return 0;
}

/* spin_lock_hand_over - the scheduler alone: who continues releases what who left has taken */
#define spin_lock_hand_over(lock, task) debug_spin_hand_over(lock, task)

#ifdef CONFIG_TESTS
int describe_held_locks(char *buf, size_t size);
void forget_held_locks(void);
#else
static inline int describe_held_locks(char *buf, size_t size)
{
	return 0;
}
#endif

#ifdef CONFIG_TESTS
void assert_held(spinlock_t *lock);
#else
static __always_inline void assert_held(spinlock_t *lock) { }
#endif

#endif
