// SPDX-License-Identifier: MIT
/* requeue.c - worksheet: a work queues itself, and somebody flushes */
#include "../../common/sheet.h"

#include <linux/workqueue.h>

static struct work_struct again, other;

static void run_again(void *data)
{
	static bool queue;

	event("again-begins");
	queue = !queue;
	if (queue)
		event(schedule_work(&again) ? "queued" : "refused");
	event("again-ends");
}

static void run_other(void *data)
{
	event("other");
}

static void experiment(void)
{
	INIT_WORK(&again, run_again, NULL);
	INIT_WORK(&other, run_other, NULL);
	preempt_disable();
	event(schedule_work(&again) ? "queued" : "refused");
	event(schedule_work(&other) ? "queued" : "refused");
	event(schedule_work(&again) ? "queued" : "refused");
	preempt_enable_no_resched();
	flush_work(&other);
	event("other-flushed");
	flush_scheduled_work();
	event("all-flushed");
}

SHEET("sheet08_requeue", experiment);
