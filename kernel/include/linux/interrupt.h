/* SPDX-License-Identifier: MIT */
/*
 * interrupt.h - what a driver needs: top halves, softirqs, tasklets
 *
 * Top half:  request_irq() names a function that runs when the device's line is raised, with
 *            interrupts off (always, whatever IRQF_DISABLED says: S34; as Linux since 2.6.35).
 * Softirq:   a fixed slot, one bit each; runs when the interrupt returns.
 * Tasklet:   any number of them, carried by two softirqs, each serialised with itself; one batch
 *            runs first in, first out (Linux 2.6.12: last in, first out, S76). The RUN bit is there
 *            on one processor, too (Linux leaves it out there: S85).
 * Their functions are documented where they are: kernel/irq/, kernel/bottomhalf/.
 * Context: any; a tasklet's function: softirq.
 * Locking: none: a tasklet's bits and its count are atomic.
 */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <asm/atomic.h>
#include <asm/bitops.h>
#include <asm/system.h>
#include <linux/bottom_half.h>
#include <linux/hardirq.h>
#include <linux/irqreturn.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/smp.h>

/* ---- top halves -------------------------------------------------------------------------- */

#define IRQF_DISABLED	 0x00000020 /* accepted: every handler runs with interrupts off */
#define IRQF_SHARED	 0x00000080 /* others may listen on the line; dev_id tells them apart */
#define IRQF_NOBALANCING 0x00000800 /* stays on its processor: no irq_set_affinity() */

#define SA_INTERRUPT IRQF_DISABLED
#define SA_SHIRQ     IRQF_SHARED

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev_id);
void free_irq(unsigned int irq, void *dev_id);
void disable_irq(unsigned int irq);
void disable_irq_nosync(unsigned int irq);
void enable_irq(unsigned int irq);
int irq_set_affinity(unsigned int irq, unsigned long mask);

/* ---- softirqs ---------------------------------------------------------------------------- */

/*
 * Lower number, higher priority (S49). Linux 2.6.12 has six: no SCHED, and SCSI where BLOCK is; the
 * two LAB slots are free for exercises (S48).
 */
enum {
	HI_SOFTIRQ,
	TIMER_SOFTIRQ,
	NET_TX_SOFTIRQ,
	NET_RX_SOFTIRQ,
	BLOCK_SOFTIRQ,
	TASKLET_SOFTIRQ,
	SCHED_SOFTIRQ,
	LAB_SOFTIRQ,
	LAB2_SOFTIRQ,
	NR_SOFTIRQS
};

struct softirq_action {
	void (*action)(struct softirq_action *self);
	void *data;
};

extern const char *const softirq_names[NR_SOFTIRQS];

void open_softirq(int nr, void (*action)(struct softirq_action *), void *data);
void raise_softirq(unsigned int nr);
void raise_softirq_irqoff(unsigned int nr);
void do_softirq(void);

/* ---- tasklets ---------------------------------------------------------------------------- */

enum {
	TASKLET_STATE_SCHED, /* on a list, will run */
	TASKLET_STATE_RUN,   /* running on some processor */
	TASKLET_STATE_KILL,  /* tasklet_kill() waits: the function cannot schedule it again */
	TASKLET_STATE_NEW,   /* has not run: its kind is not known */
	TASKLET_STATE_TIMED, /* scheduled_at and trace_id hold when, and the event of it */
};

struct tasklet_struct {
	struct tasklet_struct *next; /* list of the processor that scheduled it; irqs off */
	unsigned long state;	     /* TASKLET_STATE_ bits; atomic */
	atomic_t count;		     /* how often disabled; runs only at 0 */
	void (*func)(unsigned long data);
	unsigned long data;
	unsigned long kind;	   /* number of its function: halves/tasklet_stats.h */
	unsigned long disabled_at; /* who disabled it last: for reports */
	unsigned long waits_since; /* jiffies | 1: scheduled, but disabled; 0: not, 2: told */
	u64 scheduled_at;	   /* ns; of halves/latency.h */
	u32 trace_id;		   /* of halves/trace.h */
#ifdef CONFIG_TESTS
	unsigned long caller; /* who scheduled it last: for reports */
#endif
};

#define TASKLET_INITIALIZER(disabled, _func, _data)                                                \
	{                                                                                          \
		.state = 1 << TASKLET_STATE_NEW, .count = ATOMIC_INIT(disabled), .func = (_func),  \
		.data = (_data),                                                                   \
	}

#define DECLARE_TASKLET(name, func, data)                                                          \
	struct tasklet_struct name = TASKLET_INITIALIZER(0, func, data)
#define DECLARE_TASKLET_DISABLED(name, func, data)                                                 \
	struct tasklet_struct name = TASKLET_INITIALIZER(1, func, data)

void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data);
/* __tasklet_schedule - put a tasklet on the list; the caller has just set SCHED; any context */
void __tasklet_schedule(struct tasklet_struct *t);
/* __tasklet_hi_schedule - the same on the list of HI_SOFTIRQ; any context */
void __tasklet_hi_schedule(struct tasklet_struct *t);
void tasklet_disable(struct tasklet_struct *t);
void tasklet_kill(struct tasklet_struct *t);

/**
 * tasklet_schedule - have a tasklet run soon, once, however often this is called before it does
 * @t: the tasklet
 *
 * At least one run after the call is certain (S70, S71), on this processor (S73).
 * Context: any. Locking: none.
 */
static __always_inline void tasklet_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_schedule(t);
}

/** tasklet_hi_schedule - the same in HI_SOFTIRQ, before timers and network (S77); any context */
static __always_inline void tasklet_hi_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_hi_schedule(t);
}

/** tasklet_disable_nosync - it does not begin from now on; a run may go on; any context */
static __always_inline void tasklet_disable_nosync(struct tasklet_struct *t)
{
	t->disabled_at = _THIS_IP_;
	t->waits_since = 0;
	atomic_inc(&t->count);
	/* Pairs with RUN, then count, in run_tasklet(): it sees the count, or we see it run. */
	smp_mb__after_atomic_inc();
}

/** tasklet_enable - undo one tasklet_disable(); what was scheduled runs (S78, S80); any context */
static __always_inline void tasklet_enable(struct tasklet_struct *t)
{
	smp_mb__before_atomic_dec(); /* pairs with the count in run_tasklet(): all before is seen */
	atomic_dec(&t->count);
}

#endif
