// SPDX-License-Identifier: MIT
/*
 * reinit_test.c - a timer, tasklet or work that is initialised while it is pending
 *
 * In Linux its list breaks, now or later. Here it is told, and it stays pending with the new
 * function; so nothing that was queued behind it is lost.
 */
#include "helpers.h"

#include <linux/timer.h>
#include <linux/workqueue.h>

static struct notes notes;

static void note_data(unsigned long data)
{
	note(&notes, data);
}

static void note_again(unsigned long data)
{
	note(&notes, 10 * data);
}

static void note_work(void *data)
{
	note(&notes, (long)data);
}

static void note_work_again(void *data)
{
	note(&notes, 10 * (long)data);
}

static int reinit_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	return 0;
}

/* An armed timer that is set up anew is named, with its old function; it and its neighbours fire */
static void armed_timer(struct kunit *test)
{
	static struct timer_list timer[3];
	unsigned long when;
	int i;

	next_tick();
	when = jiffies + 3;
	for (i = 0; i < 3; i++) {
		setup_timer(&timer[i], note_data, i + 1);
		mod_timer(&timer[i], when);
	}
	kunit_expect_report(test);
	setup_timer(&timer[1], note_again, 2);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test,
			    "BUG: init_timer() of a timer that is still armed (note_data, in 3 "
			    "jiffies)");
	KUNIT_EXPECT_REPORT(test, "del_timer_sync() it first");
	KUNIT_EXPECT_REPORT(test, "] armed_timer+");
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 3));
	expect_notes(test, &notes, "1 20 3");
}

/* A scheduled tasklet that is made anew is named, with its old function; all on the list run */
static void scheduled_tasklet(struct kunit *test)
{
	static struct tasklet_struct t[3];
	int i;

	for (i = 0; i < 3; i++)
		tasklet_init(&t[i], note_data, i + 1);
	local_bh_disable();
	for (i = 0; i < 3; i++)
		tasklet_schedule(&t[i]);
	kunit_expect_report(test);
	tasklet_init(&t[1], note_again, 2);
	kunit_end_report(test);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "BUG: tasklet_init() of a tasklet that is still scheduled "
				  "(note_data)");
	KUNIT_EXPECT_REPORT(test, "tasklet_kill() it first");
	KUNIT_EXPECT_REPORT(test, "] scheduled_tasklet+");
	expect_notes(test, &notes, "1 20 3");
}

static struct tasklet_struct later[2];

static void remake_the_next(unsigned long data)
{
	note(&notes, data);
	tasklet_init(&later[0], note_again, 2);
}

/* The same out of a tasklet that runs just before it: those behind it run as well */
static void scheduled_tasklet_in_the_batch_that_runs(struct kunit *test)
{
	static struct tasklet_struct first;

	tasklet_init(&first, remake_the_next, 1);
	tasklet_init(&later[0], note_data, 2);
	tasklet_init(&later[1], note_data, 3);
	kunit_expect_report(test);
	local_bh_disable();
	tasklet_schedule(&first);
	tasklet_schedule(&later[0]);
	tasklet_schedule(&later[1]);
	local_bh_enable();
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "context: tasklet remake_the_next");
	expect_notes(test, &notes, "1 20 3");
}

/* S94: a queued work that is initialised anew is named, with who queued it; all of the queue run */
static void queued_work(struct kunit *test)
{
	static struct work_struct work[3];
	int i;

	for (i = 0; i < 3; i++)
		INIT_WORK(&work[i], note_work, (void *)(i + 1L));
	preempt_disable();
	for (i = 0; i < 3; i++)
		schedule_work(&work[i]);
	kunit_expect_report(test);
	INIT_WORK(&work[1], note_work_again, (void *)2);
	kunit_end_report(test);
	preempt_enable();
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_REPORT(test, "BUG: INIT_WORK() of a work that is still pending (note_work, "
				  "queued by queued_work+");
	KUNIT_EXPECT_REPORT(test, "flush or cancel_work_sync() it first");
	expect_notes(test, &notes, "1 20 3");
}

/* S94, S104: the same of a work whose delay has not passed: it runs once, when that is over */
static void delayed_work(struct kunit *test)
{
	static struct work_struct work;

	INIT_WORK(&work, note_work, (void *)1);
	schedule_delayed_work(&work, 3);
	kunit_expect_report(test);
	INIT_WORK(&work, note_work_again, (void *)2);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
	expect_notes(test, &notes, "20");
}

/* Memory that was never initialised may hold anything, and nothing is said about it */
static void garbage_is_no_pending_object(struct kunit *test)
{
	static const u8 fill[] = { 0x00, 0x01, 0x5a, 0x6b, 0xc0, 0xf0, 0xf8, 0xff };
	static union {
		struct timer_list timer;
		struct tasklet_struct tasklet;
		struct work_struct work;
	} u;
	int i;

	for (i = 0; i < ARRAY_SIZE(fill); i++) {
		memset(&u, fill[i], sizeof(u));
		setup_timer(&u.timer, note_data, 1);
		KUNIT_EXPECT_FALSE(test, timer_pending(&u.timer));
		memset(&u, fill[i], sizeof(u));
		tasklet_init(&u.tasklet, note_data, 1);
		KUNIT_EXPECT_EQ(test, u.tasklet.state, 1 << TASKLET_STATE_NEW);
		memset(&u, fill[i], sizeof(u));
		u.work.pending = 1;
		INIT_WORK(&u.work, note_work, NULL);
		KUNIT_EXPECT_FALSE(test, work_pending(&u.work));
	}
}

/* So is what is left on a stack: every word may be that of a scheduled tasklet, and is not */
static void words_of_an_old_one_are_no_tasklet(struct kunit *test)
{
	static struct tasklet_struct t;

	t = (struct tasklet_struct)TASKLET_INITIALIZER(0, note_data, 1);
	set_bit(TASKLET_STATE_SCHED, &t.state);
	tasklet_init(&t, note_data, 1);
	tasklet_schedule(&t);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 1));
}

/* What has run, or was cancelled, may be initialised anew as often as one likes */
static void idle_objects_may_be_made_anew(struct kunit *test)
{
	static struct timer_list timer;
	static struct tasklet_struct tasklet;
	static struct work_struct work;
	int i;

	for (i = 0; i < 3; i++) {
		setup_timer(&timer, note_data, 1);
		mod_timer(&timer, jiffies + 100);
		del_timer_sync(&timer);
		tasklet_init(&tasklet, note_data, 2);
		tasklet_schedule(&tasklet);
		tasklet_kill(&tasklet);
		INIT_WORK(&work, note_work, (void *)3);
		schedule_delayed_work(&work, 100);
		cancel_delayed_work(&work);
		schedule_work(&work);
		flush_scheduled_work();
	}
	expect_notes(test, &notes, "2 3 2 3 2 3");
}

static struct kunit_case reinit_cases[] = {
	KUNIT_CASE(armed_timer),
	KUNIT_CASE(scheduled_tasklet),
	KUNIT_CASE(scheduled_tasklet_in_the_batch_that_runs),
	KUNIT_CASE(queued_work),
	KUNIT_CASE(delayed_work),
	KUNIT_CASE(garbage_is_no_pending_object),
	KUNIT_CASE(words_of_an_old_one_are_no_tasklet),
	KUNIT_CASE(idle_objects_may_be_made_anew),
	{},
};

static struct kunit_suite reinit_suite = {
	.name = "reinit",
	.init = reinit_init,
	.test_cases = reinit_cases,
};
kunit_test_suite(reinit_suite);
