// SPDX-License-Identifier: MIT
/*
 * local_timer.c - each processor's own tick, from its local APIC
 *
 * Idea:    the timer interrupt of the PIT goes to the boot processor alone, which counts jiffies.
 *          The others take the time for their threads, timers and softirqs from a counter in their
 *          local APIC. Its clock is the bus's; how fast it is, is measured once against the TSC.
 * Context: boot: calibrating process, starting irqs off. The interrupt: hardirq.
 * Locking: none: each processor has its own; clocks_per_tick is written before there are others.
 * See:     Intel SDM vol. 3, 10.5.4 "APIC timer"
 */
#include <asm/apic.h>
#include <asm/smp.h>
#include <asm/tsc.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/timer.h>

#define CALIBRATION_MS 1

static u32 clocks_per_tick;

static void local_timer_interrupt(void)
{
	apic_eoi();
	run_local_timers();
	scheduler_tick();
}

/** local_timer_calibrate - measure the clock on the boot processor; boot */
void local_timer_calibrate(void)
{
	u32 start = ~0U, clocks;

	apic_write(APIC_TIMER_DIVIDE, APIC_TIMER_DIVIDE_16);
	apic_write(APIC_TIMER_INITIAL, start);
	mdelay(CALIBRATION_MS);
	clocks = start - apic_read(APIC_TIMER_CURRENT);
	apic_write(APIC_TIMER_INITIAL, 0);
	clocks_per_tick = clocks / CALIBRATION_MS * MSEC_PER_SEC / HZ;
	set_system_vector(LOCAL_TIMER_VECTOR, local_timer_interrupt);
}

/** local_timer_start - HZ interrupts a second on the running processor; irqs off */
void local_timer_start(void)
{
	apic_write(APIC_TIMER_DIVIDE, APIC_TIMER_DIVIDE_16);
	apic_write(APIC_LVT_TIMER, APIC_TIMER_PERIODIC | LOCAL_TIMER_VECTOR);
	apic_write(APIC_TIMER_INITIAL, clocks_per_tick);
}
