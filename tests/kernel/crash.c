// SPDX-License-Identifier: MIT
/*
 * crash.c - programs that go wrong on purpose, so that the host can read what the kernel says
 *
 * Each ends in a panic: run=crash_null_write panic=poweroff. tests/boot/test_reports.py holds the
 * reports against what they must say. Not a KUnit suite: there is no way back from here.
 */
#include <asm/setup.h>
#include <halves/context.h>
#include <halves/program.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "helpers.h"

/* A function with a name of its own, so that the report can be held against it. */
static noinline void write_null(void)
{
	volatile int *volatile nowhere = (volatile int *)4;

	*nowhere = 1;
}

static int crash_null_write(void)
{
	write_null();
	return 0;
}
PROGRAM(crash_null_write, crash_null_write, "write through a null pointer");

/* What the report of the fault reads is broken as well: a handler that has been freed. */
static void write_null_with_a_broken_trail(void *unused)
{
	this_cpu_write(context_trail.action, (struct irqaction *)0x6b6b6b6b);
	write_null();
}

static int crash_in_report(void)
{
	run_in_hardirq(write_null_with_a_broken_trail, NULL);
	return 0;
}
PROGRAM(crash_in_report, crash_in_report, "a fault while another one is reported");

static int crash_null_call(void)
{
	void (*volatile nobody)(void) = NULL;

	nobody();
	barrier();
	return 0;
}
PROGRAM(crash_null_call, crash_null_call, "call a null pointer");

static int crash_divide(void)
{
	volatile int million = 1000000, zero = 0;

	return million / zero;
}
PROGRAM(crash_divide, crash_divide, "divide by zero");

static int crash_opcode(void)
{
	asm volatile("ud2");
	return 0;
}
PROGRAM(crash_opcode, crash_opcode, "execute what is no instruction");

static int crash_panic(void)
{
	panic("on request, number %d", 42);
}
PROGRAM(crash_panic, crash_panic, "panic");

static int crash_bug(void)
{
	BUG_ON(system_state == SYSTEM_RUNNING);
	return 0;
}
PROGRAM(crash_bug, crash_bug, "a BUG_ON that is true");

static int crash_write_text(void)
{
	*(volatile char *)__text_start = 0;
	return 0;
}
PROGRAM(crash_write_text, crash_write_text, "write into the kernel's text");

static char data_with_code[] = { 0xc3 }; /* ret */

static int crash_execute_data(void)
{
	((void (*)(void))data_with_code)();
	barrier();
	return 0;
}
PROGRAM(crash_execute_data, crash_execute_data, "execute data");

static DECLARE_COMPLETION(never);

/* ---- a stack that is used up --------------------------------------------------------------- */

static unsigned int recurse(unsigned int depth);
static unsigned int (*volatile again)(unsigned int depth) = recurse;

static noinline unsigned int recurse(unsigned int depth)
{
	volatile char used[128];

	used[0] = depth;
	return again(depth + 1) + used[0];
}

static int deep_thread(void *unused)
{
	return recurse(0);
}

static int crash_stack(void)
{
	struct task_struct *p = kthread_run(deep_thread, NULL, "deep");

	if (IS_ERR(p))
		return PTR_ERR(p);
	wait_for_completion(&never);
	return 0;
}
PROGRAM(crash_stack, crash_stack, "use up the stack of a thread named deep");

/* ---- in each context ----------------------------------------------------------------------- */

static irqreturn_t faulty_top_half(int irq, void *dev_id)
{
	write_null();
	return IRQ_HANDLED;
}

static noinline void interrupted_function(void)
{
	irq_inject(TEST_IRQ_FIRST);
	barrier();
}

static int crash_hardirq(void)
{
	int error = request_irq(TEST_IRQ_FIRST, faulty_top_half, 0, "faulty", NULL);

	if (!error)
		interrupted_function();
	return error;
}
PROGRAM(crash_hardirq, crash_hardirq, "a null pointer in a top half");

static void faulty_softirq(struct softirq_action *self)
{
	write_null();
	barrier(); /* so that the call is no jump, and this function is on the stack */
}

static irqreturn_t raising_top_half(int irq, void *dev_id)
{
	raise_softirq(LAB_SOFTIRQ);
	return IRQ_HANDLED;
}

static int crash_softirq(void)
{
	int error = request_irq(TEST_IRQ_FIRST, raising_top_half, 0, "raising", NULL);

	open_softirq(LAB_SOFTIRQ, faulty_softirq, NULL);
	if (!error)
		interrupted_function();
	return error;
}
PROGRAM(crash_softirq, crash_softirq, "a null pointer in a softirq, raised by a top half");

static void faulty_tasklet(unsigned long data)
{
	write_null();
	barrier(); /* so that the call is no jump, and this function is on the stack */
}
static DECLARE_TASKLET(tasklet, faulty_tasklet, 0);

static int crash_tasklet(void)
{
	local_bh_disable();
	tasklet_schedule(&tasklet);
	local_bh_enable();
	return 0;
}
PROGRAM(crash_tasklet, crash_tasklet, "a null pointer in a tasklet");

static void faulty_timer(unsigned long data)
{
	write_null();
	barrier(); /* so that the call is no jump, and this function is on the stack */
}
static DEFINE_TIMER(timer, faulty_timer, 0, 0);

static int crash_timer(void)
{
	mod_timer(&timer, jiffies + 2);
	wait_for_completion(&never);
	return 0;
}
PROGRAM(crash_timer, crash_timer, "a null pointer in a timer's function");

static void faulty_work(void *data)
{
	write_null();
	barrier(); /* so that the call is no jump, and this function is on the stack */
}
static DECLARE_WORK(work, faulty_work, NULL);

static int crash_work(void)
{
	schedule_work(&work);
	wait_for_completion(&never);
	return 0;
}
PROGRAM(crash_work, crash_work, "a null pointer in a work's handler");

/* ---- sleeping where nothing can be put to sleep ---------------------------------------------- */

static void oversleep(void *unused)
{
	msleep(1);
	barrier(); /* so that the call is no jump, and this function is on the stack */
}

static char *context = "tasklet";
module_param(context, charp, 0444);

static int crash_msleep(void)
{
	unsigned int i;

	for (i = 0; i < ATOMIC_CONTEXTS; i++)
		if (!strcmp(atomic_contexts[i].name, context))
			atomic_contexts[i].run(oversleep, NULL);
	return -EINVAL;
}
PROGRAM(crash_msleep, crash_msleep, "sleep in crash.context=hardirq, softirq, tasklet or timer");

/* ---- locks ----------------------------------------------------------------------------------- */

static DEFINE_SPINLOCK(taken_twice);

static noinline void take_it(void)
{
	spin_lock(&taken_twice);
}

static int crash_spinlock_twice(void)
{
	take_it();
	take_it();
	return 0;
}
PROGRAM(crash_spinlock_twice, crash_spinlock_twice, "take a spinlock twice");

static DEFINE_MUTEX(mutex);

static int crash_mutex_twice(void)
{
	mutex_lock(&mutex);
	mutex_lock(&mutex);
	return 0;
}
PROGRAM(crash_mutex_twice, crash_mutex_twice, "lock a mutex twice");
