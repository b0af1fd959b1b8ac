// SPDX-License-Identifier: MIT
/*
 * base.c - /proc/PID: what each thread and process is doing
 *
 * Idea:    an inode here remembers a number and nothing else; each read looks for the thread of
 *          that number. So nobody is kept by somebody who looks: when the thread has ended, reading
 *          gives -ESRCH. What is shown is copied under tasklist_lock, where no thread ends, and
 *          written afterwards.
 * Context: process. Locking: takes tasklist_lock.
 * See:     Linux: man 5 proc
 */
#include <asm/stacktrace.h>
#include <halves/process.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "internal.h"

/* The thread of a number, or NULL. Locking: expects tasklist_lock. */
static struct task_struct *find_task(pid_t pid)
{
	struct task_struct *p;

	for_each_task(p)
		if (p->pid == pid && pid)
			return p;
	return NULL;
}

/* The smallest number of a thread from @pid on; 0: there is none. */
static pid_t next_pid(pid_t pid)
{
	pid_t next = 0;
	struct task_struct *p;

	spin_lock_irq(&tasklist_lock);
	for_each_task(p)
		if (p->pid >= max(pid, 1) && (!next || p->pid < next))
			next = p->pid;
	spin_unlock_irq(&tasklist_lock);
	return next;
}

/* ---- the files ------------------------------------------------------------------------------ */

/* Copy the thread's struct, and tell its parent, 0 for a thread; 0 or -ESRCH. */
static int copy_task(pid_t pid, struct task_struct *copy, pid_t *parent)
{
	struct task_struct *p;

	spin_lock_irq(&tasklist_lock);
	p = find_task(pid);
	if (p) {
		*copy = *p;
		*parent = p->process ? process_parent(p->process) : 0;
	}
	spin_unlock_irq(&tasklist_lock);
	return p ? 0 : -ESRCH;
}

static char state_of(const struct task_struct *p)
{
	if (p->on_cpu || p->array)
		return 'R';
	return p->state == TASK_INTERRUPTIBLE ? 'S' : 'D';
}

static const char *state_name(char state)
{
	return state == 'R' ? "running" : state == 'S' ? "sleeping" : "disk sleep";
}

#define USER_HZ 100

static unsigned long user_ticks(unsigned long ticks)
{
	return div_u64((u64)ticks * USER_HZ, HZ);
}

/* As Linux's, whose fields have numbers: what there is none of here is 0, or -1 where it must. */
static int show_stat(struct seq_file *m, void *v)
{
	struct task_struct p;
	pid_t parent;
	int error = copy_task((long)m->private, &p, &parent);

	if (error)
		return error;
	seq_printf(m, "%d (%s) %c %d %d %d 0 -1 0 0 0 0 0 ", p.pid, p.comm, state_of(&p), parent,
		   p.pid, p.pid);
	seq_printf(m, "%lu %lu 0 0 %d %ld 1 0 0 0 0 ", user_ticks(p.user_ticks),
		   user_ticks(p.ticks - p.user_ticks), p.prio, task_nice(&p));
	seq_puts(m, "0 0 0 0 0 0 0 0 0 0 0 0 0 17 ");
	seq_printf(m, "%d 0 0 0\n", p.cpu);
	return 0;
}

static int show_status(struct seq_file *m, void *v)
{
	struct task_struct p;
	pid_t parent;
	int error = copy_task((long)m->private, &p, &parent);

	if (error)
		return error;
	seq_printf(m, "Name:\t%s\nState:\t%c (%s)\nTgid:\t%d\nPid:\t%d\nPPid:\t%d\n", p.comm,
		   state_of(&p), state_name(state_of(&p)), p.pid, p.pid, parent);
	seq_printf(m, "Kthread:\t%d\nThreads:\t1\n", !p.process);
	if (p.bound)
		seq_printf(m, "Cpus_allowed_list:\t%d\n", p.cpu);
	seq_printf(m, "voluntary_ctxt_switches:\t%lu\nnonvoluntary_ctxt_switches:\t%lu\n", p.nvcsw,
		   p.nivcsw);
	return 0;
}

#define MAX_FRAMES 32

struct trace {
	unsigned int count;
	unsigned long ip[MAX_FRAMES];
};

static bool note_frame(unsigned long ip, struct pt_regs *regs, void *data)
{
	struct trace *trace = data;

	trace->ip[trace->count++] = ip;
	return trace->count < MAX_FRAMES;
}

/* One that runs on another processor just now has no stack that could be read: it is left empty. */
static int show_stack(struct seq_file *m, void *v)
{
	struct trace trace = { 0 };
	struct task_struct *p;
	unsigned int i;

	spin_lock_irq(&tasklist_lock);
	p = find_task((long)m->private);
	if (p == current)
		walk_stack(current_frame(), p->stack, note_frame, &trace);
	else if (p && !p->on_cpu)
		walk_task_stack(p, note_frame, &trace);
	spin_unlock_irq(&tasklist_lock);
	for (i = 0; i < trace.count; i++)
		seq_printf(m, "[<0>] %pB\n", (void *)trace.ip[i]);
	return p ? 0 : -ESRCH;
}

static const struct pid_file {
	const char *name;
	int (*show)(struct seq_file *m, void *v);
} pid_files[] = {
	{ "stat", show_stat },
	{ "status", show_status },
	{ "stack", show_stack },
};

static int pid_file_open(struct inode *inode, struct file *file)
{
	const struct pid_file *f;

	for (f = pid_files; strcmp(f->name, inode->i_name); f++)
		;
	return single_open(file, f->show, inode->i_private);
}

static const struct file_operations pid_file_fops = {
	.open = pid_file_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

/* ---- the directories ------------------------------------------------------------------------ */

static struct inode *pid_dir_lookup(struct inode *dir, const char *name, size_t len)
{
	const struct pid_file *f;
	struct inode *inode;

	for (f = pid_files; f < pid_files + ARRAY_SIZE(pid_files); f++) {
		if (strlen(f->name) != len || memcmp(f->name, name, len))
			continue;
		inode = proc_inode(dir, name, len, S_IFREG | S_IRUGO, &pid_file_fops);
		if (!IS_ERR(inode))
			inode->i_private = dir->i_private;
		return inode;
	}
	return ERR_PTR(-ENOENT);
}

static int pid_dir_readdir(struct file *file, void *buf, filldir_t filldir)
{
	if (file->f_pos == 0 && !proc_emit(file, buf, filldir, ".", S_IFDIR, 1))
		return 0;
	if (file->f_pos == 1 && !proc_emit(file, buf, filldir, "..", S_IFDIR, 2))
		return 0;
	while (file->f_pos - 2 < (loff_t)ARRAY_SIZE(pid_files) &&
	       proc_emit(file, buf, filldir, pid_files[file->f_pos - 2].name, S_IFREG,
			 file->f_pos + 1))
		;
	return 0;
}

static const struct inode_operations pid_dir_iops = {
	.lookup = pid_dir_lookup,
};

static const struct file_operations pid_dir_fops = {
	.readdir = pid_dir_readdir,
};

/* proc_pid_lookup - the directory of a thread, by its number; ERR_PTR: -ENOENT, -ENOMEM */
struct inode *proc_pid_lookup(struct inode *dir, const char *name, size_t len)
{
	struct inode *inode;
	char digits[12];
	int pid;

	if (len >= sizeof(digits) || *name < '1' || *name > '9')
		return ERR_PTR(-ENOENT);
	memcpy(digits, name, len);
	digits[len] = '\0';
	if (kstrtoint(digits, 10, &pid) || next_pid(pid) != pid)
		return ERR_PTR(-ENOENT);
	inode = proc_inode(dir, name, len, S_IFDIR | S_IRUGO | S_IXUGO, &pid_dir_fops);
	if (!IS_ERR(inode)) {
		inode->i_op = &pid_dir_iops;
		inode->i_private = (void *)(long)pid;
	}
	return inode;
}

/* proc_pid_readdir - their names, behind the entries' */
void proc_pid_readdir(struct file *file, void *buf, filldir_t filldir)
{
	char name[12];
	pid_t pid;

	file->f_pos = max_t(loff_t, file->f_pos, FIRST_PID_POS);
	while ((pid = next_pid(file->f_pos - FIRST_PID_POS))) {
		snprintf(name, sizeof(name), "%d", pid);
		if (!proc_emit(file, buf, filldir, name, S_IFDIR, FIRST_PID_POS + pid + 1))
			break;
	}
}
