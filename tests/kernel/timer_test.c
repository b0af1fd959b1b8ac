// SPDX-License-Identifier: MIT
/* timer_test.c - functions called when jiffies has reached a value; see also wrap_test.c */
#include "helpers.h"

#include <linux/time.h>
#include <linux/timer.h>

struct shot {
	struct timer_list timer;
	unsigned long at; /* jiffies when it fired */
	int shots;
	int again; /* arm it so often again, for the next tick */
	int pending, in_irq, in_softirq, irqs_off;
	u32 count;
};

static struct notes notes;

static void fire(unsigned long data)
{
	struct shot *shot = (struct shot *)data;

	shot->at = jiffies;
	shot->pending = timer_pending(&shot->timer);
	shot->in_irq = in_irq();
	shot->in_softirq = in_softirq();
	shot->irqs_off = irqs_disabled();
	shot->count = preempt_count();
	WRITE_ONCE(shot->shots, shot->shots + 1);
	if (shot->again) {
		shot->again--;
		shot->timer.expires = jiffies + 1;
		add_timer(&shot->timer);
	}
}

static void shot_init(struct shot *shot)
{
	memset(shot, 0, sizeof(*shot));
	setup_timer(&shot->timer, fire, (unsigned long)shot);
}

static void write_down(unsigned long data)
{
	note(&notes, data);
}

static int timer_init(struct kunit *test)
{
	memset(&notes, 0, sizeof(notes));
	next_tick();
	return 0;
}

/* S7: a timer for now or the past fires at the next tick, never inside add_timer */
static void timer_for_the_past_fires_at_the_next_tick(struct kunit *test)
{
	static const long ago[] = { 0, 1, 5, 1000, 100000 };
	struct shot shot;
	int i;

	for (i = 0; i < ARRAY_SIZE(ago); i++) {
		unsigned long start;

		shot_init(&shot);
		next_tick();
		start = jiffies;
		shot.timer.expires = start - ago[i];
		add_timer(&shot.timer);
		KUNIT_EXPECT_EQ(test, shot.shots, 0);
		KUNIT_EXPECT_TRUE(test, timer_pending(&shot.timer));
		KUNIT_ASSERT_TRUE(test, spin_until(READ_ONCE(shot.shots)));
		KUNIT_EXPECT_EQ_MSG(test, shot.at - start, 1, "set %ld ago", ago[i]);
	}
}

/* A timer is never early, and on time to the tick: delays on both sides of each level's border */
static void timer_fires_at_its_tick(struct kunit *test)
{
	static const unsigned long delays[] = { 1,   2,	  31,  32,  33,	 62,  63,  64,	65, 127,
						128, 254, 255, 256, 257, 300, 511, 512, 513 };
	struct shot *shots = kunit_kzalloc(test, sizeof(*shots) * ARRAY_SIZE(delays), GFP_KERNEL);
	unsigned long start;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, shots);
	next_tick();
	start = jiffies;
	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		shot_init(&shots[i]);
		mod_timer(&shots[i].timer, start + delays[i]);
	}
	KUNIT_EXPECT_EQ(test, jiffies, start);
	wait_until(shots[ARRAY_SIZE(delays) - 1].shots);
	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		KUNIT_EXPECT_EQ(test, shots[i].shots, 1);
		KUNIT_EXPECT_EQ(test, shots[i].at - start, delays[i]);
	}
}

/* S8: timers of equal expiry run in the order in which they were added */
static void equal_expiry_runs_in_order(struct kunit *test)
{
	struct timer_list timers[5];
	unsigned long when = jiffies + 3;
	int i;

	for (i = 0; i < 5; i++) {
		setup_timer(&timers[i], write_down, i + 1);
		timers[i].expires = when;
		add_timer(&timers[i]);
	}
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 5));
	expect_notes(test, &notes, "1 2 3 4 5");
}

/* S8: one that was added from far away comes in behind one that was added later, but near */
static void far_timer_comes_in_behind(struct kunit *test)
{
	/* The finest level reaches 256 jiffies; at each multiple of it far ones are dealt out. */
	unsigned long dealt_out = (jiffies + 512) & ~255UL, when = dealt_out + 100;
	struct timer_list far, near;

	setup_timer(&far, write_down, 1);
	setup_timer(&near, write_down, 2);
	mod_timer(&far, when);
	schedule_timeout_uninterruptible(when - 200 - jiffies);
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, dealt_out));
	mod_timer(&near, when);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 2));
	expect_notes(test, &notes, "2 1");
}

/* S9: mod_timer returns 0 for an idle timer, and starts it; 1 for a pending one, and moves it */
static void mod_timer_says_whether_it_was_pending(struct kunit *test)
{
	struct shot shot;
	unsigned long start = jiffies;

	shot_init(&shot);
	KUNIT_EXPECT_EQ(test, mod_timer(&shot.timer, start + 500), 0);
	KUNIT_EXPECT_EQ(test, mod_timer(&shot.timer, start + 10), 1);
	KUNIT_EXPECT_EQ(test, mod_timer(&shot.timer, start + 4), 1);
	KUNIT_EXPECT_TRUE(test, wait_until(shot.shots));
	KUNIT_EXPECT_EQ(test, shot.at - start, 4);
	KUNIT_EXPECT_EQ(test, mod_timer(&shot.timer, jiffies + 2), 0);
	KUNIT_EXPECT_TRUE(test, wait_until(shot.shots == 2));
	schedule_timeout_uninterruptible(10);
	KUNIT_EXPECT_EQ(test, shot.shots, 2);
}

/* S10: mod_timer to the very same expiry returns 1 and moves nothing: the order stays */
static void mod_timer_to_the_same_expiry_moves_nothing(struct kunit *test)
{
	struct timer_list first, second;
	unsigned long when = jiffies + 3;

	setup_timer(&first, write_down, 1);
	setup_timer(&second, write_down, 2);
	mod_timer(&first, when);
	mod_timer(&second, when);
	KUNIT_EXPECT_EQ(test, mod_timer(&first, when), 1);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) == 2));
	expect_notes(test, &notes, "1 2");
}

/* S11: del_timer returns 1 if it was pending, else 0, and is harmless on an idle timer */
static void del_timer_says_whether_it_was_pending(struct kunit *test)
{
	unsigned long timers = timers_pending();
	struct shot shot;

	shot_init(&shot);
	KUNIT_EXPECT_EQ(test, del_timer(&shot.timer), 0);
	mod_timer(&shot.timer, jiffies + 2);
	KUNIT_EXPECT_EQ(test, timers_pending(), timers + 1);
	KUNIT_EXPECT_EQ(test, del_timer(&shot.timer), 1);
	KUNIT_EXPECT_EQ(test, timers_pending(), timers);
	KUNIT_EXPECT_FALSE(test, timer_pending(&shot.timer));
	KUNIT_EXPECT_EQ(test, del_timer(&shot.timer), 0);
	schedule_timeout_uninterruptible(4);
	KUNIT_EXPECT_EQ(test, shot.shots, 0);
}

/* S15, S16: del_timer_sync answers as del_timer does, where no handler runs */
static void del_timer_sync_says_the_same(struct kunit *test)
{
	struct shot shot;

	shot_init(&shot);
	KUNIT_EXPECT_EQ(test, del_timer_sync(&shot.timer), 0);
	mod_timer(&shot.timer, jiffies + 2);
	KUNIT_EXPECT_EQ(test, del_timer_sync(&shot.timer), 1);
	mod_timer(&shot.timer, jiffies + 1);
	KUNIT_EXPECT_TRUE(test, wait_until(shot.shots));
	KUNIT_EXPECT_EQ(test, del_timer_sync(&shot.timer), 0);
	KUNIT_EXPECT_EQ(test, try_to_del_timer_sync(&shot.timer), 0);
}

static void run_interrupted(unsigned long unused)
{
	irq_inject(TEST_IRQ_FIRST);
	note(&notes, 5);
}

static irqreturn_t delete_running(int irq, void *timer)
{
	note(&notes, del_timer(timer));
	note(&notes, try_to_del_timer_sync(timer));
	return IRQ_HANDLED;
}

/* S15: while the function runs, del_timer returns at once; try_to_del_timer_sync says -1 */
static void del_timer_does_not_wait(struct kunit *test)
{
	struct timer_list timer;

	setup_timer(&timer, run_interrupted, 0);
	KUNIT_ASSERT_EQ(test, request_irq(TEST_IRQ_FIRST, delete_running, 0, "delete", &timer), 0);
	mod_timer(&timer, jiffies + 1);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&notes.count) >= 3));
	free_irq(TEST_IRQ_FIRST, &timer);
	expect_notes(test, &notes, "0 -1 5");
	KUNIT_EXPECT_EQ(test, try_to_del_timer_sync(&timer), 0);
}

static void delete_sync(void *timer)
{
	del_timer_sync(timer);
}

/* S16: del_timer_sync must not be called in interrupt context, and says so */
static void del_timer_sync_in_an_interrupt_is_reported(struct kunit *test)
{
	struct shot shot;

	shot_init(&shot);
	kunit_expect_report(test);
	run_in_hardirq(delete_sync, &shot.timer);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
	run_in_softirq(delete_sync, &shot.timer);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 2);
}

/* S12: it is one-shot and already detached in its handler, which may add it again */
static void handler_may_add_its_timer_again(struct kunit *test)
{
	unsigned long start = jiffies;
	struct shot shot;

	shot_init(&shot);
	shot.again = 3;
	mod_timer(&shot.timer, start + 1);
	KUNIT_EXPECT_TRUE(test, wait_until(shot.shots == 4));
	KUNIT_EXPECT_EQ(test, shot.pending, 0);
	KUNIT_EXPECT_EQ(test, shot.at - start, 4);
	schedule_timeout_uninterruptible(3);
	KUNIT_EXPECT_EQ(test, shot.shots, 4);
}

/* S13: handlers run in softirq, with interrupts on */
static void handler_runs_in_softirq(struct kunit *test)
{
	struct shot shot;

	shot_init(&shot);
	mod_timer(&shot.timer, jiffies + 1);
	KUNIT_EXPECT_TRUE(test, wait_until(shot.shots));
	KUNIT_EXPECT_EQ(test, shot.in_irq, 0);
	KUNIT_EXPECT_NE(test, shot.in_softirq, 0);
	KUNIT_EXPECT_EQ(test, shot.irqs_off, 0);
	KUNIT_EXPECT_EQ(test, shot.count, SOFTIRQ_OFFSET);
}

static void change_others(unsigned long data)
{
	struct shot *others = (struct shot *)data;

	note(&notes, del_timer(&others[0].timer));
	note(&notes, mod_timer(&others[1].timer, jiffies + 1));
	note(&notes, mod_timer(&others[2].timer, jiffies + 1));
}

/* S13: the base's lock is not held: a handler may delete and move others, due ones included */
static void handler_may_change_other_timers(struct kunit *test)
{
	struct shot others[3];
	struct timer_list first;
	unsigned long when = jiffies + 2;
	int i;

	setup_timer(&first, change_others, (unsigned long)others);
	mod_timer(&first, when);
	for (i = 0; i < 3; i++)
		shot_init(&others[i]);
	mod_timer(&others[0].timer, when);
	mod_timer(&others[1].timer, when);
	KUNIT_EXPECT_TRUE(test, wait_until(others[1].shots && others[2].shots));
	expect_notes(test, &notes, "1 1 0");
	KUNIT_EXPECT_EQ(test, others[0].shots, 0);
	KUNIT_EXPECT_EQ(test, others[1].at, when + 1);
	KUNIT_EXPECT_EQ(test, others[2].at, when + 1);
}

/* S14: missed ticks are caught up in order: all that is due runs, oldest first */
static void missed_ticks_are_caught_up_in_order(struct kunit *test)
{
	struct timer_list timers[4];
	unsigned long start = jiffies;
	int i;

	local_bh_disable();
	for (i = 3; i >= 0; i--) {
		setup_timer(&timers[i], write_down, i + 1);
		mod_timer(&timers[i], start + 1 + i);
	}
	for (i = 0; i < 6; i++)
		next_tick();
	KUNIT_EXPECT_EQ(test, atomic_read(&notes.count), 0);
	local_bh_enable();
	expect_notes(test, &notes, "1 2 3 4");
}

/* S14: a timer that is armed again while ticks are caught up waits for the next tick */
static void rearmed_while_catching_up_waits(struct kunit *test)
{
	struct shot shot;

	shot_init(&shot);
	shot.again = 1;
	local_bh_disable();
	mod_timer(&shot.timer, jiffies + 1);
	next_tick();
	next_tick();
	next_tick();
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, shot.shots, 1);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(shot.shots) == 2));
}

/* S21: run_local_timers, what the tick calls, raises the softirq and runs no handler itself */
static void tick_only_raises_the_softirq(struct kunit *test)
{
	struct shot shot;

	shot_init(&shot);
	local_bh_disable();
	mod_timer(&shot.timer, jiffies);
	next_tick();
	KUNIT_EXPECT_EQ(test, shot.shots, 0);
	KUNIT_EXPECT_TRUE(test, local_softirq_pending() & (1U << TIMER_SOFTIRQ));
	local_irq_disable();
	run_local_timers();
	local_irq_enable();
	KUNIT_EXPECT_EQ(test, shot.shots, 0);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, shot.shots, 1);
}

static void arm(void *arg)
{
	struct shot *shot = arg;

	mod_timer(&shot->timer, jiffies + 500);
	mod_timer(&shot->timer, jiffies + 1);
}

/* add_timer, mod_timer and del_timer are legal in every context */
static void timers_from_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;
	struct shot shot;

	shot_init(&shot);
	context->run(arm, &shot);
	KUNIT_EXPECT_TRUE(test, wait_until(shot.shots == 1));
}

static struct kunit_case timer_cases[] = {
	KUNIT_CASE(timer_for_the_past_fires_at_the_next_tick),
	KUNIT_CASE(timer_fires_at_its_tick),
	KUNIT_CASE(equal_expiry_runs_in_order),
	KUNIT_CASE(far_timer_comes_in_behind),
	KUNIT_CASE(mod_timer_says_whether_it_was_pending),
	KUNIT_CASE(mod_timer_to_the_same_expiry_moves_nothing),
	KUNIT_CASE(del_timer_says_whether_it_was_pending),
	KUNIT_CASE(del_timer_sync_says_the_same),
	KUNIT_CASE(del_timer_does_not_wait),
	KUNIT_CASE(del_timer_sync_in_an_interrupt_is_reported),
	KUNIT_CASE(handler_may_add_its_timer_again),
	KUNIT_CASE(handler_runs_in_softirq),
	KUNIT_CASE(handler_may_change_other_timers),
	KUNIT_CASE(missed_ticks_are_caught_up_in_order),
	KUNIT_CASE(rearmed_while_catching_up_waits),
	KUNIT_CASE(tick_only_raises_the_softirq),
	KUNIT_CASE_PARAM(timers_from_any_context, atomic_contexts_gen_params),
	{},
};

static struct kunit_suite timer_suite = {
	.name = "timer",
	.init = timer_init,
	.test_cases = timer_cases,
};
kunit_test_suite(timer_suite);
