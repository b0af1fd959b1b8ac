/* SPDX-License-Identifier: MIT */
/*
 * debug.h - how a report is made
 *
 *	report_begin();
 *	printk(KERN_EMERG "BUG: what happened\n");
 *	report_context();		which context, what entered it
 *	report_backtrace();
 *	report_end();
 *
 * and then the kernel goes on, or die("reason"). A report inside a report is part of it. Where two
 * processors report at once, the lines of both come mixed, but each line is whole.
 * Context: any.
 * Locking: none: a report comes through whatever is held. printk() takes its own.
 */
#ifndef _HALVES_DEBUG_H
#define _HALVES_DEBUG_H

#include <linux/compiler.h>
#include <linux/hardirq.h>
#include <linux/types.h>

struct list_head;
struct pt_regs;
struct task_struct;

void report(const char *fmt, ...) __printf(1, 2); /* all of the above, and the kernel goes on */

void report_begin(void);
void report_context(void);
void report_context_of(bool irqs_off); /* … of code that an exception has interrupted */
void report_backtrace(void);	       /* of the caller */
void report_backtrace_of(struct pt_regs *regs, unsigned long stack);
void report_task_backtrace(struct task_struct *task); /* … of another thread */
void report_end(void);

/*
 * report_capture_line - a line that printk() is about to print; true: a test takes it instead
 *
 * Context: any. Locking: expects printk_lock.
 */
bool report_capture_line(int level, const char *text, size_t len);
/* Is each call site told each time that it is wrong, and not once? Only in the tests' image. */
extern bool report_each_time;

/* report_captured - does a test's buffer take the reports just now? tests' image */
bool report_captured(void);

void show_task_backtrace(struct task_struct *task);

/* die - end of a fatal report: the panic line, without a second backtrace */
void die(const char *fmt, ...) __printf(1, 2) __noreturn;

/*
 * might_spin - stands first in every function that waits by turning for a handler to end: from a
 * hard interrupt or softirq it could wait for the very code that it interrupted.
 * might_spin_in_softirq - in one that waits for a softirq's: wrong in a hard interrupt only.
 */
void __might_spin(const char *file, int line, const char *function);
#define might_spin()                                                                               \
	do {                                                                                       \
		if (unlikely(in_interrupt()))                                                      \
			__might_spin(__FILE__, __LINE__, __func__);                                \
	} while (0)
#define might_spin_in_softirq()                                                                    \
	do {                                                                                       \
		if (unlikely(in_irq()))                                                            \
			__might_spin(__FILE__, __LINE__, __func__);                                \
	} while (0)

bool list_entry_queued(const struct list_head *entry); /* and not only memory that looks so */

void printk_bust_lock(void); /* whoever holds it prints no more: the end is near; any context */

#endif
