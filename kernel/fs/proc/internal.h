/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/fs/proc */
#ifndef _PROC_INTERNAL_H
#define _PROC_INTERNAL_H

#include <linux/proc_fs.h>
#include <linux/seq_file.h>

#define FIRST_PID_POS 0x10000 /* position of a reader of /proc: behind the entries, the threads */

extern struct proc_dir_entry proc_root;
extern const struct inode_operations proc_dir_iops;
extern const struct file_operations proc_dir_fops, proc_file_fops, proc_page_fops;

/* generic.c: a call into an entry's functions begins; false: they are gone */
bool pde_begin(struct proc_dir_entry *pde);
void pde_end(struct proc_dir_entry *pde);
void pde_put(struct proc_dir_entry *pde);
struct proc_dir_entry *pde_lookup(struct proc_dir_entry *dir, const char *name, size_t len);
int pde_name(struct proc_dir_entry *dir, unsigned int index, char *name, size_t size,
	     umode_t *mode);
int pde_opened(struct proc_dir_entry *pde, struct file *file);
void pde_closed(struct proc_dir_entry *pde, struct file *file);

/* inode.c */
struct inode *proc_inode(struct inode *dir, const char *name, size_t len, umode_t mode,
			 const struct file_operations *fops);
bool proc_emit(struct file *file, void *buf, filldir_t filldir, const char *name, umode_t mode,
	       loff_t next);

/* base.c: the directories of the threads */
struct inode *proc_pid_lookup(struct inode *dir, const char *name, size_t len);
void proc_pid_readdir(struct file *file, void *buf, filldir_t filldir);

#endif
