// SPDX-License-Identifier: MIT
/*
 * rtc.c - the MC146818 clock chip: the date, and interrupts at a steady rate and once a second
 *
 * Idea:    one port selects a register, the next reads or writes it, so the two accesses are one
 *          transaction under a lock. The date moves on by itself; it is read twice until both are
 *          the same. The periodic interrupt comes at 32768 Hz divided by a power of two; the chip
 *          raises no second one until register C, which says why, has been read. Each second, when
 *          the date has moved on, the chip interrupts, too: that feeds the timer's watchdog.
 * Caution: QEMU with -icount sleep=off gives a halted processor only every second interrupt above
 *          1024 Hz (a busy one gets all, and so does a halted one without icount).
 * Context: rtc_read_time: any. Interrupts: top half on IRQ 8; start and stop: process.
 * Locking: rtc_lock, irqs off, guards the chip and the callback.
 * See:     MC146818A data sheet; tests/kernel/rtc_test.c
 */
#define pr_fmt(fmt) "rtc: " fmt

#include <asm/io.h>
#include <asm/irq.h>
#include <halves/rtc.h>
#include <halves/watchdog.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#define RTC_INDEX	0x70	/* bit 7 would shut off the NMI: left 0 */
#define RTC_DATA	0x71

#define RTC_SECONDS	0x00
#define RTC_MINUTES	0x02
#define RTC_HOURS	0x04
#define RTC_DAY		0x07
#define RTC_MONTH	0x08
#define RTC_YEAR	0x09
#define RTC_CENTURY	0x32	/* where most PCs keep it */

#define RTC_REG_A		0x0a
#define  RTC_A_UPDATING		0x80	/* UIP: the date is about to move on */
#define  RTC_A_RATE_MASK	0x0f	/* RS: rate of the periodic interrupt */
#define RTC_REG_B		0x0b
#define  RTC_B_24_HOURS		0x02
#define  RTC_B_BINARY		0x04	/* DM: binary instead of BCD */
#define  RTC_B_UPDATE		0x10	/* UIE: the interrupt after each update is on */
#define  RTC_B_PERIODIC		0x40	/* PIE: the periodic interrupt is on */
#define RTC_REG_C		0x0c	/* why it interrupts; reading acknowledges */
#define  RTC_C_UPDATE		0x10	/* UF */
#define  RTC_C_PERIODIC		0x40	/* PF */
#define NO_DEVICE		0xff	/* what registers B and C never read in a chip */

#define RTC_CRYSTAL_HZ	32768
#define RTC_HOUR_PM	0x80	/* in the 12-hour form */

#define UPDATE_POLLS	10000	/* an update takes 2 ms; one poll two port accesses */
#define READ_TRIES	4

static DEFINE_SPINLOCK(rtc_lock);

static bool listening;			/* there is a chip, and the line is ours */
static struct rtc_user {
	void (*tick)(void *data);	/* NULL: nobody uses it */
	void *data;
} periodic, update;

static u8 rtc_read(u8 reg)
{
	outb(reg, RTC_INDEX);
	return inb(RTC_DATA);
}

static void rtc_write(u8 reg, u8 value)
{
	outb(reg, RTC_INDEX);
	outb(value, RTC_DATA);
}

static bool rtc_present(void)
{
	return rtc_read(RTC_REG_B) != NO_DEVICE;
}

/* ---- the date ---------------------------------------------------------------------------- */

static unsigned int number(const struct rtc_registers *raw, u8 value)
{
	return raw->status_b & RTC_B_BINARY ? value : (value >> 4) * 10 + (value & 0x0f);
}

/**
 * rtc_decode - make a date of the chip's registers
 * @raw: the registers
 * @date: result
 *
 * BCD or binary, 12 hours or 24. A two-digit year without a credible century is 1970 to 2069.
 * Return: false if it is no date, as when the battery is empty. Context: any. Locking: none.
 */
bool rtc_decode(const struct rtc_registers *raw, struct rtc_date *date)
{
	unsigned int century = number(raw, raw->century);

	date->second = number(raw, raw->second);
	date->minute = number(raw, raw->minute);
	date->hour = number(raw, raw->hour & ~RTC_HOUR_PM);
	if (!(raw->status_b & RTC_B_24_HOURS))
		date->hour = date->hour % 12 + (raw->hour & RTC_HOUR_PM ? 12 : 0);
	date->day = number(raw, raw->day);
	date->month = number(raw, raw->month);
	date->year = number(raw, raw->year);
	if (century == 19 || century == 20)
		date->year += century * 100;
	else
		date->year += date->year < 70 ? 2000 : 1900;
	return date->second < 60 && date->minute < 60 && date->hour < 24 && date->day >= 1 &&
	       date->day <= 31 && date->month >= 1 && date->month <= 12 && date->year >= 1970;
}

/**
 * rtc_seconds - from a date to seconds since 1970-01-01 00:00:00
 * @date: Gregorian, 1970 or later
 *
 * The year is taken to begin in March, so that the leap day is its last; then the days before a
 * month are (153 * month + 2) / 5 (Zeller; see Richards, Explanatory Supplement, 2013, ch. 15).
 * Return: seconds, modulo 2^32. Context: any. Locking: none.
 */
unsigned long rtc_seconds(const struct rtc_date *date)
{
	const unsigned int days_to_1970 = 719468;	/* from 1 March of the year 0 */
	unsigned int month = (date->month + 9) % 12;	/* March is 0 */
	unsigned int year = date->year - (date->month <= 2);
	unsigned int days = 365 * year + year / 4 - year / 100 + year / 400 +
			    (153 * month + 2) / 5 + date->day - 1 - days_to_1970;

	return ((days * 24UL + date->hour) * 60 + date->minute) * 60 + date->second;
}

/* Wait until the date does not move on; false: it does so for ever. Expects rtc_lock. */
static bool date_stands(void)
{
	for (unsigned int i = 0; i < UPDATE_POLLS; i++)
		if (!(rtc_read(RTC_REG_A) & RTC_A_UPDATING))
			return true;
	return false;
}

/* One reading; false: the date does not stand still for it. Expects rtc_lock. */
static bool read_registers(struct rtc_registers *raw)
{
	if (!date_stands())
		return false;
	raw->second = rtc_read(RTC_SECONDS);
	raw->minute = rtc_read(RTC_MINUTES);
	raw->hour = rtc_read(RTC_HOURS);
	raw->day = rtc_read(RTC_DAY);
	raw->month = rtc_read(RTC_MONTH);
	raw->year = rtc_read(RTC_YEAR);
	raw->century = rtc_read(RTC_CENTURY);
	raw->status_b = rtc_read(RTC_REG_B);
	return true;
}

/* Two readings in a row that are the same; else what is wrong. Expects rtc_lock. */
static const char *read_twice(struct rtc_registers *raw)
{
	struct rtc_registers again;

	if (!rtc_present())
		return "there is no clock";
	if (!read_registers(&again))
		return "the clock says that it is updating, for ever";
	for (unsigned int i = 0; i < READ_TRIES; i++) {
		*raw = again;
		if (read_registers(&again) && !memcmp(raw, &again, sizeof(again)))
			return NULL;
	}
	return "the clock reads differently each time";
}

/**
 * rtc_read_date - what the clock says
 * @date: result
 *
 * What keeps it from telling the time is told once.
 * Return: false: no clock, or it shows no date. Context: any; may poll for 2 ms, once for a quarter
 * of a second where the clock is broken. Locking: takes rtc_lock.
 */
bool rtc_read_date(struct rtc_date *date)
{
	static const char *told;
	struct rtc_registers raw;
	unsigned long flags;
	const char *trouble;

	spin_lock_irqsave(&rtc_lock, flags);
	trouble = read_twice(&raw);
	spin_unlock_irqrestore(&rtc_lock, flags);
	if (!trouble && !rtc_decode(&raw, date))
		trouble = "the clock shows no date: is its battery empty?";
	if (trouble && trouble != told)
		pr_warn("%s\n", trouble);
	told = trouble;
	return !trouble;
}

/** rtc_read_time - the same in seconds since 1970 (UTC if the clock is set so); 0: no date */
unsigned long rtc_read_time(void)
{
	struct rtc_date date;

	return rtc_read_date(&date) ? rtc_seconds(&date) : 0;
}

/* ---- interrupts -------------------------------------------------------------------------- */

/* The top half: register C is read once, for all reasons. */
static irqreturn_t rtc_interrupt(int irq, void *dev_id)
{
	struct rtc_user each_period, each_second;
	u8 why;

	spin_lock(&rtc_lock);
	why = rtc_read(RTC_REG_C);
	each_period = periodic;
	each_second = update;
	spin_unlock(&rtc_lock);
	if (why == NO_DEVICE)
		return IRQ_NONE;
	if (why & RTC_C_PERIODIC && each_period.tick)
		each_period.tick(each_period.data);
	if (why & RTC_C_UPDATE) {
		watchdog_second();
		if (each_second.tick)
			each_second.tick(each_second.data);
	}
	return why & (RTC_C_PERIODIC | RTC_C_UPDATE) ? IRQ_HANDLED : IRQ_NONE;
}

/* The chip's number for a rate: 32768 >> (rate - 1) Hz; 0: it has no such rate. */
static u8 rate_select(unsigned int hz)
{
	for (u8 rate = 3; rate <= RTC_A_RATE_MASK; rate++)
		if (RTC_CRYSTAL_HZ >> (rate - 1) == hz)
			return rate;
	return 0;
}

static void set_bits(u8 reg, u8 mask, u8 bits)
{
	rtc_write(reg, (rtc_read(reg) & ~mask) | bits);
}

/**
 * rtc_periodic_start - have a function called at a steady rate
 * @hz: a power of two from RTC_PERIODIC_HZ_MIN to RTC_PERIODIC_HZ_MAX
 * @tick: called in the top half, the interrupt already acknowledged
 * @data: its argument
 *
 * Return: 0; -EINVAL for another rate or no function; -ENODEV without a clock; -EBUSY while
 * somebody else uses it. Context: process. Locking: takes rtc_lock.
 */
int rtc_periodic_start(unsigned int hz, void (*tick)(void *data), void *data)
{
	u8 rate = rate_select(hz);
	int err = 0;

	might_sleep();
	if (!rate || !tick)
		return -EINVAL;

	spin_lock_irq(&rtc_lock);
	if (!listening || !rtc_present()) {
		err = -ENODEV;
	} else if (periodic.tick) {
		err = -EBUSY;
	} else {
		periodic = (struct rtc_user){ tick, data };
		set_bits(RTC_REG_A, RTC_A_RATE_MASK, rate);
		rtc_read(RTC_REG_C); /* a period that was over before would interrupt at once */
		set_bits(RTC_REG_B, RTC_B_PERIODIC, RTC_B_PERIODIC);
	}
	spin_unlock_irq(&rtc_lock);
	return err;
}

/**
 * rtc_periodic_stop - no more calls
 *
 * When it returns, the function does not run and will not. Harmless when nothing was started.
 * Context: process. Locking: takes rtc_lock.
 */
void rtc_periodic_stop(void)
{
	might_sleep();
	spin_lock_irq(&rtc_lock);
	if (periodic.tick)
		set_bits(RTC_REG_B, RTC_B_PERIODIC, 0);
	periodic.tick = NULL;
	spin_unlock_irq(&rtc_lock);
	synchronize_irq(RTC_IRQ);
}

/**
 * rtc_update_start - have a function called once a second, when the date has moved on
 * @tick: called in the top half, the interrupt already acknowledged
 * @data: its argument
 *
 * Return: 0; -ENODEV without a clock; -EBUSY while somebody else uses it. Context: process.
 * Locking: takes rtc_lock.
 */
int rtc_update_start(void (*tick)(void *data), void *data)
{
	int err = 0;

	might_sleep();
	spin_lock_irq(&rtc_lock);
	if (!listening || !rtc_present())
		err = -ENODEV;
	else if (update.tick)
		err = -EBUSY;
	else
		update = (struct rtc_user){ tick, data };
	spin_unlock_irq(&rtc_lock);
	return err;
}

/** rtc_update_stop - no more calls; as rtc_periodic_stop() */
void rtc_update_stop(void)
{
	might_sleep();
	spin_lock_irq(&rtc_lock);
	update.tick = NULL;
	spin_unlock_irq(&rtc_lock);
	synchronize_irq(RTC_IRQ);
}

/* The line is ours from now on. What register C holds from before would keep it up. */
static int __init rtc_init(void)
{
	int err;

	if (!rtc_present())
		return 0;
	err = request_irq(RTC_IRQ, rtc_interrupt, 0, "rtc", &periodic);
	if (err)
		return err;
	spin_lock_irq(&rtc_lock);
	rtc_read(RTC_REG_C);
	set_bits(RTC_REG_B, RTC_B_PERIODIC | RTC_B_UPDATE, RTC_B_UPDATE);
	listening = true;
	spin_unlock_irq(&rtc_lock);
	return 0;
}
module_init(rtc_init);
