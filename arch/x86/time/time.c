// SPDX-License-Identifier: MIT
/*
 * time.c - the clocks of a PC in the order in which they come up
 *
 * Context: boot, irqs off; the timer's top half.
 * Locking: none: the boot processor takes the timer's line.
 */
#include <asm/pit.h>
#include <asm/setup.h>
#include <asm/tsc.h>
#include <halves/tick.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>

/* The top half of the tick. */
static irqreturn_t timer_interrupt(int irq, void *dev_id)
{
	if (unlikely(tick_probe))
		tick_probe(pit_ns_since_tick());
	if (unlikely(!tsc_present))
		pit_clock();
	timer_tick();
	return IRQ_HANDLED;
}

static struct irqaction timer_action = {
	.handler = timer_interrupt,
	.flags = IRQF_DISABLED | IRQF_NOBALANCING, /* jiffies is the boot processor's */
	.name = "timer",
};

void timer_restart(void)
{
	pit_init();
}

/** time_init - TSC, then the PIT and its line; boot, irqs off */
void time_init(void)
{
	tsc_init();
	pit_init();
	clock_fallback();
	if (setup_irq(TIMER_IRQ, &timer_action))
		panic("the timer's line is taken");
}
