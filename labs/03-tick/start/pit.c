// SPDX-License-Identifier: MIT
/*
 * pit.c - the 8254: 1,193,182 clocks a second, divided to HZ timer interrupts
 *
 * Idea:    channel 0 counts down from LATCH and raises line 0 each time it begins again (mode 2).
 *          How far it has counted tells how long ago the line was raised. Channel 2, which no line
 *          is tied to, times short waits: the other clocks are measured against it.
 * Context: as noted. Locking: channel 0's latch is read in the timer's top half only.
 * See:     Intel 8254 data sheet
 */
#include <asm/io.h>
#include <asm/pit.h>
#include <asm/system.h>
#include <halves/lab.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>

#define PIT_CHANNEL0 0x40
#define PIT_CHANNEL2 0x42
#define PIT_COMMAND  0x43

#define PIT_SHIFT 20 /* of pit_clock()'s multiplication */

#define PIT_SELECT0  (0 << 6)
#define PIT_SELECT2  (2 << 6)
#define PIT_LATCH    (0 << 4) /* hold the count for reading */
#define PIT_LOW_HIGH (3 << 4) /* the count as two bytes, low first */
#define PIT_MODE0    (0 << 1) /* output goes high when the count is over */
#define PIT_MODE2    (2 << 1) /* rate generator */

#define SPEAKER_PORT  0x61     /* system control port B */
#define SPEAKER_GATE2 (1 << 0) /* channel 2 counts */
#define SPEAKER_DATA  (1 << 1) /* … and is heard */
#define SPEAKER_OUT2  (1 << 5) /* channel 2's output */

/**
 * pit_init - start HZ interrupts a second on TIMER_IRQ; boot, irqs off
 *
 * Lab 3: channel 0 in mode 2, its count in two bytes, low first: LATCH.
 */
void pit_init(void)
{
	NOT_YET_IMPLEMENTED("lab 3: pit_init");
}

static u32 read_channel0(void)
{
	u32 count;

	outb(PIT_SELECT0 | PIT_LATCH, PIT_COMMAND);
	count = inb(PIT_CHANNEL0);
	return count | inb(PIT_CHANNEL0) << 8;
}

/**
 * pit_clock - nanoseconds for a machine without a TSC
 *
 * Adds up how far channel 0 has counted from one call to the next; so somebody must call it at
 * least once a period, and the timer's top half does. While interrupts are off for longer, and
 * nobody asks, time is lost.
 *
 * Return: ns since the first call, in steps of 838. Context: any. Locking: irqs off.
 */
u64 pit_clock(void)
{
	static u64 clocks;
	static u32 last = LATCH;
	unsigned long flags;
	u64 now;
	u32 count;

	/* Raw: the irqs-off meter asks for the time itself. */
	flags = raw_local_save_flags();
	raw_local_irq_disable();
	count = read_channel0();
	clocks += last >= count ? last - count : last + LATCH - count;
	last = count;
	now = clocks;
	raw_local_irq_restore(flags);
	return mul_u64_u32_shr(now, (1000000000ULL << PIT_SHIFT) / PIT_TICK_RATE, PIT_SHIFT);
}

/**
 * pit_ns_since_tick - how long ago channel 0 raised its line last
 *
 * Lab 3: it counts down from LATCH. In the first clock after it was programmed it may show more.
 *
 * Return: ns, in steps of 838 and below one period. Context: the timer's top half.
 */
u32 pit_ns_since_tick(void)
{
	NOT_YET_IMPLEMENTED("lab 3: pit_ns_since_tick");
}

/**
 * pit_wait - turn on the spot until channel 2 has counted
 * @clocks: how many clocks of 1/PIT_TICK_RATE s, at most 65535
 *
 * Lab 3: mode 0: the output, a bit of SPEAKER_PORT, is low until the count is over. The channel
 * counts while its gate is open; its sound stays off.
 *
 * Context: boot, or any with nobody else at channel 2.
 */
void pit_wait(u32 clocks)
{
	NOT_YET_IMPLEMENTED("lab 3: pit_wait");
}
