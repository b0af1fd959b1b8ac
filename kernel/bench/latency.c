// SPDX-License-Identifier: MIT
/*
 * latency.c - from the device to the top half, and from there to each bottom half
 *
 * Idea:    the card is told to interrupt; under icount the interrupt is taken right after that
 *          store, so the instructions between two looks at the TSC are exactly those of the path.
 *          Where it comes later (plain TCG, real hardware) that delay counts, too. For a bottom
 *          half, the top half looks at the counter right before the raise, and the body in its
 *          first line.
 * Context: rounds: process. Locking: one benchmark at a time.
 * See:     kernel/irq/, kernel/bottomhalf/
 */
#include "internal.h"
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>

static volatile bool came; /* the top half ran */
static u64 raised, called, begun;

/* ---- the interrupt itself -------------------------------------------------------------------- */

static irqreturn_t entry_top_half(int irq, void *dev_id)
{
	begun = get_cycles();
	came = true;
	return edu_ack(dev_id) ? IRQ_HANDLED : IRQ_NONE;
}

static irqreturn_t plain_top_half(int irq, void *dev_id)
{
	came = true;
	return edu_ack(dev_id) ? IRQ_HANDLED : IRQ_NONE;
}

static int request(irq_handler_t top_half)
{
	return request_irq(bench_edu->irq, top_half, IRQF_SHARED, "bench", bench_edu);
}

static void release(unsigned int k)
{
	free_irq(bench_edu->irq, bench_edu);
}

/* Under icount it has come by now; elsewhere it comes a few instructions later. */
static int wait_for_it(void)
{
	unsigned long end = jiffies + HZ;

	while (!came)
		if (time_after(jiffies, end))
			return -ETIMEDOUT;
	return 0;
}

static int entry_setup(unsigned int k)
{
	return request(entry_top_half);
}

static int entry_round(unsigned int k, u32 *samples)
{
	u64 written;
	int err;

	came = false;
	written = get_cycles();
	edu_raise(bench_edu, 1);
	err = wait_for_it();
	samples[0] = begun - written;
	return err;
}

const struct bench_experiment bench_irq_entry = {
	.keys = { "irq_entry" },
	.wants_edu = true,
	.setup = entry_setup,
	.round = entry_round,
	.teardown = release,
};

static int roundtrip_setup(unsigned int k)
{
	return request(plain_top_half);
}

static int roundtrip_round(unsigned int k, u32 *samples)
{
	u64 written, back;
	int err = 0;

	came = false;
	written = get_cycles();
	edu_raise(bench_edu, 1);
	back = get_cycles();
	if (!came) {
		err = wait_for_it();
		back = get_cycles();
	}
	samples[0] = back - written;
	return err;
}

const struct bench_experiment bench_irq_roundtrip = {
	.keys = { "irq_roundtrip" },
	.wants_edu = true,
	.setup = roundtrip_setup,
	.round = roundtrip_round,
	.teardown = release,
};

/* ---- softirq and tasklet: begin when the interrupt returns ----------------------------------- */

static void softirq_body(struct softirq_action *self)
{
	begun = get_cycles();
	came = true;
}

static irqreturn_t softirq_top_half(int irq, void *dev_id)
{
	if (!edu_ack(dev_id))
		return IRQ_NONE;
	raised = get_cycles();
	raise_softirq(LAB_SOFTIRQ);
	return IRQ_HANDLED;
}

static int softirq_setup(unsigned int k)
{
	open_softirq(LAB_SOFTIRQ, softirq_body, NULL);
	return request(softirq_top_half);
}

static void softirq_teardown(unsigned int k)
{
	release(k);
	open_softirq(LAB_SOFTIRQ, NULL, NULL);
}

static int deferred_round(unsigned int k, u32 *samples)
{
	int err;

	came = false;
	edu_raise(bench_edu, 1);
	err = wait_for_it();
	samples[0] = begun - raised;
	return err;
}

const struct bench_experiment bench_softirq = {
	.keys = { "softirq_latency" },
	.wants_edu = true,
	.setup = softirq_setup,
	.round = deferred_round,
	.teardown = softirq_teardown,
};

static void tasklet_body(unsigned long data)
{
	begun = get_cycles();
	came = true;
}

static DECLARE_TASKLET(tasklet, tasklet_body, 0);

static irqreturn_t tasklet_top_half(int irq, void *dev_id)
{
	if (!edu_ack(dev_id))
		return IRQ_NONE;
	raised = get_cycles();
	tasklet_schedule(&tasklet);
	return IRQ_HANDLED;
}

static int tasklet_setup(unsigned int k)
{
	return request(tasklet_top_half);
}

static void tasklet_teardown(unsigned int k)
{
	release(k);
	tasklet_kill(&tasklet);
}

const struct bench_experiment bench_tasklet = {
	.keys = { "tasklet_latency" },
	.wants_edu = true,
	.setup = tasklet_setup,
	.round = deferred_round,
	.teardown = tasklet_teardown,
};

/* ---- work: the call, and one thread switch later the handler --------------------------------- */

static struct workqueue_struct *queue;
static DECLARE_COMPLETION(served);

static void work_body(void *data)
{
	begun = get_cycles();
	complete(&served);
}

static DECLARE_WORK(work, work_body, NULL);

static irqreturn_t work_top_half(int irq, void *dev_id)
{
	if (!edu_ack(dev_id))
		return IRQ_NONE;
	raised = get_cycles();
	queue_work(queue, &work);
	called = get_cycles();
	return IRQ_HANDLED;
}

static int work_setup(unsigned int k)
{
	int err;

	queue = create_workqueue("bench");
	if (!queue)
		return -ENOMEM;
	init_completion(&served);
	err = request(work_top_half);
	if (err)
		destroy_workqueue(queue);
	return err;
}

static void work_teardown(unsigned int k)
{
	release(k);
	destroy_workqueue(queue);
}

static int work_round(unsigned int k, u32 *samples)
{
	edu_raise(bench_edu, 1);
	if (!wait_for_completion_timeout(&served, HZ))
		return -ETIMEDOUT;
	samples[0] = called - raised;
	samples[1] = begun - raised;
	return 0;
}

const struct bench_experiment bench_work = {
	.keys = { "work_call", "work_latency" },
	.wants_edu = true,
	.setup = work_setup,
	.round = work_round,
	.teardown = work_teardown,
};
