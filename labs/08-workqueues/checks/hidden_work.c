// SPDX-License-Identifier: MIT
/* hidden_work.c - lab 8's hidden checks: wake-ups, lost and unwanted */
#include "workqueue_fixture.h"

#include "../../common/place.h"

static struct counted {
	struct work_struct work;
	atomic_t asked; /* calls of queue_work() */
	int seen;	/* how many of them the last run came after */
	atomic_t accepted;
	int runs;
} a, b;

static void run(void *data)
{
	struct counted *c = data;

	c->seen = atomic_read(&c->asked);
	c->runs++;
}

static void reset(void)
{
	a = b = (struct counted){};
	INIT_WORK(&a.work, run, &a);
	INIT_WORK(&b.work, run, &b);
}

static void queue_it(struct counted *c)
{
	atomic_inc(&c->asked);
	atomic_add(schedule_work(&c->work), &c->accepted);
}

static void queue_a(void)
{
	queue_it(&a);
}

static void queue_b(void)
{
	queue_it(&b);
}

/* The worker is more urgent than the case's thread: when that goes on, all must have run. */
static const char *miscounted(void)
{
	if (work_pending(&a.work) || work_pending(&b.work))
		return "a work is pending, and its worker sleeps";
	if (a.seen != atomic_read(&a.asked) || b.seen != atomic_read(&b.asked))
		return "no run has begun after a queue_work()";
	if (a.runs != atomic_read(&a.accepted) || b.runs != atomic_read(&b.accepted))
		return "there were more runs, or less, than queue_work() accepted";
	return NULL;
}

static void cancel_both(void)
{
	cancel_work_sync(&a.work);
	cancel_work_sync(&b.work);
}

/* S118: wherever an interrupt queues another work, or the same, it runs at once */
static void queue_anywhere(struct kunit *test)
{
	static const struct placed other = { .setup = reset,
					     .body = queue_a,
					     .interrupt = queue_b,
					     .broken = miscounted,
					     .cleanup = cancel_both };
	static const struct placed same = { .setup = reset,
					    .body = queue_a,
					    .interrupt = queue_a,
					    .broken = miscounted,
					    .cleanup = cancel_both };

	place_everywhere(test, &other);
	place_everywhere(test, &same);
}

static unsigned long slept;

static void sleep_long(void *f)
{
	unsigned long begin = jiffies;

	schedule_timeout_uninterruptible(20);
	slept = jiffies - begin;
	((struct fixture *)f)->runs++;
}

/* A handler that sleeps is not woken by what is queued behind it */
static void queueing_wakes_no_handler(struct kunit *test)
{
	struct fixture *f = test->priv;

	PREPARE_WORK(&f->items[0].work, sleep_long, f);
	queue_work(f->wq, &f->items[0].work);
	schedule_timeout_uninterruptible(2);
	queue_work(f->wq, &f->items[1].work);
	KUNIT_EXPECT_TRUE(test, wait_until(f->runs == 2));
	KUNIT_EXPECT_GE_MSG(test, slept, 20,
			    "a handler that wanted to sleep for 20 ticks was woken after %lu, by a "
			    "work that was queued behind it",
			    slept);
}

static struct kunit_case lab08_hidden_cases[] = {
	KUNIT_CASE(queue_anywhere),
	KUNIT_CASE(queueing_wakes_no_handler),
	{},
};

static struct kunit_suite lab08_hidden_suite = {
	.name = "lab08_hidden",
	.init = workqueue_init,
	.exit = workqueue_exit,
	.test_cases = lab08_hidden_cases,
};
kunit_test_suite(lab08_hidden_suite);
