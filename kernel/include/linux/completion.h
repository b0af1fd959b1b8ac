/* SPDX-License-Identifier: MIT */
/* completion.h - "it is done": one waits, another tells; it counts, so the order does not matter */
#ifndef _LINUX_COMPLETION_H
#define _LINUX_COMPLETION_H

#include <linux/wait.h>

struct completion {
	unsigned int done; /* under wait.lock: told and not yet consumed */
	wait_queue_head_t wait;
};

#define COMPLETION_INITIALIZER(work)                                                               \
	{                                                                                          \
		.done = 0, .wait = __WAIT_QUEUE_HEAD_INITIALIZER((work).wait)                      \
	}
#define DECLARE_COMPLETION(work) struct completion work = COMPLETION_INITIALIZER(work)
#define DECLARE_COMPLETION_ONSTACK(work)                                                           \
	struct completion work = { .done = 0 };                                                    \
	init_waitqueue_head(&(work).wait)
#define INIT_COMPLETION(x) ((x).done = 0)

static inline void init_completion(struct completion *x)
{
	x->done = 0;
	init_waitqueue_head(&x->wait);
}

void wait_for_completion(struct completion *x);
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);
int wait_for_completion_interruptible(struct completion *x);
int try_wait_for_completion(struct completion *x);
void complete(struct completion *x);
void complete_all(struct completion *x);

#endif
