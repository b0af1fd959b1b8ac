// SPDX-License-Identifier: MIT
/*
 * throughput.c - how many interrupts a second, without a pause, and with each bottom half
 *
 * Idea:    raise one, see that it was acknowledged and that its body has run, raise the next; for a
 *          tenth of a second, and count. The clock is looked at only now and then. The tenth of a
 *          second is ten samples of a hundredth each.
 * Context: process. Locking: one benchmark at a time.
 * See:     kernel/irq/, kernel/bottomhalf/
 */
#include "internal.h"
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#define SLICES	       10
#define SLICES_PER_SEC 100
#define BETWEEN_LOOKS  64

static volatile u32 acknowledged, bodies;

static int request(irq_handler_t top_half)
{
	return request_irq(bench_edu->irq, top_half, IRQF_SHARED, "bench", bench_edu);
}

static void release(unsigned int k)
{
	free_irq(bench_edu->irq, bench_edu);
}

/* Interrupts for a hundredth of a second; @counter must have followed before the next is raised. */
static int rate(volatile u32 *counter, u32 *sample)
{
	unsigned long give_up = jiffies + HZ;
	u32 raised = 0, looks;
	u64 begin, now, end;

	acknowledged = bodies = 0;
	begin = get_cycles();
	end = begin + tsc_khz * 1000 / SLICES_PER_SEC;
	do {
		for (looks = 0; looks < BETWEEN_LOOKS; looks++) {
			edu_raise(bench_edu, 1);
			raised++;
			while (unlikely(*counter != raised)) {
				if (time_after(jiffies, give_up))
					return -ETIMEDOUT;
				yield(); /* a worker that has used up its turn */
			}
		}
		now = get_cycles();
	} while (now < end);
	*sample = div_u64((u64)raised * tsc_khz * 1000, now - begin);
	return acknowledged == raised ? 0 : -EIO;
}

static int round_of_bodies(unsigned int k, u32 *samples)
{
	return rate(&bodies, samples);
}

/* ---- no bottom half -------------------------------------------------------------------------- */

static irqreturn_t none_top_half(int irq, void *dev_id)
{
	if (!edu_ack(dev_id))
		return IRQ_NONE;
	acknowledged++;
	return IRQ_HANDLED;
}

static int none_setup(unsigned int k)
{
	return request(none_top_half);
}

static int none_round(unsigned int k, u32 *samples)
{
	return rate(&acknowledged, samples);
}

const struct bench_experiment bench_throughput_none = {
	.keys = { "throughput_none" },
	.unit = BENCH_PLAIN,
	.rounds = SLICES,
	.wants_edu = true,
	.setup = none_setup,
	.round = none_round,
	.teardown = release,
};

/* ---- softirq --------------------------------------------------------------------------------- */

static void softirq_body(struct softirq_action *self)
{
	bodies++;
}

static irqreturn_t softirq_top_half(int irq, void *dev_id)
{
	if (!edu_ack(dev_id))
		return IRQ_NONE;
	acknowledged++;
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

const struct bench_experiment bench_throughput_softirq = {
	.keys = { "throughput_softirq" },
	.unit = BENCH_PLAIN,
	.rounds = SLICES,
	.wants_edu = true,
	.setup = softirq_setup,
	.round = round_of_bodies,
	.teardown = softirq_teardown,
};

/* ---- tasklet --------------------------------------------------------------------------------- */

static void tasklet_body(unsigned long data)
{
	bodies++;
}

static DECLARE_TASKLET(tasklet, tasklet_body, 0);

static irqreturn_t tasklet_top_half(int irq, void *dev_id)
{
	if (!edu_ack(dev_id))
		return IRQ_NONE;
	acknowledged++;
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

const struct bench_experiment bench_throughput_tasklet = {
	.keys = { "throughput_tasklet" },
	.unit = BENCH_PLAIN,
	.rounds = SLICES,
	.wants_edu = true,
	.setup = tasklet_setup,
	.round = round_of_bodies,
	.teardown = tasklet_teardown,
};

/* ---- work ------------------------------------------------------------------------------------ */

static struct workqueue_struct *queue;

static void work_body(void *data)
{
	bodies++;
}

static DECLARE_WORK(work, work_body, NULL);

static irqreturn_t work_top_half(int irq, void *dev_id)
{
	if (!edu_ack(dev_id))
		return IRQ_NONE;
	acknowledged++;
	queue_work(queue, &work);
	return IRQ_HANDLED;
}

static int work_setup(unsigned int k)
{
	int err;

	queue = create_workqueue("bench");
	if (!queue)
		return -ENOMEM;
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

const struct bench_experiment bench_throughput_work = {
	.keys = { "throughput_work" },
	.unit = BENCH_PLAIN,
	.rounds = SLICES,
	.wants_edu = true,
	.setup = work_setup,
	.round = round_of_bodies,
	.teardown = work_teardown,
};
