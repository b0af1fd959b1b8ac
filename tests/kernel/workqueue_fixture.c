// SPDX-License-Identifier: MIT
/* workqueue_fixture.c - see workqueue_fixture.h */
#include "workqueue_fixture.h"

static void gate_work(void *data)
{
	struct gate *gate = data;

	complete(&gate->entered);
	wait_for_completion(&gate->open);
	gate->passed = true;
}

static void gate_init(struct gate *gate)
{
	INIT_WORK(&gate->work, gate_work, gate);
	init_completion(&gate->entered);
	init_completion(&gate->open);
}

/* shut - the worker of @wq is busy until complete(&gate->open) */
void shut(struct kunit *test, struct workqueue_struct *wq, struct gate *gate)
{
	KUNIT_ASSERT_NE(test, queue_work(wq, &gate->work), 0);
	KUNIT_ASSERT_NE(test, wait_for_completion_timeout(&gate->entered, 5 * HZ), 0);
}

void item_work(void *data)
{
	struct item *item = data;

	note(&item->f->notes, item->id);
	strscpy(item->f->comm, current->comm, TASK_COMM_LEN);
	item->f->runs++;
}

int workqueue_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	int i;

	test->priv = f;
	if (!f)
		return -ENOMEM;
	gate_init(&f->gate);
	gate_init(&f->second);
	for (i = 0; i < ARRAY_SIZE(f->items); i++) {
		f->items[i].f = f;
		f->items[i].id = i + 1;
		INIT_WORK(&f->items[i].work, item_work, &f->items[i]);
	}
	f->wq = create_workqueue("wqtest");
	f->other = create_singlethread_workqueue("wqother");
	return f->wq && f->other ? 0 : -ENOMEM;
}

void workqueue_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (!f)
		return;
	f->stop = true;
	complete_all(&f->gate.open);
	complete_all(&f->second.open);
	if (f->wq)
		destroy_workqueue(f->wq);
	if (f->other)
		destroy_workqueue(f->other);
}
