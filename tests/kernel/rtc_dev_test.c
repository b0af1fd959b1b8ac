// SPDX-License-Identifier: MIT
/* rtc_dev_test.c - tests of kernel/drivers/rtc_dev.c, with the chip itself */
#include <halves/iofault.h>
#include <halves/rtc.h>
#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/poll.h>
#include <linux/rtc.h>

#include "helpers.h"

#define KINDS(count)  ((count) & 0xff)
#define NUMBER(count) ((count) >> 8)

static struct file *rtc;

static void close_file(void *file)
{
	filp_close(file, NULL);
}

static void open_rtc(struct kunit *test, int flags)
{
	struct file *file = filp_open("/dev/rtc", flags, 0);

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	kunit_add_action(test, close_file, file);
	rtc = file;
}

static long ask(unsigned int cmd, unsigned long arg)
{
	return rtc->f_op->unlocked_ioctl(rtc, cmd, arg);
}

/* What one read gives, or a negative error. */
static long read_count(void)
{
	unsigned long count;
	ssize_t n = vfs_read(rtc, (char *)&count, sizeof(count), &rtc->f_pos);

	return n == sizeof(count) ? (long)count : n;
}

static int rtc_dev_test_init(struct kunit *test)
{
	if (!rtc_read_time())
		kunit_skip(test, "no clock, or it shows no date");
	open_rtc(test, O_RDONLY);
	return 0;
}

/* The date is the chip's. */
static void date_is_the_chips(struct kunit *test)
{
	struct rtc_time time;
	struct rtc_date date;
	unsigned long before = rtc_read_time(), seconds;

	KUNIT_ASSERT_EQ(test, ask(RTC_RD_TIME, (unsigned long)&time), 0);
	date = (struct rtc_date){ time.tm_year + 1900, time.tm_mon + 1, time.tm_mday,
				  time.tm_hour,	       time.tm_min,	time.tm_sec };
	seconds = rtc_seconds(&date);
	KUNIT_EXPECT_GE(test, seconds, before);
	KUNIT_EXPECT_LE(test, seconds - before, 1);
	KUNIT_EXPECT_EQ(test, time.tm_wday, (seconds / 86400 + 4) % 7);
}

/* A read sleeps until the next second begins, and is told why it woke. */
static void update_interrupt(struct kunit *test)
{
	unsigned long begin, count;

	KUNIT_ASSERT_EQ(test, ask(RTC_UIE_ON, 0), 0);
	KUNIT_ASSERT_EQ(test, KINDS(read_count()), RTC_IRQF | RTC_UF);
	begin = jiffies;
	count = read_count();
	KUNIT_EXPECT_EQ(test, count, 0x100 | RTC_IRQF | RTC_UF);
	KUNIT_EXPECT_GE(test, jiffies - begin, HZ - HZ / 10);
	KUNIT_EXPECT_LE(test, jiffies - begin, HZ + HZ / 2);
}

/* At 64 Hz a read comes back after a 64th of a second. */
static void periodic_interrupt(struct kunit *test)
{
	unsigned long begin, count = 0;

	KUNIT_ASSERT_EQ(test, ask(RTC_IRQP_SET, 64), 0);
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_ON, 0), 0);
	read_count();
	begin = jiffies;
	while (count < 32) {
		unsigned long got = read_count();

		KUNIT_ASSERT_EQ(test, KINDS(got), RTC_IRQF | RTC_PF);
		count += NUMBER(got);
	}
	KUNIT_EXPECT_GE(test, jiffies - begin, HZ / 2 - HZ / 10);
	KUNIT_EXPECT_LE(test, jiffies - begin, HZ);
}

/* Interrupts that nobody reads are counted, and the next read gives them all. */
static void unread_interrupts_are_counted(struct kunit *test)
{
	long count;

	KUNIT_ASSERT_EQ(test, ask(RTC_IRQP_SET, 64), 0);
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_ON, 0), 0);
	halt_for(HZ / 4);
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_OFF, 0), 0);
	count = read_count();
	KUNIT_EXPECT_GE(test, NUMBER(count), 14);
	KUNIT_EXPECT_LE(test, NUMBER(count), 17);
}

/* Both kinds at once come in one count. */
static void both_kinds(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, ask(RTC_IRQP_SET, 2), 0);
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_ON, 0), 0);
	KUNIT_ASSERT_EQ(test, ask(RTC_UIE_ON, 0), 0);
	halt_for(HZ + HZ / 4);
	KUNIT_EXPECT_EQ(test, KINDS(read_count()), RTC_IRQF | RTC_PF | RTC_UF);
}

/* What is switched off interrupts no more. */
static void off_is_off(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_ON, 0), 0);
	read_count();
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_OFF, 0), 0);
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_OFF, 0), 0);
	rtc->f_flags |= O_NONBLOCK;
	read_count();
	halt_for(10);
	KUNIT_EXPECT_EQ(test, read_count(), -EAGAIN);
	KUNIT_EXPECT_EQ(test, vfs_poll(rtc, NULL), 0);
}

/* poll() says when there is something to read. */
static void poll_says_when(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, vfs_poll(rtc, NULL), 0);
	KUNIT_ASSERT_EQ(test, ask(RTC_IRQP_SET, 64), 0);
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_ON, 0), 0);
	KUNIT_EXPECT_TRUE(test, wait_until(vfs_poll(rtc, NULL) & POLLIN));
}

/* The rate can be read back; those that the chip has not are refused, and change nothing. */
static void rates(struct kunit *test)
{
	static const unsigned long wrong[] = { 0, 1, 3, 1000, 16384, ~0UL };
	unsigned long hz = 0;

	KUNIT_EXPECT_EQ(test, ask(RTC_IRQP_SET, 256), 0);
	for (int i = 0; i < ARRAY_SIZE(wrong); i++)
		KUNIT_EXPECT_EQ_MSG(test, ask(RTC_IRQP_SET, wrong[i]), -EINVAL, "%lu", wrong[i]);
	KUNIT_EXPECT_EQ(test, ask(RTC_IRQP_READ, (unsigned long)&hz), 0);
	KUNIT_EXPECT_EQ(test, hz, 256);
}

/* A second opening is refused; the interrupts end with the file, so that others can have them. */
static void one_file_at_a_time(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_ON, 0), 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open("/dev/rtc", O_RDONLY, 0)), -EBUSY);
	kunit_release_action(test, close_file, rtc);
	KUNIT_EXPECT_EQ(test, rtc_periodic_start(2, close_file, NULL), 0);
	rtc_periodic_stop();
	open_rtc(test, O_RDONLY | O_NONBLOCK);
	KUNIT_EXPECT_EQ(test, read_count(), -EAGAIN);
}

/* A rate that somebody else uses is -EBUSY. */
static void rate_in_use(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, rtc_periodic_start(2, close_file, NULL), 0);
	KUNIT_EXPECT_EQ(test, ask(RTC_PIE_ON, 0), -EBUSY);
	rtc_periodic_stop();
	KUNIT_EXPECT_EQ(test, ask(RTC_PIE_ON, 0), 0);
}

/* A buffer too small is -EINVAL, one that is not there -EFAULT, another question -ENOTTY. */
static void bad_calls(struct kunit *test)
{
	char __user *nowhere = (char __user *)8;
	char small[2];

	KUNIT_EXPECT_EQ(test, vfs_read(rtc, small, sizeof(small), &rtc->f_pos), -EINVAL);
	KUNIT_EXPECT_EQ(test, ask(RTC_RD_TIME, 8), -EFAULT);
	KUNIT_EXPECT_EQ(test, ask(0x70ff, 0), -ENOTTY);
	KUNIT_ASSERT_EQ(test, ask(RTC_PIE_ON, 0), 0);
	KUNIT_EXPECT_EQ(test, rtc->f_op->read(rtc, nowhere, 4, &rtc->f_pos), -EFAULT);
}

static long slept;
static bool over;

static int sleep_in_read(void *unused)
{
	slept = read_count();
	WRITE_ONCE(over, true);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* A signal ends the sleep of a reader. */
static void signal_ends_a_read(struct kunit *test)
{
	struct task_struct *thread = create_thread(test, sleep_in_read, NULL, "reader");

	over = false;
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, wait_until(thread->state == TASK_INTERRUPTIBLE));
	thread->sigpending = true;
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(over)));
	KUNIT_EXPECT_EQ(test, slept, -ERESTARTSYS);
}

static struct kunit_case rtc_dev_cases[] = {
	KUNIT_CASE(date_is_the_chips),
	KUNIT_CASE(update_interrupt),
	KUNIT_CASE(periodic_interrupt),
	KUNIT_CASE(unread_interrupts_are_counted),
	KUNIT_CASE(both_kinds),
	KUNIT_CASE(off_is_off),
	KUNIT_CASE(poll_says_when),
	KUNIT_CASE(rates),
	KUNIT_CASE(one_file_at_a_time),
	KUNIT_CASE(rate_in_use),
	KUNIT_CASE(bad_calls),
	KUNIT_CASE(signal_ends_a_read),
	{},
};

static struct kunit_suite rtc_dev_suite = {
	.name = "rtc_dev",
	.init = rtc_dev_test_init,
	.test_cases = rtc_dev_cases,
};
kunit_test_suite(rtc_dev_suite);
