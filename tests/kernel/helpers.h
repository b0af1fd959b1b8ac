/* SPDX-License-Identifier: MIT */
/*
 * helpers.h - what the suites share: every context to run a function in, waiting with a bound, rain
 *
 * "Rain": the RTC's periodic interrupt, 8192 a second, on a real line. It falls between any two
 * instructions of what the test does meanwhile, which no injected interrupt can; with the
 * deterministic clock, on the same ones in every run. For an interrupt at each of them: race.h.
 */
#ifndef _TESTS_HELPERS_H
#define _TESTS_HELPERS_H

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/sched.h>

/* wait_until - let others run until @cond holds; false if it does not within ten virtual seconds */
#define wait_until(cond)                                                                           \
	({                                                                                         \
		unsigned long __end = jiffies + 10 * HZ;                                           \
                                                                                                   \
		while (!(cond) && time_before(jiffies, __end))                                     \
			schedule_timeout_uninterruptible(1);                                       \
		!!(cond);                                                                          \
	})

/* spin_until - the same without giving way */
#define spin_until(cond)                                                                           \
	({                                                                                         \
		unsigned long __end = jiffies + 2 * HZ, __turns;                                   \
                                                                                                   \
		for (__turns = 0; !(cond) && time_before(jiffies, __end); __turns++)               \
			if (!(__turns % 16))                                                       \
				cpu_relax(); /* another processor gets on, too */                  \
		!!(cond);                                                                          \
	})

/* A lock-free notebook: handlers note numbers in the order in which they run. */
struct notes {
	atomic_t count;
	int at[64];
};

void note(struct notes *notes, int what);
void expect_notes(struct kunit *test, const struct notes *notes, const char *expected);

typedef void (*context_fn)(void *arg);

void run_in_hardirq(context_fn fn, void *arg);
void run_in_softirq(context_fn fn, void *arg);
void run_in_tasklet(context_fn fn, void *arg);
void run_in_timer(context_fn fn, void *arg);
void run_with_bh_off(context_fn fn, void *arg);
void run_with_irqs_off(context_fn fn, void *arg);
void run_with_preemption_off(context_fn fn, void *arg);
void run_under_spinlock(context_fn fn, void *arg);
void run_in_thread(context_fn fn, void *arg);

/* Those of the above in which nobody may sleep. */
struct atomic_context {
	const char *name;
	void (*run)(context_fn fn, void *arg);
};

extern const struct atomic_context atomic_contexts[];
#define ATOMIC_CONTEXTS 8

const void *atomic_contexts_gen_params(const void *prev, char *desc);

/*
 * create_thread - a thread on the case's processor that start_thread() lets run; the case ends here
 * if there is no memory. One that is not started is stopped at the end of the case: so a case that
 * needs several threads makes them all before the first runs, and cannot leave that one waiting.
 */
struct task_struct *create_thread(struct kunit *test, int (*fn)(void *data), void *data,
				  const char *name);
void start_thread(struct kunit *test, struct task_struct *thread);

bool exact_clock(void);
void tell_lost_ticks_every(struct kunit *test, unsigned int seconds);
void lose_ticks(struct kunit *test);
void need_exact_clock(struct kunit *test);
void next_tick(void);
void halt_for(unsigned long ticks);
struct task_struct *find_thread(const char *comm);

bool rain_start(struct kunit *test, context_fn fn, void *arg);
void rain_stop(void *unused);
unsigned int rain_drops(void);

#endif
