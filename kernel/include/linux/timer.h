/* SPDX-License-Identifier: MIT */
/*
 * timer.h - call a function when jiffies has reached a value
 *
 * One-shot; the function runs in TIMER_SOFTIRQ, may not sleep, may arm its timer again (S12). A
 * timer for now or the past fires at the next tick, never inside add_timer() (S7); a timer is never
 * early. Functions: kernel/time/timer.c.
 * Context: any; del_timer_sync(): thread.
 * Locking: takes the lock of a processor's base, irqs off. What makes a timer takes none, for
 *          nobody may use it then; timer_pending() takes none, and may be out of date at once.
 */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/list.h>
#include <linux/types.h>

struct timer_base;

struct timer_list {
	struct list_head entry; /* in a slot of the wheel; next is NULL: not pending */
	unsigned long expires;	/* jiffies */
	void (*function)(unsigned long data);
	unsigned long data;
	struct timer_base *base; /* of the processor that armed it last (S17) */
	u32 trace_id;		 /* of halves/trace.h */
#ifdef CONFIG_TESTS
	unsigned long caller; /* who armed it last: for reports */
#endif
};

extern struct timer_base boot_timer_base;

#define TIMER_INITIALIZER(_function, _expires, _data)                                              \
	{                                                                                          \
		.expires = (_expires), .function = (_function), .data = (_data),                   \
		.base = &boot_timer_base,                                                          \
	}
#define DEFINE_TIMER(name, function, expires, data)                                                \
	struct timer_list name = TIMER_INITIALIZER(function, expires, data)

void init_timer(struct timer_list *timer);

/* setup_timer - init_timer(), with function and data; any context */
static inline void setup_timer(struct timer_list *timer, void (*function)(unsigned long),
			       unsigned long data)
{
	init_timer(timer);
	timer->function = function;
	timer->data = data;
}

/* timer_pending - it is armed and has not yet expired; any context */
static inline int timer_pending(const struct timer_list *timer)
{
	return timer->entry.next != NULL;
}

void add_timer(struct timer_list *timer);
void add_timer_on(struct timer_list *timer, int cpu);
int mod_timer(struct timer_list *timer, unsigned long expires);
int del_timer(struct timer_list *timer);
int del_timer_sync(struct timer_list *timer);
int try_to_del_timer_sync(struct timer_list *timer);

#define del_singleshot_timer_sync(t) del_timer_sync(t)

/* run_local_timers - the tick asks for the expired ones to be run: raises TIMER_SOFTIRQ (S21) */
void run_local_timers(void);

/* for_each_timer - call @fn for each armed timer; it must be quick: irqs are off; any context */
typedef void (*timer_visit_fn)(const struct timer_list *timer, void *data);
void for_each_timer(timer_visit_fn fn, void *data);
void for_each_timer_of(int cpu, timer_visit_fn fn, void *data);

/* Timers are copied out before they are printed: their lock is no place to print under. */
#define TIMER_COPIES 64

struct timer_copies {
	unsigned int count; /* perhaps more than are copied */
	struct {
		void *function;
		unsigned long expires;
	} timer[TIMER_COPIES];
};

void copy_timer(const struct timer_list *timer, void *copies);

void timers_init(void);
int timers_prepare_cpu(int cpu);

/* timers_pending - how many are armed, on all processors; for reports and tests */
unsigned long timers_pending(void);

#endif
