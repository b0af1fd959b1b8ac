// SPDX-License-Identifier: MIT
/*
 * sampler.c - a driver that has one of everything, and leaves nothing behind
 *
 *   top half ──→ tasklet ──→ work ──(REPORT_DELAY)──→ report        beat ──(its delay)──→ beat
 *      └──→ timer ──┘
 *
 * Idea:    an interrupt brings some samples. The tasklet gathers them one by one: as long as there
 *          are more it schedules itself, so that others get on. The work stores what was gathered,
 *          and has a report written a little later, when there may be more to tell. The timer looks
 *          at the device again, in case an interrupt was missed; where it finds something it comes
 *          again. The beat shows that the driver lives, and always comes again.
 * Context: as noted. The work and the beat are on a queue of the driver's own, the report is on
 *          "events", which everybody uses.
 * Locking: raw, gathered: atomic. stored, reported: lock, which sleeps.
 */
#include <halves/lab10.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define POLL_DELAY   1 /* ticks */
#define REPORT_DELAY 2

struct sampler {
	unsigned int irq;
	unsigned long beat_delay; /* ticks; 0: no beat */
	struct timer_list timer;
	struct tasklet_struct tasklet;
	struct workqueue_struct *queue;
	struct work_struct work;   /* on queue */
	struct work_struct beat;   /* on queue, delayed, queues itself */
	struct work_struct report; /* on "events", delayed */
	atomic_t raw, gathered;	   /* samples on their way */
	struct mutex lock;
	unsigned long stored, reported, beats;
};

atomic_t sampler_device = ATOMIC_INIT(0);
atomic_t sampler_gathered = ATOMIC_INIT(0);
void (*sampler_probe)(enum sampler_part part, bool begins);

static void probe(enum sampler_part part, bool begins)
{
	if (sampler_probe)
		sampler_probe(part, begins);
}

/* Take what the device has. Any context. */
static bool take_samples(struct sampler *s)
{
	int count = atomic_xchg(&sampler_device, 0);

	atomic_add(count, &s->raw);
	if (count)
		tasklet_schedule(&s->tasklet);
	return count != 0;
}

static irqreturn_t sampler_interrupt(int irq, void *data)
{
	struct sampler *s = data;
	irqreturn_t ret = IRQ_NONE;

	probe(SAMPLER_IRQ, true);
	if (take_samples(s)) {
		mod_timer(&s->timer, jiffies + POLL_DELAY);
		ret = IRQ_HANDLED;
	}
	probe(SAMPLER_IRQ, false);
	return ret;
}

static void sampler_timer(unsigned long data)
{
	struct sampler *s = (struct sampler *)data;

	probe(SAMPLER_TIMER, true);
	if (take_samples(s))
		mod_timer(&s->timer, jiffies + POLL_DELAY);
	probe(SAMPLER_TIMER, false);
}

static void sampler_tasklet(unsigned long data)
{
	struct sampler *s = (struct sampler *)data;

	probe(SAMPLER_TASKLET, true);
	if (atomic_read(&s->raw)) {
		atomic_dec(&s->raw);
		atomic_inc(&s->gathered);
		atomic_inc(&sampler_gathered);
	}
	if (atomic_read(&s->raw))
		tasklet_schedule(&s->tasklet);
	queue_work(s->queue, &s->work);
	probe(SAMPLER_TASKLET, false);
}

static void sampler_work(void *data)
{
	struct sampler *s = data;

	probe(SAMPLER_WORK, true);
	mutex_lock(&s->lock);
	s->stored += atomic_xchg(&s->gathered, 0);
	mutex_unlock(&s->lock);
	schedule_delayed_work(&s->report, REPORT_DELAY);
	probe(SAMPLER_WORK, false);
}

static void sampler_report(void *data)
{
	struct sampler *s = data;

	probe(SAMPLER_REPORT, true);
	mutex_lock(&s->lock);
	s->reported = s->stored;
	mutex_unlock(&s->lock);
	probe(SAMPLER_REPORT, false);
}

static void sampler_beat(void *data)
{
	struct sampler *s = data;

	probe(SAMPLER_BEAT, true);
	s->beats++;
	queue_delayed_work(s->queue, &s->beat, s->beat_delay);
	probe(SAMPLER_BEAT, false);
}

/**
 * sampler_init - begin to take samples
 * @irq: the device's line
 * @beat: ticks from one beat to the next; 0: none
 *
 * Return: the driver's state; NULL: no memory, or the line is taken. Context: process.
 */
struct sampler *sampler_init(unsigned int irq, unsigned long beat)
{
	struct sampler *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
	s->irq = irq;
	s->beat_delay = beat;
	mutex_init(&s->lock);
	setup_timer(&s->timer, sampler_timer, (unsigned long)s);
	tasklet_init(&s->tasklet, sampler_tasklet, (unsigned long)s);
	INIT_WORK(&s->work, sampler_work, s);
	INIT_WORK(&s->beat, sampler_beat, s);
	INIT_WORK(&s->report, sampler_report, s);
	s->queue = create_singlethread_workqueue("sampler");
	if (!s->queue)
		goto no_queue;
	if (request_irq(irq, sampler_interrupt, 0, "sampler", s))
		goto no_irq;
	if (beat)
		queue_delayed_work(s->queue, &s->beat, beat);
	return s;

no_irq:
	destroy_workqueue(s->queue);
no_queue:
	kfree(s);
	return NULL;
}

/**
 * sampler_exit - take no more samples, store those that were gathered, and leave nothing behind
 * @s: freed
 *
 * When it returns, no part of the driver runs or will run, whatever the device does meanwhile. What
 * the tasklet has gathered is stored; what it has not, and a report that is not yet written, need
 * not be.
 *
 * Return: how many samples were stored, since sampler_init(). Context: process, sleeps; it may be
 * called as soon as sampler_init() has returned.
 */
unsigned long sampler_exit(struct sampler *s)
{
	unsigned long stored;

	disable_irq(s->irq); /* waits for the top half, and none comes any more */
	del_timer_sync(&s->timer);
	tasklet_kill(&s->tasklet);
	free_irq(s->irq, s);
	cancel_delayed_work_sync(&s->beat);
	destroy_workqueue(s->queue); /* flushes */
	cancel_delayed_work_sync(&s->report);
	mutex_lock(&s->lock);
	stored = s->stored;
	mutex_unlock(&s->lock);
	kfree(s);
	return stored;
}
