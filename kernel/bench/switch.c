// SPDX-License-Identifier: MIT
/*
 * switch.c - two threads of equal priority hand each other the processor
 *
 * Idea:    each wakes the other and goes to sleep, so a round is two switches; a round is timed by
 *          the thread that begins it.
 * Context: process. Locking: one benchmark at a time.
 * See:     kernel/sched/
 */
#include "internal.h"
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/wait.h>

static struct task_struct *partner;

static int start_partner(int (*loop)(void *data))
{
	partner = kthread_create(loop, NULL, "partner");
	if (IS_ERR(partner))
		return PTR_ERR(partner);
	kthread_bind(partner, smp_processor_id());
	set_user_nice(partner, task_nice(current));
	wake_up_process(partner);
	return 0;
}

/* ---- by completion --------------------------------------------------------------------------- */

static DECLARE_COMPLETION(ping);
static DECLARE_COMPLETION(pong);

static int completion_loop(void *data)
{
	for (;;) {
		wait_for_completion(&ping);
		if (kthread_should_stop())
			return 0;
		complete(&pong);
	}
}

static int completion_setup(unsigned int k)
{
	init_completion(&ping);
	init_completion(&pong);
	return start_partner(completion_loop);
}

static int completion_round(unsigned int k, u32 *samples)
{
	u64 begin = get_cycles();

	complete(&ping);
	wait_for_completion(&pong);
	samples[0] = get_cycles() - begin;
	return 0;
}

static void completion_teardown(unsigned int k)
{
	complete_all(&ping); /* it waits no more, and so sees that it should stop */
	kthread_stop(partner);
}

const struct bench_experiment bench_completion = {
	.keys = { "switch_completion" },
	.unit = BENCH_PAIR,
	.setup = completion_setup,
	.round = completion_round,
	.teardown = completion_teardown,
};

/* ---- by wait queue --------------------------------------------------------------------------- */

static DECLARE_WAIT_QUEUE_HEAD(my_turn_wait);
static DECLARE_WAIT_QUEUE_HEAD(its_turn_wait);
static volatile bool its_turn;

static int waitqueue_loop(void *data)
{
	for (;;) {
		wait_event(its_turn_wait, its_turn || kthread_should_stop());
		if (kthread_should_stop())
			return 0;
		its_turn = false;
		wake_up(&my_turn_wait);
	}
}

static int waitqueue_setup(unsigned int k)
{
	its_turn = false;
	return start_partner(waitqueue_loop);
}

static int waitqueue_round(unsigned int k, u32 *samples)
{
	u64 begin = get_cycles();

	its_turn = true;
	wake_up(&its_turn_wait);
	wait_event(my_turn_wait, !its_turn);
	samples[0] = get_cycles() - begin;
	return 0;
}

static void waitqueue_teardown(unsigned int k)
{
	kthread_stop(partner);
}

const struct bench_experiment bench_waitqueue = {
	.keys = { "switch_waitqueue" },
	.unit = BENCH_PAIR,
	.setup = waitqueue_setup,
	.round = waitqueue_round,
	.teardown = waitqueue_teardown,
};
