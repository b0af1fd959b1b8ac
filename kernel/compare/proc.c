// SPDX-License-Identifier: MIT
/*
 * proc.c - /proc/compare: a comparison from the shell
 *
 * Idea:    words like "count=100 mechanism=tasklet" are written, once, and that is when it is
 *          measured; the table is what one then reads. The measuring is done by a thread, for it
 *          must stay on the first processor, and a process may be anywhere. A signal stops it after
 *          the mechanism that it is at.
 * Context: process. Locking: one comparison at a time (compare_all()).
 * See:     user/bin/compare.c
 */
#include "internal.h"
#include <asm/atomic.h>
#include <asm/uaccess.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>

struct reader {
	struct compare_request request;
	struct completion measured;
	atomic_t written; /* the words have come */
	bool valid;	  /* there are results */
};

static int show(struct seq_file *m, void *v)
{
	struct reader *reader = m->private;

	if (reader->valid)
		compare_print(m, &reader->request);
	return 0;
}

static int compare_open(struct inode *inode, struct file *file)
{
	struct reader *reader = kzalloc(sizeof(*reader), GFP_KERNEL);
	int error;

	if (!reader)
		return -ENOMEM;
	compare_defaults(&reader->request);
	init_completion(&reader->measured);
	error = single_open(file, show, reader);
	if (error)
		kfree(reader);
	return error;
}

static struct reader *reader_of(struct file *file)
{
	return ((struct seq_file *)file->private_data)->private;
}

static int compare_release(struct inode *inode, struct file *file)
{
	kfree(reader_of(file));
	return single_release(inode, file);
}

static int measure(void *data)
{
	struct reader *reader = data;
	int error = compare_all(&reader->request);

	complete(&reader->measured);
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE); /* pairs with kthread_stop() */
		if (!kthread_should_stop())
			schedule();
	}
	__set_current_state(TASK_RUNNING);
	return error;
}

/* Once for each opening: -EBUSY else, and when another comparison runs. */
static ssize_t compare_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct reader *reader = reader_of(file);
	struct task_struct *thread;
	char words[128];
	int error;

	if (count >= sizeof(words))
		return -EINVAL;
	if (copy_from_user(words, buf, count))
		return -EFAULT;
	words[count] = '\0';
	if (atomic_xchg(&reader->written, 1))
		return -EBUSY;
	error = compare_take(&reader->request, words, "");
	if (error)
		return error;
	thread = kthread_create(measure, reader, "compare");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	kthread_bind(thread, 0);
	wake_up_process(thread);
	wait_for_completion_interruptible(&reader->measured);
	error = kthread_stop(thread);
	reader->valid = !error;
	return error ? error : count;
}

static const struct file_operations compare_fops = {
	.open = compare_open,
	.read = seq_read,
	.write = compare_write,
	.llseek = seq_lseek,
	.release = compare_release,
};

static int __init proc_compare_init(void)
{
	proc_create("compare", 0600, NULL, &compare_fops);
	return 0;
}
module_init(proc_compare_init);
