// SPDX-License-Identifier: MIT
/*
 * timer_list.c - which timers are armed? For reports, tests, and modules that are unloaded
 *
 * Idea:    timer.c walks the wheels of one processor, for_each_timer_of(); here is what is asked of
 *          the timers that it comes by.
 * Context: any. Locking: each function that is handed on runs under the base's lock, irqs off.
 * Callers: kernel/debug/keys.c, kernel/fs/proc/bottomhalf.c, kernel/kunit/leftovers.c
 */
#include <halves/debug.h>
#include <halves/unload.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/timer.h>

/* for_each_timer - call @fn for each armed timer, on all processors */
void for_each_timer(timer_visit_fn fn, void *data)
{
	int cpu;

	for_each_online_cpu(cpu)
		for_each_timer_of(cpu, fn, data);
}

/**
 * copy_timer - note one timer, to be printed later: for for_each_timer()
 * @timer: armed
 * @data: the struct timer_copies; what it has no room for is only counted
 *
 * Context: any, irqs off. Locking: expects the timer's base->lock.
 */
void copy_timer(const struct timer_list *timer, void *data)
{
	struct timer_copies *copies = data;

	assert_irqs_off();
	if (copies->count < TIMER_COPIES) {
		copies->timer[copies->count].function = timer->function;
		copies->timer[copies->count].expires = timer->expires;
	}
	copies->count++;
}

static void count_timer(const struct timer_list *timer, void *data)
{
	++*(unsigned long *)data;
}

/* timers_pending - how many are armed, on all processors */
unsigned long timers_pending(void)
{
	unsigned long count = 0;

	for_each_timer(count_timer, &count);
	return count;
}

static unsigned long caller_of(const struct timer_list *timer)
{
#ifdef CONFIG_TESTS
	return timer->caller;
#else
	return 0;
#endif
}

/* A delayed work's timer has a function of the kernel: kernel/bottomhalf/unload.c tells it. */
static void look_at_timer(const struct timer_list *timer, void *search)
{
	if (unload_holds(search, (void *)timer->function))
		unload_found(search, &(struct leftover){ .kind = "timer",
							 .is = "armed",
							 .instead = "del_timer_sync() it",
							 .object = timer,
							 .size = sizeof(*timer),
							 .fn = (void *)timer->function,
							 .by = caller_of(timer) });
}

static void search_timers(struct unload_search *search)
{
	for_each_timer(look_at_timer, search);
}
UNLOAD_SEARCH(search_timers);
