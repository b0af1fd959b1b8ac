/* SPDX-License-Identifier: MIT */
/*
 * rtc.h - the clock that runs on a battery, and a source of interrupts on IRQ 8
 *
 * Functions: kernel/drivers/rtc.c.
 */
#ifndef _HALVES_RTC_H
#define _HALVES_RTC_H

#include <linux/types.h>

#define RTC_PERIODIC_HZ_MIN 2
#define RTC_PERIODIC_HZ_MAX 8192

/* The date as people write it. */
struct rtc_date {
	unsigned int year;  /* 2003 */
	unsigned int month; /* 1 to 12 */
	unsigned int day;   /* 1 to 31 */
	unsigned int hour;  /* 0 to 23 */
	unsigned int minute, second;
};

/* The same as the chip keeps it, in the form that its register B says. */
struct rtc_registers {
	u8 second, minute, hour, day, month, year;
	u8 century; /* not on every chip: believed only when it can be true */
	u8 status_b;
};

bool rtc_decode(const struct rtc_registers *raw, struct rtc_date *date);
unsigned long rtc_seconds(const struct rtc_date *date);
bool rtc_read_date(struct rtc_date *date);
unsigned long rtc_read_time(void);

int rtc_periodic_start(unsigned int hz, void (*tick)(void *data), void *data);
void rtc_periodic_stop(void);
int rtc_update_start(void (*tick)(void *data), void *data);
void rtc_update_stop(void);

#endif
