// SPDX-License-Identifier: MIT
/*
 * file.c - one opening of an inode: from open() to the last close
 *
 * Idea:    a struct file has a reference to its inode and keeps its driver's module loaded. Several
 *          descriptors may share it, after dup() and fork(), and with it the position; release() is
 *          called once, when the last is closed.
 * Context: process.
 * Locking: none: references are counted atomically; open() and release() are called without a lock.
 * See:     kernel/fs/fdtable.c for the descriptors
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include "internal.h"

/* What only open() itself needs. */
#define O_ONCE (O_CREAT | O_EXCL | O_TRUNC | O_DIRECTORY | O_CLOEXEC)

static int may_open(const struct inode *inode, int flags)
{
	if (!S_ISDIR(inode->i_mode))
		return flags & O_DIRECTORY ? -ENOTDIR : 0;
	return (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT ? -EISDIR : 0;
}

/**
 * open_inode - open what has perhaps no name
 * @inode: the inode; the file takes a reference of its own
 * @flags: O_
 *
 * Return: the file, for fput(), or an ERR_PTR: -EISDIR, -ENOTDIR, -ENOMEM, -ENXIO: no driver, what
 * the driver's open() says. Context: process.
 */
struct file *open_inode(struct inode *inode, int flags)
{
	int error = may_open(inode, flags);
	struct file *file;

	if (error)
		return ERR_PTR(error);
	file = kzalloc(sizeof(*file), GFP_KERNEL);
	if (!file)
		return ERR_PTR(-ENOMEM);
	file->f_op = fops_get(inode->i_fop);
	if (!file->f_op) {
		kfree(file);
		return ERR_PTR(-ENXIO);
	}
	file->f_inode = iget(inode);
	file->f_flags = flags;
	mutex_init(&file->f_pos_lock);
	atomic_set(&file->f_count, 1);
	if (file->f_op->open)
		error = file->f_op->open(inode, file);
	if (error) {
		fops_put(file->f_op);
		iput(inode);
		kfree(file);
		return ERR_PTR(error);
	}
	file->f_flags &= ~O_ONCE;
	return file;
}

/**
 * filp_open - open by name
 * @path: as path_lookup()
 * @flags: O_
 * @mode: permissions of a file that O_CREAT makes
 *
 * Return: the file, for filp_close(), or an ERR_PTR: as path_lookup() and open_inode(); with
 * O_CREAT also as path_create(), but -EEXIST only with O_EXCL. Context: process. Locking: takes
 * tree_lock.
 */
struct file *filp_open(const char *path, int flags, int mode)
{
	struct inode *inode;
	struct file *file;

	if (flags & O_CREAT)
		inode = path_make(path, S_IFREG | (mode & 0777), 0, flags & O_EXCL);
	else
		inode = path_lookup(path);
	if (IS_ERR(inode))
		return ERR_CAST(inode);
	file = open_inode(inode, flags);
	iput(inode);
	return file;
}
EXPORT_SYMBOL(filp_open);

/** get_file - one reference more, for somebody who has one; any context */
struct file *get_file(struct file *file)
{
	atomic_inc(&file->f_count);
	return file;
}

/** fput - give a reference back; with the last one the file is closed; process */
void fput(struct file *file)
{
	might_sleep();
	if (!atomic_dec_and_test(&file->f_count))
		return;
	if (file->f_op->release)
		file->f_op->release(file->f_inode, file);
	fops_put(file->f_op);
	iput(file->f_inode);
	kfree(file);
}

/** filp_close - the other end of filp_open(); always 0; process */
int filp_close(struct file *file, void *unused)
{
	fput(file);
	return 0;
}
EXPORT_SYMBOL(filp_close);

/**
 * sys_open - open by name
 * @path: the name
 * @flags: O_
 * @mode: permissions of a file that O_CREAT makes
 *
 * Return: the descriptor; -EFAULT, -ENAMETOOLONG, -ENOMEM: the name; as filp_open(); -EMFILE: no
 * descriptor is free. Context: process. Locking: takes tree_lock.
 */
long sys_open(const char __user *path, int flags, int mode)
{
	char *name = getname(path);
	struct file *file;
	long fd;

	if (IS_ERR(name))
		return PTR_ERR(name);
	file = filp_open(name, flags, mode);
	putname(name);
	if (IS_ERR(file))
		return PTR_ERR(file);
	fd = fd_install(file, flags);
	if (fd < 0)
		fput(file);
	return fd;
}
