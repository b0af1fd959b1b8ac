/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/lock: the lock checker, which the tests' image has */
#ifndef _LOCK_INTERNAL_H
#define _LOCK_INTERNAL_H

#include <halves/context.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

#define MAX_CLASSES 256 /* number 0 is none */
#define MAX_ORDERS  1536
#define MAX_CHAIN   6 /* orders in a row that a report shows */

/* Which interrupts may come while a lock is held. */
enum open_to {
	OPEN_TO_NONE,
	OPEN_TO_HARDIRQ,
	OPEN_TO_ALL, /* top halves and softirqs */
	NR_OPEN,
};

struct lock_site {
	unsigned long ip; /* 0: there is none */
	u8 context, form;
};

/* All locks that one place initialises. Fields under the checker's lock; bits are only set. */
struct lock_class {
	const char *name; /* LOCK_NAME() */
	bool mutex;
	u8 told;			    /* bit: enum context */
	u16 next;			    /* with the same hash */
	u16 seen[SPIN_FORMS];		    /* bit: context * NR_OPEN + open_to */
	struct lock_site taken[NR_CONTEXTS]; /* where softirq and hardirq wait for it … */
	struct lock_site open[NR_CONTEXTS];  /* … and where it is held while they may come */
};

/* Somebody holds a lock and takes another. */
struct lock_order {
	u16 from, to;		   /* classes */
	unsigned long from_ip, ip; /* where each was taken */
	u8 context;
	bool wrong; /* told already: nothing is concluded from it */
};

struct lock_chain {
	unsigned int count;
	const struct lock_order *order[MAX_CHAIN];
};

#ifdef CONFIG_TESTS
extern struct lock_class lock_classes[MAX_CLASSES];
extern unsigned int nr_lock_classes;

u16 lockdep_class(const char *name, bool mutex);
void lockdep_seen(u16 class, enum spin_form form, enum context context, unsigned long ip);
void lockdep_order(u16 from, unsigned long from_ip, u16 to, unsigned long ip);
enum context lockdep_highest(u16 class);

void lockdep_tell_order(const struct lock_order *now, const struct lock_chain *before);
void lockdep_tell_form(u16 taken, enum context context, u16 open, const struct lock_chain *chain);

void mutex_wanted(struct mutex *lock, unsigned long ip);
void mutex_taken(struct mutex *lock, unsigned long ip);
void mutex_released(struct mutex *lock);
#else
#define mutex_wanted(lock, ip) ((void)0)
#define mutex_taken(lock, ip)  ((void)0)
#define mutex_released(lock)   ((void)0)
#endif

#endif
