// SPDX-License-Identifier: MIT
/*
 * process.c - where processes come from: fork()
 *
 * Idea:    the child is a kernel thread that is given a copy of its parent's memory, files and
 *          registers, and then leaves for ring 3. Nothing is shared afterwards but open files. Its
 *          registers say that fork() has returned 0.
 * Context: process. Locking: family_lock for who is whose child.
 * See:     exec.c, exit.c; <halves/process.h>
 */
#include <asm/mmu.h>
#include <asm/ptrace.h>
#include <halves/process.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include "internal.h"

DEFINE_SPINLOCK(family_lock);

/* The parent of all that have lost theirs: the init thread waits for them (init.c). */
struct process init_process = {
	.children = LIST_HEAD_INIT(init_process.children),
	.child_ends = __WAIT_QUEUE_HEAD_INITIALIZER(init_process.child_ends),
};

/**
 * process_create - what a thread needs to be a process, without memory, files and thread
 * @parent: whose child it is
 *
 * Return: the process, or NULL on no memory. Context: process.
 */
struct process *process_create(struct process *parent)
{
	struct process *process = kzalloc(sizeof(*process), GFP_KERNEL);

	if (!process)
		return NULL;
	process->parent = parent;
	INIT_LIST_HEAD(&process->children);
	INIT_LIST_HEAD(&process->sibling);
	init_waitqueue_head(&process->child_ends);
	return process;
}

/* One that has not run: undo process_create() and what was put into it. */
void process_free(struct process *process)
{
	files_close(&process->files);
	if (process->cwd)
		iput(process->cwd);
	mm_destroy(process->mm);
	kfree(process);
}

/**
 * process_start - let a process run that is complete
 * @process: it; its parent's child from now on
 * @function: what its thread begins with; ends in enter_user()
 * @data: for @function
 * @name: its first name
 *
 * Return: its pid, or -ENOMEM, and it is as before. Context: process.
 */
pid_t process_start(struct process *process, int (*function)(void *), void *data, const char *name)
{
	struct task_struct *task = kthread_create(function, data, "%s", name);
	pid_t pid;

	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task); /* until it is waited for */
	process->task = task;
	task->addr_limit = TASK_SIZE;
	spin_lock_irq(&tasklist_lock);
	task->process = process; /* now it can be sent signals */
	spin_unlock_irq(&tasklist_lock);
	pid = task->pid; /* it may have ended before we return */
	spin_lock_irq(&family_lock);
	list_add_tail(&process->sibling, &process->parent->children);
	spin_unlock_irq(&family_lock);
	wake_up_process(task);
	return pid;
}

/* The first thing that a child does. */
static int child_of_fork(void *data)
{
	struct pt_regs *regs = data;

	syscall_set_return_value(regs, 0);
	*task_pt_regs(current) = *regs;
	kfree(regs);
	mm_use(current->process->mm);
	enter_user();
}

/* Everything of the parent's that the child has a copy of. */
static int copy_process(struct process *child, const struct process *parent)
{
	files_clone(&child->files, &parent->files);
	child->cwd = iget(parent->cwd);
	child->ignored = parent->ignored;
	child->mm = mm_create();
	return child->mm ? mm_copy(child->mm, parent->mm) : -ENOMEM;
}

/** sys_fork - a child like the caller, where this is 0; the child's pid, or -ENOMEM; process */
long sys_fork(void)
{
	struct process *child = process_create(current->process);
	struct pt_regs *regs = kmalloc(sizeof(*regs), GFP_KERNEL);
	pid_t pid = -ENOMEM;

	if (child && regs && !copy_process(child, current->process)) {
		*regs = *task_pt_regs(current);
		pid = process_start(child, child_of_fork, regs, current->comm);
	}
	if (pid < 0) {
		if (child)
			process_free(child);
		kfree(regs);
	}
	return pid;
}
