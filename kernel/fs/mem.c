// SPDX-License-Identifier: MIT
/*
 * mem.c - /dev/null, /dev/zero and /dev/kmsg: devices without hardware
 *
 * Idea:    null is empty and swallows everything, zero never ends. kmsg is the kernel's log: read
 *          from the first message that is still kept to the last, and what is written is printed.
 * Context: process.
 */
#include <asm/uaccess.h>
#include <halves/console.h>
#include <linux/kernel.h>
#include <linux/major.h>
#include "internal.h"

static ssize_t null_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return 0;
}

static ssize_t null_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return count;
}

static ssize_t zero_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	size_t left = clear_user(buf, count);

	return left && left == count ? -EFAULT : count - left;
}

static ssize_t kmsg_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	unsigned long at = *ppos;
	size_t done = 0, piece;
	char text[128];

	while ((piece = log_read(&at, text, min(sizeof(text), count - done)))) {
		if (copy_to_user(user_at(buf, done), text, piece))
			return done ? done : -EFAULT;
		done += piece;
		*ppos = at;
	}
	return done;
}

/* A line, or as much of it as printk() takes; "<3>" in front is its level. */
static ssize_t kmsg_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	char text[256];
	size_t len = min(count, sizeof(text));

	if (copy_from_user(text, buf, len))
		return -EFAULT;
	printk("%.*s%s", (int)len, text, len && text[len - 1] == '\n' ? "" : "\n");
	return len;
}

static const struct file_operations null_fops = {
	.read = null_read,
	.write = null_write,
};

static const struct file_operations zero_fops = {
	.read = zero_read,
	.write = null_write,
};

static const struct file_operations kmsg_fops = {
	.read = kmsg_read,
	.write = kmsg_write,
};

static const struct {
	const char *path;
	unsigned int minor;
	const struct file_operations *fops;
} devices[] = {
	{ "/dev/null", 3, &null_fops },
	{ "/dev/zero", 5, &zero_fops },
	{ "/dev/kmsg", 11, &kmsg_fops },
};

static int mem_open(struct inode *inode, struct file *file)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(devices); i++)
		if (devices[i].minor == iminor(inode))
			return open_with(file, devices[i].fops);
	return -ENXIO;
}

static const struct file_operations mem_fops = {
	.open = mem_open,
};

void mem_init(void)
{
	unsigned int i;

	if (register_chrdev(MEM_MAJOR, "mem", &mem_fops))
		panic("no memory for the driver of /dev/null");
	for (i = 0; i < ARRAY_SIZE(devices); i++)
		boot_node(devices[i].path, S_IFCHR | 0666, MKDEV(MEM_MAJOR, devices[i].minor));
}
