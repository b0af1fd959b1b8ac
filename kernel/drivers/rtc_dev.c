// SPDX-License-Identifier: MIT
/*
 * rtc_dev.c - /dev/rtc: sleep until the clock interrupts
 *
 * Idea:    a device with a top half and no bottom half. An interrupt is only counted, so there is
 *          nothing to put off: the top half of rtc.c calls count(), which adds one and wakes the
 *          reader. read() gives what has been counted since the last one, and sleeps while that is
 *          nothing. One file at a time, for there is one rate.
 * Context: count: hardirq. The rest: process.
 * Locking: rtc.lock, irqs off, guards the count; the mutex changing guards what is switched on.
 * See:     <uapi/linux/rtc.h>, kernel/drivers/rtc.c, tests/kernel/rtc_dev_test.c
 */
#include <asm/bitops.h>
#include <asm/uaccess.h>
#include <halves/rtc.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/rtc.h>
#include <linux/string.h>
#include <linux/wait.h>

#define RTC_MINOR 135 /* as in Linux */
#define COUNT_ONE 0x100
#define FIRST_HZ  1024

/* Fields: L under lock; C under changing. */
static struct {
	spinlock_t lock;
	unsigned long count; /* L: as read() gives it */
	wait_queue_head_t wait;
	unsigned long open; /* bit 0; atomic */
	struct mutex changing;
	unsigned long hz;	/* C */
	bool periodic_on, update_on; /* C */
} rtc = {
	.lock = __SPIN_LOCK_UNLOCKED(rtc.lock),
	.wait = __WAIT_QUEUE_HEAD_INITIALIZER(rtc.wait),
	.changing = __MUTEX_INITIALIZER(rtc.changing),
};

static void count(void *kind)
{
	spin_lock(&rtc.lock);
	rtc.count = (rtc.count + COUNT_ONE) | RTC_IRQF | (unsigned long)kind;
	spin_unlock(&rtc.lock);
	wake_up_interruptible(&rtc.wait);
}

static unsigned long take(void)
{
	unsigned long taken;

	spin_lock_irq(&rtc.lock);
	taken = rtc.count;
	rtc.count = 0;
	spin_unlock_irq(&rtc.lock);
	return taken;
}

static ssize_t rtc_dev_read(struct file *file, char __user *buf, size_t size, loff_t *ppos)
{
	unsigned long taken;

	if (size < sizeof(taken))
		return -EINVAL;
	taken = take();
	if (!taken && file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	if (!taken && wait_event_interruptible(rtc.wait, (taken = take())))
		return -ERESTARTSYS;
	return put_user(taken, (unsigned long __user *)buf) ? -EFAULT : sizeof(taken);
}

static unsigned int rtc_dev_poll(struct file *file, poll_table *wait)
{
	poll_wait(file, &rtc.wait, wait);
	return READ_ONCE(rtc.count) ? POLLIN | POLLRDNORM : 0;
}

static long read_time(struct rtc_time __user *to)
{
	struct rtc_date date;
	struct rtc_time time = { 0 };

	if (!rtc_read_date(&date))
		return -EIO;
	time.tm_sec = date.second;
	time.tm_min = date.minute;
	time.tm_hour = date.hour;
	time.tm_mday = date.day;
	time.tm_mon = date.month - 1;
	time.tm_year = date.year - 1900;
	time.tm_wday = (rtc_seconds(&date) / 86400 + 4) % 7; /* 1 January 1970 was a Thursday */
	return copy_to_user(to, &time, sizeof(time)) ? -EFAULT : 0;
}

/* Locking: expects rtc.changing. */
static int switch_periodic(bool on)
{
	int err = 0;

	if (on && !rtc.periodic_on)
		err = rtc_periodic_start(rtc.hz, count, (void *)RTC_PF);
	else if (!on && rtc.periodic_on)
		rtc_periodic_stop();
	if (!err)
		rtc.periodic_on = on;
	return err;
}

/* Locking: expects rtc.changing. */
static int switch_update(bool on)
{
	int err = 0;

	if (on && !rtc.update_on)
		err = rtc_update_start(count, (void *)RTC_UF);
	else if (!on && rtc.update_on)
		rtc_update_stop();
	if (!err)
		rtc.update_on = on;
	return err;
}

/* Another rate, also while it is on. Locking: expects rtc.changing. */
static int set_rate(unsigned long hz)
{
	bool on = rtc.periodic_on;

	if (hz < RTC_PERIODIC_HZ_MIN || hz > RTC_PERIODIC_HZ_MAX || hz & (hz - 1))
		return -EINVAL;
	switch_periodic(false);
	rtc.hz = hz;
	return switch_periodic(on);
}

static long rtc_dev_ioctl_locked(unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case RTC_UIE_ON:
	case RTC_UIE_OFF:
		return switch_update(cmd == RTC_UIE_ON);
	case RTC_PIE_ON:
	case RTC_PIE_OFF:
		return switch_periodic(cmd == RTC_PIE_ON);
	case RTC_IRQP_READ:
		return put_user(rtc.hz, (unsigned long __user *)arg);
	case RTC_IRQP_SET:
		return set_rate(arg);
	case RTC_RD_TIME:
		return read_time((struct rtc_time __user *)arg);
	}
	return -ENOTTY;
}

static long rtc_dev_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	long result;

	mutex_lock(&rtc.changing);
	result = rtc_dev_ioctl_locked(cmd, arg);
	mutex_unlock(&rtc.changing);
	return result;
}

static int rtc_dev_open(struct inode *inode, struct file *file)
{
	if (test_and_set_bit(0, &rtc.open))
		return -EBUSY;
	rtc.hz = FIRST_HZ;
	return nonseekable_open(inode, file);
}

static int rtc_dev_release(struct inode *inode, struct file *file)
{
	mutex_lock(&rtc.changing);
	switch_periodic(false);
	switch_update(false);
	mutex_unlock(&rtc.changing);
	take();
	clear_bit(0, &rtc.open);
	return 0;
}

static const struct file_operations rtc_dev_fops = {
	.open = rtc_dev_open,
	.release = rtc_dev_release,
	.read = rtc_dev_read,
	.poll = rtc_dev_poll,
	.unlocked_ioctl = rtc_dev_ioctl,
	.llseek = no_llseek,
};

static struct miscdevice rtc_misc = {
	.minor = RTC_MINOR,
	.name = "rtc",
	.fops = &rtc_dev_fops,
};

static int __init rtc_dev_init(void)
{
	return misc_register(&rtc_misc);
}
module_init(rtc_dev_init);
