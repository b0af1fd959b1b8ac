// SPDX-License-Identifier: MIT
/* lockdep_fixture.c - the locks of the lock checker's suites, as new for each case */
#include "lockdep_fixture.h"

#include <halves/lockdep.h>

DEFINE_SPINLOCK(alpha);
DEFINE_SPINLOCK(beta);
DEFINE_SPINLOCK(gamma);

/* forget_locks - the init of both suites */
int forget_locks(struct kunit *test)
{
	lockdep_forget(alpha.name);
	lockdep_forget(beta.name);
	lockdep_forget(gamma.name);
	return 0;
}

/* Both names are places that a report must show: so neither is inlined. */
noinline void take(spinlock_t *lock)
{
	spin_lock(lock);
	spin_unlock(lock);
}

noinline void take_in_order(spinlock_t *first, spinlock_t *second)
{
	spin_lock(first);
	take(second);
	spin_unlock(first);
}
