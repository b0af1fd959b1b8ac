/* SPDX-License-Identifier: MIT */
/*
 * sched.h - threads: what one is, and how it gives up and gets back the processor
 *
 * Context: any for what is written here, but for the state: that is a thread's own.
 * Locking: tasklist_lock, irqs off, guards the list of all threads; for fields see there.
 */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <asm/atomic.h>
#include <asm/percpu.h>
#include <asm/system.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define TASK_RUNNING	     0	/* runs, or waits only for a processor */
#define TASK_INTERRUPTIBLE   1	/* sleeps; a signal wakes it too */
#define TASK_UNINTERRUPTIBLE 2	/* sleeps until woken */
#define TASK_DEAD	     64 /* has ended; the last schedule() */
#define TASK_NORMAL	     (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)

#define TASK_COMM_LEN 16
#define NICE_MIN      (-20)
#define NICE_MAX      19
#define NICE_LEVELS   (NICE_MAX - NICE_MIN + 1)

#define MAX_SCHEDULE_TIMEOUT ((long)(~0UL >> 1))

struct prio_array;
struct completion;

/* Fields: R under its run queue's lock; C written by the thread itself; N never changes. */
struct task_struct {
	volatile long state;	  /* C, and R by whoever wakes it: TASK_ */
	unsigned long sp;	  /* R: stack pointer while it does not run */
	u32 saved_preempt_count;  /* R: while it does not run */
	pid_t pid;		  /* N */
	char comm[TASK_COMM_LEN]; /* N: its name */
	unsigned long stack;	  /* N: lowest mapped byte of its stack */

	int prio;		   /* R: 0..39, nice + 20; lower is more urgent */
	int time_slice;		   /* R: ticks left of its turn */
	struct prio_array *array;  /* R: where it is queued; NULL while it sleeps */
	struct list_head run_list; /* R: its place there */
	int cpu;		   /* R: whose run queue */
	bool bound;		   /* R: may not be moved to another processor */
	volatile bool on_cpu;	   /* R: its registers are on a processor */

	unsigned long nvcsw, nivcsw; /* R: switches it asked for; those it suffered */
	unsigned long ticks;	     /* C: timer ticks that found it running … */
	unsigned long user_ticks;    /* C: … of them, in ring 3 */
	bool sleep_timed;	     /* C: schedule_timeout() has set a timer that wakes it */
	unsigned long sleep_nvcsw;   /* of the watchdog: nvcsw a second ago … */
	unsigned int sleep_seconds;  /* … and for how long it has slept since */

	struct list_head tasks; /* all threads; tasklist_lock */
	void *work_func;	/* C: handler of the work that it runs now, for reports */
#ifdef CONFIG_TESTS
	struct mutex *held_mutexes; /* C: the one it took last */
#endif
	atomic_t usage;		/* who still looks at this struct */

	unsigned long pgd;	  /* C: its page tables, for CR3: the kernel's or its own */
	unsigned long addr_limit; /* C: where copy_to_user() ends: set_fs() */
	struct process *process;  /* C: <halves/process.h>; NULL: a kernel thread */
	volatile bool sigpending; /* a signal has come that the process does not ignore */

	int (*threadfn)(void *data);  /* N: what it runs */
	void *threadfn_data;	      /* N */
	volatile bool should_stop;    /* kthread_stop() was called */
	struct completion *exit_done; /* tasklist_lock: who waits for the end */
	long exit_code;		      /* C: what threadfn returned */
};

extern struct task_struct *current_task; /* per CPU */
extern struct task_struct init_task;
extern struct list_head task_list;
extern spinlock_t tasklist_lock;

#define current this_cpu_read(current_task)

/* Locking: expects tasklist_lock; for what takes long there is visit_tasks(). */
#define for_each_task(p) list_for_each_entry(p, &task_list, tasks)

void visit_tasks(void (*visit)(struct task_struct *p, void *data), void *data);

#define __set_current_state(value)  (current->state = (value))
/*
 * With a full barrier: the state is seen by others before the condition is tested here (S118).
 * Context: process. Locking: none: the state is written by the thread itself, and by who wakes it.
 */
#define set_current_state(value)    set_mb(current->state, (value))
#define set_task_state(task, value) set_mb((task)->state, (value))

void sched_init(void);
struct task_struct *sched_prepare_cpu(int cpu);
void sched_abandon_cpu(struct task_struct *idle);
void cpu_idle(void) __attribute__((noreturn));
void schedule(void);
void preempt_schedule_irq(void);
void yield(void);
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_uninterruptible(long timeout);
int wake_up_process(struct task_struct *p);
void kick_process(struct task_struct *p);
int wake_up_state(struct task_struct *p, unsigned int mask);
void set_user_nice(struct task_struct *p, long nice);
long task_nice(const struct task_struct *p);
int cond_resched(void);
void scheduler_tick(void);
unsigned long nr_running(void);
unsigned long long nr_context_switches(void);
void do_exit(long code) __attribute__((noreturn));

/* get_task_struct, put_task_struct - keep the struct of a thread that may end meanwhile */
static inline void get_task_struct(struct task_struct *p)
{
	atomic_inc(&p->usage);
}
void put_task_struct(struct task_struct *p);

/* signal_pending - a signal has come that the process does not ignore; any context */
static inline int signal_pending(struct task_struct *p)
{
	return p->sigpending; /* kernel threads get no signals */
}

#endif
