// SPDX-License-Identifier: MIT
/*
 * watchdog.c - softirqs that do not run, threads that sleep for ever, ticks that do not come
 *
 * Idea:    the tick comes whatever else hangs, so it looks after the rest: each tick at the one
 *          before it, once a second at softirqs and sleepers. Nothing is written in the paths that
 *          are watched; they count anyway, and a count that does not move is what to look for.
 *          The tick itself is looked after by another clock's interrupt, once a second.
 *          Each occurrence is told once, with the backtrace of the culprit.
 * Context: hard interrupt, irqs off.
 * See:     <halves/watchdog.h> for the other watchdogs; tests/kernel/watchdog_test.c
 */
#include <asm/tsc.h>
#include <halves/bottomhalf.h>
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/tick.h>
#include <halves/watchdog.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/time.h>

#define HOST_AWAY_TICKS (HZ / 50) /* a host that is busy takes the processor for 20 ms */
#define SECONDS_STILL	2	  /* an update that was delayed may make one second short */

unsigned int watchdog_softirq_seconds = 10;
module_param_named(softirq, watchdog_softirq_seconds, uint, 0644);
unsigned int watchdog_sleep_seconds = 30;
module_param_named(sleep, watchdog_sleep_seconds, uint, 0644);
unsigned int watchdog_flush_seconds = 10;
module_param_named(flush, watchdog_flush_seconds, uint, 0644);
unsigned int watchdog_lost_seconds = 10;
module_param_named(lost, watchdog_lost_seconds, uint, 0644);

#define KCYCLES(ticks) (tsc_khz * ((ticks) * MSEC_PER_SEC / HZ) / 1024)

static u32 last_tick; /* when, in units of 1024 cycles; 0: forget it */

/* ---- softirqs ------------------------------------------------------------------------------ */

static void tell_stuck_softirqs(struct pt_regs *regs)
{
	u32 pending = local_softirq_pending();
	int nr;

	report_begin();
	printk(KERN_ERR "BUG: softirqs are pending, and none has begun for %u s:",
	       watchdog_softirq_seconds);
	for (nr = 0; nr < NR_SOFTIRQS; nr++)
		if (pending & 1 << nr)
			printk(KERN_CONT " %s", softirq_names[nr]);
	printk(KERN_CONT "\n");
	report_context();
	if (this_cpu_ptr(&context_trail)->softirq >= 0)
		printk(KERN_ERR "A bottom half that does not end keeps all others out: let a work "
				"do what takes long\n");
	else
		printk(KERN_ERR "Bottom halves are off for too long: local_bh_enable() or "
				"spin_unlock_bh() is missing, or late\n");
	report_backtrace_of(regs, current->stack);
	report_end();
}

/*
 * The tick raises TIMER_SOFTIRQ, so in each second at least one softirq begins, however busy the
 * threads are: unless bottom halves are off, or a handler does not end.
 */
static void check_softirqs(struct pt_regs *regs)
{
	static unsigned long runs_before;
	static unsigned int seconds;
	unsigned long runs = 0;
	int nr;

	for (nr = 0; nr < NR_SOFTIRQS; nr++)
		runs += this_cpu_ptr(&softirq_runs[0])[nr];
	if (runs != runs_before)
		seconds = 0;
	else if (++seconds == watchdog_softirq_seconds)
		tell_stuck_softirqs(regs);
	runs_before = runs;
}

/* ---- sleepers ------------------------------------------------------------------------------ */

static void tell_sleeper(struct task_struct *p)
{
	report_begin();
	printk(KERN_ERR "BUG: thread %s (pid %d) has slept uninterruptibly for %u s\n", p->comm,
	       p->pid, watchdog_sleep_seconds);
	printk(KERN_ERR
	       "Nobody has woken it: is there a complete(), up(), mutex_unlock() or "
	       "wake_up() for each wait? a wait that may be long should be interruptible\n");
	report_task_backtrace(p);
	report_end();
}

/*
 * A thread counts how often it has gone to sleep: asleep with the same count as a second before,
 * it is the same sleep. One that its own timer will end does not hang (msleep(), all that has a
 * timeout), nor does a thread that nobody has started yet.
 */
static void check_sleeper(struct task_struct *p)
{
	bool asleep = p->state == TASK_UNINTERRUPTIBLE && !p->array && !p->sleep_timed && p->nvcsw;

	if (!asleep || p->nvcsw != p->sleep_nvcsw)
		p->sleep_seconds = 0;
	else if (++p->sleep_seconds == watchdog_sleep_seconds)
		tell_sleeper(p);
	p->sleep_nvcsw = p->nvcsw;
}

static void check_sleepers(void)
{
	struct task_struct *p;

	spin_lock(&tasklist_lock);
	for_each_task(p)
		check_sleeper(p);
	spin_unlock(&tasklist_lock);
}

/* ---- lost ticks ---------------------------------------------------------------------------- */

/*
 * The controller remembers one tick while interrupts are off; more are lost, and jiffies is behind
 * for good. In an emulator whose clock is the host's it may be the host that was away, and nobody
 * can tell: then it is a line for the log. Where the clock counts instructions it is the kernel.
 */
static noinline void tell_lost_ticks(struct pt_regs *regs, u32 kcycles)
{
	static unsigned long lost, told;
	static bool ever;
	unsigned long site = off_site(irqs_off_at), now_lost = kcycles / KCYCLES(1) - 1;
	unsigned long ms = div_u64(kcycles * 1024ULL, tsc_khz);
	/* An emulator runs processors in turn, a turn lasting until some timer's next interrupt. */
	bool certain = tsc_counts_instructions() && now_lost >= num_online_cpus();

	lost += now_lost;
	if (!certain && now_lost < HOST_AWAY_TICKS)
		return;
	if (ever && time_before(jiffies, told + watchdog_lost_seconds * HZ))
		return;
	ever = true;
	told = jiffies;
	if (!certain) {
		pr_notice("watchdog: %lu ticks lost: none for %lu ms, until %pS; interrupts were "
			  "off, or the host was busy\n",
			  lost, ms, (void *)instruction_pointer(regs));
		lost = 0;
		return;
	}
	report_begin();
	printk(KERN_WARNING "WARNING: %lu ticks lost: interrupts were off for %lu ms\n", now_lost,
	       ms);
	if (lost != now_lost)
		printk(KERN_WARNING "%lu ticks lost since this was told last\n", lost);
	if (site)
		printk(KERN_WARNING "They were off since %pS\n", (void *)site);
	report_context();
	printk(KERN_WARNING "Switch them off for some instructions, no more; a top half that takes "
			    "long should leave the work to a bottom half\n");
	report_backtrace_of(regs, current->stack);
	report_end();
	lost = 0;
}

void watchdog_touch(void)
{
	last_tick = 0;
}

/* ---- the tick ------------------------------------------------------------------------------ */

static noinline void once_a_second(struct pt_regs *regs)
{
	check_softirqs(regs);
	check_sleepers();
}

void watchdog_tick(void)
{
	static unsigned int countdown = HZ;
	struct pt_regs *regs = this_cpu_ptr(&context_trail)->irq_regs;
	u32 now = get_cycles() / 1024, before = last_tick;

	last_tick = now;
	if (unlikely(now - before > KCYCLES(2)) && before)
		tell_lost_ticks(regs, now - before);
	if (unlikely(!--countdown)) {
		countdown = HZ;
		once_a_second(regs);
	}
}

static void tell_still_timer(bool again)
{
	report_begin();
	if (again)
		printk(KERN_ERR "BUG: still no tick: time stands still; is line %d disabled?\n",
		       TIMER_IRQ);
	else
		printk(KERN_ERR "BUG: no tick for %u s: the timer has stopped; it is started "
				"again\n",
		       SECONDS_STILL);
	report_context();
	report_backtrace_of(this_cpu_ptr(&context_trail)->irq_regs, current->stack);
	report_end();
}

/*
 * Has the timer stopped? Somebody may have programmed it for something else. The missed ticks are
 * not made up for: jiffies counts timer interrupts (S1, S14).
 */
void watchdog_second(void)
{
	static unsigned long jiffies_before;
	static unsigned int seconds;

	if (jiffies != jiffies_before) {
		jiffies_before = jiffies;
		seconds = 0;
		return;
	}
	last_tick = 0;
	if (++seconds == SECONDS_STILL) {
		tell_still_timer(false);
		timer_restart();
	} else if (seconds == SECONDS_STILL + 1) {
		tell_still_timer(true);
	}
}
