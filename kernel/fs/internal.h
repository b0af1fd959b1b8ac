/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/fs */
#ifndef _FS_INTERNAL_H
#define _FS_INTERNAL_H

#include <halves/process.h>
#include <linux/file.h>
#include <linux/limits.h>
#include <linux/module.h>

#define FILE_SIZE_MAX LONG_MAX /* lseek() returns a long */

/* What may be done with an open file, from its O_ACCMODE. */
#define FMODE_READ  1
#define FMODE_WRITE 2
#define file_mode(file) (((file)->f_flags + 1) & O_ACCMODE)

/* ramfs.c: the root of the tree; boot */
struct inode *ramfs_root(void);

/* namei.c: path_create(), or, if it need not be @fresh, what is there already; P */
struct inode *path_make(const char *path, umode_t mode, dev_t rdev, bool fresh);

/* names.c: a path from ring 3, for putname(); or an ERR_PTR: -EFAULT, -ENAMETOOLONG, -ENOMEM */
char *getname(const char __user *path);
void putname(char *name);

/* char_dev.c: the operations of each S_IFCHR inode: open() finds the driver's */
extern const struct file_operations def_chr_fops;

/*
 * char_dev.c: the rest of open() by a driver's operations, for which the caller has called
 * fops_get(); NULL: -ENXIO; P
 */
int open_with(struct file *file, const struct file_operations *fops);

/* pipe.c: both ends of a new one; 0 or -ENOMEM; P */
int open_pipe(struct file *ends[2]);

/* boot; they panic without memory */
void boot_node(const char *path, umode_t mode, dev_t rdev);
void misc_init(void);
void mem_init(void);

/* initramfs.c: copy the files of an archive into the tree; how many; P */
unsigned int unpack_cpio(const void *archive, size_t size);

/* fops_get, fops_put - have the module of these operations stay loaded; NULL: it is leaving; P */
static inline const struct file_operations *fops_get(const struct file_operations *fops)
{
	return fops && try_module_get(fops->owner) ? fops : NULL;
}

static inline void fops_put(const struct file_operations *fops)
{
	module_put(fops->owner);
}

/* open_file - of the running process, as it stands in its table: nobody else can close it */
static inline struct file *open_file(unsigned int fd)
{
	struct process *process = current->process;

	return process && fd < NR_OPEN ? process->files.fd[fd] : NULL;
}

#endif
