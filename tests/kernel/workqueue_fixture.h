/* SPDX-License-Identifier: MIT */
/* workqueue_fixture.h - what the suites of the work queue share: two queues, gates, eight works */
#ifndef _TESTS_WORKQUEUE_FIXTURE_H
#define _TESTS_WORKQUEUE_FIXTURE_H

#include "helpers.h"

#include <linux/workqueue.h>

/* A work that holds its worker while the gate is shut: what is queued behind it stays queued. */
struct gate {
	struct work_struct work;
	struct completion entered, open;
	bool passed; /* its handler has ended */
};

struct fixture;

struct item {
	struct work_struct work;
	struct fixture *f;
	int id;
};

struct fixture {
	struct workqueue_struct *wq, *other; /* "wqtest", and "wqother" with one thread */
	struct gate gate, second;
	struct notes notes;
	struct item items[8];	  /* note their number, 1 to 8 */
	char comm[TASK_COMM_LEN]; /* of the thread that ran the last item */
	bool stop;
	int runs; /* of all items */
	int result;
};

int workqueue_init(struct kunit *test);
void workqueue_exit(struct kunit *test);
void item_work(void *data);
void shut(struct kunit *test, struct workqueue_struct *wq, struct gate *gate);

#endif
