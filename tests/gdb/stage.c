// SPDX-License-Identifier: MIT
/*
 * stage.c - one scene for each kind of context, for GDB to stop in (run=gdb_stage)
 *
 * Each scene brings about one situation and leaves nothing of it behind. Where a test stops, there
 * is a function that does no more than that; they are told apart by what they count.
 */
#include <asm/uaccess.h>
#include <halves/edu.h>
#include <halves/program.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define IRQ	   20 /* lines of the tests' own controller */
#define NESTED_IRQ 21
#define FAR	   5000 /* jiffies: not in this scene */

static volatile unsigned int stops;

/* A place to stop at; @n only keeps the compiler from making one of two. */
static __always_inline void stop(unsigned int n)
{
	stops += n;
	barrier();
}

/* ---- an interrupt, and the bottom halves that run when it returns ---------------------------- */

static bool with_tasklet, with_softirq, with_work;
static volatile bool worked;

static void stage_work_fn(void *data)
{
	stop(1);
	worked = true;
}
static DECLARE_WORK(stage_work, stage_work_fn, NULL);

static irqreturn_t stage_nested_top_half(int irq, void *dev_id)
{
	stop(2);
	return IRQ_HANDLED;
}

/* Interrupts are on in a tasklet: it can be interrupted. */
static void stage_tasklet_fn(unsigned long data)
{
	stop(3);
	irq_inject(NESTED_IRQ);
	stop(data);
}
static DECLARE_TASKLET(stage_tasklet, stage_tasklet_fn, 7);

static void stage_softirq_action(struct softirq_action *self)
{
	stop(4);
}

static irqreturn_t stage_top_half(int irq, void *dev_id)
{
	stop(5);
	if (with_tasklet)
		tasklet_schedule(&stage_tasklet);
	if (with_softirq)
		raise_softirq(LAB_SOFTIRQ);
	if (with_work)
		schedule_work(&stage_work);
	return IRQ_HANDLED;
}

static noinline void stage_interrupted(void)
{
	irq_inject(IRQ);
	stop(6);
}

static noinline void play_interrupts(void)
{
	request_irq(IRQ, stage_top_half, 0, "stage", NULL);
	request_irq(NESTED_IRQ, stage_nested_top_half, 0, "nested", NULL);
	open_softirq(LAB_SOFTIRQ, stage_softirq_action, NULL);
	with_tasklet = true;
	disable_irq(TIMER_IRQ); /* see play_card() */
	stage_interrupted();
	enable_irq(TIMER_IRQ);
	with_tasklet = false;
	with_softirq = true;
	stage_interrupted();
	with_softirq = false;
	with_work = true;
	stage_interrupted();
	flush_scheduled_work();
	with_work = false;
}

/* ---- a timer: the tick interrupts whatever runs ---------------------------------------------- */

static volatile bool timer_ran;

static void stage_timer_fn(unsigned long data)
{
	stop(8);
	timer_ran = true;
}

static noinline void stage_busy(void)
{
	while (!timer_ran)
		stop(9);
}

static noinline void play_timer(void)
{
	static DEFINE_TIMER(timer, stage_timer_fn, 0, 0);

	mod_timer(&timer, jiffies + 2);
	stage_busy();
	del_timer_sync(&timer);
}

/* ---- threads: asleep, preempted, not yet run ------------------------------------------------- */

static DECLARE_WAIT_QUEUE_HEAD(stage_queue);
static volatile bool curtain;

static int stage_sleeper(void *unused)
{
	wait_event(stage_queue, curtain);
	return 0;
}

/*
 * No calls: where clang's functions return, what it says about the frame is not true (the caller's
 * EBP would be below ESP), so of a thread that is preempted just there GDB shows less.
 */
static noinline void stage_spin(void)
{
	while (!current->should_stop)
		barrier();
}

static int stage_spinner(void *unused)
{
	stage_spin();
	return 0;
}

static int stage_unborn(void *unused)
{
	return 0;
}

/* ---- everything pending at once -------------------------------------------------------------- */

static void stage_hi_fn(unsigned long data)
{
	stop(data);
}
static DECLARE_TASKLET_DISABLED(stage_hi_tasklet, stage_hi_fn, 3);

static void stage_delayed_fn(void *data)
{
	stop(11);
}
static DECLARE_WORK(stage_delayed, stage_delayed_fn, NULL);

static void stage_far_fn(unsigned long data)
{
	stop(12);
}

static noinline void stage_all_pending(void)
{
	stop(13);
}

static noinline void play_pending(void)
{
	static DEFINE_TIMER(timer, stage_far_fn, 0, 42);
	struct task_struct *sleeper = kthread_run(stage_sleeper, NULL, "sleeper");
	struct task_struct *spinner = kthread_create(stage_spinner, NULL, "spinner");
	struct task_struct *unborn = kthread_create(stage_unborn, NULL, "unborn");
	struct workqueue_struct *queue = create_singlethread_workqueue("stage");

	set_user_nice(sleeper, 5);
	set_user_nice(spinner, 19);
	wake_up_process(spinner);
	msleep(5); /* the sleeper falls asleep; the spinner runs, and is preempted at the end */
	worked = false;

	local_bh_disable();
	tasklet_schedule(&stage_tasklet);
	tasklet_hi_schedule(&stage_hi_tasklet);
	raise_softirq(LAB_SOFTIRQ);
	mod_timer(&timer, jiffies + FAR);
	queue_delayed_work(queue, &stage_delayed, FAR + 1);
	preempt_disable(); /* so that the work stays queued */
	schedule_work(&stage_work);
	stage_all_pending();
	preempt_enable();
	tasklet_enable(&stage_hi_tasklet);
	local_bh_enable();

	del_timer_sync(&timer);
	cancel_delayed_work(&stage_delayed);
	destroy_workqueue(queue);
	flush_scheduled_work();
	curtain = true;
	wake_up(&stage_queue);
	kthread_stop(spinner);
	kthread_stop(unborn);
	free_irq(IRQ, NULL);
	free_irq(NESTED_IRQ, NULL);
}

/* ---- interrupted, and faulting, at the very first instruction of a function ------------------ */

/* The card interrupts right after the store. */
asm(".pushsection .text\n"
    ".globl stage_store, stage_landing\n"
    "stage_store:	movl $1, 0x60(%eax)\n"
    "stage_landing:	ret\n"
    ".popsection");
void stage_store(void __iomem *regs);

static volatile bool card_came;

static irqreturn_t stage_card_top_half(int irq, void *dev_id)
{
	if (!edu_ack(dev_id))
		return IRQ_NONE;
	card_came = true;
	return IRQ_HANDLED;
}

static noinline void play_card(struct edu_device *edu)
{
	request_irq(edu->irq, stage_card_top_half, IRQF_SHARED, "stage", edu);
	/* Each stop in GDB may bring the next tick: a machine that stands counts as idle. */
	disable_irq(TIMER_IRQ);
	stage_store(edu->regs);
	enable_irq(TIMER_IRQ);
	while (!card_came)
		stop(14);
	free_irq(edu->irq, edu);
}

/* May fault and go on: probe_kernel_read() is made for it. */
static noinline void play_probe(void)
{
	char byte;

	if (probe_kernel_read(&byte, (void *)16, 1) != -EFAULT)
		stop(15);
}

static noinline int stage_fault(volatile int *p)
{
	return *p;
}

static int gdb_stage(void)
{
	play_interrupts();
	play_timer();
	play_pending();
	if (edu_get())
		play_card(edu_get());
	play_probe();
	return 0;
}
PROGRAM(gdb_stage, gdb_stage, "scenes for GDB's tests");

static int gdb_fault(void)
{
	static volatile unsigned long nowhere = 8;
	int value = stage_fault((volatile int *)nowhere);

	stop(16);
	return value;
}
PROGRAM(gdb_fault, gdb_fault, "a fault at the first instruction of a function");
