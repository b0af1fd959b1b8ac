// SPDX-License-Identifier: MIT
/*
 * short.c - Simple Hardware Operations: when did each interrupt come?
 *
 * Idea:    /dev/short is QEMU's edu card, whose only purpose is to interrupt. Each byte written to
 *          it is an interrupt; each interrupt is a line to be read: seconds.microseconds. The top
 *          half quiets the card and takes the time; the line is written by the bottom half: the top
 *          half itself, or with wq=1 a work, or with tasklet=1 a tasklet. Those two begin with a
 *          line of how many interrupts they are there for.
 * Context: top half: hardirq. Bottom half: as chosen. The rest: process.
 * Locking: short_lock guards both rings: times, from the top half to the bottom half, and text,
 *          from there to who reads. What is in the text already is the reader's alone: short_sem.
 * See:     Linux Device Drivers, 3rd edition, chapter 10; QEMU's docs/specs/edu.txt
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/time.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <asm/io.h>
#include <asm/semaphore.h>
#include <asm/uaccess.h>

static int wq;
module_param(wq, int, 0);
MODULE_PARM_DESC(wq, "1: the bottom half is a work");

static int tasklet;
module_param(tasklet, int, 0);
MODULE_PARM_DESC(tasklet, "1: the bottom half is a tasklet");

/* Registers of the card. */
#define CARD_STATUS 0x24 /* bits that interrupt */
#define CARD_RAISE  0x60
#define CARD_ACK    0x64

#define CARD_TIME HZ /* far longer than an interrupt takes */

/* Both rings are powers of two; positions run on. Each line has 16 bytes, so that none is cut. */
#define TIMES	  64
#define LINE	  16
#define TEXT_SIZE 4096

static struct pci_dev *card;
static void __iomem *registers;

static DEFINE_SPINLOCK(short_lock);
static struct timeval times[TIMES];
static unsigned int times_head, times_tail;
static char text[TEXT_SIZE];
static unsigned int text_head, text_tail;
static unsigned long interrupts, lost; /* since insmod; lines that found no room */

static DECLARE_MUTEX(short_sem);
static DECLARE_WAIT_QUEUE_HEAD(short_queue);

/* ---- the bottom half ------------------------------------------------------------------------- */

/* Expects short_lock. */
static void short_line(const char *format, unsigned long a, unsigned long b)
{
	if (text_head - text_tail > TEXT_SIZE - LINE) {
		lost++;
		return;
	}
	snprintf(text + text_head % TEXT_SIZE, LINE, format, a, b);
	text[text_head % TEXT_SIZE + LINE - 1] = '\n';
	text_head += LINE;
}

static void short_bottom_half(void)
{
	unsigned long flags;

	spin_lock_irqsave(&short_lock, flags);
	if ((wq || tasklet) && times_head != times_tail)
		short_line("bh after %6lu", times_head - times_tail, 0);
	while (times_tail != times_head) {
		struct timeval *tv = &times[times_tail++ % TIMES];

		short_line("%08lu.%06lu", tv->tv_sec % 100000000, tv->tv_usec);
	}
	spin_unlock_irqrestore(&short_lock, flags);
	wake_up_interruptible(&short_queue);
}

static void short_do_work(void *unused)
{
	short_bottom_half();
}

static void short_do_tasklet(unsigned long unused)
{
	short_bottom_half();
}

static DECLARE_WORK(short_work, short_do_work, NULL);
static DECLARE_TASKLET(short_tasklet, short_do_tasklet, 0);

/* ---- the top half ---------------------------------------------------------------------------- */

static irqreturn_t short_interrupt(int irq, void *dev_id)
{
	u32 status = readl(registers + CARD_STATUS);
	struct timeval now;

	if (!status)
		return IRQ_NONE;
	writel(status, registers + CARD_ACK);
	do_gettimeofday(&now);

	spin_lock(&short_lock);
	interrupts++;
	if (times_head - times_tail < TIMES)
		times[times_head++ % TIMES] = now;
	else
		lost++;
	spin_unlock(&short_lock);

	if (wq)
		schedule_work(&short_work);
	else if (tasklet)
		tasklet_schedule(&short_tasklet);
	else
		short_bottom_half();
	return IRQ_HANDLED;
}

/* ---- read and write -------------------------------------------------------------------------- */

/* Bytes in one piece from text_tail on. */
static size_t short_available(void)
{
	size_t available;

	spin_lock_irq(&short_lock);
	available = min_t(size_t, text_head - text_tail, TEXT_SIZE - text_tail % TEXT_SIZE);
	spin_unlock_irq(&short_lock);
	return available;
}

static ssize_t short_read(struct file *filp, char __user *buf, size_t count, loff_t *f_pos)
{
	size_t available;

	if (down_interruptible(&short_sem))
		return -ERESTARTSYS;
	while (!(available = short_available())) {
		up(&short_sem);
		if (filp->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(short_queue, short_available()))
			return -ERESTARTSYS;
		if (down_interruptible(&short_sem))
			return -ERESTARTSYS;
	}
	count = min(count, available);
	if (copy_to_user(buf, text + text_tail % TEXT_SIZE, count)) {
		up(&short_sem);
		return -EFAULT;
	}
	spin_lock_irq(&short_lock);
	text_tail += count;
	spin_unlock_irq(&short_lock);
	up(&short_sem);
	return count;
}

/* The card has one line: before the next byte raises it, the top half must have quieted it. */
static ssize_t short_write(struct file *filp, const char __user *buf, size_t count, loff_t *f_pos)
{
	unsigned long end;
	size_t written;

	for (written = 0; written < count; written++) {
		writel(1, registers + CARD_RAISE);
		end = jiffies + CARD_TIME;
		while (readl(registers + CARD_STATUS)) {
			if (time_after(jiffies, end))
				return written ? written : -EIO;
			cpu_relax();
		}
	}
	return written;
}

static struct file_operations short_fops = {
	.owner = THIS_MODULE,
	.read = short_read,
	.write = short_write,
};

static struct miscdevice short_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "short",
	.fops = &short_fops,
};

/* ---- in and out ------------------------------------------------------------------------------ */

static int __init short_init(void)
{
	int result;

	if (wq && tasklet) {
		printk(KERN_ERR "short: wq and tasklet: only one of them\n");
		return -EINVAL;
	}
	card = pci_get_device(0x1234, 0x11e8, NULL);
	if (!card)
		return -ENODEV;
	result = pci_enable_device(card);
	if (result)
		goto put;
	registers = ioremap(pci_resource_start(card, 0), pci_resource_len(card, 0));
	result = -ENOMEM;
	if (!registers)
		goto put;
	result = request_irq(card->irq, short_interrupt, IRQF_SHARED, "short", &short_misc);
	if (result) {
		printk(KERN_ERR "short: no interrupt %u\n", card->irq);
		goto unmap;
	}
	result = misc_register(&short_misc);
	if (!result)
		return 0;

	free_irq(card->irq, &short_misc);
unmap:
	iounmap(registers);
put:
	pci_dev_put(card);
	return result;
}

/*
 * First nobody can raise an interrupt, then none comes, then no bottom half runs. The card stays
 * enabled: the kernel has a driver of its own for it.
 */
static void __exit short_exit(void)
{
	misc_deregister(&short_misc);
	free_irq(card->irq, &short_misc);
	tasklet_kill(&short_tasklet);
	flush_scheduled_work();
	iounmap(registers);
	pci_dev_put(card);
	printk(KERN_INFO "short: %lu interrupts, %lu lost\n", interrupts, lost);
}

module_init(short_init);
module_exit(short_exit);
MODULE_LICENSE("Dual BSD/GPL");
