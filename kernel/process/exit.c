// SPDX-License-Identifier: MIT
/*
 * exit.c - how a process ends, and how its parent learns of it
 *
 * Idea:    a process that ends gives everything back but its struct process, which holds the
 *          status. That goes when the parent has asked for it; children whose parent has ended are
 *          the init thread's.
 * Context: process. Locking: family_lock, irqs off, taken under tasklist_lock.
 */
#include <asm/mmu.h>
#include <halves/process.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/wait.h>
#include <uapi/linux/wait.h>
#include <asm/uaccess.h>
#include "internal.h"

/* Locking: expects family_lock. */
static void leave_family(struct process *me, int status)
{
	struct process *child;

	list_for_each_entry(child, &me->children, sibling)
		child->parent = &init_process;
	list_splice_init(&me->children, &init_process.children);
	me->status = status;
	me->ended = true;
	wake_up(&init_process.child_ends); /* one of those that it got may have ended */
	wake_up(&me->parent->child_ends);
}

/**
 * process_exit - end the running process
 * @status: as waitpid() gives it: EXIT_STATUS(code), or the signal that killed it
 *
 * Does not return. Context: process, no locks held.
 */
void process_exit(int status)
{
	struct process *me = current->process;
	struct mm_struct *mm = me->mm;

	files_close(&me->files);
	iput(me->cwd);
	me->mm = NULL;
	mm_use(NULL);
	mm_destroy(mm);

	/* Who finds the thread in the list of all threads may look at its process, until now. */
	spin_lock_irq(&tasklist_lock);
	current->process = NULL;
	current->sigpending = false;
	spin_unlock_irq(&tasklist_lock);

	spin_lock_irq(&family_lock);
	leave_family(me, status);
	spin_unlock_irq(&family_lock); /* from here on the parent may free it */
	do_exit(status);
}

/** sys_exit - process_exit() with that code; does not return; process */
long sys_exit(int code)
{
	process_exit(EXIT_STATUS(code));
}

/**
 * process_parent - the pid of a process's parent
 * @process: it; stays while this runs: it is the caller's, or tasklist_lock is held
 *
 * Return: the pid; 1, the init thread, of one that has lost its parent. Context: any.
 * Locking: takes family_lock.
 */
pid_t process_parent(struct process *process)
{
	struct task_struct *parent;
	unsigned long flags;
	pid_t pid;

	spin_lock_irqsave(&family_lock, flags);
	parent = process->parent->task;
	pid = parent ? parent->pid : 1;
	spin_unlock_irqrestore(&family_lock, flags);
	return pid;
}

/** sys_getppid - process_parent() of the caller; process */
long sys_getppid(void)
{
	return process_parent(current->process);
}

/* Take one that has ended off. Return: its pid; 0: none has; -ECHILD: there is no such child. */
static int take_ended(struct process *parent, pid_t pid, struct process **taken)
{
	struct process *child;
	int result = -ECHILD;

	spin_lock_irq(&family_lock);
	list_for_each_entry(child, &parent->children, sibling) {
		if (pid > 0 && child->task->pid != pid)
			continue;
		result = 0;
		if (child->ended) {
			list_del(&child->sibling);
			*taken = child;
			result = child->task->pid;
			break;
		}
	}
	spin_unlock_irq(&family_lock);
	return result;
}

/**
 * process_wait - wait until a child has ended, and let go of it
 * @parent: whose child
 * @pid: which, or -1 for any
 * @status: where its status goes, or NULL
 * @options: 0, or WNOHANG: do not wait
 *
 * Return: its pid; 0: WNOHANG, and none has ended; -ECHILD: there is no such child; -ERESTARTSYS: a
 * signal came first. Context: process, sleeps. Locking: takes family_lock.
 */
int process_wait(struct process *parent, pid_t pid, int *status, int options)
{
	struct process *child = NULL;
	int got = take_ended(parent, pid, &child), error = 0;

	if (!got && !(options & WNOHANG))
		error = wait_event_interruptible(parent->child_ends,
						 (got = take_ended(parent, pid, &child)) != 0);
	if (error)
		return error;
	if (got <= 0)
		return got;
	if (status)
		*status = child->status;
	put_task_struct(child->task);
	kfree(child);
	return got;
}

/**
 * sys_waitpid - wait until a child has ended, and let go of it
 * @pid: which, or -1 for any
 * @to: where its status goes, or NULL
 * @options: 0, or WNOHANG: do not wait
 *
 * Return: as process_wait(): its pid, 0, -ECHILD, -ERESTARTSYS; -EINVAL: another @pid or option;
 * -EFAULT. Context: process, sleeps. Locking: takes family_lock.
 */
long sys_waitpid(pid_t pid, int __user *to, int options)
{
	int status, got;

	if (options & ~WNOHANG || (pid <= 0 && pid != -1))
		return -EINVAL;
	if (to && !access_ok(VERIFY_WRITE, to, sizeof(*to)))
		return -EFAULT;
	got = process_wait(current->process, pid, &status, options);
	if (got > 0 && to && put_user(status, to))
		return -EFAULT;
	return got;
}
