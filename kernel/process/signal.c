// SPDX-License-Identifier: MIT
/*
 * signal.c - tell a process to end
 *
 * Idea:    a signal is a bit in the process's struct. It wakes a sleep that allows it
 *          (TASK_INTERRUPTIBLE), and on the way back to ring 3 (arch/x86/entry/syscall.c) the
 *          process looks, and ends itself: only it knows that it holds no lock there. One that runs
 *          in ring 3 at the moment is made to come by.
 * Context: process_signal, signal_all_processes any; the rest process.
 * Locking: tasklist_lock finds a process and keeps it there; signal_lock, taken under it, guards
 *          the bits; both with irqs off.
 */
#include <asm/bitops.h>
#include <halves/process.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include "internal.h"

/* These do nothing to a process that has not said what they shall do. */
#define IGNORED_BY_DEFAULT (1U << SIGCHLD)

static DEFINE_SPINLOCK(signal_lock);

static bool signal_is_valid(int signal)
{
	return signal > 0 && signal < NSIG;
}

/**
 * process_signal - send a signal
 * @process: to whom; it stays while this runs: it is the caller, or tasklist_lock is held
 * @signal: its number
 *
 * Return: 0; -EINVAL: there is no such signal. Context: any. Locking: takes signal_lock.
 */
int process_signal(struct process *process, int signal)
{
	unsigned long flags;
	bool wanted;

	if (!signal_is_valid(signal))
		return -EINVAL;
	spin_lock_irqsave(&signal_lock, flags);
	wanted = !((process->ignored | IGNORED_BY_DEFAULT) & 1U << signal);
	if (wanted) {
		process->pending |= 1U << signal;
		process->task->sigpending = true;
	}
	spin_unlock_irqrestore(&signal_lock, flags);
	if (wanted && !wake_up_state(process->task, TASK_INTERRUPTIBLE))
		kick_process(process->task);
	return 0;
}

/** process_take_signals - end the running process if a signal says so; process, before ring 3 */
void process_take_signals(void)
{
	u32 pending = current->process->pending;

	if (pending)
		process_exit(pending & 1U << SIGKILL ? SIGKILL : __ffs(pending));
}

/* Send @signal to @pid, or with -1 to all but the caller. Return: 0, -ESRCH, -EPERM, -EINVAL. */
static int signal_pid(pid_t pid, int signal)
{
	struct task_struct *p;
	int result = -ESRCH;

	spin_lock_irq(&tasklist_lock);
	for_each_task(p) {
		if (pid != -1 && p->pid != pid)
			continue;
		if (!p->process) {
			if (pid != -1)
				result = -EPERM; /* a kernel thread */
			continue;
		}
		if (pid == -1 && p == current)
			continue;
		result = signal ? process_signal(p->process, signal) : 0;
	}
	spin_unlock_irq(&tasklist_lock);
	return result;
}

/** signal_all_processes - what ^C at the terminal does; any context; takes tasklist_lock */
void signal_all_processes(int signal)
{
	struct task_struct *p;
	unsigned long flags;

	spin_lock_irqsave(&tasklist_lock, flags);
	for_each_task(p)
		if (p->process)
			process_signal(p->process, signal);
	spin_unlock_irqrestore(&tasklist_lock, flags);
}

/**
 * sys_kill - send a signal
 * @pid: to whom; -1: to all processes but the caller
 * @signal: its number; 0: only look whether there is somebody
 *
 * Return: 0; -EINVAL: no such signal, or another @pid; -ESRCH: nobody; -EPERM: a kernel thread.
 * Context: process. Locking: takes tasklist_lock.
 */
long sys_kill(pid_t pid, int signal)
{
	if ((signal && !signal_is_valid(signal)) || (pid <= 0 && pid != -1))
		return -EINVAL;
	return signal_pid(pid, signal);
}

/**
 * sys_signal - ignore a signal, or no more
 * @signal: its number
 * @handler: SIG_IGN or SIG_DFL; no function of ring 3
 *
 * Return: the old one; -EINVAL: another handler, no such signal, or SIGKILL. Context: process.
 * Locking: takes signal_lock.
 */
long sys_signal(int signal, unsigned long handler)
{
	struct process *me = current->process;
	u32 bit;
	long old;

	if (!signal_is_valid(signal) || signal == SIGKILL ||
	    (handler != (unsigned long)SIG_DFL && handler != (unsigned long)SIG_IGN))
		return -EINVAL;
	bit = 1U << signal;
	spin_lock_irq(&signal_lock);
	old = me->ignored & bit ? (long)SIG_IGN : (long)SIG_DFL;
	if (handler == (unsigned long)SIG_IGN) {
		me->ignored |= bit;
		me->pending &= ~bit;
		current->sigpending = me->pending;
	} else {
		me->ignored &= ~bit;
	}
	spin_unlock_irq(&signal_lock);
	return old;
}
