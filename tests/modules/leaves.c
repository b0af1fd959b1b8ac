// SPDX-License-Identifier: MIT
/*
 * leaves.c - takes nothing back in its exit: what=tasklet, timer, work, delayed, irq, thread,
 * queue, proc, chrdev, misc, pci
 *
 * The object is its own, or one of a test's (object=ADDRESS), which then can cancel it. A queue is
 * written to where object points.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/proc_fs.h>
#include <linux/string.h>
#include <linux/workqueue.h>

static char *what = "nothing";
static unsigned long object;
static int irq;
module_param(what, charp, 0);
module_param(object, ulong, 0);
module_param(irq, int, 0);

static struct tasklet_struct left_tasklet;
static struct timer_list left_timer;
static struct work_struct left_work;

static void leave_something(void);

/* Should it run once before the module is gone, it comes again. */
static void tasklet_fn(unsigned long data)
{
	leave_something();
}

static void timer_fn(unsigned long data)
{
	pr_info("leaves: timer\n");
}

/* Sleeps, so that the module is gone when it wakes up. */
static void work_fn(void *data)
{
	msleep(100);
	pr_info("leaves: work\n");
}

static int thread_fn(void *data)
{
	while (!kthread_should_stop())
		msleep(50);
	return 0;
}

static irqreturn_t irq_fn(int irq, void *dev_id)
{
	return IRQ_HANDLED;
}

static int read_fn(char *page, char **start, off_t offset, int count, int *eof, void *data)
{
	*eof = 1;
	return 0;
}

static int probe_fn(struct pci_dev *dev, const struct pci_device_id *id)
{
	return -ENODEV;
}

static const struct file_operations left_fops = { .owner = THIS_MODULE };
static struct miscdevice left_misc = { .minor = MISC_DYNAMIC_MINOR,
				       .name = "leaves",
				       .fops = &left_fops };
static const struct pci_device_id no_ids[] = { { 0 } };
static struct pci_driver left_driver = { .name = "leaves", .id_table = no_ids, .probe = probe_fn };

static void leave_registered(void)
{
	if (!strcmp(what, "queue"))
		*(struct workqueue_struct **)object = create_workqueue("leaves");
	else if (!strcmp(what, "proc"))
		create_proc_read_entry("leaves", 0444, NULL, read_fn, NULL);
	else if (!strcmp(what, "chrdev"))
		register_chrdev(irq, "leaves", &left_fops);
	else if (!strcmp(what, "misc"))
		misc_register(&left_misc);
	else if (!strcmp(what, "pci"))
		pci_register_driver(&left_driver);
}

static noinline void leave_something(void)
{
	struct tasklet_struct *t = object ? (void *)object : &left_tasklet;
	struct timer_list *timer = object ? (void *)object : &left_timer;
	struct work_struct *work = object ? (void *)object : &left_work;

	if (!strcmp(what, "tasklet")) {
		t->func = tasklet_fn;
		tasklet_schedule(t);
	} else if (!strcmp(what, "timer")) {
		setup_timer(timer, timer_fn, 0);
		mod_timer(timer, jiffies + HZ / 10);
	} else if (!strcmp(what, "work")) {
		INIT_WORK(work, work_fn, NULL);
		schedule_work(work);
		msleep(10);
	} else if (!strcmp(what, "delayed")) {
		INIT_WORK(work, work_fn, NULL);
		schedule_delayed_work(work, HZ / 10);
	} else if (!strcmp(what, "irq")) {
		if (request_irq(irq, irq_fn, 0, "leaves", &irq))
			pr_err("leaves: no irq %d\n", irq);
	} else if (!strcmp(what, "thread")) {
		kthread_run(thread_fn, NULL, "leaves");
		msleep(10);
	} else {
		leave_registered();
	}
	barrier(); /* the call above is no jump: its caller is on the stack */
}

static int __init leaves_init(void)
{
	return 0;
}

static void __exit leaves_exit(void)
{
	leave_something();
	barrier();
}

module_init(leaves_init);
module_exit(leaves_exit);
