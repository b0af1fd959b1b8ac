// SPDX-License-Identifier: MIT
/*
 * soak_timers.c - the soak: timers, near ones that are changed all the time, and far ones
 *
 * Idea:    what was armed has fired, was deleted, or is pending. Near timers are armed, moved and
 *          deleted by everybody: half of them by several at once, the other half one after the
 *          other, so that of those it is known when they were due: they never fire early, and not
 *          late. Far ones are left alone until they fire: they go through all levels of the wheel,
 *          and lie across the wrap of jiffies.
 */
#include "soak.h"

#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/timer.h>

#define NEAR	 6
#define FAR	 10
#define FAR_BITS 21 /* up to 2^21 jiffies: in every level of the wheel */

static struct soaked_timer {
	struct timer_list timer;
	struct soak_gate gate;
	unsigned long due;	 /* where the gate is exclusive: inside of it */
	atomic_t armed;		 /* became pending */
	atomic_t fired, deleted; /* ended it */
	atomic_t inside;
} timers[NEAR + FAR];

static int index_of(const struct soaked_timer *s)
{
	return s - timers;
}

/* Jiffies, of any length; before the wrap of jiffies half of them end beyond it. */
static unsigned long far_delay(void)
{
	unsigned long delay = soak_random() & ((1UL << soak_below(FAR_BITS + 1)) - 1);
	unsigned long wrap = -jiffies;

	return (long)wrap > 0 && soak_below(2) ? wrap + delay : delay;
}

/* Inside of the gate. */
static void arm(struct soaked_timer *s)
{
	unsigned long now = jiffies;
	unsigned long delay = index_of(s) < NEAR ? soak_delay() : far_delay();

	s->due = now + delay;
	atomic_add(!mod_timer(&s->timer, now + delay), &s->armed);
}

/* Not judged when it has been armed anew since it was taken off the wheel. */
static void judge(const struct soaked_timer *s)
{
	long late = jiffies - s->due;

	if (!s->gate.exclusive || timer_pending(&s->timer))
		return;
	soak_check(late >= 0, "timer %d: fired %ld ticks early", index_of(s), -late);
	soak_check(late <= soak_profile->late_max, "timer %d: fired %ld ticks late", index_of(s),
		   late);
}

static void fire(unsigned long data)
{
	struct soaked_timer *s = (struct soaked_timer *)data;

	soak_check(atomic_inc_return(&s->inside) == 1, "timer %d: entered while it runs",
		   index_of(s));
	atomic_inc(&s->fired);
	if (soak_enter(&s->gate)) {
		judge(s);
		if (index_of(s) >= NEAR || !soak_below(4))
			arm(s);
		soak_leave(&s->gate);
	}
	soak_echo();
	soak_linger();
	atomic_dec(&s->inside);
}

/* ---- operations ------------------------------------------------------------------------------ */

static void modify(void)
{
	struct soaked_timer *s = &timers[soak_below(NEAR)];

	if (!soak_enter(&s->gate))
		return;
	arm(s);
	soak_leave(&s->gate);
}

/* add_timer() is for one that nobody else arms meanwhile. */
static void add(void)
{
	struct soaked_timer *s = &timers[soak_below(NEAR)];
	unsigned int delay = 1 + soak_delay();
	bool on = soak_below(2);

	if (!s->gate.exclusive || !soak_enter(&s->gate))
		return;
	if (!timer_pending(&s->timer)) {
		s->due = jiffies + delay;
		s->timer.expires = s->due;
		atomic_inc(&s->armed);
		if (on)
			add_timer_on(&s->timer, soak_cpu());
		else
			add_timer(&s->timer);
	}
	soak_leave(&s->gate);
}

static void delete (void)
{
	struct soaked_timer *s = &timers[soak_below(NEAR)];

	if (!soak_enter(&s->gate))
		return;
	if (del_timer(&s->timer)) {
		atomic_inc(&s->deleted);
		s->due = jiffies; /* a handler that is just beginning was due before */
	}
	soak_leave(&s->gate);
}

/* Armed and not yet ended, by the account; the timer is idle, or nobody asks it for anything. */
static int open_ends(const struct soaked_timer *s)
{
	return atomic_read(&s->armed) - atomic_read(&s->fired) - atomic_read(&s->deleted);
}

static void tell_account(const struct soaked_timer *s)
{
	soak_fail("timer %d: armed %d times, fired %d, deleted %d, %spending", index_of(s),
		  atomic_read(&s->armed), atomic_read(&s->fired), atomic_read(&s->deleted),
		  timer_pending(&s->timer) ? "" : "not ");
}

/* After it the timer is idle and its account is closed: nothing can fire any more (S16). */
static void check_deleted(struct soaked_timer *s)
{
	int fired;

	atomic_add(del_timer_sync(&s->timer), &s->deleted);
	fired = atomic_read(&s->fired);
	soak_check(!timer_pending(&s->timer) && !atomic_read(&s->inside),
		   "timer %d: not idle after del_timer_sync()", index_of(s));
	if (open_ends(s))
		tell_account(s);
	if (!soak_below(4))
		soak_nap(3);
	soak_check(atomic_read(&s->fired) == fired, "timer %d: fired after del_timer_sync()",
		   index_of(s));
}

static void delete_sync(void)
{
	struct soaked_timer *s = &timers[soak_below(NEAR)];

	if (!soak_close(&s->gate))
		return;
	check_deleted(s);
	soak_open(&s->gate);
}

/* ---- the part -------------------------------------------------------------------------------- */

static int begin(void)
{
	unsigned int i;

	for (i = 0; i < NEAR + FAR; i++) {
		setup_timer(&timers[i].timer, fire, (unsigned long)&timers[i]);
		soak_gate_init(&timers[i].gate, i >= NEAR || i % 2);
		soak_enter(&timers[i].gate);
		arm(&timers[i]);
		soak_leave(&timers[i].gate);
	}
	return 0;
}

static bool timer_settled(struct soaked_timer *s, bool complain)
{
	bool pending, balanced;
	long late;

	if (!soak_enter(&s->gate))
		return false;
	pending = timer_pending(&s->timer);
	late = pending ? jiffies - (s->gate.exclusive ? s->due : s->timer.expires) : 0;
	balanced = open_ends(s) == pending;
	soak_leave(&s->gate);
	if (complain && late > soak_profile->late_max)
		soak_fail("timer %d: was due %ld ticks ago and is still pending", index_of(s),
			  late);
	if (complain && !balanced)
		tell_account(s);
	return late <= soak_profile->late_max && balanced;
}

static bool settled(bool complain)
{
	bool all = true;
	unsigned int i;

	for (i = 0; i < NEAR + FAR; i++)
		all &= timer_settled(&timers[i], complain);
	return all;
}

static void end(void)
{
	unsigned int i;

	for (i = 0; i < NEAR + FAR; i++)
		if (soak_close(&timers[i].gate)) {
			check_deleted(&timers[i]);
			mutex_unlock(&timers[i].gate.owner);
		}
}

static struct soak_op ops[] = {
	{ "mod_timer", modify, 6 },
	{ "add_timer", add, 3 },
	{ "del_timer", delete, 2 },
	{ "del_timer_sync", delete_sync, 4, .sleeps = true },
	{},
};

const struct soak_part soak_timers = { ops, begin, settled, end };
