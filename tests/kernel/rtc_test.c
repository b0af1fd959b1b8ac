// SPDX-License-Identifier: MIT
/* rtc_test.c - tests of kernel/drivers/rtc.c: the date as arithmetic, the rest with the chip */
#include <asm/io.h>
#include <halves/iofault.h>
#include <halves/rtc.h>
#include <kunit/test.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/time.h>

#include "helpers.h"

#define B_24_HOURS	0x02	/* of register B */
#define B_BINARY	0x04
#define PM		0x80	/* of the hour */

static void rtc_test_need_clock(struct kunit *test)
{
	if (!rtc_read_time())
		kunit_skip(test, "no clock, or it shows no date");
}

/* ---- the date ------------------------------------------------------------------------------ */

/* BCD digits are read as digits. */
static void decode_bcd(struct kunit *test)
{
	const struct rtc_registers raw = { .second = 0x59,
					   .minute = 0x48,
					   .hour = 0x23,
					   .day = 0x31,
					   .month = 0x12,
					   .year = 0x99,
					   .century = 0x19,
					   .status_b = B_24_HOURS };
	struct rtc_date date;

	KUNIT_ASSERT_TRUE(test, rtc_decode(&raw, &date));
	KUNIT_EXPECT_EQ(test, date.second, 59);
	KUNIT_EXPECT_EQ(test, date.minute, 48);
	KUNIT_EXPECT_EQ(test, date.hour, 23);
	KUNIT_EXPECT_EQ(test, date.day, 31);
	KUNIT_EXPECT_EQ(test, date.month, 12);
	KUNIT_EXPECT_EQ(test, date.year, 1999);
}

/* With bit DM of register B the numbers are binary. */
static void decode_binary(struct kunit *test)
{
	const struct rtc_registers raw = { .second = 59,
					   .minute = 10,
					   .hour = 16,
					   .day = 20,
					   .month = 11,
					   .year = 38,
					   .century = 20,
					   .status_b = B_24_HOURS | B_BINARY };
	struct rtc_date date;

	KUNIT_ASSERT_TRUE(test, rtc_decode(&raw, &date));
	KUNIT_EXPECT_EQ(test, date.second, 59);
	KUNIT_EXPECT_EQ(test, date.hour, 16);
	KUNIT_EXPECT_EQ(test, date.year, 2038);
}

/* In the 12-hour form, 12 AM is 0 and 12 PM is 12. */
static void decode_12_hours(struct kunit *test)
{
	static const struct {
		u8 raw;
		unsigned int hour;
	} table[] = { { 0x12, 0 },	 { 0x01, 1 },	    { 0x11, 11 },
		      { 0x12 | PM, 12 }, { 0x01 | PM, 13 }, { 0x11 | PM, 23 } };

	for (int i = 0; i < ARRAY_SIZE(table); i++) {
		const struct rtc_registers raw = { .hour = table[i].raw, .day = 1, .month = 1 };
		struct rtc_date date;

		KUNIT_ASSERT_TRUE(test, rtc_decode(&raw, &date));
		KUNIT_EXPECT_EQ_MSG(test, date.hour, table[i].hour, "register: %#x", table[i].raw);
	}
}

/* Without a credible century, a year is one of 1970 to 2069. */
static void decode_guesses_the_century(struct kunit *test)
{
	static const struct {
		u8 century, year;
		unsigned int full;
	} table[] = { { 0xff, 0x70, 1970 },
		      { 0x00, 0x69, 2069 },
		      { 0x20, 0x70, 2070 },
		      { 0x21, 0x03, 2003 } };

	for (int i = 0; i < ARRAY_SIZE(table); i++) {
		const struct rtc_registers raw = { .year = table[i].year,
						   .day = 1,
						   .month = 1,
						   .century = table[i].century,
						   .status_b = B_24_HOURS };
		struct rtc_date date;

		KUNIT_ASSERT_TRUE(test, rtc_decode(&raw, &date));
		KUNIT_EXPECT_EQ(test, date.year, table[i].full);
	}
}

/* What cannot be a date is refused: an empty battery, a missing chip. */
static void decode_refuses_nonsense(struct kunit *test)
{
	const struct rtc_registers zeros = { .status_b = B_24_HOURS };
	const struct rtc_registers ones = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	const struct rtc_registers hour_24 = {
		.hour = 0x24, .day = 1, .month = 1, .status_b = B_24_HOURS
	};
	struct rtc_date date;

	KUNIT_EXPECT_FALSE(test, rtc_decode(&zeros, &date));
	KUNIT_EXPECT_FALSE(test, rtc_decode(&ones, &date));
	KUNIT_EXPECT_FALSE(test, rtc_decode(&hour_24, &date));
}

/* Seconds are counted from 1970, leap days included, and 2000 was a leap year. */
static void seconds_of_known_dates(struct kunit *test)
{
	static const struct {
		struct rtc_date date;
		unsigned long seconds;
	} table[] = {
		{ { 1970, 1, 1, 0, 0, 0 }, 0 },
		{ { 1972, 2, 29, 23, 59, 59 }, 68255999 },
		{ { 1999, 12, 31, 23, 59, 59 }, 946684799 },
		{ { 2000, 2, 29, 0, 0, 0 }, 951782400 },
		{ { 2000, 3, 1, 0, 0, 0 }, 951868800 },
		{ { 2003, 1, 1, 0, 0, 0 }, 1041379200 },
		{ { 2038, 1, 19, 3, 14, 8 }, 0x80000000 },
		{ { 2106, 2, 7, 6, 28, 15 }, 0xffffffff },
	};

	for (int i = 0; i < ARRAY_SIZE(table); i++)
		KUNIT_EXPECT_EQ_MSG(test, rtc_seconds(&table[i].date), table[i].seconds, "%u-%u-%u",
				    table[i].date.year, table[i].date.month, table[i].date.day);
}

/* Each day of forty years begins 86400 seconds after the one before. */
static void seconds_have_no_gap(struct kunit *test)
{
	static const u8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned long expected = 0;
	struct rtc_date date = { 0 };
	unsigned int wrong = 0;

	for (date.year = 1970; date.year < 2010; date.year++)
		for (date.month = 1; date.month <= 12; date.month++) {
			bool leap = date.month == 2 && date.year % 4 == 0;

			for (date.day = 1; date.day <= days[date.month - 1] + leap; date.day++) {
				wrong += rtc_seconds(&date) != expected;
				expected += 86400;
			}
		}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

/* The clock does not go backwards, and two readings in a row are at most a second apart. */
static void clock_moves_forward(struct kunit *test)
{
	unsigned long first, second;

	rtc_test_need_clock(test);
	first = rtc_read_time();
	second = rtc_read_time();
	KUNIT_EXPECT_GE(test, second, first);
	KUNIT_EXPECT_LE(test, second - first, 1);
}

/* ---- a chip that fails ---------------------------------------------------------------------- */

#define RTC_INDEX 0x70
#define RTC_DATA  0x71

static bool always_updating(struct io_access *access)
{
	static u8 index;

	if (access->at == RTC_INDEX)
		index = access->value;
	if (access->at != RTC_DATA || access->write || index != 0x0a)
		return false;
	access->value = inb(RTC_DATA) | 0x80;
	return true;
}

static void nobody(void *unused) { }

static void rtc_test_exit(struct kunit *test)
{
	io_fault_end();
	rtc_read_time(); /* it is well again: the next trouble is told again */
}

/* A chip that is gone has no time and no interrupt to give; it is told once. */
static void missing_clock_is_told(struct kunit *test)
{
	const char *told;

	rtc_test_need_clock(test);
	kunit_expect_report(test);
	io_fault_ports(RTC_INDEX, 2, io_fault_ones);
	KUNIT_EXPECT_EQ(test, rtc_read_time(), 0);
	KUNIT_EXPECT_EQ(test, rtc_read_time(), 0);
	told = strstr(kunit_report_text(), "rtc: there is no clock");
	KUNIT_ASSERT_NOT_NULL(test, told);
	KUNIT_EXPECT_NULL(test, strstr(told + 1, "rtc:"));
	KUNIT_EXPECT_EQ(test, rtc_periodic_start(2, nobody, NULL), -ENODEV);
}

/* A chip that is updating for ever is waited for a bounded time, and has no date. */
static void endless_update_is_given_up(struct kunit *test)
{
	unsigned long begin;

	rtc_test_need_clock(test);
	kunit_expect_report(test);
	io_fault_ports(RTC_INDEX, 2, always_updating);
	begin = jiffies;
	KUNIT_EXPECT_EQ(test, rtc_read_time(), 0);
	KUNIT_EXPECT_LE(test, jiffies - begin, HZ);
	KUNIT_EXPECT_REPORT(test, "updating, for ever");
	io_fault_end();
	KUNIT_EXPECT_NE(test, rtc_read_time(), 0);
}

/* ---- the periodic interrupt ---------------------------------------------------------------- */

struct ticks {
	unsigned int wanted;
	unsigned int count;	/* written by the top half */
	unsigned int elsewhere;	/* calls that were not in a top half */
	u64 first, last;	/* ns */
};

static void count_tick(void *data)
{
	struct ticks *ticks = data;

	if (!in_irq() || !irqs_disabled())
		ticks->elsewhere++;
	if (ticks->count == ticks->wanted)
		return;
	ticks->last = sched_clock();
	if (!ticks->count)
		ticks->first = ticks->last;
	WRITE_ONCE(ticks->count, ticks->count + 1);
}

static void stop_ticks(void *unused)
{
	rtc_periodic_stop();
}

/*
 * Start, and wait for @wanted interrupts; false: they do not come. The wait must not halt the
 * processor: see kernel/drivers/rtc.c.
 */
static bool collect(struct kunit *test, struct ticks *ticks, unsigned int hz, unsigned int wanted)
{
	bool came;

	*ticks = (struct ticks){ .wanted = wanted };
	KUNIT_ASSERT_EQ(test, rtc_periodic_start(hz, count_tick, ticks), 0);
	kunit_add_action(test, stop_ticks, NULL);
	came = spin_until(READ_ONCE(ticks->count) == wanted);
	kunit_release_action(test, stop_ticks, NULL);
	return came;
}

/*
 * The interrupts come at the rate that was asked for, as the PIT's clock has it. A wrong divisor
 * would double the time; the margin is for machines whose clock is the host's.
 */
static void periodic_rate_is_true(struct kunit *test)
{
	static const unsigned int rates[] = { 64, 1024, 8192 };
	struct ticks ticks;

	rtc_test_need_clock(test);
	for (int i = 0; i < ARRAY_SIZE(rates); i++) {
		unsigned int periods = rates[i] / 8;	/* an eighth of a second */
		u32 us, expected = USEC_PER_SEC / 8;

		KUNIT_ASSERT_TRUE(test, collect(test, &ticks, rates[i], periods + 1));
		us = (u32)(ticks.last - ticks.first) / NSEC_PER_USEC;
		KUNIT_EXPECT_GE_MSG(test, us, expected - expected / 10, "%u Hz", rates[i]);
		KUNIT_EXPECT_LE_MSG(test, us, expected + expected / 2, "%u Hz", rates[i]);
	}
}

/* The function is called in the top half. */
static void periodic_calls_in_hardirq(struct kunit *test)
{
	struct ticks ticks;

	rtc_test_need_clock(test);
	KUNIT_ASSERT_TRUE(test, collect(test, &ticks, 1024, 4));
	KUNIT_EXPECT_EQ(test, ticks.elsewhere, 0);
}

/* Rates that the chip does not have are refused. */
static void periodic_refuses_other_rates(struct kunit *test)
{
	static const unsigned int rates[] = { 0, 1, 3, 1000, 16384, 32768 };

	for (int i = 0; i < ARRAY_SIZE(rates); i++)
		KUNIT_EXPECT_EQ(test, rtc_periodic_start(rates[i], count_tick, NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, rtc_periodic_start(1024, NULL, NULL), -EINVAL);
}

/* One user at a time; after a stop it is free again. */
static void periodic_has_one_user(struct kunit *test)
{
	struct ticks ticks;

	rtc_test_need_clock(test);
	KUNIT_ASSERT_TRUE(test, collect(test, &ticks, 1024, 1));
	KUNIT_ASSERT_EQ(test, rtc_periodic_start(2, count_tick, &ticks), 0);
	KUNIT_EXPECT_EQ(test, rtc_periodic_start(2, count_tick, &ticks), -EBUSY);
	rtc_periodic_stop();
	KUNIT_EXPECT_TRUE(test, collect(test, &ticks, 1024, 1));
}

/* Stopping what does not run is harmless. */
static void periodic_stop_twice(struct kunit *test)
{
	rtc_periodic_stop();
	rtc_periodic_stop();
}

static struct kunit_case rtc_cases[] = {
	KUNIT_CASE(decode_bcd),
	KUNIT_CASE(decode_binary),
	KUNIT_CASE(decode_12_hours),
	KUNIT_CASE(decode_guesses_the_century),
	KUNIT_CASE(decode_refuses_nonsense),
	KUNIT_CASE(seconds_of_known_dates),
	KUNIT_CASE(seconds_have_no_gap),
	KUNIT_CASE(clock_moves_forward),
	KUNIT_CASE(missing_clock_is_told),
	KUNIT_CASE(endless_update_is_given_up),
	KUNIT_CASE(periodic_rate_is_true),
	KUNIT_CASE(periodic_calls_in_hardirq),
	KUNIT_CASE(periodic_refuses_other_rates),
	KUNIT_CASE(periodic_has_one_user),
	KUNIT_CASE(periodic_stop_twice),
	{},
};

static struct kunit_suite rtc_suite = {
	.name = "rtc",
	.exit = rtc_test_exit,
	.test_cases = rtc_cases,
};
kunit_test_suite(rtc_suite);
