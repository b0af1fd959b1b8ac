// SPDX-License-Identifier: MIT
/*
 * tsc.c - nanoseconds from the time stamp counter, or from the PIT where there is none
 *
 * Idea:    the counter's rate is measured once against the PIT. From then on
 *          ns = cycles * mult >> SHIFT, with mult chosen so that no division is needed.
 * Context: any, after time_init(); before it, time stands still. tsc_init(): boot, irqs off.
 * Locking: none: what makes time of a counter is written once, by the boot processor.
 */
#include <asm/cpufeature.h>
#include <asm/pit.h>
#include <asm/tsc.h>
#include <linux/export.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/time.h>

#define SHIFT		   22	/* keeps mult below 2^32 from 1 MHz on */
#define CALIBRATION_CLOCKS 2386 /* 2 ms of the PIT: one clock more or less is 0.04 % */

bool tsc_present, tsc_synced;
EXPORT_SYMBOL(tsc_present);
EXPORT_SYMBOL(tsc_synced);
unsigned long tsc_khz;
static u32 mult;	/* ns per cycle << SHIFT */
static DEFINE_PER_CPU(u64, tsc_base); /* the counter when ns was 0 */
static bool pit_counts; /* there is no TSC, and the PIT runs */

#ifdef CONFIG_TESTS
static int skew;
module_param(skew, int, 0444);
MODULE_PARM_DESC(skew, "cycles by which the counters of all processors but the first are ahead");

u64 tsc_read(void)
{
	return rdtsc() + (smp_processor_id() ? skew : 0);
}
EXPORT_SYMBOL(tsc_read);
#endif

/* Cycles that one wait of the PIT takes; the shorter of two, for the host may have been away. */
static u64 measure(void)
{
	u64 best = ~0ULL;
	int i;

	for (i = 0; i < 2; i++) {
		u64 start = rdtsc(), cycles;

		pit_wait(CALIBRATION_CLOCKS / 2);
		cycles = rdtsc() - start;
		if (cycles < best)
			best = cycles;
	}
	return best * 2;
}

/** tsc_init - measure the counter against the PIT; boot, irqs off */
void tsc_init(void)
{
	u64 cycles;

	if (!cpu_has(X86_FEATURE_TSC)) {
		pr_notice("time: no TSC: sched_clock() reads the PIT\n");
		return;
	}
	*this_cpu_ptr(&tsc_base) = rdtsc();
	cycles = measure();
	tsc_khz = div_u64(cycles * PIT_TICK_RATE, CALIBRATION_CLOCKS * 1000);
	if (tsc_khz < 1000) {
		pr_warn("time: TSC at %lu kHz is not believed: sched_clock() reads the PIT\n",
			tsc_khz);
		return;
	}
	mult = div_u64(1000000ULL << SHIFT, tsc_khz);
	tsc_present = tsc_synced = true;
	pr_info("time: TSC at %lu.%03lu MHz\n", tsc_khz / 1000, tsc_khz % 1000);
}

/** clock_fallback - the PIT runs: where there is no TSC, it is the clock from now on; boot */
void clock_fallback(void)
{
	pit_counts = !tsc_present;
}

/** tsc_set_ahead - a processor's counter is @cycles ahead of the boot processor's; process, boot */
void tsc_set_ahead(int cpu, s64 cycles)
{
	per_cpu(tsc_base, cpu) = per_cpu(tsc_base, 0) + cycles;
	if (cycles)
		tsc_synced = false;
}

/** clock_ns - the time of a clock_stamp(); any context */
u64 clock_ns(int cpu, u64 stamp)
{
	return tsc_present ? mul_u64_u32_shr(stamp - per_cpu(tsc_base, cpu), mult, SHIFT) : stamp;
}

/** sched_clock - nanoseconds since boot, never backwards on one processor; any context */
u64 sched_clock(void)
{
	if (likely(tsc_present))
		return mul_u64_u32_shr(tsc_read() - *this_cpu_ptr(&tsc_base), mult, SHIFT);
	return pit_counts ? pit_clock() : 0;
}
EXPORT_SYMBOL(sched_clock);

/**
 * tsc_counts_instructions - is one instruction one cycle, always?
 *
 * So it is with the deterministic clock of an emulator. With any other, and on a real machine, how
 * long something takes varies; and an emulator's host may take the processor away at any time.
 * Context: any.
 */
bool tsc_counts_instructions(void)
{
	unsigned long flags;
	int i, exact = 0;

	if (!tsc_present)
		return false;
	local_irq_save(flags);
	for (i = 0; i < 5; i++) {
		unsigned int turns = 1500;
		u64 start = rdtsc(), took;

		asm volatile("1: decl %0\n\tjnz 1b" : "+r"(turns) : : "cc");
		took = rdtsc() - start;
		exact += took >= 3000 && took < 3030;
	}
	local_irq_restore(flags);
	return exact >= 3; /* what other processors did meanwhile is in the others */
}

/**
 * ndelay - turn on the spot
 * @nsecs: at least so many nanoseconds
 *
 * Context: any.
 */
void ndelay(unsigned long nsecs)
{
	u64 end = sched_clock() + nsecs;
	unsigned int turns = 0;

	/* Nobody has to be waited for: PAUSE now and then is enough, and costs an emulator much. */
	while (sched_clock() < end)
		if (!(++turns & 63))
			cpu_relax();
}
EXPORT_SYMBOL(ndelay);

/** udelay - the same in microseconds; any context */
void udelay(unsigned long usecs)
{
	for (; usecs > 1000; usecs -= 1000)
		ndelay(1000000);
	ndelay(usecs * 1000);
}
EXPORT_SYMBOL(udelay);

/** mdelay - the same in milliseconds; any context, but who can sleep should use msleep() */
void mdelay(unsigned long msecs)
{
	for (; msecs; msecs--)
		udelay(1000);
}
EXPORT_SYMBOL(mdelay);
