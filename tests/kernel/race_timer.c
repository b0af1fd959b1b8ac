// SPDX-License-Identifier: MIT
/*
 * race_timer.c - windows: an interrupt that deletes or arms a timer which a thread deletes, moves
 *                or expires
 *
 * Idea:    a timer that is armed comes to one end: its function runs, or one del_timer() says that
 *          it has disarmed it. Whoever is told 1 owns that end.
 */
#include <asm/atomic.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/timer.h>
#include "helpers.h"
#include "race.h"

static struct timer_list timer, other;
static int runs;
static atomic_t told; /* how many del_timer() said 1 */
static int moved;     /* what mod_timer() said */

static void run(unsigned long data)
{
	runs++;
}

static void arm(void)
{
	runs = 0;
	atomic_set(&told, 0);
	setup_timer(&timer, run, 0);
	setup_timer(&other, run, 0);
	mod_timer(&timer, jiffies + HZ);
}

static void delete (void)
{
	atomic_add(del_timer(&timer), &told);
}

static void delete_both(void)
{
	del_timer(&timer);
	del_timer(&other);
}

static const char *ends_not_once(void)
{
	int ends = runs + atomic_read(&told);

	return timer_pending(&timer) ? "the timer is still armed" :
	       ends < 1	     ? "it has neither run, nor did a del_timer() say 1" :
	       ends > 1	     ? "it has two ends: a run, or a del_timer() that said 1" :
				       NULL;
}

/* ---- del_timer, with another one in the same slot that comes or goes ------------------------- */

static void delete_it_and_arm_other(void)
{
	delete ();
	mod_timer(&other, jiffies + HZ);
}

static const char *ends_not_once_or_other(void)
{
	return timer_pending(&other) ? ends_not_once() : "another timer, armed by it, is not";
}

RACE_WINDOW(del_timer, .setup = arm, .body = delete, .interrupt = delete_it_and_arm_other,
	    .broken = ends_not_once_or_other, .cleanup = delete_both);

/* ---- mod_timer ------------------------------------------------------------------------------- */

static void move(void)
{
	moved = mod_timer(&timer, jiffies + 2 * HZ);
}

static const char *moved_badly(void)
{
	if (!atomic_read(&told))
		return "del_timer() said 0, though the timer was armed all the time";
	if (timer_pending(&timer) == moved)
		return moved ? "mod_timer() said 1, so it came first, but the timer is armed" :
			       "mod_timer() said 0, so it came last, but the timer is not armed";
	return NULL;
}

RACE_WINDOW(mod_timer, .setup = arm, .body = move, .interrupt = delete, .broken = moved_badly,
	    .cleanup = delete_both);

/* ---- expiry ---------------------------------------------------------------------------------- */

/* The timer is due, and its softirq raised, but it has to wait for the window. */
static void make_due(void)
{
	arm();
	local_bh_disable();
	mod_timer(&timer, jiffies + 1);
	halt_for(1);
}

RACE_WINDOW(timer_expiry, .setup = make_due, .body = local_bh_enable, .interrupt = delete,
	    .broken = ends_not_once, .cleanup = delete_both);
