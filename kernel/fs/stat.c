// SPDX-License-Identifier: MIT
/*
 * stat.c - what is known of a file without opening it
 *
 * Context: process.
 * Locking: tree_lock to find it; its fields are read without a lock, perhaps at two moments.
 */
#include <asm/uaccess.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/syscalls.h>
#include "internal.h"

/** vfs_stat - what is known of an inode; always 0; process */
int vfs_stat(struct inode *inode, struct stat *to)
{
	*to = (struct stat){
		.st_ino = inode->i_ino,
		.st_mode = inode->i_mode,
		.st_nlink = inode->i_nlink,
		.st_rdev = new_encode_dev(inode->i_rdev),
		.st_size = inode->i_size,
		.st_blksize = PAGE_SIZE,
		.st_blocks = DIV_ROUND_UP((unsigned long)inode->i_size, 512),
		.st_atime = inode->i_mtime,
		.st_mtime = inode->i_mtime,
		.st_ctime = inode->i_mtime,
	};
	return 0;
}

static long stat_to_user(struct inode *inode, struct stat __user *to)
{
	struct stat stat;

	vfs_stat(inode, &stat);
	return copy_to_user(to, &stat, sizeof(stat)) ? -EFAULT : 0;
}

/**
 * sys_stat - what is known of a file, by its name
 * @path: the name
 * @to: where it goes
 *
 * Return: 0; -ENOENT, -ENOTDIR, -ENAMETOOLONG: as path_lookup(); -EFAULT; -ENOMEM.
 * Context: process. Locking: takes tree_lock.
 */
long sys_stat(const char __user *path, struct stat __user *to)
{
	char *name = getname(path);
	struct inode *inode;
	long error;

	if (IS_ERR(name))
		return PTR_ERR(name);
	inode = path_lookup(name);
	putname(name);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	error = stat_to_user(inode, to);
	iput(inode);
	return error;
}

/** sys_fstat - the same of an open one; 0, -EBADF: it is not open, or -EFAULT; process */
long sys_fstat(unsigned int fd, struct stat __user *to)
{
	struct file *file = open_file(fd);

	return file ? stat_to_user(file->f_inode, to) : -EBADF;
}
