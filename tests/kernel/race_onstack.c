// SPDX-License-Identifier: MIT
/*
 * race_onstack.c - window: an interrupt that writes over the variables of a function which returns
 *
 * Idea:    kernel/debug/onstack.c looks at a function's variables when it has returned. Between its
 *          last instructions and that look they are nobody's. What was queued and taken off again
 *          must not seem to be queued then, whatever lies there.
 */
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/timer.h>
#include <linux/workqueue.h>
#include "race.h"

#define RESULT 47

static int result;

static void count_data(unsigned long data) { }

static void count_work(void *data) { }

/* An interrupt's own variables, over whatever lies below the stack pointer. */
static void scribble(void)
{
	volatile u8 room[600];

	for (unsigned int i = 0; i < sizeof(room); i++)
		room[i] = 0xa5;
}

static noinline int come_and_go(void)
{
	struct {
		struct timer_list timer;
		struct tasklet_struct tasklet;
		struct work_struct work;
		u8 above[300]; /* the frames of the entry; scribble()'s are below them */
	} o = {}; /* what lay there before would make a difference to init_timer() */

	setup_timer(&o.timer, count_data, 0);
	mod_timer(&o.timer, jiffies + 100);
	del_timer(&o.timer);
	tasklet_init(&o.tasklet, count_data, 0);
	local_bh_disable();
	tasklet_schedule(&o.tasklet);
	local_bh_enable();
	INIT_WORK(&o.work, count_work, NULL);
	schedule_delayed_work(&o.work, 100);
	cancel_delayed_work(&o.work);
	return RESULT;
}

static void return_early(void)
{
	result = come_and_go();
}

static const char *not_returned(void)
{
	return result != RESULT ? "the function's result did not arrive" : NULL;
}

RACE_WINDOW(onstack, .body = return_early, .interrupt = scribble, .broken = not_returned);
