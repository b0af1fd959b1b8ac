// SPDX-License-Identifier: MIT
/*
 * timer.c - the timer wheel: add, change and delete in constant time, whatever the number
 *
 * Idea:    four wheels of 256 slots, one wheel for each byte of the expiry. The first wheel has one
 *          slot for each of the next 256 jiffies; a slot of the second stands for 256 jiffies, and
 *          so on. A timer goes into the slot of its expiry, in the finest wheel that reaches that
 *          far. Each tick empties one slot of the first wheel; when that has turned once, the next
 *          slot of the second is dealt out into it (cascade). So a far timer is moved at most three
 *          times, and most timers, which are deleted before they expire, never.
 * Context: functions run in TIMER_SOFTIRQ, irqs on, without the lock (S13); the API any.
 * Locking: each processor's base has a lock, irqs off.
 * Source:  G. Varghese, A. Lauck: Hashed and hierarchical timing wheels, SOSP 1987, scheme 7
 */
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/handler.h>
#include <halves/onstack.h>
#include <halves/trace.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#define WHEELS	  4
#define SLOT_BITS 8
#define SLOTS	  (1 << SLOT_BITS)

/* Fields: L under lock. */
struct timer_base {
	spinlock_t lock;
	struct timer_list *running;	       /* L: whose function runs now */
	unsigned long next;		       /* L: the first jiffy whose slot has not been run */
	struct list_head wheel[WHEELS][SLOTS]; /* L */
};

struct timer_base boot_timer_base = { .lock = __SPIN_LOCK_UNLOCKED(timer_base.lock) };
EXPORT_SYMBOL(boot_timer_base);
static DEFINE_PER_CPU(struct timer_base *, timer_base) = &boot_timer_base;

static __always_inline unsigned int slot_index(unsigned int wheel, unsigned long jiffy)
{
	return jiffy >> wheel * SLOT_BITS & (SLOTS - 1);
}

static __always_inline struct list_head *slot_in(struct timer_base *base, unsigned int wheel,
						 unsigned long jiffy)
{
	return &base->wheel[wheel][slot_index(wheel, jiffy)];
}

/* The slot for an expiry beyond the second wheel, or in the past: that means the next tick (S7). */
static noinline struct list_head *far_slot(struct timer_base *base, unsigned long expires)
{
	unsigned long distance = expires - base->next;

	if ((long)distance < 0)
		return slot_in(base, 0, base->next);
	return slot_in(base, distance < 1UL << 3 * SLOT_BITS ? 2 : 3, expires);
}

/* The slot for an expiry. Locking: expects base->lock. */
static __always_inline struct list_head *slot_for(struct timer_base *base, unsigned long expires)
{
	unsigned long distance = expires - base->next;

	if (distance < SLOTS)
		return slot_in(base, 0, expires);
	if (likely(distance < 1UL << 2 * SLOT_BITS))
		return slot_in(base, 1, expires);
	return far_slot(base, expires);
}

static __always_inline void enqueue(struct timer_base *base, struct timer_list *timer)
{
	list_add_tail(&timer->entry, slot_for(base, timer->expires));
}

static __always_inline void detach(struct timer_list *timer)
{
	struct list_head *prev = timer->entry.prev, *next = timer->entry.next;

	prev->next = next;
	next->prev = prev;
	timer->entry.next = NULL;
}

/* Lock the base that @timer belongs to; it may change its base while we wait for the lock. */
static __always_inline struct timer_base *lock_base(struct timer_list *timer, unsigned long *flags)
{
	for (;;) {
		struct timer_base *base = READ_ONCE(timer->base);

		spin_lock_irqsave(&base->lock, *flags);
		if (likely(base == timer->base))
			return base;
		spin_unlock_irqrestore(&base->lock, *flags);
	}
}

/* Disarm @timer if it is armed. Return: whether it was. Locking: expects its base's lock. */
static __always_inline int detach_if_pending(struct timer_list *timer)
{
	if (!timer_pending(timer))
		return 0;
	detach(timer);
	return 1;
}

/* ---- the API ------------------------------------------------------------------------------- */

/**
 * init_timer - prepare a timer; function and data are the caller's to set
 * @timer: not armed. One that is stays so, and that is told.
 *
 * Context: any.
 */
void init_timer(struct timer_list *timer)
{
	if (unlikely(timer->entry.next) && list_entry_queued(&timer->entry)) {
		report(KERN_ERR "BUG: init_timer() of a timer that is still armed (%ps, in %ld "
				"jiffies): it stays armed; del_timer_sync() it first\n",
		       (void *)timer->function, (long)(timer->expires - jiffies));
		return;
	}
	timer->entry.next = NULL;
	timer->base = this_cpu_read(timer_base);
}
EXPORT_SYMBOL(init_timer);

/* Who arms it: for reports, where the struct has room for it. */
#ifdef CONFIG_TESTS
#define note_caller(timer) ((timer)->caller = _RET_IP_)
#else
#define note_caller(timer) ((void)0)
#endif

/* Locking: expects base->lock. Return: was it pending? */
static __always_inline int requeue(struct timer_list *timer, unsigned long expires,
				   struct timer_base *base)
{
	int was_pending = detach_if_pending(timer);

	timer->expires = expires;
	enqueue(base, timer);
	return was_pending;
}

/* Interrupts are about to be as they were in @flags. Locking: expects the base's lock. */
static __keeps_registers void note_del(struct timer_list *timer, int was_pending,
				       unsigned long flags)
{
	if (was_pending > 0)
		trace_timer_cancel(timer);
	if (irqsoff_tracing && !raw_irqs_disabled_flags(flags))
		trace_hardirqs_on();
}

static __keeps_registers void note_arm(struct timer_list *timer, int was_pending,
				       unsigned long flags)
{
	if (was_pending)
		trace_timer_cancel(timer);
	trace_timer_start(timer);
	if (irqsoff_tracing && !raw_irqs_disabled_flags(flags))
		trace_hardirqs_on();
}

/* One question for two: the meter's and the log's. */
#define unlock_base(base, flags, note)                                                             \
	do {                                                                                       \
		if (unlikely(watching & (WATCH_IRQSOFF | WATCH_TIMER)))                            \
			note;                                                                      \
		spin_unlock_irqrestore_unmetered(&(base)->lock, flags);                            \
	} while (0)

/*
 * Arm on @new_base what belongs to another one. With both locks held nobody finds the timer between
 * the two. They are taken in any order, so the second one may only be tried.
 */
static noinline int arm_elsewhere(struct timer_list *timer, unsigned long expires,
				  struct timer_base *new_base)
{
	struct timer_base *base;
	unsigned long flags;
	int was_pending;

	for (;;) {
		base = lock_base(timer, &flags);
		if (base == new_base || base->running == timer) {
			was_pending = requeue(timer, expires, base);
			break;
		}
		if (spin_trylock(&new_base->lock)) {
			timer->base = new_base;
			was_pending = requeue(timer, expires, new_base);
			spin_unlock(&new_base->lock);
			break;
		}
		spin_unlock_irqrestore(&base->lock, flags);
		cpu_relax();
	}
	unlock_base(base, flags, note_arm(timer, was_pending, flags));
	return was_pending;
}

/*
 * Arm @timer on @new_base. A timer whose function runs stays where it runs: so it never runs on two
 * processors at once. Any other one moves.
 */
static __always_inline int arm(struct timer_list *timer, unsigned long expires,
			       struct timer_base *new_base)
{
	unsigned long flags;
	int was_pending;

	if (unlikely(timer->base != new_base))
		return arm_elsewhere(timer, expires, new_base);
	spin_lock_irqsave(&new_base->lock, flags);
	if (unlikely(timer->base != new_base)) {
		spin_unlock_irqrestore(&new_base->lock, flags);
		return arm_elsewhere(timer, expires, new_base);
	}
	was_pending = requeue(timer, expires, new_base);
	unlock_base(new_base, flags, note_arm(timer, was_pending, flags));
	return was_pending;
}

/**
 * mod_timer - arm a timer, or move it if it is armed
 * @timer: the timer
 * @expires: jiffies; now or past means the next tick (S7)
 *
 * Return: 1 if it was pending, else 0 (S9). To the very same expiry of a pending one nothing moves
 * (S10). Context: any. Locking: takes the base's lock.
 */
int mod_timer(struct timer_list *timer, unsigned long expires)
{
	if (timer->expires == expires && timer_pending(timer))
		return 1;
	if (WARN_ON(!timer->function))
		return 0;
	note_caller(timer);
	onstack_queued(timer, &onstack_timer);
	return arm(timer, expires, this_cpu_read(timer_base));
}
EXPORT_SYMBOL(mod_timer);

/* One copy for both of the next. */
static noinline void arm_anew(struct timer_list *timer, struct timer_base *base)
{
	arm(timer, timer->expires, base);
}

/** add_timer - arm a timer that is not pending, for timer->expires; any context */
void add_timer(struct timer_list *timer)
{
	if (WARN_ON(timer_pending(timer) || !timer->function))
		return;
	note_caller(timer);
	onstack_queued(timer, &onstack_timer);
	arm_anew(timer, this_cpu_read(timer_base));
}
EXPORT_SYMBOL(add_timer);

/** add_timer_on - the same on a given processor; any context */
void add_timer_on(struct timer_list *timer, int cpu)
{
	if (WARN_ON(timer_pending(timer) || !timer->function))
		return;
	note_caller(timer);
	arm_anew(timer, per_cpu(timer_base, cpu));
}
EXPORT_SYMBOL(add_timer_on);

/**
 * del_timer - disarm a timer
 * @timer: the timer, armed or not
 *
 * Its function may still be running on another processor (S15).
 * Return: 1 if it was pending, else 0 (S11). Context: any.
 */
int del_timer(struct timer_list *timer)
{
	struct timer_base *base;
	unsigned long flags;

	if (!timer_pending(timer))
		return 0;
	base = lock_base(timer, &flags);
	if (unlikely(!timer_pending(timer))) {
		spin_unlock_irqrestore(&base->lock, flags);
		return 0;
	}
	detach(timer);
	unlock_base(base, flags, note_del(timer, 1, flags));
	return 1;
}
EXPORT_SYMBOL(del_timer);

/** try_to_del_timer_sync - as del_timer(), but -1 while the function runs elsewhere; any context */
int try_to_del_timer_sync(struct timer_list *timer)
{
	struct timer_base *base;
	unsigned long flags;
	int was_pending = -1;

	base = lock_base(timer, &flags);
	if (base->running != timer)
		was_pending = detach_if_pending(timer);
	unlock_base(base, flags, note_del(timer, was_pending, flags));
	return was_pending;
}
EXPORT_SYMBOL(try_to_del_timer_sync);

/**
 * del_timer_sync - disarm a timer and wait until its function has ended
 * @timer: the timer; nobody else arms it
 *
 * The caller must hold no lock that the function takes (S16).
 * Return: as del_timer(). Context: thread, spins; not in an interrupt: it could wait for itself.
 */
int del_timer_sync(struct timer_list *timer)
{
	int result;

	might_spin();
	while ((result = try_to_del_timer_sync(timer)) < 0)
		cpu_relax();
	return result;
}
EXPORT_SYMBOL(del_timer_sync);

/* ---- expiry -------------------------------------------------------------------------------- */

/* Deal out one slot of a wheel into finer ones; returns its index: 0 means the wheel has turned. */
static unsigned int cascade(struct timer_base *base, unsigned int wheel)
{
	struct timer_list *timer, *next;
	LIST_HEAD(slot);

	list_splice_init(slot_in(base, wheel, base->next), &slot);
	list_for_each_entry_safe(timer, next, &slot, entry)
		enqueue(base, timer);
	return slot_index(wheel, base->next);
}

static __always_inline void call_timer_fn(struct timer_list *timer, bool noted, u32 id)
{
	void (*fn)(unsigned long) = timer->function;
	u32 before = preempt_count();

	this_cpu_write(context_trail.timer_fn, fn);
	if (noted)
		trace_timer_expire_entry(timer, id);
	fn(timer->data);
	/* @timer may be gone or armed again. */
	if (!check_handler_exit("timer", fn, before, false))
		die("timer %ps changed its context", (void *)fn); /* as Linux does (S18) */
	if (noted)
		trace_timer_expire_exit(timer, fn);
}

/* Run every slot up to now, oldest first (S14); @noted: somebody wants to know of each timer. */
static __always_inline void run_timers(bool noted)
{
	struct timer_base *base = this_cpu_read(timer_base);

	spin_lock_irq(&base->lock);
	while (time_after_eq(jiffies, base->next)) {
		unsigned int index = slot_index(0, base->next), wheel = 1;
		LIST_HEAD(due);

		while (!index && wheel < WHEELS)
			index = cascade(base, wheel++);
		list_splice_init(slot_in(base, 0, base->next), &due);
		base->next++;
		while (!list_empty(&due)) {
			struct timer_list *timer = list_first_entry(&due, struct timer_list, entry);
			u32 id = noted ? timer->trace_id : 0;

			base->running = timer;
			detach(timer); /* one-shot: the function may arm it again (S12) */
			spin_unlock_irq(&base->lock);
			call_timer_fn(timer, noted, id);
			spin_lock_irq(&base->lock);
		}
		base->running = NULL;
	}
	spin_unlock_irq(&base->lock);
	this_cpu_write(context_trail.timer_fn, NULL);
}

static noinline __cold void run_timers_noted(void)
{
	run_timers(true);
}

/* The action of TIMER_SOFTIRQ. */
static void run_timer_softirq(struct softirq_action *a)
{
	if (unlikely(watching & WATCH_TIMER))
		run_timers_noted();
	else
		run_timers(false);
}

/** run_local_timers - the tick: no function runs here, only the softirq is raised (S21) */
void run_local_timers(void)
{
	raise_softirq_irqoff(TIMER_SOFTIRQ);
}

/* ---- set-up, and a look ---------------------------------------------------------------------- */

static void init_base(struct timer_base *base)
{
	unsigned int wheel, i;

	base->next = jiffies;
	for (wheel = 0; wheel < WHEELS; wheel++)
		for (i = 0; i < SLOTS; i++)
			INIT_LIST_HEAD(&base->wheel[wheel][i]);
}

/** timers_prepare_cpu - wheels for a processor that does not run yet; 0 or -ENOMEM; boot */
int timers_prepare_cpu(int cpu)
{
	struct timer_base *base = kzalloc(sizeof(*base), GFP_KERNEL);

	if (!base)
		return -ENOMEM;
	spin_lock_init(&base->lock);
	init_base(base);
	per_cpu(timer_base, cpu) = base;
	return 0;
}

/** timers_init - empty wheels, open the softirq; boot */
void timers_init(void)
{
	init_base(&boot_timer_base);
	open_softirq(TIMER_SOFTIRQ, run_timer_softirq, NULL);
}

static void visit_slot(const struct list_head *slot, timer_visit_fn fn, void *data)
{
	struct timer_list *timer;

	list_for_each_entry(timer, slot, entry)
		fn(timer, data);
}

/* for_each_timer_of - call @fn for each timer that is armed on @cpu, under the base's lock; any */
void for_each_timer_of(int cpu, timer_visit_fn fn, void *data)
{
	struct timer_base *base = per_cpu(timer_base, cpu);
	unsigned int wheel, i;
	unsigned long flags;

	spin_lock_irqsave(&base->lock, flags);
	for (wheel = 0; wheel < WHEELS; wheel++)
		for (i = 0; i < SLOTS; i++)
			visit_slot(&base->wheel[wheel][i], fn, data);
	spin_unlock_irqrestore(&base->lock, flags);
}
