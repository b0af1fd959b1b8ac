// SPDX-License-Identifier: MIT
/*
 * soak_works.c - the soak: works, delayed works, and queues that come and go
 *
 * Idea:    what was queued (the call returned 1) has run, was cancelled, or is pending; where the
 *          call returned 0, a run that was pending then has begun since. A delayed work never runs
 *          early. A work keeps to one queue, for cancel_work_sync() waits only on the last. On the
 *          queue with one worker numbered works are queued besides: they must run in the order of
 *          their numbers, without a gap.
 */
#include "soak.h"

#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#define WORKS	 8
#define OVERDUE	 HZ /* jiffies after which a delayed work counts as lost */
#define LIFE_MAX 6  /* works of a queue that lives for one operation */

static struct workqueue_struct *queues[3]; /* the first has one worker in all */

static struct workqueue_struct *any_queue(void)
{
	return queues[soak_below(ARRAY_SIZE(queues))];
}

/* Fields: L under gate.lock. */
static struct soaked_work {
	struct work_struct work;
	struct soak_gate gate;
	unsigned long due;	/* L: not before */
	unsigned int asked;	/* L: calls, accepted or not */
	unsigned int served;	/* L: of them, when the last run began */
	unsigned int queued;	/* L: accepted */
	unsigned int runs;	/* L */
	unsigned int cancelled; /* L */
	atomic_t inside;	/* handlers that run right now */
} works[WORKS];

static int index_of(const struct soaked_work *s)
{
	return s - works;
}

static void queue(struct soaked_work *s, bool delayed)
{
	struct workqueue_struct *wq = queues[index_of(s) % ARRAY_SIZE(queues)];
	unsigned long flags, delay = delayed ? soak_delay() : 0, now;
	int accepted;

	spin_lock_irqsave(&s->gate.lock, flags);
	if (!s->gate.closed) {
		now = jiffies;
		accepted = delayed ? queue_delayed_work(wq, &s->work, delay) :
				     queue_work(wq, &s->work);
		s->asked++;
		s->queued += accepted;
		if (accepted)
			s->due = now + delay;
	}
	spin_unlock_irqrestore(&s->gate.lock, flags);
}

static void body(void *data)
{
	struct soaked_work *s = data;

	atomic_inc(&s->inside);
	spin_lock_irq(&s->gate.lock);
	s->runs++;
	s->served = s->asked;
	soak_check(s->runs + s->cancelled <= s->queued,
		   "work %d: queued %u times, run %u, cancelled %u", index_of(s), s->queued,
		   s->runs, s->cancelled);
	if (!work_pending(&s->work)) /* else @due is already the next one's */
		soak_check(time_after_eq(jiffies, s->due), "work %d: run %ld ticks early",
			   index_of(s), (long)(s->due - jiffies));
	spin_unlock_irq(&s->gate.lock);
	soak_check(!in_atomic() && !irqs_disabled(), "work %d: runs where it may not sleep",
		   index_of(s));
	if (!soak_below(16))
		schedule_timeout_uninterruptible(1);
	if (!soak_below(8))
		queue(s, soak_below(2)); /* its own work again (S92) */
	soak_echo();
	atomic_dec(&s->inside);
}

/* ---- operations ------------------------------------------------------------------------------ */

static void queue_one(void)
{
	queue(&works[soak_below(WORKS)], false);
}

static void queue_delayed(void)
{
	queue(&works[soak_below(WORKS)], true);
}

static void note_cancelled(struct soaked_work *s, int cancelled)
{
	if (!cancelled)
		return;
	spin_lock_irq(&s->gate.lock);
	s->cancelled++;
	if (!work_pending(&s->work)) {
		s->due = jiffies; /* a handler that is just beginning was due before */
		s->served = s->asked;
	}
	spin_unlock_irq(&s->gate.lock);
}

static void cancel_delayed(void)
{
	struct soaked_work *s = &works[soak_below(WORKS)];

	if (!mutex_trylock(&s->gate.owner))
		return;
	note_cancelled(s, cancel_delayed_work(&s->work));
	mutex_unlock(&s->gate.owner);
}

/* After it the work is idle and its account is closed. */
static void check_cancelled(struct soaked_work *s)
{
	unsigned int runs;

	note_cancelled(s, cancel_work_sync(&s->work));
	runs = READ_ONCE(s->runs);
	soak_check(!work_pending(&s->work) && !atomic_read(&s->inside),
		   "work %d: not idle after cancel_work_sync()", index_of(s));
	soak_check(s->queued == s->runs + s->cancelled,
		   "work %d: queued %u times, run %u, cancelled %u, and not pending", index_of(s),
		   s->queued, s->runs, s->cancelled);
	if (!soak_below(4))
		schedule_timeout_uninterruptible(1 + soak_below(3));
	soak_check(READ_ONCE(s->runs) == runs, "work %d: ran after cancel_work_sync()",
		   index_of(s));
}

static void cancel_sync(void)
{
	struct soaked_work *s = &works[soak_below(WORKS)];

	if (!soak_close(&s->gate))
		return;
	check_cancelled(s);
	soak_open(&s->gate);
}

/* ---- works on the heap: for flushes, for order ----------------------------------------------- */

struct fresh_work {
	struct work_struct work;
	unsigned int number;
	atomic_t runs;
};

static void fresh_body(void *data)
{
	struct fresh_work *fresh = data;

	atomic_inc(&fresh->runs);
}

/* A work that was queued before a flush has run when the flush returns (S107). */
static void flush(bool whole_queue)
{
	struct fresh_work *fresh = kzalloc(sizeof(*fresh), GFP_KERNEL);
	struct workqueue_struct *wq = any_queue();

	if (!fresh)
		return;
	INIT_WORK(&fresh->work, fresh_body, fresh);
	soak_check(queue_work(wq, &fresh->work), "flush: a new work was refused");
	if (whole_queue)
		flush_workqueue(wq);
	else
		flush_work(&fresh->work);
	if (atomic_read(&fresh->runs) == 1)
		kfree(fresh);
	else
		soak_fail("flush_work%s(): returned, and the work ran %d times",
			  whole_queue ? "queue" : "", atomic_read(&fresh->runs));
}

static void flush_queue(void)
{
	flush(true);
}

static void flush_one(void)
{
	flush(false);
}

static DEFINE_SPINLOCK(order_lock);
static unsigned int numbers; /* order_lock: given out, in the order of queueing */
static unsigned int last;    /* the one worker's: of the work that ran last */

/* A handler may free its own work (S93). */
static void numbered_body(void *data)
{
	struct fresh_work *fresh = data;

	soak_check(fresh->number == last + 1, "order: number %u runs after number %u",
		   fresh->number, last);
	WRITE_ONCE(last, fresh->number);
	kfree(fresh);
}

static void queue_numbered(void)
{
	struct fresh_work *fresh = kzalloc(sizeof(*fresh), GFP_ATOMIC);
	unsigned long flags;

	if (!fresh)
		return;
	INIT_WORK(&fresh->work, numbered_body, fresh);
	spin_lock_irqsave(&order_lock, flags);
	fresh->number = ++numbers;
	queue_work(queues[0], &fresh->work);
	spin_unlock_irqrestore(&order_lock, flags);
}

/* A queue's whole life: what was queued and not cancelled has run when it is gone. */
static void queue_life(void)
{
	struct fresh_work *fresh = kcalloc(LIFE_MAX, sizeof(*fresh), GFP_KERNEL);
	struct workqueue_struct *wq = soak_below(2) ? create_workqueue("soaklife") :
						      create_singlethread_workqueue("soaklife");
	unsigned int i, delayed = soak_below(LIFE_MAX), ran = 0, cancelled = 0;

	if (!fresh || !wq) {
		soak_fail("no memory for a queue");
		return;
	}
	for (i = 0; i < LIFE_MAX; i++) {
		INIT_WORK(&fresh[i].work, fresh_body, &fresh[i]);
		if (i < delayed)
			queue_delayed_work(wq, &fresh[i].work, soak_below(3));
		else
			queue_work(wq, &fresh[i].work);
	}
	if (!soak_below(4))
		schedule_timeout_uninterruptible(1);
	for (i = 0; i < delayed; i++)
		cancelled += cancel_delayed_work(&fresh[i].work);
	destroy_workqueue(wq);
	for (i = 0; i < LIFE_MAX; i++)
		ran += atomic_read(&fresh[i].runs);
	soak_check(ran + cancelled == LIFE_MAX,
		   "destroy_workqueue(): of %u works %u have run and %u were cancelled", LIFE_MAX,
		   ran, cancelled);
	kfree(fresh);
}

/* ---- the part -------------------------------------------------------------------------------- */

static int begin(void)
{
	unsigned int i;

	queues[0] = create_singlethread_workqueue("soakone");
	queues[1] = create_workqueue("soak");
	queues[2] = keventd_wq;
	if (!queues[0] || !queues[1])
		return -ENOMEM;
	for (i = 0; i < WORKS; i++) {
		INIT_WORK(&works[i].work, body, &works[i]);
		soak_gate_init(&works[i].gate);
	}
	return 0;
}

static bool work_settled(struct soaked_work *s, bool complain)
{
	bool pending, overdue, balanced;

	spin_lock_irq(&s->gate.lock);
	pending = work_pending(&s->work);
	overdue = pending && time_after(jiffies, s->due + OVERDUE);
	balanced = s->queued == s->runs + s->cancelled + pending &&
		   (pending || s->served == s->asked);
	spin_unlock_irq(&s->gate.lock);
	if (complain && (overdue || !balanced))
		soak_fail("work %d: asked for %u times, served up to %u, queued %u, run %u, "
			  "cancelled %u, %spending%s",
			  index_of(s), s->asked, s->served, s->queued, s->runs, s->cancelled,
			  pending ? "" : "not ", overdue ? " and overdue" : "");
	return balanced && !overdue;
}

static bool settled(bool complain)
{
	bool all = READ_ONCE(last) == READ_ONCE(numbers);
	unsigned int i;

	if (!all && complain)
		soak_fail("order: %u numbered works queued, %u have run", numbers, last);
	for (i = 0; i < WORKS; i++)
		all &= work_settled(&works[i], complain);
	return all;
}

static void end(void)
{
	unsigned int i;

	for (i = 0; i < WORKS; i++)
		if (soak_close(&works[i].gate)) {
			check_cancelled(&works[i]);
			mutex_unlock(&works[i].gate.owner);
		}
	destroy_workqueue(queues[0]);
	destroy_workqueue(queues[1]);
}

static struct soak_op ops[] = {
	{ "queue_work", queue_one, 8 },
	{ "queue_delayed", queue_delayed, 6 },
	{ "queue_in_order", queue_numbered, 4 },
	{ "cancel_delayed", cancel_delayed, 4, .sleeps = true },
	{ "cancel_sync", cancel_sync, 4, .sleeps = true },
	{ "flush_queue", flush_queue, 2, .sleeps = true },
	{ "flush_work", flush_one, 2, .sleeps = true },
	{ "queue_life", queue_life, 1, .sleeps = true },
	{},
};

const struct soak_part soak_works = { ops, begin, settled, end };
