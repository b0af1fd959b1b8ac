// SPDX-License-Identifier: MIT
/* disabled.c - worksheet: a tasklet is scheduled while it is disabled, twice */
#include "../../common/sheet.h"

#include <linux/interrupt.h>

static void run_a(unsigned long unused)
{
	event("a");
}

static void run_b(unsigned long unused)
{
	event("b");
}

static DECLARE_TASKLET(a, run_a, 0);
static DECLARE_TASKLET(b, run_b, 0);

static void schedule_both(void)
{
	local_bh_disable();
	tasklet_schedule(&a);
	tasklet_schedule(&b);
	local_bh_enable();
}

static void experiment(void)
{
	tasklet_disable(&a);
	tasklet_disable(&a);
	schedule_both();
	event("scheduled");
	schedule_both();
	event("scheduled");
	tasklet_enable(&a);
	event("enabled-once");
	tasklet_enable(&a);
	tasklet_kill(&a);
	event("enabled-and-killed");
	tasklet_kill(&b);
}

SHEET("sheet07_disabled", experiment);
