// SPDX-License-Identifier: MIT
/*
 * local_timer.c - each processor's own tick, from its local APIC
 *
 * Idea:    the timer interrupt of the PIT goes to the boot processor alone, which counts jiffies.
 *          The others take the time for their threads, timers and softirqs from a counter in their
 *          local APIC. Its clock is the bus's; how fast it is, is measured once against the TSC.
 * Context: as noted.
 * See:     Intel SDM vol. 3, 10.5.4 "APIC timer"
 */
#include <asm/apic.h>
#include <asm/smp.h>
#include <asm/tsc.h>
#include <halves/lab.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/timer.h>

/* A tick of this processor: its timers, its scheduler. Hard interrupt, irqs off. */
static void local_timer_interrupt(void)
{
	NOT_YET_IMPLEMENTED("lab 9: local_timer_interrupt");
}

/**
 * local_timer_calibrate - measure the clock on the boot processor, which has a TSC and mdelay()
 *
 * All processors have the same clock. Leaves the boot processor's own counter stopped. Context:
 * boot, irqs on; all local_timer_start() come later.
 */
void local_timer_calibrate(void)
{
	set_system_vector(LOCAL_TIMER_VECTOR, local_timer_interrupt);
	NOT_YET_IMPLEMENTED("lab 9: local_timer_calibrate");
}

/** local_timer_start - HZ interrupts a second on the running processor; irqs off */
void local_timer_start(void)
{
	NOT_YET_IMPLEMENTED("lab 9: local_timer_start");
}
