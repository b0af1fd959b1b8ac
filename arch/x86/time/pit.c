// SPDX-License-Identifier: MIT
/*
 * pit.c - the 8254: 1,193,182 clocks a second, divided to HZ timer interrupts
 *
 * Idea:    channel 0 counts down from LATCH and raises line 0 each time it begins again (mode 2).
 *          How far it has counted tells how long ago the line was raised. Channel 2, which no line
 *          is tied to, times short waits: the other clocks are measured against it.
 * Context: irqs off, where nothing else is noted. Locking: irqs off while channel 0 is read.
 * See:     Intel 8254 data sheet
 */
#include <asm/io.h>
#include <asm/pit.h>
#include <asm/system.h>
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

/** pit_init - start HZ interrupts a second on TIMER_IRQ; boot, irqs off */
void pit_init(void)
{
	outb(PIT_SELECT0 | PIT_LOW_HIGH | PIT_MODE2, PIT_COMMAND);
	outb(LATCH & 0xff, PIT_CHANNEL0);
	outb(LATCH >> 8, PIT_CHANNEL0);
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
 * Return: ns since the first call, in steps of 838. Context: any. Locking: irqs off; one processor
 * runs, for smp_init() brings up no other.
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
 * Return: ns, in steps of 838 and below one period. Context: the timer's top half.
 */
u32 pit_ns_since_tick(void)
{
	u32 count = read_channel0();

	if (count > LATCH)
		return 0; /* not yet loaded again */
	return div_u64((u64)(LATCH - count) * 1000000000, PIT_TICK_RATE);
}

/**
 * pit_wait - turn on the spot until channel 2 has counted
 * @clocks: how many clocks of 1/PIT_TICK_RATE s, at most 65535
 *
 * Context: boot, or any with nobody else at channel 2.
 */
void pit_wait(u32 clocks)
{
	u8 control = (inb(SPEAKER_PORT) & ~SPEAKER_DATA) | SPEAKER_GATE2;
	unsigned int turn;

	outb(control, SPEAKER_PORT);
	outb(PIT_SELECT2 | PIT_LOW_HIGH | PIT_MODE0, PIT_COMMAND);
	outb(clocks & 0xff, PIT_CHANNEL2);
	outb(clocks >> 8, PIT_CHANNEL2);
	/* A device is waited for, no processor: many turns between two looks, and no PAUSE. */
	while (!(inb(SPEAKER_PORT) & SPEAKER_OUT2))
		for (turn = 0; turn < 100; turn++)
			barrier();
	outb(control & ~SPEAKER_GATE2, SPEAKER_PORT);
}
