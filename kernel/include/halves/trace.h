/* SPDX-License-Identifier: MIT */
/*
 * trace.h - the event log: what interrupts, bottom halves and the scheduler did, one line each
 *
 * Idea:    a point of the kernel calls its trace_*() when `watching` has its event's bit; that
 *          writes a record of fixed size into this processor's ring. Text is made of it only when
 *          somebody reads /proc/trace. An id that is drawn when something is raised or queued comes
 *          again when it runs, so that the two can be told to belong together.
 * Context: points: any, NMI excluded. The rest as noted.
 * Locking: a ring is its processor's, irqs off. Switching on and off: trace_mutex.
 * See:     kernel/trace/, docs/trace.md
 */
#ifndef _HALVES_TRACE_H
#define _HALVES_TRACE_H

#include <halves/watch.h>
#include <linux/compiler.h>
#include <linux/types.h>

/*
 * All events: name, and what follows it in the text. Each conversion takes one word of the record;
 * %T is the name of the thread whose pid comes next. Names and words are Linux's where Linux has
 * the event; id= is ours, and so are tasklet_schedule and kunit_*.
 */
#define TRACE_EVENTS(X)                                                                            \
	X(irq_handler_entry, "irq=%d name=%s")                                                     \
	X(irq_handler_exit, "irq=%d ret=%s")                                                       \
	X(softirq_raise, "vec=%u [action=%s] id=%u")                                               \
	X(softirq_entry, "vec=%u [action=%s] id=%u")                                               \
	X(softirq_exit, "vec=%u [action=%s]")                                                      \
	X(tasklet_schedule, "tasklet=%p function=%ps id=%u")                                       \
	X(tasklet_entry, "tasklet=%p function=%ps id=%u")                                          \
	X(tasklet_exit, "tasklet=%p function=%ps")                                                 \
	X(workqueue_queue_work, "work struct=%p function=%ps workqueue=%s cpu=%d id=%u")           \
	X(workqueue_execute_start, "work struct %p: function %ps id=%u")                           \
	X(workqueue_execute_end, "work struct %p: function %ps")                                   \
	X(timer_start, "timer=%p function=%ps expires=%lu [timeout=%ld] id=%u")                    \
	X(timer_cancel, "timer=%p id=%u")                                                          \
	X(timer_expire_entry, "timer=%p function=%ps now=%lu id=%u")                               \
	X(timer_expire_exit, "timer=%p function=%ps")                                              \
	X(sched_switch, "prev_comm=%T prev_pid=%d prev_prio=%d prev_state=%s ==> "                 \
			"next_comm=%T next_pid=%d next_prio=%d")                                   \
	X(sched_wakeup, "comm=%T pid=%d prio=%d target_cpu=%03d")                                  \
	TRACE_EVENTS_OF_TESTS(X)

#ifdef CONFIG_TESTS
#define TRACE_EVENTS_OF_TESTS(X)                                                                   \
	X(kunit_case, "%s.%s")                                                                     \
	X(kunit_case_end, "%s.%s")                                                                 \
	X(kunit_failed, "%s:%d")                                                                   \
	X(tracing_mark_write, "%s")
#else
#define TRACE_EVENTS_OF_TESTS(X)
#endif

#define TRACE_ENUM(name, format) TRACE_##name,
enum trace_event { TRACE_EVENTS(TRACE_ENUM) NR_TRACE_EVENTS };

/* Bits of `watching`: of one event, and of what one path asks for. */
#define WATCH(name)   (1U << TRACE_##name)
#define WATCH_IRQ     (WATCH(irq_handler_entry) | WATCH(irq_handler_exit))
#define WATCH_SOFTIRQ (WATCH(softirq_raise) | WATCH(softirq_entry) | WATCH(softirq_exit))
#define WATCH_TASKLET (WATCH(tasklet_schedule) | WATCH(tasklet_entry) | WATCH(tasklet_exit))
#define WATCH_WORK                                                                                 \
	(WATCH(workqueue_queue_work) | WATCH(workqueue_execute_start) |                            \
	 WATCH(workqueue_execute_end))
#define WATCH_TIMER                                                                                \
	(WATCH(timer_start) | WATCH(timer_cancel) | WATCH(timer_expire_entry) |                    \
	 WATCH(timer_expire_exit))

struct task_struct;
struct tasklet_struct;
struct timer_list;
struct work_struct;

/* The points; kernel/trace/points.c. Called when the path's bits are set; each looks at its own. */
void __cold trace_irq_handler_entry(int irq, const char *name);
void __cold trace_irq_handler_exit(int irq, bool handled);
void __cold trace_softirq_raise(unsigned int nr);
void __cold trace_softirq_entry(unsigned int nr);
void __cold trace_softirq_exit(unsigned int nr);
void __cold trace_tasklet_schedule(struct tasklet_struct *t);
void __cold trace_tasklet_entry(struct tasklet_struct *t);
void __cold trace_tasklet_exit(struct tasklet_struct *t);
void __cold trace_workqueue_queue_work(struct work_struct *work, const char *queue, int cpu);
void __cold trace_workqueue_execute_start(struct work_struct *work);
void __cold trace_workqueue_execute_end(const void *work, void *func);
void __cold trace_timer_start(struct timer_list *timer);
void __cold trace_timer_cancel(struct timer_list *timer);
void __cold trace_timer_expire_entry(struct timer_list *timer, u32 id);
void __cold trace_timer_expire_exit(const void *timer, void *func);
void __keeps_registers trace_sched_switch(struct task_struct *prev, struct task_struct *next,
					  bool preempted);
void __cold trace_sched_wakeup(struct task_struct *p);
#ifdef CONFIG_TESTS
void trace_kunit_case(const char *suite, const char *name);
void trace_kunit_case_end(const char *suite, const char *name);
void trace_kunit_failed(const char *file, int line);
void trace_mark(const char *text); /* "this happens now" */
#endif

/* trace_task_named - the log may have to name this thread after its end; any context */
void __trace_task_named(const struct task_struct *p);
static __always_inline void trace_task_named(const struct task_struct *p)
{
	if (unlikely(watching & WATCH_EVENTS))
		__trace_task_named(p);
}

/* trace_port - each event is written to this I/O port at once, if not 0; before a log begins */
extern unsigned int trace_port;

/* trace_set - which events: "1", "0", or patterns; 0, -EINVAL (told), -ENOMEM; process */
int trace_set(const char *words);
/* trace_clear - no event any more, and give the memory of the log back; process */
void trace_clear(void);

#endif
