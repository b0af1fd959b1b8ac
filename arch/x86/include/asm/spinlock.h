/* SPDX-License-Identifier: MIT */
/*
 * spinlock.h - a ticket lock: who asks first is served first
 *
 * Idea:    as at a baker's counter: draw the next number, wait until the board shows it. Locking
 *          is one locked XADD, unlocking one plain increment, since only the holder turns the
 *          board.
 * Context: any; the portable half (<linux/spinlock.h>) switches off what must be off.
 * Locking: none: a lock is made here.
 */
#ifndef _ASM_SPINLOCK_H
#define _ASM_SPINLOCK_H

#include <asm/processor.h>
#include <linux/compiler.h>
#include <linux/types.h>

struct arch_spinlock {
	u16 owner; /* the board: the number that is served */
	u16 next;  /* the roll: the next number to draw */
};

static __always_inline void arch_spin_lock(struct arch_spinlock *lock)
{
	u16 ticket;

	/* Both in one, or the compiler keeps the 1 in a register of its own. */
	asm volatile("movl $1, %k0\n\tlock; xaddw %0, %1"
		     : "=&r"(ticket), "+m"(lock->next)
		     :
		     : "memory", "cc");
	while (unlikely(lock->owner != ticket))
		cpu_relax(); /* a barrier: the board is looked at anew */
}

static __always_inline bool arch_spin_trylock(struct arch_spinlock *lock)
{
	u32 old = *(volatile u32 *)lock;
	u32 taken = old + 0x10000;
	bool won;

	if ((u16)old != old >> 16)
		return false;
	asm volatile("lock; cmpxchgl %3, %1"
		     : "+a"(old), "+m"(*(volatile u32 *)lock), "=@ccz"(won)
		     : "r"(taken)
		     : "memory");
	return won;
}

static __always_inline void arch_spin_unlock(struct arch_spinlock *lock)
{
	asm volatile("incw %0" : "+m"(lock->owner) : : "memory", "cc");
}

static __always_inline bool arch_spin_is_locked(const struct arch_spinlock *lock)
{
	return READ_ONCE(lock->owner) != READ_ONCE(lock->next);
}

#endif
