/* SPDX-License-Identifier: MIT */
/*
 * process.h - what a thread has that runs programs in ring 3
 *
 * Idea:    a process is a thread with a struct process: memory of its own, open files, a parent,
 *          and signals. A kernel thread has none (current->process is NULL). There is one thread to
 *          a process, so what only it looks at needs no lock.
 * Context: process, but what is marked A: any.
 * Locking: family_lock for what is marked F; the rest is the process's own.
 */
#ifndef _HALVES_PROCESS_H
#define _HALVES_PROCESS_H

#include <linux/file.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/wait.h>

struct mm_struct;

/* Fields: C the process itself; F under family_lock; N never changes. */
struct process {
	struct task_struct *task;     /* N */
	struct mm_struct *mm;	      /* C: NULL once it ends */
	struct files_struct files;    /* C */
	struct inode *cwd;	      /* C: with a reference */
	struct process *parent;	      /* F: NULL: the init thread */
	struct list_head children;    /* F */
	struct list_head sibling;     /* F: its place among the parent's children */
	wait_queue_head_t child_ends; /* its waitpid() sleeps here */
	bool ended;		      /* F: only its status is left */
	int status;		      /* as waitpid() gives it */
	volatile u32 pending;	      /* signals that have come: a bit for each */
	u32 ignored;		      /* C: those it does not want */
};

/* What waitpid() gives of one that called exit(); of one that was killed it is the signal. */
#define EXIT_STATUS(code) (((code)&0xff) << 8)

extern void *const sys_call_table[];
extern struct process init_process; /* the init thread's children */

struct process *process_create(struct process *parent);
void process_free(struct process *process);
pid_t process_start(struct process *process, int (*function)(void *), void *data, const char *name);
int process_exec(const char *path, char *const argv[], char *const envp[]);
void process_exit(int status) __attribute__((noreturn));
pid_t process_parent(struct process *process); /* A */
int process_wait(struct process *parent, pid_t pid, int *status, int options);
int process_signal(struct process *process, int signal); /* A */
void process_take_signals(void);
void signal_all_processes(int signal); /* A: what ^C does */

bool user_land(void); /* P: run /bin/sh, or init.cmd=; false: there is none */

#endif
