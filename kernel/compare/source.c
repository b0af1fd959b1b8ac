// SPDX-License-Identifier: MIT
/*
 * source.c - the device that interrupts
 *
 * Idea:    QEMU's edu card interrupts when it is told to, so the moment is known to the
 *          instruction. A PC without one has a clock chip that interrupts 8192 times a second
 *          whether anybody listens or not: there, firing means to take the next one for ours, and
 *          its time is known only from the first line of the top half on.
 * Context: open, close: process. fire: any. The top halves: hardirq.
 * Locking: one comparison at a time.
 * See:     <halves/edu.h>, <halves/rtc.h>
 */
#include "internal.h"
#include <asm/irq.h>
#include <halves/edu.h>
#include <halves/rtc.h>
#include <linux/interrupt.h>

/* ---- the edu card ---------------------------------------------------------------------------- */

static struct edu_device *edu;
static struct compare_run *edu_run;

static irqreturn_t edu_top_half(int irq, void *dev_id)
{
	u64 entered = stamp();

	if (!edu_ack(edu))
		return IRQ_NONE;
	compare_interrupt(edu_run, entered);
	return IRQ_HANDLED;
}

static int edu_open(struct compare_run *run)
{
	edu_run = run;
	return request_irq(edu->irq, edu_top_half, IRQF_SHARED, "compare", &edu_run);
}

static void edu_fire(void)
{
	edu_raise(edu, 1);
}

static void edu_close(void)
{
	free_irq(edu->irq, &edu_run);
}

static unsigned int edu_irq(void)
{
	return edu->irq;
}

static bool edu_is_there(void)
{
	return edu_answers(edu);
}

static const struct compare_source edu_source = {
	.name = "edu",
	.has_register = true,
	.open = edu_open,
	.fire = edu_fire,
	.close = edu_close,
	.irq = edu_irq,
	.answers = edu_is_there,
};

/* ---- the clock chip -------------------------------------------------------------------------- */

static atomic_t rtc_wanted;

static void rtc_top_half(void *run)
{
	u64 entered = stamp();

	if (atomic_add_unless(&rtc_wanted, -1, 0))
		compare_interrupt(run, entered);
}

static int rtc_open(struct compare_run *run)
{
	atomic_set(&rtc_wanted, 0);
	return rtc_periodic_start(RTC_PERIODIC_HZ_MAX, rtc_top_half, run);
}

static void rtc_fire(void)
{
	atomic_inc(&rtc_wanted);
}

static unsigned int rtc_irq(void)
{
	return RTC_IRQ;
}

static const struct compare_source rtc_source = {
	.name = "rtc",
	.open = rtc_open,
	.fire = rtc_fire,
	.close = rtc_periodic_stop,
	.irq = rtc_irq,
};

/* compare_find_source - the better of the devices that this machine has */
const struct compare_source *compare_find_source(void)
{
	edu = edu_get();
	return edu ? &edu_source : &rtc_source;
}

/* compare_source - its name; any context */
const char *compare_source(void)
{
	return edu_get() ? edu_source.name : rtc_source.name;
}
