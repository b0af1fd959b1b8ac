// SPDX-License-Identifier: MIT
/*
 * soak_timers.c - the soak: timers, near ones that are changed all the time, and far ones
 *
 * Idea:    what was armed has fired, was deleted, or is pending; never early, and late by two ticks
 *          at most. Near timers are armed, moved and deleted by everybody. Far ones are left alone
 *          until they fire: they go through all levels of the wheel, and lie across the wrap of
 *          jiffies.
 */
#include "soak.h"

#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/timer.h>

#define NEAR	 6
#define FAR	 10
#define LATE_MAX 2  /* ticks */
#define FAR_BITS 21 /* up to 2^21 jiffies: in every level of the wheel */

/* Fields: L under gate.lock. */
static struct soaked_timer {
	struct timer_list timer;
	struct soak_gate gate;
	unsigned long due;		/* L */
	unsigned int armed;		/* L: became pending */
	unsigned int fired, deleted;	/* L: ended it */
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

/* Locking: expects gate.lock. */
static void arm(struct soaked_timer *s)
{
	unsigned long now = jiffies;
	unsigned long delay = index_of(s) < NEAR ? soak_delay() : far_delay();

	s->due = now + delay;
	s->armed += !mod_timer(&s->timer, now + delay);
}

/* Not judged when it has been armed anew since it was taken off the wheel. */
static void judge(const struct soaked_timer *s)
{
	long late = jiffies - s->due;

	if (timer_pending(&s->timer))
		return;
	soak_check(late >= 0, "timer %d: fired %ld ticks early", index_of(s), -late);
	soak_check(late <= LATE_MAX, "timer %d: fired %ld ticks late", index_of(s), late);
}

static void fire(unsigned long data)
{
	struct soaked_timer *s = (struct soaked_timer *)data;
	unsigned long flags;

	soak_check(atomic_inc_return(&s->inside) == 1, "timer %d: entered while it runs",
		   index_of(s));
	spin_lock_irqsave(&s->gate.lock, flags);
	s->fired++;
	judge(s);
	soak_check(s->fired + s->deleted <= s->armed, "timer %d: armed %u times, ended %u times",
		   index_of(s), s->armed, s->fired + s->deleted);
	if (!s->gate.closed && (index_of(s) >= NEAR || !soak_below(4)))
		arm(s);
	spin_unlock_irqrestore(&s->gate.lock, flags);
	soak_echo();
	atomic_dec(&s->inside);
}

/* ---- operations ------------------------------------------------------------------------------ */

static void modify(void)
{
	struct soaked_timer *s = &timers[soak_below(NEAR)];
	unsigned long flags;

	spin_lock_irqsave(&s->gate.lock, flags);
	if (!s->gate.closed)
		arm(s);
	spin_unlock_irqrestore(&s->gate.lock, flags);
}

static void add(void)
{
	struct soaked_timer *s = &timers[soak_below(NEAR)];
	unsigned long flags;

	spin_lock_irqsave(&s->gate.lock, flags);
	if (!s->gate.closed && !timer_pending(&s->timer)) {
		s->due = jiffies + 1 + soak_delay();
		s->timer.expires = s->due;
		s->armed++;
		add_timer(&s->timer);
	}
	spin_unlock_irqrestore(&s->gate.lock, flags);
}

static void delete (void)
{
	struct soaked_timer *s = &timers[soak_below(NEAR)];
	unsigned long flags;

	spin_lock_irqsave(&s->gate.lock, flags);
	if (!s->gate.closed && del_timer(&s->timer)) {
		s->deleted++;
		s->due = jiffies; /* a handler that is just beginning was due before */
	}
	spin_unlock_irqrestore(&s->gate.lock, flags);
}

/* After it the timer is idle and its account is closed: nothing can fire any more (S16). */
static void check_deleted(struct soaked_timer *s)
{
	int deleted = del_timer_sync(&s->timer);
	unsigned int fired;

	spin_lock_irq(&s->gate.lock);
	s->deleted += deleted;
	spin_unlock_irq(&s->gate.lock);
	fired = READ_ONCE(s->fired);
	soak_check(!timer_pending(&s->timer) && !atomic_read(&s->inside),
		   "timer %d: not idle after del_timer_sync()", index_of(s));
	soak_check(s->armed == s->fired + s->deleted,
		   "timer %d: armed %u times, fired %u, deleted %u", index_of(s), s->armed,
		   s->fired, s->deleted);
	if (!soak_below(4))
		schedule_timeout_uninterruptible(1 + soak_below(3));
	soak_check(READ_ONCE(s->fired) == fired, "timer %d: fired after del_timer_sync()",
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
		soak_gate_init(&timers[i].gate);
		spin_lock_irq(&timers[i].gate.lock);
		arm(&timers[i]);
		spin_unlock_irq(&timers[i].gate.lock);
	}
	return 0;
}

static bool timer_settled(struct soaked_timer *s, bool complain)
{
	bool pending, overdue, balanced;

	spin_lock_irq(&s->gate.lock);
	pending = timer_pending(&s->timer);
	overdue = pending && time_after(jiffies, s->due + LATE_MAX);
	balanced = s->armed == s->fired + s->deleted + pending;
	spin_unlock_irq(&s->gate.lock);
	if (complain && overdue)
		soak_fail("timer %d: was due %ld ticks ago and is still pending", index_of(s),
			  (long)(jiffies - s->due));
	if (complain && !balanced)
		soak_fail("timer %d: armed %u times, fired %u, deleted %u, %spending", index_of(s),
			  s->armed, s->fired, s->deleted, pending ? "" : "not ");
	return !overdue && balanced;
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
