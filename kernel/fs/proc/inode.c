// SPDX-License-Identifier: MIT
/*
 * inode.c - the entries below /proc as files and directories
 *
 * Idea:    an entry has no inode until somebody looks it up; each look-up makes one, which holds on
 *          to the entry. The inode's file operations are ours: each asks whether the entry is still
 *          there, and calls the entry's own.
 * Context: process.
 * Locking: none here: an entry stays between pde_begin() and pde_end(); look-ups are called under
 *          tree_lock.
 * See:     generic.c
 */
#include <asm/page.h>
#include <asm/uaccess.h>
#include <linux/dirent.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

#define PDE(inode) ((struct proc_dir_entry *)(inode)->i_private)

/* A function of an entry, or the answer of one that has none or is gone. */
#define CALL(pde, function, none, gone, ...)                                                       \
	({                                                                                         \
		typeof((pde)->proc_fops->function(__VA_ARGS__)) __result = gone;                   \
                                                                                                   \
		if (pde_begin(pde)) {                                                              \
			__result = (pde)->proc_fops->function ?                                    \
					   (pde)->proc_fops->function(__VA_ARGS__) :               \
					   (none);                                                 \
			pde_end(pde);                                                              \
		}                                                                                  \
		__result;                                                                          \
	})

/** PDE_DATA - what proc_create_data() was given for a file; any context */
void *PDE_DATA(const struct inode *inode)
{
	return PDE(inode)->data;
}
EXPORT_SYMBOL(PDE_DATA);

/* ---- files ---------------------------------------------------------------------------------- */

static int proc_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = PDE(inode);
	int error = 0;

	if (!pde_begin(pde))
		return -ENOENT;
	if (pde->proc_fops->open)
		error = pde->proc_fops->open(inode, file);
	if (!error) {
		error = pde_opened(pde, file);
		if (error)
			pde->proc_fops->release(inode, file);
	}
	pde_end(pde);
	return error;
}

static int proc_release(struct inode *inode, struct file *file)
{
	pde_closed(PDE(inode), file);
	return 0;
}

static ssize_t proc_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return CALL(PDE(file_inode(file)), read, -EINVAL, 0, file, buf, count, ppos);
}

static ssize_t proc_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return CALL(PDE(file_inode(file)), write, -EINVAL, -EIO, file, buf, count, ppos);
}

static loff_t proc_llseek(struct file *file, loff_t offset, int whence)
{
	return CALL(PDE(file_inode(file)), llseek, default_llseek(file, offset, whence), -EINVAL,
		    file, offset, whence);
}

static unsigned int proc_poll(struct file *file, struct poll_table_struct *wait)
{
	return CALL(PDE(file_inode(file)), poll, POLLIN | POLLOUT, POLLERR, file, wait);
}

static long proc_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return CALL(PDE(file_inode(file)), unlocked_ioctl, -ENOTTY, -ENOTTY, file, cmd, arg);
}

const struct file_operations proc_file_fops = {
	.llseek = proc_llseek,
	.read = proc_read,
	.write = proc_write,
	.poll = proc_poll,
	.unlocked_ioctl = proc_ioctl,
	.open = proc_open,
	.release = proc_release,
};

/* ---- the operations of an entry with read_proc and write_proc ------------------------------- */

/* What a read_proc has left in @page, for a reader at @pos. Return: bytes from *@start on. */
static ssize_t page_piece(char *page, char **start, ssize_t bytes, size_t count, loff_t pos,
			  loff_t *step)
{
	if (!*start) { /* the whole file */
		*start = page + pos;
		bytes = pos < bytes ? bytes - pos : 0;
	} else if (*start < page) { /* a piece, and a number: how far the position moves */
		*step = (long)*start;
		*start = page;
		return min_t(size_t, bytes, count);
	}
	bytes = min_t(size_t, bytes, count);
	*step = bytes;
	return bytes;
}

static ssize_t page_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct proc_dir_entry *pde = PDE(file_inode(file));
	char *page, *start = NULL;
	ssize_t bytes;
	loff_t step;
	int eof = 0;

	if (!pde->read_proc)
		return -EINVAL;
	if (*ppos > LONG_MAX)
		return 0;
	page = kzalloc(PAGE_SIZE, GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	bytes = pde->read_proc(page, &start, *ppos, min_t(size_t, count, PAGE_SIZE), &eof,
			       pde->data);
	WARN_ON(bytes > (ssize_t)PAGE_SIZE);
	if (bytes > 0) {
		bytes = page_piece(page, &start, bytes, count, *ppos, &step);
		if (copy_to_user(buf, start, bytes))
			bytes = -EFAULT;
		else
			*ppos += step;
	}
	kfree(page);
	return bytes;
}

static ssize_t page_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct proc_dir_entry *pde = PDE(file_inode(file));

	return pde->write_proc ? pde->write_proc(file, buf, count, pde->data) : -EINVAL;
}

const struct file_operations proc_page_fops = {
	.read = page_read,
	.write = page_write,
};

/* ---- the operations of an entry whose text one function writes ------------------------------ */

static int single_entry_open(struct inode *inode, struct file *file)
{
	return single_open(file, PDE_DATA(inode), NULL);
}

static const struct file_operations single_entry_fops = {
	.open = single_entry_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

struct proc_dir_entry *proc_create_single(const char *name, umode_t mode,
					  struct proc_dir_entry *parent,
					  int (*show)(struct seq_file *m, void *v))
{
	return proc_create_data(name, mode, parent, &single_entry_fops, show);
}
EXPORT_SYMBOL(proc_create_single);

/* ---- directories ---------------------------------------------------------------------------- */

static void proc_evict(struct inode *inode)
{
	if (inode->i_fop == &proc_file_fops || inode->i_fop == &proc_dir_fops)
		pde_put(PDE(inode));
	kfree(inode);
}

/* proc_inode - an inode, referenced, for a name in @dir; ERR_PTR: -ENOMEM; expects tree_lock */
struct inode *proc_inode(struct inode *dir, const char *name, size_t len, umode_t mode,
			 const struct file_operations *fops)
{
	struct inode *inode = kzalloc(sizeof(*inode), GFP_KERNEL);
	int error;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	error = inode_init(inode, dir, name, len, mode);
	if (error) {
		kfree(inode);
		return ERR_PTR(error);
	}
	inode->i_fop = fops;
	inode->evict = proc_evict;
	return inode;
}

static struct inode *proc_lookup(struct inode *dir, const char *name, size_t len)
{
	struct proc_dir_entry *pde = pde_lookup(PDE(dir), name, len);
	struct inode *inode;

	if (!pde)
		return PDE(dir) == &proc_root ? proc_pid_lookup(dir, name, len) : ERR_PTR(-ENOENT);
	inode = proc_inode(dir, name, len, pde->mode,
			   S_ISDIR(pde->mode) ? &proc_dir_fops : &proc_file_fops);
	if (IS_ERR(inode)) {
		pde_put(pde);
		return inode;
	}
	inode->i_private = pde;
	if (S_ISDIR(pde->mode))
		inode->i_op = &proc_dir_iops;
	return inode;
}

/*
 * proc_emit - the next name of a directory; a reader of the file goes on at @next. False: enough.
 * Inodes are made anew at each look-up, and their numbers with them: there is none to tell.
 */
bool proc_emit(struct file *file, void *buf, filldir_t filldir, const char *name, umode_t mode,
	       loff_t next)
{
	if (filldir(buf, name, strlen(name), next, 1, mode >> 12))
		return false;
	file->f_pos = next;
	return true;
}

static int proc_readdir(struct file *file, void *buf, filldir_t filldir)
{
	struct proc_dir_entry *dir = PDE(file_inode(file));
	char name[NAME_MAX + 1];
	umode_t mode;

	if (file->f_pos == 0 && !proc_emit(file, buf, filldir, ".", S_IFDIR, 1))
		return 0;
	if (file->f_pos == 1 && !proc_emit(file, buf, filldir, "..", S_IFDIR, 2))
		return 0;
	while (file->f_pos < FIRST_PID_POS &&
	       !pde_name(dir, file->f_pos - 2, name, sizeof(name), &mode))
		if (!proc_emit(file, buf, filldir, name, mode, file->f_pos + 1))
			return 0;
	if (dir == &proc_root)
		proc_pid_readdir(file, buf, filldir);
	return 0;
}

const struct inode_operations proc_dir_iops = {
	.lookup = proc_lookup,
};

const struct file_operations proc_dir_fops = {
	.readdir = proc_readdir,
};

/* Make /proc: a directory of the root, perhaps there already, with operations of its own. */
static int __init proc_init(void)
{
	struct inode *inode = path_lookup("/proc");

	if (IS_ERR(inode))
		inode = path_create("/proc", proc_root.mode, 0);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	inode->i_op = &proc_dir_iops;
	inode->i_fop = &proc_dir_fops;
	inode->i_private = &proc_root;
	iput(inode);
	return 0;
}
module_init(proc_init);
