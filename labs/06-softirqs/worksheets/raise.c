// SPDX-License-Identifier: MIT
/* raise.c - worksheet: a top half raises two softirqs, one of them twice */
#include "../../common/sheet.h"

#include <linux/interrupt.h>
#include <linux/irq.h>

static void seven(struct softirq_action *self)
{
	static bool again;

	event("seven-begins");
	again = !again;
	if (again)
		raise_softirq(LAB_SOFTIRQ);
	event("seven-ends");
}

static void eight(struct softirq_action *self)
{
	event("eight");
}

static irqreturn_t top_half(int irq, void *data)
{
	event("top-half-begins");
	raise_softirq(LAB2_SOFTIRQ);
	raise_softirq(LAB_SOFTIRQ);
	raise_softirq(LAB_SOFTIRQ);
	event("top-half-ends");
	return IRQ_HANDLED;
}

static void experiment(void)
{
	open_softirq(LAB_SOFTIRQ, seven, NULL);
	open_softirq(LAB2_SOFTIRQ, eight, NULL);
	if (request_irq(SHEET_LINE, top_half, 0, "sheet", NULL))
		return;
	event("thread-before");
	irq_inject(SHEET_LINE);
	event("thread-after");
	free_irq(SHEET_LINE, NULL);
}

SHEET("sheet06_raise", experiment);
