// SPDX-License-Identifier: MIT
/*
 * names.c - the system calls with a path: fetch it from ring 3, then let namei.c do it
 *
 * Each can fail with -EFAULT, -ENAMETOOLONG or -ENOMEM for the path itself.
 * Context: process. Locking: tree_lock, taken in namei.c; where a process works is its own.
 */
#include <asm/uaccess.h>
#include <linux/dirent.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include "internal.h"

char *getname(const char __user *path)
{
	char *name = (char *)__get_free_page(GFP_KERNEL);
	long len;

	if (!name)
		return ERR_PTR(-ENOMEM);
	len = strncpy_from_user(name, path, PATH_MAX);
	if (len >= 0 && len < PATH_MAX)
		return name;
	putname(name);
	return ERR_PTR(len < 0 ? len : -ENAMETOOLONG);
}

void putname(char *name)
{
	free_page((unsigned long)name);
}

static long with_name(const char __user *path, int (*call)(const char *path))
{
	char *name = getname(path);
	long error;

	if (IS_ERR(name))
		return PTR_ERR(name);
	error = call(name);
	putname(name);
	return error;
}

/** sys_unlink - path_unlink(): -ENOENT, -EISDIR, -EACCES, as path_lookup(); process */
long sys_unlink(const char __user *path)
{
	return with_name(path, path_unlink);
}

/** sys_rmdir - path_rmdir(): -ENOENT, -ENOTDIR, -ENOTEMPTY, -EACCES, -EBUSY; process */
long sys_rmdir(const char __user *path)
{
	return with_name(path, path_rmdir);
}

static long make(const char __user *path, umode_t mode, dev_t rdev)
{
	char *name = getname(path);
	struct inode *inode;

	if (IS_ERR(name))
		return PTR_ERR(name);
	inode = path_create(name, mode, rdev);
	putname(name);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	iput(inode);
	return 0;
}

/** sys_mkdir - make a directory; as path_create(): -EEXIST, -ENOENT, -EACCES, -ENOMEM; process */
long sys_mkdir(const char __user *path, int mode)
{
	return make(path, S_IFDIR | (mode & 0777), 0);
}

/**
 * sys_mknod - make a node of a device
 * @path: its name
 * @mode: S_IFCHR and permissions
 * @rdev: as in struct stat
 *
 * Only devices: whoever wants a file opens it with O_CREAT. Return: 0; -EINVAL: something else; as
 * path_create(). Context: process.
 */
long sys_mknod(const char __user *path, int mode, unsigned int rdev)
{
	if (!S_ISCHR(mode))
		return -EINVAL;
	return make(path, S_IFCHR | (mode & 0777), new_decode_dev(rdev));
}

/** sys_rename - path_rename(): -ENOENT, -EINVAL, -EXDEV, -ENOTEMPTY, -EBUSY …; process */
long sys_rename(const char __user *from, const char __user *to)
{
	char *old = getname(from), *new;
	long error;

	if (IS_ERR(old))
		return PTR_ERR(old);
	new = getname(to);
	error = IS_ERR(new) ? PTR_ERR(new) : path_rename(old, new);
	if (!IS_ERR(new))
		putname(new);
	putname(old);
	return error;
}

static int change_directory(const char *path)
{
	struct process *process = current->process;
	struct inode *inode = path_lookup(path);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	if (!S_ISDIR(inode->i_mode)) {
		iput(inode);
		return -ENOTDIR;
	}
	iput(process->cwd);
	process->cwd = inode;
	return 0;
}

/** sys_chdir - work in another directory; as path_lookup(); -ENOTDIR: it is none; process */
long sys_chdir(const char __user *path)
{
	return with_name(path, change_directory);
}

/**
 * sys_getcwd - the path of the directory that the process works in
 * @buf: gets it, with a NUL
 * @size: bytes there
 *
 * Return: its length with the NUL; -ERANGE: does not fit; -ENOENT: it was removed; -EFAULT;
 * -ENOMEM. Context: process. Locking: takes tree_lock.
 */
long sys_getcwd(char __user *buf, size_t size)
{
	char *name = (char *)__get_free_page(GFP_KERNEL);
	long len;

	if (!name)
		return -ENOMEM;
	len = path_name(current->process->cwd, name, min_t(size_t, size, PATH_MAX));
	if (len > 0 && copy_to_user(buf, name, len))
		len = -EFAULT;
	putname(name);
	return len;
}
