// SPDX-License-Identifier: MIT
/*
 * lockdep.c - may locks ever make each other wait in a circle? Told at the first use that shows it
 *
 * Idea:    a deadlock needs bad luck, the mistake behind it does not: it is in two places of the
 *          code, which need not run at the same time. So the checker remembers of each class of
 *          locks, all those that one place initialises,
 *          - which other classes were held when it was taken: an order. Two orders that make a
 *            circle, over others too, are a deadlock of two holders;
 *          - in which interrupts it is taken, and whether it is held while those may come: both
 *            together are a deadlock on one processor, the interrupt waiting for what it has
 *            interrupted. The same when the lock that the interrupt takes is held by one who waits
 *            for the lock that is held when the interrupt comes.
 *          Only what waits counts: spin_trylock() gives up, so it may be called in any order and
 *          any context; but what it took is held as any other.
 *          Spinlocks and mutexes have orders of their own: to wait for a mutex with a spinlock held
 *          is wrong in any case (might_sleep()), and the other way round no circle closes.
 * Context: any; spinlock.c and mutex.c call, before they take a lock and when they have it.
 * Locking: the checker's own, irqs off; nothing is taken for what was seen before.
 * See:     kernel/lock/lockdep_show.c (reports, table), docs/locks.md, tests/kernel/lockdep_test.c,
 *          lockdep_form_test.c
 */
#include <asm/bitops.h>
#include <asm/system.h>
#include <halves/lockdep.h>
#include <linux/bitmap.h>
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "internal.h"

#define HASH_SIZE   64
#define CLASS_WORDS (MAX_CLASSES / 32)

struct lock_class lock_classes[MAX_CLASSES];
unsigned int nr_lock_classes = 1;
static unsigned int max_classes = MAX_CLASSES;
static u16 hash[HASH_SIZE];

static struct lock_order orders[MAX_ORDERS];
static unsigned int nr_orders;
static unsigned long known[MAX_CLASSES][CLASS_WORDS]; /* [from], bit to: is in orders[] */

static bool stopped;
static struct arch_spinlock checker; /* no spinlock_t, which would be checked */
static int checker_cpu = -1;

/* False: not now: the checker is full, or an NMI has interrupted it. */
static bool enter(unsigned long *flags)
{
	*flags = raw_local_save_flags();
	raw_local_irq_disable();
	if (READ_ONCE(stopped) || READ_ONCE(checker_cpu) == smp_processor_id()) {
		raw_local_irq_restore(*flags);
		return false;
	}
	arch_spin_lock(&checker);
	checker_cpu = smp_processor_id();
	return true;
}

static void leave(unsigned long flags)
{
	checker_cpu = -1;
	arch_spin_unlock(&checker);
	raw_local_irq_restore(flags);
}

/* leave() when a table is full: half of the truth would be told as a whole. */
static void leave_for_good(unsigned long flags, const char *what, unsigned int count)
{
	stopped = true;
	leave(flags);
	printk(KERN_WARNING "lock checker: more than %u %s: it checks no more\n", count, what);
}

static u16 *bucket(const char *name)
{
	return &hash[(unsigned long)name / 4 % HASH_SIZE];
}

/* Expects the lock. 0: there is none. */
static u16 find_class(const char *name)
{
	u16 id = *bucket(name);

	while (id && lock_classes[id].name != name)
		id = lock_classes[id].next;
	return id;
}

/* lockdep_class - the number of the class of this name, perhaps a new one; 0: there is no room */
u16 lockdep_class(const char *name, bool mutex)
{
	unsigned long flags;
	u16 id, *at;

	if (!name || !enter(&flags))
		return 0;
	id = find_class(name);
	if (!id && nr_lock_classes >= max_classes) {
		leave_for_good(flags, "classes of locks", max_classes - 1);
		return 0;
	}
	if (!id) {
		id = nr_lock_classes++;
		lock_classes[id].name = name;
		lock_classes[id].mutex = mutex;
		/* At the end: what was found before is found as quickly as ever. */
		for (at = bucket(name); *at; at = &lock_classes[*at].next)
			;
		*at = id;
	}
	leave(flags);
	return id;
}

/* ---- orders ---------------------------------------------------------------------------------- */

/* All classes that come after @start, by any number of orders (or before it), with itself. */
static void spread(u16 start, bool forward, unsigned long *reached)
{
	const struct lock_order *order;
	bool more;

	memset(reached, 0, sizeof(known[0]));
	__set_bit(start, reached);
	do {
		more = false;
		for (order = orders; order < orders + nr_orders; order++) {
			u16 near = forward ? order->from : order->to;
			u16 far = forward ? order->to : order->from;

			if (order->wrong || !test_bit(near, reached) || test_bit(far, reached))
				continue;
			__set_bit(far, reached);
			more = true;
		}
	} while (more);
}

/* The orders that lead from @from to @to; of a long chain the last MAX_CHAIN. False: none do. */
static bool find_chain(u16 from, u16 to, struct lock_chain *chain)
{
	static const struct lock_order *via[MAX_CLASSES];
	const struct lock_order *order;
	bool more = true;

	memset(via, 0, sizeof(via));
	while (more && !via[to]) {
		more = false;
		for (order = orders; order < orders + nr_orders; order++) {
			if (order->wrong || via[order->to] || order->to == from)
				continue;
			if (order->from != from && !via[order->from])
				continue;
			via[order->to] = order;
			more = true;
		}
	}
	chain->count = 0;
	for (order = via[to]; order && chain->count < MAX_CHAIN; order = via[order->from])
		chain->order[chain->count++] = order;
	return chain->count;
}

/* ---- interrupts ------------------------------------------------------------------------------ */

struct conflict {
	enum context context; /* CONTEXT_PROCESS: there is none */
	u16 taken, open;      /* it waits for the one, and may interrupt who holds the other */
	struct lock_chain chain;
};

static bool find_pair(enum context context, const unsigned long *before, const unsigned long *after,
		      struct conflict *found)
{
	unsigned long p, q;

	for_each_set_bit(p, before, MAX_CLASSES) {
		if (!lock_classes[p].taken[context].ip || lock_classes[p].told & 1 << context)
			continue;
		for_each_set_bit(q, after, MAX_CLASSES) {
			if (!lock_classes[q].open[context].ip ||
			    (q != p && lock_classes[q].told & 1 << context))
				continue;
			found->context = context;
			found->taken = p;
			found->open = q;
			return true;
		}
	}
	return false;
}

/* Something is new of the class @at: does an interrupt wait for itself now? Expects the lock. */
static void find_conflict(u16 at, struct conflict *found)
{
	unsigned long before[CLASS_WORDS], after[CLASS_WORDS];

	found->context = CONTEXT_PROCESS;
	spread(at, false, before);
	spread(at, true, after);
	if (!find_pair(CONTEXT_HARDIRQ, before, after, found) &&
	    !find_pair(CONTEXT_SOFTIRQ, before, after, found))
		return;
	/* What is right against top halves is right against softirqs, too. */
	lock_classes[found->taken].told |= 1 << found->context | 1 << CONTEXT_SOFTIRQ;
	found->chain.count = 0;
	if (found->taken != found->open)
		find_chain(found->taken, found->open, &found->chain);
}

static void tell_conflict(const struct conflict *found)
{
	if (found->context != CONTEXT_PROCESS)
		lockdep_tell_form(found->taken, found->context, found->open, &found->chain);
}

/*
 * lockdep_highest - the highest context that waits for a lock of the class, or for another one,
 * whose holder waits for it; CONTEXT_PROCESS: no interrupt does
 */
enum context lockdep_highest(u16 class)
{
	enum context highest = CONTEXT_PROCESS;
	unsigned long before[CLASS_WORDS], flags, p;

	if (!enter(&flags))
		return highest;
	spread(class, false, before);
	for_each_set_bit(p, before, MAX_CLASSES) {
		if (lock_classes[p].taken[CONTEXT_HARDIRQ].ip)
			highest = CONTEXT_HARDIRQ;
		else if (lock_classes[p].taken[CONTEXT_SOFTIRQ].ip && highest == CONTEXT_PROCESS)
			highest = CONTEXT_SOFTIRQ;
	}
	leave(flags);
	return highest;
}

static enum open_to open_to(void)
{
	if (in_irq() || irqs_disabled())
		return OPEN_TO_NONE;
	return in_softirq() ? OPEN_TO_HARDIRQ : OPEN_TO_ALL;
}

static void set_site(struct lock_site *site, unsigned long ip, enum context context,
		     enum spin_form form)
{
	if (!site->ip)
		*site = (struct lock_site){ .ip = ip, .context = context, .form = form };
}

/* lockdep_seen - a lock of the class is taken at @ip, or still held; any context */
void lockdep_seen(u16 class, enum spin_form form, enum context context, unsigned long ip)
{
	struct lock_class *c = &lock_classes[class];
	enum open_to open = open_to();
	u16 bit = 1 << (context * NR_OPEN + open);
	struct conflict found;
	unsigned long flags;

	if (likely(!class || READ_ONCE(c->seen[form]) & bit) || !enter(&flags))
		return;
	c->seen[form] |= bit;
	if (context != CONTEXT_PROCESS && form != SPIN_TRYLOCK)
		set_site(&c->taken[context], ip, context, form);
	if (open == OPEN_TO_ALL)
		set_site(&c->open[CONTEXT_SOFTIRQ], ip, context, form);
	if (open != OPEN_TO_NONE)
		set_site(&c->open[CONTEXT_HARDIRQ], ip, context, form);
	find_conflict(class, &found);
	leave(flags);
	tell_conflict(&found);
}

/* lockdep_order - who holds a lock of @from, taken at @from_ip, waits for one of @to at @ip; any */
void lockdep_order(u16 from, unsigned long from_ip, u16 to, unsigned long ip)
{
	struct conflict found = { .context = CONTEXT_PROCESS };
	struct lock_chain before = { 0 };
	struct lock_order *now;
	unsigned long flags;

	if (likely(!from || !to || test_bit(to, known[from])) || !enter(&flags))
		return;
	if (nr_orders == MAX_ORDERS) {
		leave_for_good(flags, "orders of locks", MAX_ORDERS);
		return;
	}
	if (test_bit(to, known[from])) { /* another processor was faster */
		leave(flags);
		return;
	}
	__set_bit(to, known[from]);
	now = &orders[nr_orders];
	*now = (struct lock_order){
		.from = from, .to = to, .from_ip = from_ip, .ip = ip, .context = current_context()
	};
	now->wrong = from == to || find_chain(to, from, &before);
	nr_orders++;
	if (!now->wrong)
		find_conflict(from, &found);
	leave(flags);
	if (now->wrong)
		lockdep_tell_order(now, &before);
	tell_conflict(&found);
}

/* ---- for the checker's own tests ------------------------------------------------------------- */

void lockdep_forget(const char *name)
{
	struct lock_order *order, *kept = orders;
	unsigned long flags;
	u16 class;

	if (!enter(&flags))
		return;
	class = find_class(name);
	for (order = orders; order < orders + nr_orders; order++) {
		if (order->from == class || order->to == class)
			__clear_bit(order->to, known[order->from]);
		else
			*kept++ = *order;
	}
	nr_orders = kept - orders;
	lock_classes[class].told = 0;
	memset(lock_classes[class].seen, 0, sizeof(lock_classes[class].seen));
	memset(lock_classes[class].taken, 0, sizeof(lock_classes[class].taken));
	memset(lock_classes[class].open, 0, sizeof(lock_classes[class].open));
	leave(flags);
}

unsigned int lockdep_limit(unsigned int more)
{
	unsigned int before = max_classes - nr_lock_classes;

	max_classes = min_t(unsigned int, nr_lock_classes + more, MAX_CLASSES);
	stopped = false;
	return before;
}
