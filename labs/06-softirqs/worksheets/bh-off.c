// SPDX-License-Identifier: MIT
/* bh-off.c - worksheet: bottom halves are off, twice, when they are raised */
#include "../../common/sheet.h"

#include <linux/interrupt.h>
#include <linux/irq.h>

static void handler(struct softirq_action *self)
{
	event("handler");
}

static irqreturn_t top_half(int irq, void *data)
{
	event("top-half");
	raise_softirq(LAB_SOFTIRQ);
	return IRQ_HANDLED;
}

static void inner(void)
{
	local_bh_disable();
	irq_inject(SHEET_LINE);
	event("inner-before-enable");
	local_bh_enable();
	event("inner-after-enable");
}

static void experiment(void)
{
	open_softirq(LAB_SOFTIRQ, handler, NULL);
	if (request_irq(SHEET_LINE, top_half, 0, "sheet", NULL))
		return;
	local_bh_disable();
	inner();
	irq_inject(SHEET_LINE);
	event("outer-before-enable");
	local_bh_enable();
	event("outer-after-enable");
	free_irq(SHEET_LINE, NULL);
}

SHEET("sheet06_bh_off", experiment);
