// SPDX-License-Identifier: MIT
/*
 * readdir.c - the names in a directory, written to ring 3 one behind the other
 *
 * Context: process. Locking: f_pos_lock, then tree_lock: nobody changes the directory meanwhile.
 */
#include <asm/uaccess.h>
#include <linux/dirent.h>
#include <linux/kernel.h>
#include <linux/syscalls.h>
#include "internal.h"

/**
 * vfs_readdir - call a function with each further name of a directory, until it says: enough
 * @file: the directory, open; its position moves on
 * @filldir: called under tree_lock: it must not use names
 * @buf: handed to it
 *
 * Return: 0, or -ENOTDIR. Context: process. Locking: takes f_pos_lock and tree_lock.
 */
int vfs_readdir(struct file *file, filldir_t filldir, void *buf)
{
	int error;

	if (!file->f_op->readdir)
		return -ENOTDIR;
	mutex_lock(&file->f_pos_lock);
	mutex_lock(&tree_lock);
	error = file->f_op->readdir(file, buf, filldir);
	mutex_unlock(&tree_lock);
	mutex_unlock(&file->f_pos_lock);
	return error;
}

struct dirents {
	char __user *at;
	size_t left;
	int error; /* why there was no room for the last one */
};

static int write_dirent(void *buf, const char *name, int namelen, loff_t next, u64 ino,
			unsigned int type)
{
	struct linux_dirent64 entry = { .d_ino = ino, .d_off = next, .d_type = type };
	size_t head = offsetof(struct linux_dirent64, d_name);
	struct dirents *to = buf;

	entry.d_reclen = ALIGN(head + namelen + 1, 8);
	if (entry.d_reclen > to->left) {
		to->error = -EINVAL;
		return 1;
	}
	if (copy_to_user(to->at, &entry, head) ||
	    copy_to_user(user_at(to->at, head), name, namelen) ||
	    clear_user(user_at(to->at, head + namelen), entry.d_reclen - head - namelen)) {
		to->error = -EFAULT;
		return 1;
	}
	to->at = user_at(to->at, entry.d_reclen);
	to->left -= entry.d_reclen;
	return 0;
}

/* Bytes; 0 at the end; -EINVAL: there is not even room for one; -EBADF: no open folder. */
long sys_getdents64(unsigned int fd, struct linux_dirent64 __user *to, unsigned int count)
{
	struct dirents dirents = { .at = (char __user *)to, .left = count };
	struct file *file = open_file(fd);
	int error;

	if (!file)
		return -EBADF;
	error = vfs_readdir(file, write_dirent, &dirents);
	if (error)
		return error;
	return count > dirents.left ? count - dirents.left : dirents.error;
}
