// SPDX-License-Identifier: MIT
/*
 * smp_wait_test.c - something runs on another processor at this instant: who waits for it, who not
 *
 * A "long" function tells that it has begun, stays until the case lets it go, or LONG_MS at most,
 * and tells that it ends. A call that waits comes back after that, one that does not before.
 */
#include "errand.h"
#include "helpers.h"

#include <halves/edu.h>
#include <linux/pci.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define LONG_MS 10

static bool begun, ended, let_go;

static void stay(void)
{
	unsigned long end = jiffies + msecs_to_jiffies(LONG_MS);

	WRITE_ONCE(begun, true);
	while (!READ_ONCE(let_go) && time_before(jiffies, end))
		cpu_relax();
	WRITE_ONCE(ended, true);
}

static int smp_wait_init(struct kunit *test)
{
	begun = ended = let_go = false;
	return need_two_processors(test);
}

/* Have @start called on another processor, and see the long function begin there. */
static bool begins_there(struct kunit *test, void (*start)(void *arg), void *arg)
{
	if (!run_on(test, other_cpu(), start, arg))
		return false;
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(begun)));
	return READ_ONCE(begun) && !READ_ONCE(ended);
}

/* ---- timers ---------------------------------------------------------------------------------- */

static void long_timer(unsigned long unused)
{
	stay();
}

static void arm(void *timer)
{
	mod_timer(timer, jiffies + 1);
}

/* S15: del_timer does not wait for a function that runs elsewhere, del_timer_sync does */
static void del_timer_sync_waits(struct kunit *test)
{
	struct timer_list timer;

	setup_timer(&timer, long_timer, 0);
	if (begins_there(test, arm, &timer)) {
		KUNIT_EXPECT_EQ(test, del_timer(&timer), 0);
		KUNIT_EXPECT_FALSE(test, READ_ONCE(ended));
		KUNIT_EXPECT_EQ(test, try_to_del_timer_sync(&timer), -1);
		KUNIT_EXPECT_EQ(test, del_timer_sync(&timer), 0);
		KUNIT_EXPECT_TRUE(test, READ_ONCE(ended));
	}
	del_timer_sync(&timer);
}

static DEFINE_SPINLOCK(wanted);

static void arm_later(void *timer)
{
	mod_timer(timer, jiffies + HZ / 10); /* enough to take the lock before */
}

static void wants_the_lock(unsigned long unused)
{
	WRITE_ONCE(begun, true);
	spin_lock(&wanted);
	WRITE_ONCE(ended, true);
	spin_unlock(&wanted);
}

/* S16: as long as one holds a lock that the function wants, its end does not come */
static void lock_of_the_function_is_waited_for_in_vain(struct kunit *test)
{
	struct timer_list timer;
	int i;

	setup_timer(&timer, wants_the_lock, 0);
	run_on(test, other_cpu(), arm_later, &timer);
	spin_lock_bh(&wanted);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(begun)));
	for (i = 0; i < 1000; i++) {
		KUNIT_EXPECT_EQ(test, try_to_del_timer_sync(&timer), -1);
		cpu_relax();
	}
	spin_unlock_bh(&wanted);
	KUNIT_EXPECT_EQ(test, del_timer_sync(&timer), 0);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(ended));
}

/* ---- tasklets -------------------------------------------------------------------------------- */

static void long_tasklet(unsigned long unused)
{
	stay();
}

static void schedule_there(void *tasklet)
{
	tasklet_schedule(tasklet);
}

/* S78: tasklet_disable_nosync does not wait for a run elsewhere, tasklet_disable does */
static void tasklet_disable_waits(struct kunit *test)
{
	DECLARE_TASKLET(t, long_tasklet, 0);

	if (begins_there(test, schedule_there, &t)) {
		tasklet_disable_nosync(&t);
		KUNIT_EXPECT_FALSE(test, READ_ONCE(ended));
		tasklet_disable(&t);
		KUNIT_EXPECT_TRUE(test, READ_ONCE(ended));
		tasklet_enable(&t);
		tasklet_enable(&t);
	}
	tasklet_kill(&t);
}

/* S81: so does tasklet_kill */
static void tasklet_kill_waits(struct kunit *test)
{
	DECLARE_TASKLET(t, long_tasklet, 0);

	KUNIT_EXPECT_TRUE(test, begins_there(test, schedule_there, &t));
	tasklet_kill(&t);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(ended));
}

/* ---- lines ----------------------------------------------------------------------------------- */

static irqreturn_t long_handler(int irq, void *edu)
{
	if (!edu_ack(edu))
		return IRQ_NONE;
	stay();
	return IRQ_HANDLED;
}

/* The card interrupts another processor, whose top half is long. NULL: the case is over. */
static struct edu_device *interrupted_there(struct kunit *test)
{
	struct edu_device *edu = edu_get();

	if (!edu) {
		kunit_skip(test, "no edu card: add -device edu");
		return NULL;
	}
	if (request_irq(edu->irq, long_handler, IRQF_SHARED, "long", edu)) {
		KUNIT_FAIL(test, "cannot have the card's line");
		return NULL;
	}
	irq_set_affinity(edu->irq, 1UL << other_cpu());
	edu_raise(edu, 1);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(begun)));
	return edu;
}

/* S31: disable_irq_nosync does not wait for a handler that runs elsewhere, disable_irq does */
static void disable_irq_waits(struct kunit *test)
{
	struct edu_device *edu = interrupted_there(test);

	if (!edu)
		return;
	disable_irq_nosync(edu->irq);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(ended));
	disable_irq(edu->irq);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(ended));
	enable_irq(edu->irq);
	enable_irq(edu->irq);
	irq_set_affinity(edu->irq, 1);
	free_irq(edu->irq, edu);
}

/* S28: so does synchronize_irq */
static void synchronize_irq_waits(struct kunit *test)
{
	struct edu_device *edu = interrupted_there(test);

	if (!edu)
		return;
	KUNIT_EXPECT_FALSE(test, READ_ONCE(ended));
	synchronize_irq(edu->irq);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(ended));
	irq_set_affinity(edu->irq, 1);
	free_irq(edu->irq, edu);
}

/* S28: and free_irq, after which the handler's data may go */
static void free_irq_waits(struct kunit *test)
{
	struct edu_device *edu = interrupted_there(test);

	if (!edu)
		return;
	KUNIT_EXPECT_FALSE(test, READ_ONCE(ended));
	free_irq(edu->irq, edu);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(ended));
	irq_set_affinity(edu->irq, 1);
}

/* ---- works ----------------------------------------------------------------------------------- */

static atomic_t inside, runs;
static int most;

static void long_work(void *unused)
{
	int n = atomic_add_return(1, &inside);

	if (n > most)
		most = n;
	stay();
	atomic_dec(&inside);
	atomic_inc(&runs);
}

static bool work_begins_there(struct kunit *test, struct work_struct *work)
{
	schedule_work_on(other_cpu(), work);
	KUNIT_EXPECT_TRUE(test, spin_until(READ_ONCE(begun)));
	return !READ_ONCE(ended);
}

/* S107: flush_scheduled_work waits for the workers of all processors */
static void flush_waits_for_every_worker(struct kunit *test)
{
	DECLARE_WORK(work, long_work, NULL);

	KUNIT_EXPECT_TRUE(test, work_begins_there(test, &work));
	flush_scheduled_work();
	KUNIT_EXPECT_TRUE(test, READ_ONCE(ended));
}

/* S102: a work that is queued again while it runs elsewhere runs on two processors at once */
static void work_runs_on_two_at_once(struct kunit *test)
{
	DECLARE_WORK(work, long_work, NULL);

	most = 0;
	atomic_set(&runs, 0);
	if (work_begins_there(test, &work)) {
		KUNIT_EXPECT_EQ(test, schedule_work(&work), 1);
		KUNIT_EXPECT_TRUE(test,
				  wait_until(atomic_read(&inside) == 2 || atomic_read(&runs)));
		WRITE_ONCE(let_go, true);
	}
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 2);
	KUNIT_EXPECT_EQ(test, most, 2);
}

/* ---- who needs which lock -------------------------------------------------------------------- */

#define ADDS 50

static DEFINE_SPINLOCK(sum_lock);
static unsigned int sum;
static bool locked;

/* Adds in two steps, and lets others come in between. */
static void add_some(void)
{
	unsigned int i, old;

	for (i = 0; i < ADDS; i++) {
		if (locked)
			spin_lock(&sum_lock);
		old = READ_ONCE(sum);
		cpu_relax();
		WRITE_ONCE(sum, old + 1);
		if (locked)
			spin_unlock(&sum_lock);
	}
}

static void add_in_softirq(struct softirq_action *unused)
{
	add_some();
}

static void add_in_tasklet(unsigned long unused)
{
	add_some();
}

static void raise_it(void *unused)
{
	raise_softirq(LAB_SOFTIRQ);
	wait_until(!local_softirq_pending());
}

static void schedule_it(void *tasklet)
{
	tasklet_schedule(tasklet);
	wait_until(!local_softirq_pending());
}

/* @here on this processor while @start(@there) is done on another one: what is the sum? */
static unsigned int sum_of(struct kunit *test, void (*start)(void *arg), void *here, void *there)
{
	struct errand errand = { .fn = start, .arg = there };

	sum = 0;
	if (!start_on(test, other_cpu(), &errand))
		return 0;
	start(here);
	wait_for_completion(&errand.done);
	return sum;
}

/* S67: what a softirq adds to on two processors is lost without a lock; spin_lock is enough */
static void softirq_needs_spin_lock(struct kunit *test)
{
	open_softirq(LAB_SOFTIRQ, add_in_softirq, NULL);
	locked = false;
	KUNIT_EXPECT_LT(test, sum_of(test, raise_it, NULL, NULL), 2 * ADDS);
	locked = true;
	KUNIT_EXPECT_EQ(test, sum_of(test, raise_it, NULL, NULL), 2 * ADDS);
	open_softirq(LAB_SOFTIRQ, NULL, NULL);
}

/* S67: so it is with two tasklets; one tasklet, however often it is scheduled, needs none */
static void two_tasklets_need_spin_lock(struct kunit *test)
{
	DECLARE_TASKLET(one, add_in_tasklet, 0);
	DECLARE_TASKLET(two, add_in_tasklet, 0);

	locked = false;
	KUNIT_EXPECT_LT(test, sum_of(test, schedule_it, &one, &two), 2 * ADDS);
	locked = true;
	KUNIT_EXPECT_EQ(test, sum_of(test, schedule_it, &one, &two), 2 * ADDS);
	locked = false;
	KUNIT_EXPECT_EQ(test, sum_of(test, schedule_it, &one, &one) % ADDS, 0);
	tasklet_kill(&one);
	tasklet_kill(&two);
	KUNIT_EXPECT_EQ(test, sum % ADDS, 0);
}

static struct kunit_case smp_wait_cases[] = {
	KUNIT_CASE(del_timer_sync_waits),
	KUNIT_CASE(lock_of_the_function_is_waited_for_in_vain),
	KUNIT_CASE(tasklet_disable_waits),
	KUNIT_CASE(tasklet_kill_waits),
	KUNIT_CASE(disable_irq_waits),
	KUNIT_CASE(synchronize_irq_waits),
	KUNIT_CASE(free_irq_waits),
	KUNIT_CASE(flush_waits_for_every_worker),
	KUNIT_CASE(work_runs_on_two_at_once),
	KUNIT_CASE(softirq_needs_spin_lock),
	KUNIT_CASE(two_tasklets_need_spin_lock),
	{},
};

static struct kunit_suite smp_wait_suite = {
	.name = "smp_wait",
	.init = smp_wait_init,
	.test_cases = smp_wait_cases,
};
kunit_test_suite(smp_wait_suite);
