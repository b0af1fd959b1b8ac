/* SPDX-License-Identifier: MIT */
/*
 * proc_fs.h - files below /proc: text that is made when somebody reads it
 *
 * Two ways: proc_create() with file operations of one's own, mostly those of a seq_file; and the
 * older create_proc_read_entry(), whose function fills one page. After remove_proc_entry() has
 * returned nobody is in the functions any more; who still has the file open reads nothing.
 * Context: process. Locking: takes proc_lock (kernel/fs/proc/generic.c).
 */
#ifndef _LINUX_PROC_FS_H
#define _LINUX_PROC_FS_H

#include <linux/fs.h>
#include <linux/slab.h>

struct proc_dir_entry;
struct seq_file;

/*
 * Fill @page, at most @count bytes from @off on; *start says where in @page the answer begins (left
 * NULL: the answer is the whole file); *eof = 1: there is no more. Return: bytes.
 */
typedef int read_proc_t(char *page, char **start, off_t off, int count, int *eof, void *data);
typedef int write_proc_t(struct file *file, const char __user *buf, unsigned long count,
			 void *data);

/* What a module of 2.6.19 sets by hand. The rest is the file system's own. */
struct proc_dir_entry {
	const char *name;
	umode_t mode;
	const struct file_operations *proc_fops;
	read_proc_t *read_proc;
	write_proc_t *write_proc;
	void *data;
	struct module *owner;
	struct proc_dir_entry *parent, *subdir, *next;
	atomic_t in_use; /* calls of its functions that have not returned */
	atomic_t count;	 /* references: its place in the tree, open files */
	bool deleted;
	struct list_head openers; /* open files whose release() is to be called */
};

struct proc_dir_entry *create_proc_entry(const char *name, umode_t mode,
					 struct proc_dir_entry *parent);
struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent,
				   const struct file_operations *fops);
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct file_operations *fops, void *data);
struct proc_dir_entry *create_proc_read_entry(const char *name, umode_t mode,
					      struct proc_dir_entry *parent, read_proc_t *read_proc,
					      void *data);
struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent);
void remove_proc_entry(const char *name, struct proc_dir_entry *parent);

/*
 * proc_create_single - a file whose text one function writes, as for single_open()
 *
 * Return: the entry, or NULL: as proc_create_data(). Context: process. Locking: takes proc_lock.
 */
struct proc_dir_entry *proc_create_single(const char *name, umode_t mode,
					  struct proc_dir_entry *parent,
					  int (*show)(struct seq_file *m, void *v));
void *PDE_DATA(const struct inode *inode);

#endif
