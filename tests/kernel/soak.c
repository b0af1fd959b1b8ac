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
 * See:     soak.h; soak_softirqs.c, soak_timers.c, soak_works.c, soak_sleepers.c; `make soak`
 */
#include "soak.h"

#include <halves/edu.h>
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
#define PAGES_SPARE  64		/* that the allocators may keep for later */
#define TIME_MIN     1
#define TIME_MAX     (20 * 24 * 3600)
#define ALL_KINDS_S  600	/* a run this long must have done everything */

static char *time = "600";
static unsigned int seed = 1;
module_param(time, charp, 0444);
MODULE_PARM_DESC(time, "virtual seconds, or 10m, 24h");
module_param(seed, uint, 0444);
MODULE_PARM_DESC(seed, "of the generator: the same seed is the same run");

static const struct soak_part *const parts[] = { &soak_softirqs, &soak_timers, &soak_works,
						 &soak_sleepers };

static atomic_t violations;

/* ---- chance ---------------------------------------------------------------------------------- */

static DEFINE_SPINLOCK(random_lock);
static u32 random_state;

/* soak_random - 32 bits; xorshift (G. Marsaglia, Xorshift RNGs, 2003); any context */
u32 soak_random(void)
{
	unsigned long flags;
	u32 x;

	spin_lock_irqsave(&random_lock, flags);
	x = random_state;
	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	random_state = x;
	spin_unlock_irqrestore(&random_lock, flags);
	return x;
}

/* soak_below - 0 to @n - 1; any context */
unsigned int soak_below(unsigned int n)
{
	return (u64)soak_random() * n >> 32;
}

/* soak_delay - jiffies: as often 0 or 1 as 2 or 3, 4 to 7, …, 64 to 127; any context */
unsigned long soak_delay(void)
{
	return soak_random() & ((1UL << soak_below(8)) - 1);
}

/* ---- what must not happen -------------------------------------------------------------------- */

/* soak_fail - something was violated; the first ones are told; any context */
void soak_fail(const char *fmt, ...)
{
	char text[160];
	va_list args;

	if (atomic_inc_return(&violations) > 5)
		return;
	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	pr_err("soak: VIOLATED: %s\n", text);
}

static bool failed(void)
{
	return atomic_read(&violations) != 0;
}

void soak_gate_init(struct soak_gate *gate)
{
	spin_lock_init(&gate->lock);
	mutex_init(&gate->owner);
	gate->closed = false;
}

static void set_closed(struct soak_gate *gate, bool closed)
{
	unsigned long flags;

	spin_lock_irqsave(&gate->lock, flags);
	gate->closed = closed;
	spin_unlock_irqrestore(&gate->lock, flags);
}

bool soak_close(struct soak_gate *gate)
{
	if (!mutex_trylock(&gate->owner))
		return false;
	set_closed(gate, true);
	return true;
}

void soak_open(struct soak_gate *gate)
{
	set_closed(gate, false);
	mutex_unlock(&gate->owner);
}

/* ---- the devices ----------------------------------------------------------------------------- */

static struct edu_device *card;
static atomic_t card_asked, card_served, rtc_interrupts;

static void raise_card(void)
{
	atomic_inc(&card_asked);
	if (card)
		edu_raise(card, 1);
	else
		atomic_set(&card_served, atomic_read(&card_asked));
}

static irqreturn_t card_top_half(int irq, void *dev_id)
{
	if (!edu_ack(card))
		return IRQ_NONE;
	atomic_set(&card_served, atomic_read(&card_asked));
	soak_echo();
	soak_echo();
	return IRQ_HANDLED;
}

static void rtc_top_half(void *unused)
{
	atomic_inc(&rtc_interrupts);
	soak_echo();
	soak_echo();
}

static struct soak_op device_ops[] = { { "card", raise_card, 4 }, {} };

static int devices_begin(void)
{
	card = edu_get();
	return card ? request_irq(card->irq, card_top_half, IRQF_SHARED, "soak", &card) : 0;
}

static bool devices_settled(bool complain)
{
	bool settled = atomic_read(&card_served) == atomic_read(&card_asked);

	if (!settled && complain)
		soak_fail("card: an interrupt was lost: raised %d times, served up to %d",
			  atomic_read(&card_asked), atomic_read(&card_served));
	return settled;
}

static void devices_end(void)
{
	if (card)
		free_irq(card->irq, &card);
}

static const struct soak_part soak_devices = { device_ops, devices_begin, devices_settled,
					       devices_end };

/* ---- choosing an operation ------------------------------------------------------------------- */

#define LOTS 400

static struct soak_op *lots[2][LOTS]; /* each operation as often as its weight; [1]: may sleep */
static unsigned int nr_lots[2];

static void draw_lots(const struct soak_part *part)
{
	struct soak_op *op;
	unsigned int n, sleeps;

	for (op = part->ops; op->name; op++) {
		atomic_set(&op->count, 0);
		for (sleeps = op->sleeps; sleeps < 2; sleeps++)
			for (n = 0; n < op->weight && nr_lots[sleeps] < LOTS; n++)
				lots[sleeps][nr_lots[sleeps]++] = op;
	}
}

/* soak_some_op - do one, any; any context, without @may_sleep */
void soak_some_op(bool may_sleep)
{
	struct soak_op *op = lots[may_sleep][soak_below(nr_lots[may_sleep])];

	atomic_inc(&op->count);
	op->run();
}

/* soak_echo - what a handler does: now and then an operation of its own; any context */
void soak_echo(void)
{
	if (!soak_below(4))
		soak_some_op(false);
}

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
		for (n = 1 + soak_below(BURST_OPS); n && !failed(); n--)
			soak_some_op(true);
		if (atomic_dec_and_test(&burst.busy))
			wake_up(&burst.done);
	}
	return 0;
}

static bool all_settled(bool complain)
{
	bool settled = devices_settled(complain);
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
	bool rtc = !rtc_periodic_start(RTC_PERIODIC_HZ_MAX, rtc_top_half, NULL);

	atomic_set(&burst.busy, THREADS);
	WRITE_ONCE(burst.number, burst.number + 1);
	wake_up_all(&burst.begin);
	if (!wait_event_timeout(burst.done, !atomic_read(&burst.busy), 60 * HZ))
		soak_fail("%d threads do not come to an end: w and t on the console show where "
			  "they wait",
			  atomic_read(&burst.busy));
	if (rtc)
		rtc_periodic_stop();
	if (!failed())
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
	const struct soak_part *part = &soak_devices;
	unsigned long sum = 0;
	unsigned int i = 0, column = 0;
	struct soak_op *op;

	do {
		for (op = part->ops; op->name; op++) {
			sum += atomic_read(&op->count);
			soak_check(!all_wanted || atomic_read(&op->count), "%s was never done",
				   op->name);
			if (print)
				printk(column++ % 4 ? KERN_CONT "  %-15s %8d" :
						      KERN_INFO "soak:  %-15s %8d",
				       op->name, atomic_read(&op->count));
		}
		part = i < ARRAY_SIZE(parts) ? parts[i] : NULL;
	} while (i++ < ARRAY_SIZE(parts));
	if (print)
		pr_cont("\n");
	return sum;
}

static int start(void)
{
	unsigned int i;
	int err = devices_begin();

	draw_lots(&soak_devices);
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		draw_lots(parts[i]);
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
	devices_end();
	for (i = ARRAY_SIZE(parts); i--;)
		parts[i]->end();
	schedule_timeout_uninterruptible(HZ); /* the memory of threads comes back a bit later */
}

/* Burst after burst; says each tenth of the time, or each hour, how it goes. */
static void soak(u64 begin, unsigned long seconds)
{
	unsigned long step = min(max(seconds / 10, 1UL), 3600UL), next = step, now = 0;
	unsigned long pause_max = 2 * HZ * max(seconds / BURSTS, 1UL);
	unsigned int reports = report_count();

	while (now < seconds && !failed()) {
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
	int err;

	if (seconds < TIME_MIN) {
		pr_err("soak: soak.time=%s: want 1 to %u seconds, or 10m, or 24h\n", time,
		       TIME_MAX);
		return -EINVAL;
	}
	random_state = seed * 2654435761U ?: 1;
	burst.number = 0;
	nr_lots[0] = nr_lots[1] = 0;
	atomic_set(&violations, 0);
	weigh(&before);
	err = start();
	if (err) {
		pr_err("soak: cannot begin: error %d\n", err);
		return err;
	}
	soak(begin, seconds);
	if (!failed()) {
		stop();
		weigh(&after);
		compare(&before, &after);
		soak_check(seconds <= 300 || get_jiffies_64() >> 32,
			   "jiffies has not passed its wrap");
		count_ops(true, seconds >= ALL_KINDS_S);
	}
	printk(failed() ? KERN_ERR "soak: FAILED after %lu s of %lu, seed %u; again: make soak "
				   "TIME=%s SEED=%u\n" :
			  KERN_INFO "soak: %lu of %lu s, seed %u: nothing lost\n",
	       (unsigned long)div_u64(get_jiffies_64() - begin, HZ), seconds, seed, time, seed);
	pr_info("soak: %u bursts, %lu operations, %d interrupts of the clock chip, %d of the card; "
		"state %08x\n",
		burst.number, count_ops(false, false), atomic_read(&rtc_interrupts),
		atomic_read(&card_asked), random_state);
	return failed() ? -EIO : 0;
}

PROGRAM(soak, soak_main, "random operations for a long virtual time: nothing may be lost");
