/* SPDX-License-Identifier: MIT */
/*
 * rtc.h - what ioctl() can ask of /dev/rtc: Linux's numbers on i386, and its struct
 *
 * A read() gives an unsigned long: in its lowest byte which interrupts there were since the last
 * read (RTC_PF, RTC_UF), above it how many.
 */
#ifndef _LINUX_RTC_H
#define _LINUX_RTC_H

struct rtc_time {
	int tm_sec, tm_min, tm_hour;
	int tm_mday;	       /* 1 to 31 */
	int tm_mon;	       /* 0 to 11 */
	int tm_year;	       /* since 1900 */
	int tm_wday;	       /* Sunday is 0 */
	int tm_yday, tm_isdst; /* always 0 */
};

#define RTC_UIE_ON    0x7003	 /* interrupt once a second, when the date has moved on … */
#define RTC_UIE_OFF   0x7004
#define RTC_PIE_ON    0x7005	 /* … at the rate that was set */
#define RTC_PIE_OFF   0x7006
#define RTC_RD_TIME   0x80247009 /* to a struct rtc_time */
#define RTC_IRQP_READ 0x8004700b /* to an unsigned long: the rate in Hz */
#define RTC_IRQP_SET  0x4004700c /* a power of two from 2 to 8192 */

#define RTC_UF	 0x10 /* the date has moved on */
#define RTC_PF	 0x40 /* a period is over */
#define RTC_IRQF 0x80 /* any of them */

#endif
