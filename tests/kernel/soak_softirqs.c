// SPDX-License-Identifier: MIT
/*
 * soak_softirqs.c - the soak: softirqs and tasklets
 *
 * Idea:    a request is counted before it is made; a run notes, as its first step, how many there
 *          were. So each request must be noted by a run that began after it (S71), however many
 *          were merged, and there are never more runs than requests.
 */
#include "soak.h"

#include <linux/interrupt.h>
#include <linux/percpu.h>
#include <linux/sched.h>

/* ---- a softirq: on the processor that raised it ---------------------------------------------- */

static DEFINE_PER_CPU(unsigned int, softirq_asked);
static DEFINE_PER_CPU(unsigned int, softirq_served);
static DEFINE_PER_CPU(unsigned int, softirq_inside);

static atomic_t at_once;	   /* softirqs that run right now, on all processors */
static unsigned int most_at_once; /* about: two may write it at the same time */

static void softirq_body(struct softirq_action *self)
{
	unsigned int inside = atomic_inc_return(&at_once);

	if (inside > most_at_once)
		most_at_once = inside;
	soak_check(!this_cpu_read(softirq_inside), "softirq: entered while it runs");
	soak_check(in_softirq() && !in_irq(), "softirq: runs in another context");
	this_cpu_write(softirq_inside, 1);
	this_cpu_write(softirq_served, READ_ONCE(*this_cpu_ptr(&softirq_asked)));
	soak_echo();
	this_cpu_write(softirq_inside, 0);
	atomic_dec(&at_once);
}

static void raise_it(void)
{
	preempt_disable(); /* count and raise on one processor */
	this_cpu_inc(softirq_asked);
	raise_softirq(LAB_SOFTIRQ);
	preempt_enable();
}

static bool softirq_settled(bool complain)
{
	bool settled = true;
	int cpu;

	for_each_online_cpu(cpu) {
		unsigned int asked = READ_ONCE(per_cpu(softirq_asked, cpu));
		unsigned int served = READ_ONCE(per_cpu(softirq_served, cpu));

		if (asked == served)
			continue;
		settled = false;
		if (complain)
			soak_fail("softirq: cpu %d: raised %u times, run up to %u", cpu, asked,
				  served);
	}
	return settled;
}

/* ---- tasklets -------------------------------------------------------------------------------- */

#define TASKLETS 4

static struct soaked_tasklet {
	struct tasklet_struct t;
	struct soak_gate gate;
	atomic_t asked, served, runs, inside;
} tasklets[TASKLETS];

static int index_of(const struct soaked_tasklet *s)
{
	return s - tasklets;
}

static void ask(struct soaked_tasklet *s, bool hi)
{
	if (!soak_enter(&s->gate))
		return;
	atomic_inc(&s->asked);
	if (hi)
		tasklet_hi_schedule(&s->t);
	else
		tasklet_schedule(&s->t);
	soak_leave(&s->gate);
}

static void tasklet_body(unsigned long data)
{
	struct soaked_tasklet *s = (struct soaked_tasklet *)data;
	int runs = atomic_inc_return(&s->runs);

	soak_check(atomic_inc_return(&s->inside) == 1, "tasklet %d: entered while it runs",
		   index_of(s));
	soak_serve(&s->asked, &s->served);
	soak_check(runs <= atomic_read(&s->asked), "tasklet %d: %d runs of %d requests",
		   index_of(s), runs, atomic_read(&s->asked));
	if (!soak_below(8))
		ask(s, soak_below(2)); /* itself again (S72) */
	soak_echo();
	soak_linger();
	atomic_dec(&s->inside);
}

static void schedule_normal(void)
{
	ask(&tasklets[soak_below(TASKLETS)], false);
}

static void schedule_hi(void)
{
	ask(&tasklets[soak_below(TASKLETS)], true);
}

/* While it is disabled it does not run, however often it is scheduled (S78, S80). */
static void disable_one(void)
{
	struct soaked_tasklet *s = &tasklets[soak_below(TASKLETS)];
	unsigned int n = soak_below(4);
	int runs;

	if (!mutex_trylock(&s->gate.owner))
		return;
	tasklet_disable(&s->t);
	runs = atomic_read(&s->runs);
	while (n--)
		soak_some_op(false);
	soak_check(atomic_read(&s->runs) == runs && !atomic_read(&s->inside),
		   "tasklet %d: ran while it was disabled", index_of(s));
	tasklet_enable(&s->t);
	mutex_unlock(&s->gate.owner);
}

/* After the kill all requests are served and it does not run (S81). */
static void check_killed(struct soaked_tasklet *s)
{
	int runs;

	tasklet_kill(&s->t);
	runs = atomic_read(&s->runs);
	soak_check(atomic_read(&s->served) == atomic_read(&s->asked),
		   "tasklet %d: killed with a request open: %d asked, served up to %d", index_of(s),
		   atomic_read(&s->asked), atomic_read(&s->served));
	soak_some_op(false);
	if (!soak_below(4))
		soak_nap(1);
	soak_check(atomic_read(&s->runs) == runs && !atomic_read(&s->inside),
		   "tasklet %d: ran after its kill", index_of(s));
}

static void kill_one(void)
{
	struct soaked_tasklet *s = &tasklets[soak_below(TASKLETS)];

	if (!soak_close(&s->gate))
		return;
	check_killed(s);
	soak_open(&s->gate);
}

static bool tasklet_settled(struct soaked_tasklet *s, bool complain)
{
	if (atomic_read(&s->served) == atomic_read(&s->asked))
		return true;
	if (complain)
		soak_fail("tasklet %d: scheduled %d times, run up to %d", index_of(s),
			  atomic_read(&s->asked), atomic_read(&s->served));
	return false;
}

/* ---- both ------------------------------------------------------------------------------------ */

static int begin(void)
{
	int i;

	open_softirq(LAB_SOFTIRQ, softirq_body, NULL);
	for (i = 0; i < TASKLETS; i++) {
		tasklet_init(&tasklets[i].t, tasklet_body, (unsigned long)&tasklets[i]);
		soak_gate_init(&tasklets[i].gate, false);
	}
	return 0;
}

static bool settled(bool complain)
{
	bool all = softirq_settled(complain);
	int i;

	for (i = 0; i < TASKLETS; i++)
		all &= tasklet_settled(&tasklets[i], complain);
	return all;
}

static void end(void)
{
	int i;

	for (i = 0; i < TASKLETS; i++)
		tasklet_kill(&tasklets[i].t);
	open_softirq(LAB_SOFTIRQ, NULL, NULL);
	soak_check(num_online_cpus() == 1 || most_at_once > 1 || !soak_is_long,
		   "softirq: never ran on two processors at once");
}

static struct soak_op ops[] = {
	{ "softirq", raise_it, 6 },
	{ "tasklet", schedule_normal, 8 },
	{ "tasklet_hi", schedule_hi, 4 },
	{ "tasklet_disable", disable_one, 3, .sleeps = true },
	{ "tasklet_kill", kill_one, 3, .sleeps = true },
	{},
};

const struct soak_part soak_softirqs = { ops, begin, settled, end };
