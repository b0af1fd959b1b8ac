// SPDX-License-Identifier: MIT
/*
 * race_softirq.c - windows: an interrupt that raises a softirq while softirqs run, or may run again
 *
 * Idea:    a raise only sets a bit: somebody on the way out must see it. When the thread is through
 *          and bottom halves are on, the softirq has run, without waiting for the next tick.
 */
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include "race.h"

static bool wanted, wanted2; /* raised, and the action has not begun since */

static void lab(struct softirq_action *a)
{
	wanted = false;
}

static void lab2(struct softirq_action *a)
{
	wanted2 = false;
}

static void open(void)
{
	open_softirq(LAB_SOFTIRQ, lab, NULL);
	open_softirq(LAB2_SOFTIRQ, lab2, NULL);
}

static void raise(void)
{
	wanted = wanted2 = true;
	raise_softirq(LAB_SOFTIRQ);
	raise_softirq(LAB2_SOFTIRQ);
}

static const char *not_run(void)
{
	return wanted  ? "LAB_SOFTIRQ, which it raised, has not run since" :
	       wanted2 ? "LAB2_SOFTIRQ, which it raised, has not run since" :
			 NULL;
}

/* ---- __do_softirq ---------------------------------------------------------------------------- */

static void raise_one(void)
{
	open();
	local_bh_disable();
	raise_softirq(LAB_SOFTIRQ);
}

RACE_WINDOW(softirq, .setup = raise_one, .body = local_bh_enable, .interrupt = raise,
	    .broken = not_run);

/* ---- local_bh_enable ------------------------------------------------------------------------- */

static void off_and_on(void)
{
	local_bh_disable();
	local_bh_enable();
}

RACE_WINDOW(local_bh_enable, .setup = open, .body = off_and_on, .interrupt = raise,
	    .broken = not_run);

/* ---- spin_lock_bh ---------------------------------------------------------------------------- */

static DEFINE_SPINLOCK(lock);
static bool met; /* by a softirq, while the thread held it */

static void look_at_lock(struct softirq_action *a)
{
	wanted = false;
	met |= spin_is_locked(&lock);
}

static void open_looking(void)
{
	open();
	open_softirq(LAB_SOFTIRQ, look_at_lock, NULL);
	met = false;
}

static void lock_and_unlock(void)
{
	spin_lock_bh(&lock);
	spin_unlock_bh(&lock);
}

static const char *met_or_not_run(void)
{
	return met ? "LAB_SOFTIRQ met the lock, which would wait for ever there" : not_run();
}

RACE_WINDOW(spin_lock_bh, .setup = open_looking, .body = lock_and_unlock, .interrupt = raise,
	    .broken = met_or_not_run);
