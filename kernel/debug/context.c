// SPDX-License-Identifier: MIT
/*
 * context.c - say which context this is, what entered it, and what to do instead
 *
 * The preempt count says which (<linux/preempt.h>), the trail says what (<halves/context.h>).
 * Context: any.
 */
#include <halves/context.h>
#include <halves/debug.h>
#include <linux/hardirq.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>

DEFINE_PER_CPU(struct context_trail, context_trail) = { .irq = -1, .softirq = -1 };

#ifdef CONFIG_TESTS
DEFINE_PER_CPU(unsigned long, irqs_off_at);
DEFINE_PER_CPU(unsigned long, preempt_off_at);
DEFINE_PER_CPU(unsigned long, bh_off_at);

#define SITE(at) this_cpu_read(at)
#else
#define SITE(at) 0UL
#endif

/* "…, WHAT off since FUNCTION+…", where it is known. */
static int describe_off(char *buf, size_t size, const char *what, unsigned long site)
{
	if (site)
		return scnprintf(buf, size, ", %s since %pS", what, (void *)site);
	return scnprintf(buf, size, ", %s", what);
}

enum context current_context(void)
{
	if (in_irq())
		return CONTEXT_HARDIRQ;
	if (in_softirq() && this_cpu_ptr(&context_trail)->softirq >= 0)
		return CONTEXT_SOFTIRQ;
	return CONTEXT_PROCESS;
}

const char *context_name(enum context context)
{
	static const char *const names[] = { "process", "softirq", "hardirq" };

	return names[context];
}

static int describe_softirq(const struct context_trail *trail, char *buf, size_t size)
{
	const char *name = softirq_names[trail->softirq];

	if (trail->tasklet)
		return scnprintf(buf, size, "tasklet %ps, run by softirq %s",
				 (void *)trail->tasklet->func, name);
	if (trail->timer_fn)
		return scnprintf(buf, size, "timer %ps, run by softirq %s", (void *)trail->timer_fn,
				 name);
	return scnprintf(buf, size, "softirq %s", name);
}

static int describe_thread(char *buf, size_t size)
{
	if (current->work_func)
		return scnprintf(buf, size, "work %ps in thread %s", current->work_func,
				 current->comm);
	return scnprintf(buf, size, "thread %s (pid %d)", current->comm, current->pid);
}

int describe_context(char *buf, size_t size, bool irqs_off)
{
	const struct context_trail *trail = this_cpu_ptr(&context_trail);
	int n = scnprintf(buf, size, "context: ");

	if (in_irq()) {
		n += scnprintf(buf + n, size - n, "hard interrupt");
		if (trail->irq >= 0)
			n += scnprintf(buf + n, size - n, ": irq %d", trail->irq);
		if (trail->irq >= 0 && trail->action)
			n += scnprintf(buf + n, size - n, " (%s), top half %ps",
				       trail->action->name, (void *)trail->action->handler);
		n += scnprintf(buf + n, size - n, "; it interrupted ");
	}
	if (trail->softirq >= 0) {
		n += describe_softirq(trail, buf + n, size - n);
		n += scnprintf(buf + n, size - n, ", on top of ");
	}
	n += describe_thread(buf + n, size - n);
	if (current_context() == CONTEXT_PROCESS && in_softirq())
		n += describe_off(buf + n, size - n, "bottom halves off", SITE(bh_off_at));
	if (current_context() == CONTEXT_PROCESS && preempt_count() & PREEMPT_MASK)
		n += describe_off(buf + n, size - n, "preemption off", SITE(preempt_off_at));
	n += describe_held_locks(buf + n, size - n);
	if (!in_irq() && irqs_off)
		n += describe_off(buf + n, size - n, "interrupts off", SITE(irqs_off_at));
	return n;
}

static const char *way_out(void)
{
	const struct context_trail *trail = this_cpu_ptr(&context_trail);

	if (in_irq())
		return "a top half cannot sleep: acknowledge the device and queue a work";
	if (trail->softirq >= 0 && trail->tasklet)
		return "a tasklet cannot sleep: queue a work instead";
	if (trail->softirq >= 0 && trail->timer_fn)
		return "a timer's function cannot sleep: use a delayed work instead";
	if (trail->softirq >= 0)
		return "a softirq cannot sleep: queue a work instead";
	if (in_softirq())
		return "sleep after local_bh_enable() or spin_unlock_bh()";
	if (preempt_count() & PREEMPT_MASK)
		return "sleep after spin_unlock() or preempt_enable(), or use a mutex";
	return "sleep after local_irq_enable(), local_irq_restore() or spin_unlock_irqrestore()";
}

void explain_context(const char *function)
{
	printk(KERN_ERR "%s() may sleep, and this context may not: %s%s\n", function, way_out(),
	       strstr(function, "alloc") ? "; to allocate here, use GFP_ATOMIC" : "");
}
