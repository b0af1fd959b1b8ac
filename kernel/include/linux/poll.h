/* SPDX-License-Identifier: MIT */
/*
 * poll.h - wait for several files at once
 *
 * A driver's poll() calls poll_wait() for each of its wait queues, which does not wait: it only
 * puts the caller on the queue, and then says what is possible now. Whoever called them all sleeps
 * until one of the queues is woken, and asks again.
 * Context: process. Locking: takes the wait queue's lock.
 */
#ifndef _LINUX_POLL_H
#define _LINUX_POLL_H

#include <linux/fs.h>
#include <linux/wait.h>
#include <uapi/linux/poll.h>

typedef struct poll_table_struct {
	void (*qproc)(struct file *file, wait_queue_head_t *queue, struct poll_table_struct *p);
} poll_table;

/* poll_wait - have the caller of poll() woken with @queue; does not wait for that; P */
static inline void poll_wait(struct file *file, wait_queue_head_t *queue, poll_table *p)
{
	if (p && queue)
		p->qproc(file, queue, p);
}

#define DEFAULT_POLLMASK (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM)

#endif
