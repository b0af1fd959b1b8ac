/* SPDX-License-Identifier: MIT */
/*
 * soak.h - between the files of the soak
 *
 * Idea:    an operation is a function without arguments that does one legal thing to an object
 *          chosen at random, and keeps the object's account: what was asked of the kernel, what the
 *          kernel accepted, what came of it. What must always be true of an account is checked at
 *          each step; what must be true in the end is checked after each burst, when everybody has
 *          had the time to serve what was asked.
 * Locking: an account has a lock, irqs off. Who must know that an object is idle closes it under
 *          the lock: from then on nobody asks it for anything. All of it holds on several
 *          processors, too.
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

extern const struct soak_part soak_devices, soak_softirqs, soak_timers, soak_works, soak_sleepers;

void soak_seed(u32 seed);
u32 soak_random(void);
unsigned int soak_below(unsigned int n);
unsigned long soak_delay(void);
void soak_some_op(bool may_sleep);
void soak_draw_lots(const struct soak_part *part);
void soak_echo(void);
void soak_rtc_top_half(void *unused);
bool soak_failed(void);
void soak_fail(const char *fmt, ...) __printf(1, 2);

/* soak_check - @condition must be true; else say what was violated; any context */
#define soak_check(condition, ...)                                                                 \
	do {                                                                                       \
		if (unlikely(!(condition)))                                                        \
			soak_fail(__VA_ARGS__);                                                    \
	} while (0)

/* Nobody asks an object for anything while it is closed. */
struct soak_gate {
	spinlock_t lock;
	bool closed;	    /* L: under lock */
	struct mutex owner; /* who closes it */
};

void soak_gate_init(struct soak_gate *gate);
bool soak_close(struct soak_gate *gate); /* P; false: somebody else is at it */
void soak_open(struct soak_gate *gate);	 /* P */

#endif
