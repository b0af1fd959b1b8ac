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
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/timer.h>

#define MEASURED_NS 500000ULL

static u64 clocks_per_second;

static void local_timer_interrupt(void)
{
	run_local_timers();
	scheduler_tick();
	apic_eoi();
}

void local_timer_calibrate(void)
{
	u64 start;
	u32 clocks;

	set_system_vector(LOCAL_TIMER_VECTOR, local_timer_interrupt);
	apic_write(APIC_TIMER_DIVIDE, APIC_TIMER_DIVIDE_1);
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	apic_write(APIC_TIMER_INITIAL, 0x7fffffff);
	start = sched_clock();
	while (sched_clock() - start < MEASURED_NS)
		cpu_relax();
	clocks = 0x7fffffff - apic_read(APIC_TIMER_CURRENT);
	apic_write(APIC_TIMER_INITIAL, 0);
	clocks_per_second = clocks * (NSEC_PER_SEC / MEASURED_NS);
}

void local_timer_start(void)
{
	apic_write(APIC_TIMER_DIVIDE, APIC_TIMER_DIVIDE_1);
	apic_write(APIC_TIMER_INITIAL, (u32)clocks_per_second / HZ);
	apic_write(APIC_LVT_TIMER, LOCAL_TIMER_VECTOR | APIC_TIMER_PERIODIC);
}
