/* SPDX-License-Identifier: MIT */
/*
 * soak.h - between the files of the soak
 *
 * Idea:    an operation is a function without arguments that does one legal thing to an object
 *          chosen at random, and keeps the object's account: what was asked of the kernel, what the
 *          kernel accepted, what came of it. What must always be true of an account is checked at
 *          each step; what must be true in the end is checked after each burst, when everybody has
 *          had the time to serve what was asked. The soak (soak.c) does them on one processor for
 *          hours, asleep most of the time; the torture (torture.c) densely, on all processors.
 * Locking: accounts are atomic counters, so that operations on one object meet inside the kernel,
 *          and not at a lock in front of it. Who must know that an object is idle closes its gate:
 *          from then on nobody asks it for anything.
 */
#ifndef _TESTS_SOAK_H
#define _TESTS_SOAK_H

#include <asm/atomic.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct soak_op {
	const char *name;
	void (*run)(void);
	unsigned int weight; /* how often it is chosen, among all */
	bool sleeps;	     /* only in threads */
	atomic_t count;
};

/* A family of operations. The functions: process context. */
struct soak_part {
	struct soak_op *ops; /* the last one has no name */
	int (*begin)(void);
	/* Has all that was asked been served? if not, and @complain, call that a violation. */
	bool (*settled)(bool complain);
	void (*end)(void); /* make everything idle, give everything back */
};

extern const struct soak_part soak_devices, soak_softirqs, soak_timers, soak_works, soak_sleepers,
	soak_locks;

/* What makes one program of it. */
struct soak_profile {
	const char *name;
	unsigned int threads;	 /* on each processor */
	unsigned int burst_ops;	 /* of one thread in one burst, at most */
	unsigned long pause_max; /* between two bursts; jiffies */
	unsigned int naps;	 /* one in so many lasts ticks, the others only give way */
	unsigned long all_kinds; /* a run of so many seconds must have done everything */
	long late_max;		 /* of a timer; ticks */
	bool fatal;		 /* the first violation is the end, with a backtrace of everybody */
	void (*burst_begins)(void), (*burst_ends)(void); /* P; or NULL */
};

extern const struct soak_profile *soak_profile; /* of the run */
extern bool soak_is_long; /* the run is long enough to have done everything (all_kinds) */
void soak_say_again(void);

int soak_run(const struct soak_profile *profile, const char *time, u32 seed);
unsigned long soak_seconds(const char *time);

void soak_seed(u32 seed);
u32 soak_random(void);
unsigned int soak_below(unsigned int n);
unsigned long soak_delay(void);
int soak_cpu(void);
void soak_nap(unsigned int max);
void soak_linger(void);
void soak_some_op(bool may_sleep);
void soak_draw_lots(const struct soak_part *part);
void soak_echo(void);
void soak_go(bool go);
void soak_rtc_top_half(void *unused);
void soak_serve(const atomic_t *asked, atomic_t *served);
bool soak_failed(void);
void soak_fail(const char *fmt, ...) __printf(1, 2);

/* soak_check - @condition must be true; else say what was violated; any context */
#define soak_check(condition, ...)                                                                 \
	do {                                                                                       \
		if (unlikely(!(condition)))                                                        \
			soak_fail(__VA_ARGS__);                                                    \
	} while (0)

/*
 * Nobody asks an object for anything while it is closed. An exclusive gate lets one in at a time:
 * for accounts of which one must know in which order the calls came.
 */
struct soak_gate {
	bool exclusive;
	bool closed;
	atomic_t users; /* are in there, or look whether they may */
	spinlock_t lock;
	unsigned long flags; /* lock: of who holds it */
	struct mutex owner;  /* who closes it */
};

void soak_gate_init(struct soak_gate *gate, bool exclusive);
bool soak_enter(struct soak_gate *gate); /* any context; false: it is closed */
void soak_leave(struct soak_gate *gate);
bool soak_close(struct soak_gate *gate); /* P; false: somebody else is at it */
void soak_open(struct soak_gate *gate);	 /* P */

#endif
