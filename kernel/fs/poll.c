// SPDX-License-Identifier: MIT
/*
 * poll.c - sleep until one of several files can be read or written
 *
 * Idea:    each file is asked what is possible now, and on the way puts the caller on its wait
 *          queues. If nothing is possible the caller sleeps; whoever wakes one of the queues sets a
 *          flag first, so that what happens between asking and sleeping is not missed. Then all are
 *          asked again; on the queues the caller stays until the end.
 * Context: process. Locking: each wait queue's own.
 */
#include <asm/uaccess.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include "internal.h"

struct poller {
	poll_table table;
	struct task_struct *task;
	volatile bool woken;
	struct poll_entry *entries;
	int error; /* there was no memory for one */
};

/* The poller on one wait queue. */
struct poll_entry {
	wait_queue_t wait;
	wait_queue_head_t *queue;
	struct poller *poller;
	struct poll_entry *next;
};

static int poll_wake(wait_queue_t *wait, unsigned int mode, int sync, void *key)
{
	container_of(wait, struct poll_entry, wait)->poller->woken = true;
	return default_wake_function(wait, mode, sync, key);
}

static void poll_queue(struct file *file, wait_queue_head_t *queue, poll_table *table)
{
	struct poller *poller = container_of(table, struct poller, table);
	struct poll_entry *entry = kmalloc(sizeof(*entry), GFP_KERNEL);

	if (!entry) {
		poller->error = -ENOMEM;
		return;
	}
	*entry = (struct poll_entry){
		.wait = { .private = poller->task, .func = poll_wake },
		.queue = queue,
		.poller = poller,
		.next = poller->entries,
	};
	poller->entries = entry;
	add_wait_queue(queue, &entry->wait);
}

static void leave_queues(struct poller *poller)
{
	struct poll_entry *entry;

	while ((entry = poller->entries)) {
		poller->entries = entry->next;
		remove_wait_queue(entry->queue, &entry->wait);
		kfree(entry);
	}
}

/**
 * vfs_poll - what can be done with a file without sleeping
 * @file: the file
 * @wait: puts the caller on its wait queues; NULL: only look
 *
 * Return: POLL bits. Context: process.
 */
unsigned int vfs_poll(struct file *file, poll_table *wait)
{
	return file->f_op->poll ? file->f_op->poll(file, wait) : DEFAULT_POLLMASK;
}

static unsigned int ask(const struct pollfd *fd, poll_table *wait)
{
	struct file *file = open_file(fd->fd);

	if (fd->fd < 0)
		return 0;
	if (!file)
		return POLLNVAL;
	return vfs_poll(file, wait) & ((unsigned short)fd->events | POLLERR | POLLHUP);
}

/* Return: of how many files there is something to tell. */
static int ask_all(struct pollfd *fds, unsigned int count, poll_table *wait)
{
	int ready = 0;
	unsigned int i;

	for (i = 0; i < count; i++) {
		fds[i].revents = ask(&fds[i], wait);
		ready += fds[i].revents != 0;
	}
	return ready;
}

/* Return: jiffies left. */
static long sleep_until_woken(struct poller *poller, long timeout)
{
	set_current_state(TASK_INTERRUPTIBLE); /* pairs with the lock of the queue in wake_up() */
	if (!poller->woken && !signal_pending(current))
		timeout = schedule_timeout(timeout);
	__set_current_state(TASK_RUNNING);
	poller->woken = false;
	smp_mb(); /* pairs with the lock of the queue: who is asked too early wakes us again */
	return timeout;
}

static int poll_files(struct pollfd *fds, unsigned int count, long timeout)
{
	struct poller poller = { .table.qproc = poll_queue, .task = current };
	poll_table *wait = timeout ? &poller.table : NULL;
	int ready;

	while (!(ready = ask_all(fds, count, wait)) && timeout && !poller.error) {
		wait = NULL; /* on all queues already */
		timeout = sleep_until_woken(&poller, timeout);
		if (signal_pending(current))
			poller.error = -EINTR;
	}
	leave_queues(&poller);
	return ready ? ready : poller.error;
}

/* Jiffies, never fewer than @ms; the current tick may be nearly over. */
static long ms_to_timeout(int ms)
{
	if (ms < 0)
		return MAX_SCHEDULE_TIMEOUT;
	return ms ? min_t(unsigned long, msecs_to_jiffies(ms) + 1, MAX_SCHEDULE_TIMEOUT) : 0;
}

/**
 * sys_poll - sleep until something can be done with one of several files
 * @ufds: the files and what is wanted of each; gets what is possible
 * @count: how many
 * @timeout: in ms; negative: without an end
 *
 * Return: of how many files there is something to tell, 0 when time ran out; -EINVAL: more than
 * NR_OPEN; -EFAULT; -EINTR: a signal came first; -ENOMEM. Context: process, sleeps.
 */
long sys_poll(struct pollfd __user *ufds, unsigned int count, int timeout)
{
	struct pollfd fds[NR_OPEN];
	int ready;

	if (count > NR_OPEN)
		return -EINVAL;
	if (copy_from_user(fds, ufds, count * sizeof(*fds)))
		return -EFAULT;
	ready = poll_files(fds, count, ms_to_timeout(timeout));
	if (ready >= 0 && copy_to_user(ufds, fds, count * sizeof(*fds)))
		return -EFAULT;
	return ready;
}
