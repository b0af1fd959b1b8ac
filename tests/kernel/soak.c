// SPDX-License-Identifier: MIT
/*
 * soak.c - random legal operations for hours of virtual time, and nothing may be lost
 *
 * Idea:    time is passed asleep, since that costs the host least; now and then comes a burst: some
 *          threads do operations chosen at random, while the clock chip interrupts 8192 times a
 *          second at whatever instruction that is, and the card when it is told to; their top
 *          halves, and what they raise, do operations as well. After each burst all accounts must
 *          balance. Everything comes from one seeded generator, so that with the deterministic
 *          clock a seed is a run, and a failure repeats.
 * Context: process: run=soak soak.time=600 soak.seed=1 (seconds; or 10m, 24h).
 * See:     soak.h; soak_core.c, soak_softirqs.c, soak_timers.c, soak_works.c, soak_sleepers.c;
 *          `make soak`
 */
#include "soak.h"

#include <halves/boot.h>
#include <halves/program.h>
#include <halves/report.h>
#include <halves/rtc.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define THREADS	     4
#define BURST_OPS    64		/* of one thread in one burst, at most */
#define BURSTS	     10000	/* of a long run; a short one has one a second */
#define PATIENCE     (5 * HZ)	/* jiffies in which all that was asked is served */
#define PAGES_SPARE  128	/* that the caches may keep for later: an empty slab each */
#define TIME_MIN     1
#define TIME_MAX     (20 * 24 * 3600)
#define ALL_KINDS_S  600	/* a run this long must have done everything */

static char *time = "600";
static unsigned int seed = 1;
module_param(time, charp, 0444);
MODULE_PARM_DESC(time, "virtual seconds, or 10m, 24h");
module_param(seed, uint, 0444);
MODULE_PARM_DESC(seed, "of the generator: the same seed is the same run");

static const struct soak_part *const parts[] = {
	&soak_devices, &soak_softirqs, &soak_timers, &soak_works, &soak_sleepers,
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

static struct task_struct *threads[THREADS];

static int burst_thread(void *unused)
{
	unsigned int seen = 0, n;

	while (!kthread_should_stop()) {
		wait_event(burst.begin, READ_ONCE(burst.number) != seen || kthread_should_stop());
		if (READ_ONCE(burst.number) == seen)
			continue;
		seen = burst.number;
		for (n = 1 + soak_below(BURST_OPS); n && !soak_failed(); n--)
			soak_some_op(true);
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

	while (!all_settled(false) && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
	all_settled(true);
}

static void one_burst(void)
{
	bool rtc = !rtc_periodic_start(RTC_PERIODIC_HZ_MAX, soak_rtc_top_half, NULL);

	atomic_set(&burst.busy, THREADS);
	WRITE_ONCE(burst.number, burst.number + 1);
	wake_up_all(&burst.begin);
	if (!wait_event_timeout(burst.done, !atomic_read(&burst.busy), 60 * HZ))
		soak_fail("%d threads do not come to an end: w and t on the console show where "
			  "they wait",
			  atomic_read(&burst.busy));
	if (rtc)
		rtc_periodic_stop();
	if (!soak_failed())
		settle();
}

/* ---- the whole run --------------------------------------------------------------------------- */

struct balance {
	unsigned long timers, works, objects, pages;
	unsigned int reports;
};

static void weigh(struct balance *b)
{
	b->timers = timers_pending();
	b->works = works_pending();
	b->objects = slab_live_objects();
	b->pages = nr_free_pages();
	b->reports = report_count();
}

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
				printk(column++ % 4 ? KERN_CONT "  %-15s %8d" :
						      KERN_INFO "soak:  %-15s %8d",
				       op->name, atomic_read(&op->count));
		}
	if (print)
		pr_cont("\n");
	return sum;
}

static int start(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		soak_draw_lots(parts[i]);
	for (i = 0; i < ARRAY_SIZE(parts) && !err; i++)
		err = parts[i]->begin();
	for (i = 0; i < THREADS && !err; i++) {
		threads[i] = kthread_run(burst_thread, NULL, "soak/%u", i);
		err = IS_ERR(threads[i]) ? PTR_ERR(threads[i]) : 0;
	}
	return err;
}

static void stop(void)
{
	unsigned int i;

	for (i = 0; i < THREADS; i++)
		kthread_stop(threads[i]);
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		parts[i]->end();
	schedule_timeout_uninterruptible(HZ); /* the memory of threads comes back a bit later */
}

/* Burst after burst; says each tenth of the time, or each hour, how it goes. */
static void soak(u64 begin, unsigned long seconds)
{
	unsigned long step = min(max(seconds / 10, 1UL), 3600UL), next = step, now = 0;
	unsigned long pause_max = 2 * HZ * max(seconds / BURSTS, 1UL);
	unsigned int reports = report_count();

	while (now < seconds && !soak_failed()) {
		schedule_timeout_uninterruptible(1 + soak_below(pause_max));
		one_burst();
		soak_check(report_count() == reports, "the kernel has reported something");
		now = div_u64(get_jiffies_64() - begin, HZ);
		if (now >= next) {
			pr_info("soak: %lu of %lu s: %u bursts, %lu operations\n", now, seconds,
				burst.number, count_ops(false, false));
			next += step;
		}
	}
}

/* "90", "10m", "24h" in seconds; 0: it is no time. */
static unsigned long parse_time(const char *text)
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

static int soak_main(void)
{
	unsigned long seconds = parse_time(time);
	u64 begin = get_jiffies_64();
	struct balance before, after;
	unsigned long now;
	int err;

	if (seconds < TIME_MIN) {
		pr_err("soak: soak.time=%s: want 1 to %u seconds, or 10m, or 24h\n", time,
		       TIME_MAX);
		return -EINVAL;
	}
	soak_seed(seed);
	weigh(&before);
	err = start();
	if (err) {
		pr_err("soak: cannot begin: error %d\n", err);
		return err;
	}
	soak(begin, seconds);
	if (!soak_failed()) {
		stop();
		weigh(&after);
		compare(&before, &after);
		soak_check(seconds <= 300 || get_jiffies_64() >> 32,
			   "jiffies has not passed its wrap");
		count_ops(true, seconds >= ALL_KINDS_S);
	}
	now = div_u64(get_jiffies_64() - begin, HZ);
	if (soak_failed())
		pr_err("soak: FAILED after %lu s of %lu, seed %u; again: make run CMDLINE=\"%s\"\n",
		       now, seconds, seed, boot_info.cmdline);
	else
		pr_info("soak: %lu of %lu s, seed %u: nothing lost\n", now, seconds, seed);
	pr_info("soak: %u bursts, %lu operations; the next random number: %08x\n", burst.number,
		count_ops(false, false), soak_random());
	return soak_failed() ? -EIO : 0;
}

PROGRAM(soak, soak_main, "random operations for a long virtual time: nothing may be lost");
