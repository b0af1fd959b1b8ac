// SPDX-License-Identifier: MIT
/*
 * wrap_test.c - five minutes after boot the low 32 bits of jiffies wrap
 *
 * The one test that waits for it: it arms timers on both sides of the wrap and at distances that
 * go through every level of the wheel, sleeps until just before, and waits across it in every way.
 * The machine is idle nearly all the time, so the five virtual minutes take a second or two.
 */
#include "helpers.h"

#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct shot {
	struct timer_list timer;
	unsigned long at;
	int shots;
};

static void fire(unsigned long data)
{
	struct shot *shot = (struct shot *)data;

	shot->at = jiffies;
	shot->shots++;
}

static void arm(struct shot *shot, unsigned long expires)
{
	shot->shots = 0;
	setup_timer(&shot->timer, fire, (unsigned long)shot);
	mod_timer(&shot->timer, expires);
}

static void fire_work(void *data)
{
	fire((unsigned long)data);
}

/* Return just before jiffies is 0; false: that is over. */
static bool sleep_until_before_the_wrap(unsigned long ticks_before)
{
	long left = -(long)jiffies - (long)ticks_before;

	if ((long)jiffies > 0 || left < 0)
		return false;
	schedule_timeout_uninterruptible(left);
	return true;
}

struct crossing {
	struct work_struct work;
	struct shot timer, work_shot;
	wait_queue_head_t queue;
};

/* In the last ticks before the wrap: wait across it in several ways. */
static void cross(struct kunit *test, struct crossing *c)
{
	unsigned long start = jiffies;

	init_waitqueue_head(&c->queue);
	INIT_WORK(&c->work, fire_work, &c->work_shot);
	KUNIT_EXPECT_TRUE(test, time_before(start, start + 20));
	arm(&c->timer, start + 20);
	schedule_delayed_work(&c->work, 20);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(c->queue, false, 18), 0);
	KUNIT_EXPECT_GE(test, jiffies - start, 18);
	KUNIT_EXPECT_LE(test, jiffies - start, 20);
	KUNIT_EXPECT_TRUE(test, wait_until(c->timer.shots && c->work_shot.shots));
	KUNIT_EXPECT_EQ(test, c->timer.at - start, 20);
	KUNIT_EXPECT_LE(test, c->work_shot.at - start, 21);
	flush_scheduled_work();
}

/* S3, S4: timers of all distances, and time-outs armed just before it, end at their tick */
static void waits_cross_the_wrap(struct kunit *test)
{
	static const unsigned long distances[] = {
		1,     255,   256,   1000,  4095,  4096,  4097,
		16383, 16384, 16385, 20000, 65535, 65536, 100001
	};
	struct shot *far = kunit_kzalloc(test, sizeof(*far) * ARRAY_SIZE(distances), GFP_KERNEL);
	struct shot before, after, later;
	struct crossing crossing = {};
	unsigned int count = 0, i;
	unsigned long start;

	KUNIT_ASSERT_NOT_NULL(test, far);
	need_exact_clock(test); /* on the host's clock it is five real minutes */
	if ((long)jiffies > -(long)HZ) {
		kunit_skip(test, "jiffies has wrapped already");
		return;
	}
	next_tick();
	start = jiffies;
	/* Those beyond the wrap are left out: at HZ=100 they would take half an hour. */
	while (count < ARRAY_SIZE(distances) && distances[count] < -start) {
		arm(&far[count], start + distances[count]);
		count++;
	}
	arm(&before, -3UL);
	arm(&after, 3);
	arm(&later, 300);
	KUNIT_ASSERT_TRUE(test, sleep_until_before_the_wrap(10));
	KUNIT_EXPECT_EQ(test, before.shots + after.shots + later.shots, 0);
	cross(test, &crossing);
	KUNIT_EXPECT_TRUE(test, wait_until(later.shots));
	KUNIT_EXPECT_EQ(test, before.at, -3UL);
	KUNIT_EXPECT_EQ(test, after.at, 3);
	KUNIT_EXPECT_EQ(test, later.at, 300);
	KUNIT_EXPECT_EQ(test, get_jiffies_64() >> 32, 1);
	for (i = 0; i < count; i++) {
		KUNIT_EXPECT_EQ(test, far[i].shots, 1);
		KUNIT_EXPECT_EQ_MSG(test, far[i].at - start, distances[i],
				    "armed %ld from the wrap", (long)start);
	}
}

static struct kunit_case wrap_cases[] = {
	KUNIT_CASE_SLOW(waits_cross_the_wrap),
	{},
};

static struct kunit_suite wrap_suite = {
	.name = "wrap",
	.test_cases = wrap_cases,
};
kunit_test_suite(wrap_suite);
