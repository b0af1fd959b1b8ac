// SPDX-License-Identifier: MIT
/*
 * scullpipe.c - pipes: who reads sleeps until there is something, who writes until there is room
 *
 * Idea:    a few devices of one major number, a minor number each. A device is a ring of bytes
 *          between its readers and its writers, and a queue for each of the two to sleep on. Nobody
 *          sleeps with the semaphore in his hand; so after waking up all is asked again.
 *          There is no node in /dev until someone makes it: mknod /dev/scullpipe0 c MAJOR 0.
 * Context: process.
 * Locking: pipe->sem guards all of the pipe.
 * See:     Linux Device Drivers, 3rd edition, chapter 6
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <asm/semaphore.h>
#include <asm/uaccess.h>

static int major;
module_param(major, int, 0);
MODULE_PARM_DESC(major, "0: any that is free; the kernel's log tells which");

static int devices = 4;
module_param(devices, int, 0);

static int size = 4000;
module_param(size, int, 0);
MODULE_PARM_DESC(size, "bytes that a pipe holds");

struct scull_pipe {
	wait_queue_head_t readers, writers; /* who sleeps */
	struct semaphore sem;
	char *buffer; /* NULL: nobody has it open */
	int opens;
	int start; /* of what can be read */
	int used;
};

static struct scull_pipe *pipes;

/* ---- open and release ------------------------------------------------------------------------ */

static int scull_open(struct inode *inode, struct file *filp)
{
	struct scull_pipe *pipe;

	if (iminor(inode) >= devices)
		return -ENODEV;
	pipe = &pipes[iminor(inode)];
	if (down_interruptible(&pipe->sem))
		return -ERESTARTSYS;
	if (!pipe->buffer) {
		pipe->buffer = kmalloc(size, GFP_KERNEL);
		if (!pipe->buffer) {
			up(&pipe->sem);
			return -ENOMEM;
		}
		pipe->start = pipe->used = 0;
	}
	pipe->opens++;
	up(&pipe->sem);
	filp->private_data = pipe;
	return nonseekable_open(inode, filp);
}

/* The last one out: what nobody has read is lost. */
static int scull_release(struct inode *inode, struct file *filp)
{
	struct scull_pipe *pipe = filp->private_data;

	down(&pipe->sem);
	if (!--pipe->opens) {
		kfree(pipe->buffer);
		pipe->buffer = NULL;
	}
	up(&pipe->sem);
	return 0;
}

/* ---- read ------------------------------------------------------------------------------------ */

static ssize_t scull_read(struct file *filp, char __user *buf, size_t count, loff_t *f_pos)
{
	struct scull_pipe *pipe = filp->private_data;

	if (down_interruptible(&pipe->sem))
		return -ERESTARTSYS;
	while (!pipe->used) {
		up(&pipe->sem);
		if (filp->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(pipe->readers, pipe->used))
			return -ERESTARTSYS;
		if (down_interruptible(&pipe->sem))
			return -ERESTARTSYS;
	}
	/* In one piece: what goes on at the ring's beginning is for the next read. */
	count = min_t(size_t, count, min(pipe->used, size - pipe->start));
	if (copy_to_user(buf, pipe->buffer + pipe->start, count)) {
		up(&pipe->sem);
		return -EFAULT;
	}
	pipe->start = (pipe->start + count) % size;
	pipe->used -= count;
	up(&pipe->sem);
	wake_up_interruptible(&pipe->writers);
	return count;
}

/* ---- write ----------------------------------------------------------------------------------- */

/* Sleep until there is room; 0 with the semaphore, or an error without it. */
static int scull_get_room(struct scull_pipe *pipe, struct file *filp)
{
	while (pipe->used == size) {
		DEFINE_WAIT(wait);

		up(&pipe->sem);
		if (filp->f_flags & O_NONBLOCK)
			return -EAGAIN;
		prepare_to_wait(&pipe->writers, &wait, TASK_INTERRUPTIBLE);
		if (pipe->used == size)
			schedule();
		finish_wait(&pipe->writers, &wait);
		if (signal_pending(current))
			return -ERESTARTSYS;
		if (down_interruptible(&pipe->sem))
			return -ERESTARTSYS;
	}
	return 0;
}

static ssize_t scull_write(struct file *filp, const char __user *buf, size_t count, loff_t *f_pos)
{
	struct scull_pipe *pipe = filp->private_data;
	int result, end;

	if (down_interruptible(&pipe->sem))
		return -ERESTARTSYS;
	result = scull_get_room(pipe, filp);
	if (result)
		return result;
	end = (pipe->start + pipe->used) % size;
	count = min_t(size_t, count, min(size - pipe->used, size - end));
	if (copy_from_user(pipe->buffer + end, buf, count)) {
		up(&pipe->sem);
		return -EFAULT;
	}
	pipe->used += count;
	up(&pipe->sem);
	wake_up_interruptible(&pipe->readers);
	return count;
}

/* ---- poll ------------------------------------------------------------------------------------ */

static unsigned int scull_poll(struct file *filp, poll_table *wait)
{
	struct scull_pipe *pipe = filp->private_data;
	unsigned int mask = 0;

	down(&pipe->sem);
	poll_wait(filp, &pipe->readers, wait);
	poll_wait(filp, &pipe->writers, wait);
	if (pipe->used)
		mask |= POLLIN | POLLRDNORM;
	if (pipe->used < size)
		mask |= POLLOUT | POLLWRNORM;
	up(&pipe->sem);
	return mask;
}

/* ---- in and out ------------------------------------------------------------------------------ */

static struct file_operations scull_fops = {
	.owner = THIS_MODULE,
	.llseek = no_llseek,
	.read = scull_read,
	.write = scull_write,
	.poll = scull_poll,
	.open = scull_open,
	.release = scull_release,
};

static int __init scull_init(void)
{
	int result, i;

	if (devices < 1 || size < 1)
		return -EINVAL;
	pipes = kmalloc(devices * sizeof(*pipes), GFP_KERNEL);
	if (!pipes)
		return -ENOMEM;
	memset(pipes, 0, devices * sizeof(*pipes));
	for (i = 0; i < devices; i++) {
		init_waitqueue_head(&pipes[i].readers);
		init_waitqueue_head(&pipes[i].writers);
		init_MUTEX(&pipes[i].sem);
	}
	result = register_chrdev(major, "scullpipe", &scull_fops);
	if (result < 0) {
		printk(KERN_WARNING "scullpipe: no major number %d\n", major);
		kfree(pipes);
		return result;
	}
	if (!major)
		major = result;
	printk(KERN_INFO "scullpipe: %d devices, major number %d\n", devices, major);
	return 0;
}

/* No file is open, or the module would be held. */
static void __exit scull_exit(void)
{
	unregister_chrdev(major, "scullpipe");
	kfree(pipes);
}

module_init(scull_init);
module_exit(scull_exit);
MODULE_LICENSE("Dual BSD/GPL");
