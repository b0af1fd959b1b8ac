// SPDX-License-Identifier: MIT
/*
 * read_write.c - read, write, lseek and ioctl: what is checked before a driver is asked
 *
 * Idea:    the way to the driver is short: is the file open for this, do the bytes lie below the
 *          limit, is there such an operation?
 *          Calls of a regular file take turns for its position. Those of a device or pipe do not,
 *          for one that waits for input would stop another's output.
 * Callers: ring 3 through sys_call_table[]; exec.c and initramfs.c the vfs_ and kernel_ ones.
 * Context: process. Locking: f_pos_lock of regular files and directories.
 */
#include <asm/uaccess.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/syscalls.h>
#include "internal.h"

typedef ssize_t (*transfer_fn)(struct file *file, char __user *buf, size_t count, loff_t *ppos);

/* May these bytes be moved at this position? */
static int check_area(const struct file *file, int mode, const void __user *buf, size_t count,
		      loff_t pos)
{
	if (!(file_mode(file) & mode))
		return -EBADF;
	if (pos < 0 || (ssize_t)count < 0)
		return -EINVAL;
	return access_ok(VERIFY_WRITE, buf, count) ? 0 : -EFAULT;
}

/**
 * vfs_read - read from an open file
 * @file: the file
 * @buf: where to
 * @count: bytes at most
 * @ppos: where from; moved on
 *
 * Return: bytes, 0 at the end, -EBADF: not open for reading, -EISDIR, -EINVAL: cannot be read, or a
 * negative count or position, -EFAULT, what the driver says. Context: process.
 */
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	int error = check_area(file, FMODE_READ, buf, count, *ppos);

	if (unlikely(error))
		return error;
	if (unlikely(!file->f_op->read))
		return S_ISDIR(file->f_inode->i_mode) ? -EISDIR : -EINVAL;
	return file->f_op->read(file, buf, count, ppos);
}
EXPORT_SYMBOL(vfs_read);

/**
 * vfs_write - write to an open file
 * @file: the file
 * @buf: where from
 * @count: bytes at most
 * @ppos: where to; moved on
 *
 * Return: bytes, -EBADF: not open for writing, -EINVAL: cannot be written, or a negative count or
 * position, -EFAULT, what the driver says. Context: process.
 */
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	int error = check_area(file, FMODE_WRITE, buf, count, *ppos);

	if (unlikely(error))
		return error;
	if (unlikely(!file->f_op->write))
		return -EINVAL;
	return file->f_op->write(file, buf, count, ppos);
}
EXPORT_SYMBOL(vfs_write);

/**
 * kernel_read - vfs_read() to a buffer of the kernel
 * @file: the file
 * @offset: where from; f_pos stays
 * @buf: where to
 * @count: bytes at most
 *
 * Return: as vfs_read(): -EBADF, -EISDIR, -EINVAL, what the driver says. Context: process.
 */
ssize_t kernel_read(struct file *file, loff_t offset, void *buf, size_t count)
{
	mm_segment_t old = get_fs();
	ssize_t done;

	set_fs(KERNEL_DS);
	done = vfs_read(file, buf, count, &offset);
	set_fs(old);
	return done;
}
EXPORT_SYMBOL(kernel_read);

/**
 * simple_read_from_buffer - the whole read() of a file that is there in memory
 * @to: the reader's
 * @count: bytes at most
 * @ppos: the reader's position; moved on
 * @from: the whole file
 * @available: its bytes
 *
 * Return: bytes, 0 at the end, -EINVAL, -EFAULT. Context: process.
 */
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos, const void *from,
				size_t available)
{
	loff_t pos = *ppos;
	size_t left;

	if (pos < 0)
		return -EINVAL;
	if (pos >= available || !count)
		return 0;
	count = min_t(loff_t, count, available - pos);
	left = copy_to_user(to, from + pos, count);
	if (left == count)
		return -EFAULT;
	*ppos = pos + count - left;
	return count - left;
}
EXPORT_SYMBOL(simple_read_from_buffer);

static bool has_position(const struct file *file)
{
	return file->f_inode->i_mode & (S_IFREG | S_IFDIR);
}

/* Return: 0, or -ERESTARTSYS when a signal came first. */
static int lock_position(struct file *file)
{
	if (!has_position(file))
		return 0;
	return mutex_lock_interruptible(&file->f_pos_lock) ? -ERESTARTSYS : 0;
}

static void unlock_position(struct file *file)
{
	if (has_position(file))
		mutex_unlock(&file->f_pos_lock);
}

/* read() or write() at the position of the file. */
static __always_inline long transfer(unsigned int fd, char __user *buf, size_t count,
				     transfer_fn vfs)
{
	struct file *file = open_file(fd);
	ssize_t done;

	if (unlikely(!file))
		return -EBADF;
	if (!has_position(file))
		return vfs(file, buf, count, &file->f_pos);
	if (mutex_lock_interruptible(&file->f_pos_lock))
		return -ERESTARTSYS;
	done = vfs(file, buf, count, &file->f_pos);
	mutex_unlock(&file->f_pos_lock);
	return done;
}

/**
 * sys_read - read from where the last read or write has ended
 * @fd: the descriptor
 * @buf: where to
 * @count: bytes at most
 *
 * Return: as vfs_read(); -EBADF also: it is not open; -ERESTARTSYS: a signal came first.
 * Context: process. Locking: takes f_pos_lock of a regular file or a directory.
 */
long sys_read(unsigned int fd, char __user *buf, size_t count)
{
	return transfer(fd, buf, count, vfs_read);
}

/** sys_write - the same for writing; as vfs_write(); -EBADF, -ERESTARTSYS as there; process */
long sys_write(unsigned int fd, const char __user *buf, size_t count)
{
	return transfer(fd, (char __user *)buf, count, (transfer_fn)vfs_write);
}

/* ---- positions ------------------------------------------------------------------------------- */

/**
 * default_llseek - move the position freely, beyond the end too
 * @file: the file
 * @offset: from there
 * @whence: SEEK_SET: the beginning, SEEK_CUR: the position, SEEK_END: the end
 *
 * Return: the new position, or -EINVAL: it would be negative, no such @whence; -EOVERFLOW: too
 * large. Context: process. Locking: expects f_pos_lock, of a regular file.
 */
loff_t default_llseek(struct file *file, loff_t offset, int whence)
{
	loff_t base = 0;

	if (whence == SEEK_CUR)
		base = file->f_pos;
	else if (whence == SEEK_END)
		base = file->f_inode->i_size;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset > FILE_SIZE_MAX - base)
		return -EOVERFLOW;
	if (offset < -base)
		return -EINVAL;
	file->f_pos = base + offset;
	return file->f_pos;
}
EXPORT_SYMBOL(default_llseek);

/** no_llseek - llseek() of what has no position: always -ESPIPE */
loff_t no_llseek(struct file *file, loff_t offset, int whence)
{
	return -ESPIPE;
}
EXPORT_SYMBOL(no_llseek);

/** nonseekable_open - an open() that has nothing to do but say so: always 0 */
int nonseekable_open(struct inode *inode, struct file *file)
{
	return 0;
}
EXPORT_SYMBOL(nonseekable_open);

/**
 * vfs_llseek - move the position as the driver does it
 *
 * Return: as default_llseek(); -ESPIPE: there is none; -ERESTARTSYS: a signal came first.
 * Context: process. Locking: takes f_pos_lock of a regular file or a directory.
 */
loff_t vfs_llseek(struct file *file, loff_t offset, int whence)
{
	loff_t (*llseek)(struct file *, loff_t, int) = file->f_op->llseek ?: default_llseek;
	loff_t pos;

	if (lock_position(file))
		return -ERESTARTSYS;
	pos = llseek(file, offset, whence);
	unlock_position(file);
	return pos;
}

/**
 * sys_lseek - move the position of an open file
 * @fd: the descriptor
 * @offset: from there
 * @whence: SEEK_SET, SEEK_CUR, SEEK_END
 *
 * Return: as vfs_llseek(): the new position, -EINVAL, -EOVERFLOW, -ESPIPE, -ERESTARTSYS; -EBADF: it
 * is not open. Context: process. Locking: takes f_pos_lock of a regular file or a directory.
 */
long sys_lseek(unsigned int fd, long offset, int whence)
{
	struct file *file = open_file(fd);
	loff_t pos;

	if (!file)
		return -EBADF;
	pos = vfs_llseek(file, offset, whence);
	return pos > LONG_MAX ? -EOVERFLOW : pos;
}

/**
 * sys_ioctl - have the driver of an open file do something of its own
 * @fd: the descriptor
 * @cmd: what; the driver says what there is
 * @arg: for @cmd
 *
 * Return: what the driver says; -EBADF: it is not open; -ENOTTY: there is no such command.
 * Context: process. Locking: none.
 */
long sys_ioctl(unsigned int fd, unsigned int cmd, unsigned long arg)
{
	struct file *file = open_file(fd);
	long result;

	if (!file)
		return -EBADF;
	if (!file->f_op->unlocked_ioctl)
		return -ENOTTY;
	result = file->f_op->unlocked_ioctl(file, cmd, arg);
	return result == -ENOIOCTLCMD ? -ENOTTY : result;
}
