// SPDX-License-Identifier: MIT
/*
 * soak_works.c - the soak: works, delayed works, and queues that come and go
 *
 * Idea:    what was queued (the call returned 1) has run, was cancelled, or is pending; where the
 *          call returned 0, a run that was pending then has begun since. Half of the works are
 *          queued by several at once, the other half one after the other: those never run early.
 *          A work keeps to one queue, for cancel_work_sync() waits only on the last. On the
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

static struct soaked_work {
	struct work_struct work;
	struct soak_gate gate;
	unsigned long due; /* not before; where the gate is exclusive: inside of it */
	atomic_t asked;	   /* calls, accepted or not */
	atomic_t served;   /* of them, when the last run began */
	atomic_t queued;   /* accepted */
	atomic_t runs, cancelled;
	atomic_t inside; /* handlers that run right now */
} works[WORKS];

static int index_of(const struct soaked_work *s)
{
	return s - works;
}

static int queue_now(struct workqueue_struct *wq, struct work_struct *work, bool on)
{
	return on ? queue_work_on(soak_cpu(), wq, work) : queue_work(wq, work);
}

static int queue_later(struct workqueue_struct *wq, struct work_struct *work, bool on,
		       unsigned long delay)
{
	return on ? queue_delayed_work_on(soak_cpu(), wq, work, delay) :
		    queue_delayed_work(wq, work, delay);
}

static void queue(struct soaked_work *s, bool delayed, bool on)
{
	struct workqueue_struct *wq = queues[index_of(s) % ARRAY_SIZE(queues)];
	unsigned long delay = delayed ? soak_delay() : 0, now;
	int accepted;

	if (!soak_enter(&s->gate))
		return;
	now = jiffies;
	atomic_inc(&s->asked);
	accepted = delayed ? queue_later(wq, &s->work, on, delay) : queue_now(wq, &s->work, on);
	if (accepted)
		s->due = now + delay;
	atomic_add(accepted, &s->queued);
	soak_leave(&s->gate);
}

/* Not judged when it has been queued anew, or deleted, since the worker took it. */
static void judge(struct soaked_work *s)
{
	if (!s->gate.exclusive || !soak_enter(&s->gate))
		return;
	if (!work_pending(&s->work))
		soak_check(time_after_eq(jiffies, s->due), "work %d: run %ld ticks early",
			   index_of(s), (long)(s->due - jiffies));
	soak_leave(&s->gate);
}

static void body(void *data)
{
	struct soaked_work *s = data;

	atomic_inc(&s->inside);
	atomic_inc(&s->runs);
	soak_serve(&s->asked, &s->served);
	judge(s);
	soak_check(!in_atomic() && !irqs_disabled(), "work %d: runs where it may not sleep",
		   index_of(s));
	if (!soak_below(16))
		soak_nap(1);
	if (!soak_below(8))
		queue(s, soak_below(2), soak_below(2)); /* its own work again (S92) */
	soak_echo();
	atomic_dec(&s->inside);
}

/* ---- operations ------------------------------------------------------------------------------ */

static void queue_one(void)
{
	queue(&works[soak_below(WORKS)], false, false);
}

static void queue_on(void)
{
	queue(&works[soak_below(WORKS)], false, true);
}

static void queue_delayed(void)
{
	queue(&works[soak_below(WORKS)], true, false);
}

static void queue_delayed_on(void)
{
	queue(&works[soak_below(WORKS)], true, true);
}

/* Not where one must know when it was due: a handler that has just begun judges that meanwhile. */
static void cancel_delayed(void)
{
	struct soaked_work *s = &works[soak_below(WORKS)];

	if (s->gate.exclusive || !soak_enter(&s->gate))
		return;
	if (cancel_delayed_work(&s->work)) {
		atomic_inc(&s->cancelled);
		soak_serve(&s->asked, &s->served);
	}
	soak_leave(&s->gate);
}

/* Queued or timed and not yet ended, by the account; when nobody asks it for anything. */
static int open_ends(const struct soaked_work *s)
{
	return atomic_read(&s->queued) - atomic_read(&s->runs) - atomic_read(&s->cancelled);
}

static void tell_account(const struct soaked_work *s, bool overdue)
{
	soak_fail("work %d: asked for %d times, served up to %d, queued %d, run %d, cancelled %d, "
		  "%spending%s",
		  index_of(s), atomic_read(&s->asked), atomic_read(&s->served),
		  atomic_read(&s->queued), atomic_read(&s->runs), atomic_read(&s->cancelled),
		  work_pending(&s->work) ? "" : "not ", overdue ? " and overdue" : "");
}

/* After it the work is idle and its account is closed. */
static void check_cancelled(struct soaked_work *s)
{
	int runs;

	atomic_add(cancel_work_sync(&s->work), &s->cancelled);
	runs = atomic_read(&s->runs);
	soak_check(!work_pending(&s->work) && !atomic_read(&s->inside),
		   "work %d: not idle after cancel_work_sync()", index_of(s));
	if (open_ends(s))
		tell_account(s, false);
	atomic_set(&s->served, atomic_read(&s->asked));
	if (!soak_below(4))
		soak_nap(3);
	soak_check(atomic_read(&s->runs) == runs, "work %d: ran after cancel_work_sync()",
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

/* flush_work() does not wait for a delay, but for the run if it is over. */
static void flush_delayed(void)
{
	struct fresh_work *fresh = kzalloc(sizeof(*fresh), GFP_KERNEL);
	int cancelled;

	if (!fresh)
		return;
	INIT_WORK(&fresh->work, fresh_body, fresh);
	queue_delayed_work_on(soak_cpu(), any_queue(), &fresh->work, soak_below(2));
	while (timer_pending(&fresh->work.timer) && soak_below(100)) {
		cpu_relax();
		yield();
	}
	flush_work(&fresh->work);
	cancelled = cancel_work_sync(&fresh->work);
	soak_check(atomic_read(&fresh->runs) + cancelled == 1,
		   "flush_work(): a delayed work ran %d times, and %d times it was cancelled",
		   atomic_read(&fresh->runs), cancelled);
	kfree(fresh);
}

static void flush_queue(void)
{
	flush(true);
}

static void flush_one(void)
{
	flush(false);
}

/* A work that queues itself again and again, until cancel_rearming_delayed_workqueue() (S116). */
struct rearming {
	struct work_struct work;
	struct workqueue_struct *wq;
	atomic_t inside, runs;
};

static void rearming_body(void *data)
{
	struct rearming *r = data;

	atomic_inc(&r->inside);
	atomic_inc(&r->runs);
	queue_delayed_work(r->wq, &r->work, soak_below(2));
	soak_echo();
	atomic_dec(&r->inside);
}

static void rearming_life(void)
{
	struct rearming *r = kzalloc(sizeof(*r), GFP_KERNEL);
	int runs;

	if (!r)
		return;
	r->wq = any_queue();
	INIT_WORK(&r->work, rearming_body, r);
	queue_delayed_work(r->wq, &r->work, soak_below(2));
	if (soak_below(4))
		soak_nap(2);
	cancel_rearming_delayed_workqueue(r->wq, &r->work);
	runs = atomic_read(&r->runs);
	soak_check(!work_pending(&r->work) && !atomic_read(&r->inside),
		   "rearming work: not idle after cancel_rearming_delayed_workqueue()");
	if (!soak_below(4))
		soak_nap(2);
	soak_check(atomic_read(&r->runs) == runs, "rearming work: ran after its cancel");
	kfree(r);
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
		soak_nap(1);
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
		soak_gate_init(&works[i].gate, i % 2);
	}
	return 0;
}

static bool work_settled(struct soaked_work *s, bool complain)
{
	bool pending = work_pending(&s->work), overdue, balanced;

	overdue = pending && s->gate.exclusive && time_after(jiffies, s->due + OVERDUE);
	balanced = open_ends(s) == pending &&
		   (pending || atomic_read(&s->served) == atomic_read(&s->asked));
	if (complain && (overdue || !balanced))
		tell_account(s, overdue);
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
	{ "queue_work", queue_one, 6 },
	{ "queue_work_on", queue_on, 3 },
	{ "queue_delayed", queue_delayed, 4 },
	{ "delayed_on", queue_delayed_on, 3 },
	{ "queue_in_order", queue_numbered, 4 },
	{ "cancel_delayed", cancel_delayed, 4, .sleeps = true },
	{ "cancel_sync", cancel_sync, 4, .sleeps = true },
	{ "flush_queue", flush_queue, 2, .sleeps = true },
	{ "flush_work", flush_one, 2, .sleeps = true },
	{ "flush_delayed", flush_delayed, 2, .sleeps = true },
	{ "cancel_rearming", rearming_life, 1, .sleeps = true },
	{ "queue_life", queue_life, 1, .sleeps = true },
	{},
};

const struct soak_part soak_works = { ops, begin, settled, end };
