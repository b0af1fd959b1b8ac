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
#include <asm/processor.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>

#define PIT_CHANNEL0	0x40
#define PIT_CHANNEL2	0x42
#define PIT_COMMAND	0x43

#define PIT_SELECT0	(0 << 6)
#define PIT_SELECT2	(2 << 6)
#define PIT_LATCH	(0 << 4)	/* hold the count for reading */
#define PIT_LOW_HIGH	(3 << 4)	/* the count as two bytes, low first */
#define PIT_MODE0	(0 << 1)	/* output goes high when the count is over */
#define PIT_MODE2	(2 << 1)	/* rate generator */

#define SPEAKER_PORT	0x61		/* system control port B */
#define SPEAKER_GATE2	(1 << 0)	/* channel 2 counts */
#define SPEAKER_DATA	(1 << 1)	/* … and is heard */
#define SPEAKER_OUT2	(1 << 5)	/* channel 2's output */

/** pit_init - start HZ interrupts a second on TIMER_IRQ; boot, irqs off */
void pit_init(void)
{
	outb(PIT_SELECT0 | PIT_LOW_HIGH | PIT_MODE2, PIT_COMMAND);
	outb(LATCH & 0xff, PIT_CHANNEL0);
	outb(LATCH >> 8, PIT_CHANNEL0);
}

/**
 * pit_ns_since_tick - how long ago channel 0 raised its line last
 *
 * Return: ns, in steps of 838 and below one period. Context: the timer's top half.
 */
u32 pit_ns_since_tick(void)
{
	u32 count;

	outb(PIT_SELECT0 | PIT_LATCH, PIT_COMMAND);
	count = inb(PIT_CHANNEL0);
	count |= inb(PIT_CHANNEL0) << 8;
	if (count > LATCH)
		return 0;	/* not yet loaded again */
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

	outb(control, SPEAKER_PORT);
	outb(PIT_SELECT2 | PIT_LOW_HIGH | PIT_MODE0, PIT_COMMAND);
	outb(clocks & 0xff, PIT_CHANNEL2);
	outb(clocks >> 8, PIT_CHANNEL2);
	while (!(inb(SPEAKER_PORT) & SPEAKER_OUT2))
		cpu_relax();
	outb(control & ~SPEAKER_GATE2, SPEAKER_PORT);
}
