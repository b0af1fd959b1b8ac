// SPDX-License-Identifier: MIT
/* delayed.c - worksheet: a delayed work is queued twice, flushed, and cancelled */
#include "../../common/sheet.h"

#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

static void handler(void *data)
{
	event("handler-begins");
	schedule_timeout_uninterruptible(3);
	event("handler-ends");
}

static void experiment(void)
{
	DECLARE_WORK(work, handler, NULL);

	event(schedule_delayed_work(&work, 5) ? "queued" : "refused");
	event(schedule_work(&work) ? "queued" : "refused");
	flush_scheduled_work();
	event("flushed");
	event(cancel_delayed_work(&work) ? "cancelled" : "not-cancelled");
	event(schedule_delayed_work(&work, 0) ? "queued" : "refused");
	schedule_timeout_uninterruptible(2);
	event("slept");
	event(cancel_delayed_work(&work) ? "cancelled" : "not-cancelled");
	flush_scheduled_work();
	event("flushed");
}

SHEET("sheet08_delayed", experiment);
