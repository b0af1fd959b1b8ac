// SPDX-License-Identifier: MIT
/*
 * soak_run.c - the soak and the torture: burst after burst of random operations
 *
 * Idea:    some threads on each processor do operations chosen at random, while the clock chip
 *          interrupts 8192 times a second at whatever instruction that is, and the card when it is
 *          told to; their top halves, and what they raise, do operations as well. After each burst
 *          all accounts must balance. Everything comes from one seeded generator, so that with the
 *          deterministic clock a seed is a run, and a failure repeats.
 * Context: process; soak.c and torture.c call. Locking: as each part says.
 * See:     soak.h; soak.c, torture.c; the parts: soak_devices.c, soak_softirqs.c, soak_timers.c,
 *          soak_works.c, soak_sleepers.c, soak_locks.c
 */
#include "soak.h"

#include <halves/boot.h>
#include <halves/debug.h>
#include <halves/report.h>
#include <halves/rtc.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kthread.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define THREADS	    32	     /* on all processors, at most */
#define PATIENCE    (5 * HZ) /* jiffies in which all that was asked is served … */
#define BURST_MAX   (5 * HZ) /* … and a burst comes to its end */
#define PAGES_SPARE 400	     /* that the caches may keep for later: an empty slab each */
#define TIME_MIN    1
#define TIME_MAX    (20 * 24 * 3600)

const struct soak_profile *soak_profile;
bool soak_is_long;

static const struct soak_part *const parts[] = {
	&soak_devices, &soak_softirqs, &soak_timers, &soak_works, &soak_sleepers, &soak_locks,
};

/* ---- bursts ---------------------------------------------------------------------------------- */

static struct {
	unsigned int number;
	atomic_t busy; /* threads that are not done with it */
	wait_queue_head_t begin, done;
} burst = {
	.begin = __WAIT_QUEUE_HEAD_INITIALIZER(burst.begin),
	.done = __WAIT_QUEUE_HEAD_INITIALIZER(burst.done),
};

static struct burst_thread {
	struct task_struct *task;
	bool busy; /* with the burst */
} threads[THREADS];
static unsigned int nr_threads;

static int do_bursts(void *data)
{
	struct burst_thread *self = data;
	unsigned int seen = 0, n;

	while (!kthread_should_stop()) {
		wait_event(burst.begin, READ_ONCE(burst.number) != seen || kthread_should_stop());
		if (READ_ONCE(burst.number) == seen)
			continue;
		seen = burst.number;
		for (n = 1 + soak_below(soak_profile->burst_ops); n && !soak_failed(); n--)
			soak_some_op(true);
		self->busy = false;
		if (atomic_dec_and_test(&burst.busy))
			wake_up(&burst.done);
	}
	return 0;
}

static bool all_settled(bool complain)
{
	bool settled = true;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		settled &= parts[i]->settled(complain);
	return settled;
}

static void settle(void)
{
	unsigned long end = jiffies + PATIENCE;

	while (!all_settled(false)) {
		if (time_after(jiffies, end)) {
			all_settled(true);
			break;
		}
		schedule_timeout_uninterruptible(1);
	}
}

static void tell_stuck_threads(void)
{
	unsigned int i;

	for (i = 0; i < nr_threads; i++)
		if (threads[i].busy) {
			pr_err("%s does not come to its end:\n", threads[i].task->comm);
			report_task_backtrace(threads[i].task);
		}
	soak_fail("%d threads do not come to an end", atomic_read(&burst.busy));
}

static void one_burst(void)
{
	unsigned int i;
	bool rtc = !rtc_periodic_start(RTC_PERIODIC_HZ_MAX, soak_rtc_top_half, NULL);

	if (soak_profile->burst_begins)
		soak_profile->burst_begins();
	for (i = 0; i < nr_threads; i++)
		threads[i].busy = true;
	atomic_set(&burst.busy, nr_threads);
	WRITE_ONCE(burst.number, burst.number + 1);
	wake_up_all(&burst.begin);
	if (!wait_event_timeout(burst.done, !atomic_read(&burst.busy), BURST_MAX))
		tell_stuck_threads();
	if (rtc)
		rtc_periodic_stop();
	if (soak_profile->burst_ends)
		soak_profile->burst_ends();
	if (!soak_failed())
		settle();
}

/* ---- the whole run --------------------------------------------------------------------------- */

struct balance {
	unsigned long timers, works, objects, pages;
};

/* Of all lines. */
static unsigned long count_interrupts(void)
{
	unsigned long sum = 0;
	unsigned int irq;

	for (irq = 0; irq < NR_IRQS; irq++)
		sum += irq_desc[irq].count;
	return sum;
}

static void weigh(struct balance *b)
{
	b->timers = timers_pending();
	b->works = works_pending();
	b->objects = slab_live_objects();
	b->pages = nr_free_pages();
}

/* Nothing is left behind. */
static void compare(const struct balance *before, const struct balance *after)
{
	soak_check(after->timers <= before->timers, "%lu timers are left behind",
		   after->timers - before->timers);
	soak_check(after->works <= before->works, "%lu works are left behind",
		   after->works - before->works);
	soak_check(after->objects <= before->objects, "%lu objects of memory are left behind",
		   after->objects - before->objects);
	soak_check(after->pages + PAGES_SPARE >= before->pages, "%lu pages are left behind",
		   before->pages - after->pages);
}

static void print_count(const struct soak_op *op, unsigned int column)
{
	if (column % 4 == 0)
		printk(KERN_INFO "%s:", soak_profile->name);
	pr_cont("  %-15s %8d", op->name, atomic_read(&op->count));
}

static unsigned long count_ops(bool print, bool all_wanted)
{
	unsigned long sum = 0;
	unsigned int i, column = 0;
	struct soak_op *op;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		for (op = parts[i]->ops; op->name; op++) {
			sum += atomic_read(&op->count);
			soak_check(!all_wanted || atomic_read(&op->count), "%s was never done",
				   op->name);
			if (print)
				print_count(op, column++);
		}
	if (print)
		pr_cont("\n");
	return sum;
}

static int start_threads(void)
{
	unsigned int i;
	int cpu;

	for_each_online_cpu(cpu)
		for (i = 0; i < soak_profile->threads && nr_threads < THREADS; i++) {
			struct burst_thread *thread = &threads[nr_threads];
			struct task_struct *task =
				kthread_create(do_bursts, thread, "soak/%u.%u", cpu, i);

			if (IS_ERR(task))
				return PTR_ERR(task);
			kthread_bind(task, cpu);
			thread->task = task;
			nr_threads++;
			wake_up_process(task);
		}
	return 0;
}

static int start(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		soak_draw_lots(parts[i]);
	for (i = 0; i < ARRAY_SIZE(parts) && !err; i++)
		err = parts[i]->begin();
	soak_go(!err); /* each finds what belongs to the others ready */
	return err ? err : start_threads();
}

static void stop(void)
{
	unsigned int i;

	while (nr_threads)
		kthread_stop(threads[--nr_threads].task);
	soak_go(false);
	settle();
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		parts[i]->end();
	schedule_timeout_uninterruptible(HZ); /* the memory of threads comes back a bit later */
}

/* Burst after burst; says each tenth of the time, or each hour, how it goes. */
static void bursts(u64 begin, unsigned long seconds)
{
	unsigned long step = min(max(seconds / 10, 1UL), 3600UL), next = step, now = 0;
	unsigned int reports = report_count();

	while (now < seconds && !soak_failed()) {
		schedule_timeout_uninterruptible(1 + soak_below(soak_profile->pause_max));
		one_burst();
		soak_check(report_count() == reports, "the kernel has reported something");
		now = div_u64(get_jiffies_64() - begin, HZ);
		if (now >= next) {
			pr_info("%s: %lu of %lu s: %u bursts, %lu operations\n", soak_profile->name,
				now, seconds, burst.number, count_ops(false, false));
			next += step;
		}
	}
}

/**
 * soak_seconds - how long is that?
 * @text: "90", "10m", "24h"
 *
 * Return: seconds; 0: it is no time. Context: any.
 */
unsigned long soak_seconds(const char *text)
{
	unsigned long unit = 1, value;
	char number[12];
	size_t len = strlen(text);

	if (len && strchr("smh", text[len - 1]))
		unit = text[--len] == 'h' ? 3600 : text[len] == 'm' ? 60 : 1;
	if (!len || len >= sizeof(number))
		return 0;
	memcpy(number, text, len);
	number[len] = '\0';
	if (kstrtoul(number, 10, &value) || value > TIME_MAX / unit)
		return 0;
	return value * unit;
}

/* soak_say_again - how to have the same run again; also before anything goes wrong; any context */
void soak_say_again(void)
{
	pr_info("%s: processors: %d; the same again: make run SMP=%d ICOUNT=1 CMDLINE=\"%s\"\n",
		soak_profile->name, num_online_cpus(), num_online_cpus(), boot_info.cmdline);
}

static void whole_run(u64 begin, unsigned long seconds)
{
	struct balance before, after;
	int err;

	soak_is_long = seconds >= soak_profile->all_kinds;
	weigh(&before);
	err = start();
	if (err) {
		soak_fail("cannot begin: error %d", err);
		return;
	}
	bursts(begin, seconds);
	if (soak_failed())
		return;
	stop();
	weigh(&after);
	compare(&before, &after);
	soak_check(seconds <= 300 || get_jiffies_64() >> 32, "jiffies has not passed its wrap");
	count_ops(true, soak_is_long);
}

/**
 * soak_run - do all of it
 * @profile: how often, and by how many
 * @time: virtual time, as soak_seconds() takes it
 * @seed: of the generator: the same seed is the same run
 *
 * Return: 0; -EINVAL: @time is no time; -EIO: something was violated, which has been told, with the
 * command that does the same again. Context: process.
 */
int soak_run(const struct soak_profile *profile, const char *time, u32 seed)
{
	unsigned long seconds = soak_seconds(time), interrupts = count_interrupts(), now;
	u64 begin = get_jiffies_64();

	if (seconds < TIME_MIN) {
		pr_err("%s: %s.time=%s: want 1 to %u seconds, or 10m, or 24h\n", profile->name,
		       profile->name, time, TIME_MAX);
		return -EINVAL;
	}
	soak_profile = profile;
	soak_seed(seed);
	soak_say_again();
	whole_run(begin, seconds);
	now = div_u64(get_jiffies_64() - begin, HZ);
	if (soak_failed()) {
		pr_err("%s: FAILED after %lu s of %lu, seed %u\n", profile->name, now, seconds,
		       seed);
		soak_say_again();
	} else {
		pr_info("%s: %lu of %lu s, seed %u: nothing lost\n", profile->name, now, seconds,
			seed);
	}
	pr_info("%s: %u bursts, %lu operations, %lu interrupts; the next random number: %08x\n",
		profile->name, burst.number, count_ops(false, false),
		count_interrupts() - interrupts, soak_random());
	return soak_failed() ? -EIO : 0;
}
