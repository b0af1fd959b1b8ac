// SPDX-License-Identifier: MIT
/*
 * sysctl.c - /proc/sys/kernel: numbers of the kernel that one may change while it runs
 *
 * Idea:    one table; each line is a file that holds a number. What is written must be a number
 *          between the two limits and nothing else: otherwise nothing changes, and -EINVAL says so.
 * Context: process. Locking: knob_lock: one change at a time.
 */
#include <asm/uaccess.h>
#include <halves/bottomhalf.h>
#include <halves/latency.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include "internal.h"

static int latency; /* as it was written last */

static void set_latency(void)
{
	latency_set(latency);
}

static const struct knob {
	const char *name;
	int *value;
	int min, max;
	void (*changed)(void); /* NULL: who uses it will see */
} knobs[] = {
	{ "sys/kernel/latency", &latency, 0, 1, set_latency },
	{ "sys/kernel/softirq_restart", &softirq_restart, 1, 1000, NULL },
	{ "sys/kernel/ksoftirqd_nice", &ksoftirqd_nice, NICE_MIN, NICE_MAX, set_ksoftirqd_nice },
};

static DEFINE_MUTEX(knob_lock);

static int knob_show(struct seq_file *m, void *v)
{
	const struct knob *knob = m->private;

	seq_printf(m, "%d\n", *knob->value);
	return 0;
}

static int knob_open(struct inode *inode, struct file *file)
{
	return single_open(file, knob_show, PDE_DATA(inode));
}

static ssize_t knob_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	const struct knob *knob = PDE_DATA(file_inode(file));
	char text[16];
	int value;

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, count))
		return -EFAULT;
	text[count] = '\0';
	if (kstrtoint(text, 10, &value) || value < knob->min || value > knob->max)
		return -EINVAL;
	mutex_lock(&knob_lock);
	WRITE_ONCE(*knob->value, value);
	if (knob->changed)
		knob->changed();
	mutex_unlock(&knob_lock);
	return count;
}

static const struct file_operations knob_fops = {
	.open = knob_open,
	.read = seq_read,
	.write = knob_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static int __init proc_sysctl_init(void)
{
	const struct knob *knob;

	proc_mkdir("sys", NULL);
	proc_mkdir("sys/kernel", NULL);
	for (knob = knobs; knob < knobs + ARRAY_SIZE(knobs); knob++)
		proc_create_data(knob->name, 0644, NULL, &knob_fops, (void *)knob);
	return 0;
}
module_init(proc_sysctl_init);
