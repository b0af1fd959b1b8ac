// SPDX-License-Identifier: MIT
/*
 * context.c - say which context this is, what entered it, and what to do instead
 *
 * The preempt count says which (<linux/preempt.h>), the trail says what (<halves/context.h>).
 * Context: any.
 */
#include <halves/context.h>
#include <halves/debug.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>

DEFINE_PER_CPU(struct context_trail, context_trail) = { .irq = -1, .softirq = -1 };

#ifdef CONFIG_TESTS
DEFINE_PER_CPU(unsigned long, irqs_off_at);
EXPORT_SYMBOL(irqs_off_at);
DEFINE_PER_CPU(unsigned long, preempt_off_at);
EXPORT_SYMBOL(preempt_off_at);
DEFINE_PER_CPU(unsigned long, bh_off_at);
EXPORT_SYMBOL(bh_off_at);
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
	if (trail->softirq < 0 && in_softirq())
		n += describe_off(buf + n, size - n, "bottom halves off", off_site(bh_off_at));
	if (current_context() == CONTEXT_PROCESS && preempt_count() & PREEMPT_MASK)
		n += describe_off(buf + n, size - n, "preemption off", off_site(preempt_off_at));
	n += describe_held_locks(buf + n, size - n);
	if (!in_irq() && irqs_off)
		n += describe_off(buf + n, size - n, "interrupts off", off_site(irqs_off_at));
	return n;
}

/* What to do in this context instead of sleeping. */
static const char *instead_of_sleeping(void)
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

/* … and instead of waiting for a handler to end. */
static const char *instead_of_waiting(void)
{
	if (in_irq())
		return "it may be the very one that was interrupted; queue a work that calls it";
	if (current_context() == CONTEXT_SOFTIRQ)
		return "a bottom half is no place to wait in; queue a work that calls it";
	return "call it after local_bh_enable() or spin_unlock_bh()";
}

/* What the API offers beside a function for those who cannot wait. */
static const struct {
	const char *function, *advice;
} offers[] = {
	{ "kmalloc", "to allocate here, use GFP_ATOMIC" },
	{ "kmem_cache_alloc", "to allocate here, use GFP_ATOMIC" },
	{ "__get_free_pages", "to allocate here, use GFP_ATOMIC" },
	{ "down", "to take a unit only if one is free, use down_trylock()" },
	{ "down_interruptible", "to take a unit only if one is free, use down_trylock()" },
	{ "mutex_lock", "what interrupts share is guarded by spin_lock_irqsave()" },
	{ "msleep", "to do something later, use mod_timer(); to turn on the spot, udelay()" },
	{ "disable_irq", "to shut the line without waiting, use disable_irq_nosync()" },
	{ "del_timer_sync", "to disarm it without waiting, use del_timer()" },
	{ "tasklet_disable", "to disable it without waiting, use tasklet_disable_nosync()" },
};

static void print_offer(const char *function)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(offers); i++)
		if (!strcmp(offers[i].function, function))
			printk(KERN_ERR "%s\n", offers[i].advice);
}

void explain_sleep(const char *function)
{
	printk(KERN_ERR "%s() may sleep, and this context may not: %s\n", function,
	       instead_of_sleeping());
	print_offer(function);
}

void explain_spin(const char *function)
{
	printk(KERN_ERR "%s() turns on the spot until a handler has ended: %s\n", function,
	       instead_of_waiting());
	print_offer(function);
}
