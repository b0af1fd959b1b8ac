// SPDX-License-Identifier: MIT
/*
 * report.c - the reports: what happened, in which context, how it got there
 *
 * All "BUG:" and "WARNING:" lines of the kernel are made here or between report_begin() and
 * report_end(), so that they look alike, can be counted, and can be read by a test.
 * Callers: BUG(), WARN_ON() and might_sleep() anywhere; whoever writes a report of its own.
 * Context: any.
 * Locking: none: a report comes through whatever is held. printk() takes its own.
 */
#include <asm/atomic.h>
#include <asm/stacktrace.h>
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/handler.h>
#include <halves/report.h>
#include <halves/watchdog.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#define MAX_TOLD_SITES 64
#define MAX_FRAMES     32

static atomic_t depth = ATOMIC_INIT(0); /* reports within reports, or on other processors */
static unsigned int reports;
static char *capture; /* a test's buffer, or NULL */
static size_t capture_size, capture_len;

/** report_begin - a report follows; any context */
void report_begin(void)
{
	if (atomic_inc_return(&depth) == 1)
		reports++;
}

/** report_end - it is complete; any context */
void report_end(void)
{
	if (atomic_dec_and_test(&depth))
		watchdog_touch();
}

unsigned int report_count(void)
{
	return reports;
}

bool report_capture_begin(char *buf, size_t size)
{
	if (capture || !size)
		return false;
	buf[0] = '\0';
	capture_size = size;
	capture_len = 0;
	capture = buf;
	return true;
}

void report_capture_end(void)
{
	capture = NULL;
}

#ifdef CONFIG_TESTS
bool report_each_time = true;

bool report_captured(void)
{
	return capture;
}
#else
bool report_each_time;
#endif

bool report_capture_line(int level, const char *text, size_t len)
{
	size_t room;

	if (!capture || level > 4)
		return false;
	room = capture_size - 1 - capture_len;
	if (len > room)
		len = room;
	memcpy(capture + capture_len, text, len);
	capture_len += len;
	capture[capture_len] = '\0';
	return true;
}

/* ---- backtraces -------------------------------------------------------------------------- */

struct trace_state {
	unsigned int frames;
	unsigned long last;   /* the frame printed last … */
	unsigned int repeats; /* … and how often it came again: a recursion is one line more */
	bool at_ip;	      /* the next is the instruction itself, not where a call returns to */
};

static void end_repeats(struct trace_state *state)
{
	if (state->repeats)
		printk(KERN_EMERG " <the same %u times more>\n", state->repeats);
	state->repeats = 0;
}

static bool print_frame(unsigned long ip, struct pt_regs *regs, void *data)
{
	struct trace_state *state = data;

	if (ip == state->last && !regs) {
		state->repeats++;
		return true;
	}
	end_repeats(state);
	state->last = ip;
	if (regs && regs->vector == SYSCALL_VECTOR)
		printk(KERN_EMERG " <system call from ring 3>\n");
	else if (regs && regs->vector >= FIRST_SYSTEM_VECTOR)
		printk(KERN_EMERG " <interrupted by vector 0x%lx>\n", regs->vector);
	else if (regs && regs->vector >= FIRST_EXTERNAL_VECTOR)
		printk(KERN_EMERG " <interrupted by irq %lu>\n", VECTOR_TO_IRQ(regs->vector));
	else if (regs)
		printk(KERN_EMERG " <exception %lu>\n", regs->vector);
	if (regs || state->at_ip)
		printk(KERN_EMERG " [<%08lx>] %pS\n", ip, (void *)ip);
	else
		printk(KERN_EMERG " [<%08lx>] %pB\n", ip, (void *)ip);
	state->at_ip = false;
	return ++state->frames < MAX_FRAMES;
}

/** report_backtrace_of - print the backtrace of what an exception interrupted; any context */
void report_backtrace_of(struct pt_regs *regs, unsigned long stack)
{
	struct trace_state state = { .at_ip = true };

	printk(KERN_EMERG "Call trace:\n");
	walk_regs(regs, stack, print_frame, NULL, &state);
}

static void backtrace_from(unsigned long frame)
{
	struct trace_state state = { 0 };

	printk(KERN_EMERG "Call trace:\n");
	walk_stack(frame, current->stack, print_frame, &state);
}

/** report_backtrace - print the caller's backtrace; any context */
noinline void report_backtrace(void)
{
	backtrace_from(current_frame());
}

static void print_task(struct task_struct *task)
{
	struct trace_state state = { 0 };

	if (task == current)
		walk_stack(current_frame(), task->stack, print_frame, &state);
	else
		walk_task_stack(task, print_frame, &state);
}

/** show_task_backtrace - print where a thread sleeps, or for the running one where it is */
void show_task_backtrace(struct task_struct *task)
{
	printk(KERN_INFO "%s (pid %d):\n", task->comm, task->pid);
	print_task(task);
}

/** report_task_backtrace - the same as part of a report; any context */
void report_task_backtrace(struct task_struct *task)
{
	printk(KERN_EMERG "Call trace of %s (pid %d):\n", task->comm, task->pid);
	print_task(task);
}

/** dump_stack - print the context and a backtrace; any context */
void dump_stack(void)
{
	report_context();
	report_backtrace();
}
EXPORT_SYMBOL(dump_stack);

/**
 * report_context_of - print which context this is and what entered it; @irqs_off: were they off?
 */
void report_context_of(bool irqs_off)
{
	char text[400];

	printk(KERN_EMERG "in_irq(): %d, in_softirq(): %d, irqs_disabled(): %d, "
			  "preempt_count: %08x, task: %s, cpu: %d\n",
	       in_irq(), in_softirq(), irqs_off, preempt_count(), current->comm,
	       smp_processor_id());
	describe_context(text, sizeof(text), irqs_off);
	printk(KERN_EMERG "%s\n", text);
}

/** report_context - the same for the caller; any context */
void report_context(void)
{
	report_context_of(irqs_disabled());
}

/**
 * report - a whole report of something after which the kernel goes on
 * @fmt: what happened and what to do, as printk(): KERN_ERR "BUG: …" or KERN_WARNING "WARNING: …"
 *
 * The context and the caller's backtrace follow. Context: any.
 */
noinline void report(const char *fmt, ...)
{
	va_list args;

	report_begin();
	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
	report_context();
	backtrace_from(current_frame());
	report_end();
}

/* ---- BUG, WARN, might_sleep -------------------------------------------------------------- */

/** bug_at - BUG(), BUG_ON(): report where and why, and stop for good; any context */
void bug_at(const char *file, int line, const char *what)
{
	report_begin();
	printk(KERN_EMERG "BUG: %s at %s:%d\n", what, file, line);
	report_context();
	report_backtrace();
	report_end();
	die("BUG at %s:%d", file, line);
}
EXPORT_SYMBOL(bug_at);

/** warn_at - WARN_ON(): report where and why, and go on; any context */
void warn_at(const char *file, int line, const char *what)
{
	report(KERN_WARNING "WARNING: %s at %s:%d\n", what, file, line);
}
EXPORT_SYMBOL(warn_at);

/** preempt_count_underflow - an enable or unlock came without its disable or lock; any context */
void preempt_count_underflow(void)
{
	report(KERN_ERR "BUG: preempt_count underflow: an enable or unlock without its disable or "
			"lock; it is left out\n");
}
EXPORT_SYMBOL(preempt_count_underflow);

void handler_left_wrong(const char *kind, void *fn, u32 count, bool irqs_off)
{
	u32 left = preempt_count();
	const char *why = (left ^ count) & SOFTIRQ_MASK ?
				  "bottom halves are off: local_bh_enable()" :
			  left != count ? "a spinlock is still held?" :
			  irqs_off	? "it switched interrupts on" :
					  "it left interrupts off";

	report_begin();
	printk(KERN_ERR
	       "BUG: %s %ps entered with preempt_count %08x, left with %08x, interrupts %s: %s\n",
	       kind, fn, count, left, irqs_disabled() ? "off" : "on", why);
	report_context();
	report_end();
	/* Put it right, so that only this one is told. */
	this_cpu_write(__preempt_count, count);
	if (irqs_off)
		local_irq_disable();
	else
		local_irq_enable();
	do_softirq(); /* what was raised while bottom halves were off */
}

/* Has this call site been told before? Remembers it. */
static bool told_before(const char *file, int line)
{
	static struct {
		const char *file;
		int line;
	} told[MAX_TOLD_SITES];
	static unsigned int count;
	unsigned int i;

	if (report_each_time)
		return false;
	for (i = 0; i < count; i++)
		if (told[i].file == file && told[i].line == line)
			return true;
	if (count < MAX_TOLD_SITES) {
		told[count].file = file;
		told[count++].line = line;
	}
	return false;
}

static void context_error(const char *what, const char *file, int line, const char *function,
			  void (*explain)(const char *function))
{
	if (told_before(file, line))
		return;
	report_begin();
	printk(KERN_ERR "BUG: %s from invalid context at %s:%d\n", what, file, line);
	report_context();
	explain(function);
	report_backtrace();
	report_end();
}

/**
 * __might_sleep - might_sleep() has found that the caller may not sleep: report it
 * @file: where …
 * @line: … the function that may sleep asks
 * @function: its name
 *
 * Each place is told once, unless report_each_time; at boot, until interrupts are on, none.
 * Context: any.
 */
void __might_sleep(const char *file, int line, const char *function)
{
	if (system_state != SYSTEM_BOOTING)
		context_error("sleeping function called", file, line, function, explain_sleep);
}
EXPORT_SYMBOL(__might_sleep);

void __might_spin(const char *file, int line, const char *function)
{
	context_error("function that waits for a handler called", file, line, function,
		      explain_spin);
}
