// SPDX-License-Identifier: MIT
/*
 * race_held.c - window: an interrupt that takes a lock while a thread takes others
 *
 * Idea:    the processor's list of held locks is one for both: behind the window it must be empty,
 *          which race.c looks at. The thread releases in the order that makes the list close up.
 */
#include <linux/spinlock.h>
#include "race.h"

static DEFINE_SPINLOCK(first);
static DEFINE_SPINLOCK(second);
static DEFINE_SPINLOCK(of_interrupt);

static void take_two(void)
{
	spin_lock(&first);
	spin_lock(&second);
	spin_unlock(&first);
	spin_unlock(&second);
}

static void take_one(void)
{
	spin_lock(&of_interrupt);
	spin_unlock(&of_interrupt);
}

RACE_WINDOW(held_locks, .body = take_two, .interrupt = take_one);
