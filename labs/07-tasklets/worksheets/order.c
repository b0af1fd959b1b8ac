// SPDX-License-Identifier: MIT
/* order.c - worksheet: in which order do tasklets run, and how often? */
#include "../../common/sheet.h"

#include <linux/interrupt.h>

static struct tasklet_struct a, b, high;

static void run_a(unsigned long unused)
{
	static bool again;

	event("a");
	again = !again;
	if (again)
		tasklet_schedule(&a);
}

static void run_b(unsigned long unused)
{
	event("b");
}

static void run_high(unsigned long unused)
{
	event("high");
}

static void experiment(void)
{
	tasklet_init(&a, run_a, 0);
	tasklet_init(&b, run_b, 0);
	tasklet_init(&high, run_high, 0);
	local_bh_disable();
	tasklet_schedule(&a);
	tasklet_schedule(&b);
	tasklet_schedule(&a);
	tasklet_hi_schedule(&high);
	event("all-scheduled");
	local_bh_enable();
	event("enabled");
	tasklet_kill(&a);
	tasklet_kill(&b);
	tasklet_kill(&high);
}

SHEET("sheet07_order", experiment);
