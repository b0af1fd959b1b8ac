/* SPDX-License-Identifier: MIT */
/*
 * fs.h - files: what a device's driver implements, and what the kernel keeps of an open file
 *
 * Idea:    an inode is a thing with a name: a file, a directory, a device, a pipe. A file is one
 *          opening of it: a position, flags, and the driver's own pointer. A driver says with a
 *          struct file_operations what its files can do; what it leaves out fails with the error
 *          that is written at the field.
 *          There is one tree of names. Each inode has one name and one parent; how a directory
 *          finds a name is the business of its struct inode_operations, and this is all that there
 *          is to mounting: /proc and /dev are directories with operations of their own.
 * Context: process, all of it.
 * Locking: the order of the locks stands in kernel/fs/namei.c; what is inline here takes none, for
 *          it reads what never changes.
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <asm/atomic.h>
#include <linux/fcntl.h>
#include <linux/kdev_t.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/stat.h>
#include <linux/types.h>

struct file;
struct inode;
struct module;
struct poll_table_struct;

/* Called with the next name of a directory; anything but 0 says: enough. */
typedef int (*filldir_t)(void *buf, const char *name, int namelen, loff_t next, u64 ino,
			 unsigned int d_type);

/*
 * What the files of a driver can do. In each, a NULL means: open, release: nothing to do; read,
 * write: -EINVAL; poll: always ready; unlocked_ioctl: -ENOTTY; llseek: the position moves freely;
 * readdir: -ENOTDIR.
 */
struct file_operations {
	struct module *owner; /* THIS_MODULE: it stays loaded while a file is open */
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	ssize_t (*read)(struct file *file, char __user *buf, size_t count, loff_t *ppos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t count, loff_t *ppos);
	int (*readdir)(struct file *file, void *buf, filldir_t filldir);
	unsigned int (*poll)(struct file *file, struct poll_table_struct *wait);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
};

/*
 * What can be done with a directory. The caller holds tree_lock, and gives each inode a name and a
 * parent, or takes them away; a NULL means -EACCES (lookup: -ENOTDIR).
 */
struct inode_operations {
	/* The inode of that name, with a reference for the caller, or an ERR_PTR: -ENOENT. */
	struct inode *(*lookup)(struct inode *dir, const char *name, size_t len);
	/* Make one of @mode (S_IFREG, S_IFDIR, or S_IFCHR with @rdev); not there yet. The same. */
	struct inode *(*create)(struct inode *dir, const char *name, size_t len, umode_t mode,
				dev_t rdev);
	int (*unlink)(struct inode *dir, struct inode *victim);
	int (*rmdir)(struct inode *dir, struct inode *victim); /* -ENOTEMPTY */
	/* Take @inode over from another directory of the same kind; cannot fail. */
	void (*adopt)(struct inode *dir, struct inode *inode);
};

/* Fields: N never changes; M under i_mutex; T under tree_lock. */
struct inode {
	ino_t i_ino;		/* N */
	umode_t i_mode;		/* N: S_IF and permissions */
	dev_t i_rdev;		/* N: of a device */
	unsigned int i_nlink;	/* T: 0: it has no name any more */
	loff_t i_size;		/* M */
	time_t i_mtime;		/* M: seconds since 1970 */
	atomic_t i_count;	/* who uses it; the last one's iput() calls evict() */
	struct mutex i_mutex;	/* guards the contents */
	const struct inode_operations *i_op;  /* N: of a directory, else NULL */
	const struct file_operations *i_fop;  /* N: of what open() makes */
	void (*evict)(struct inode *inode);   /* N: the last reference is gone: free it */
	struct inode *i_parent; /* T: with a reference; the root's is itself, a pipe's NULL */
	char *i_name;		/* T: its name there */
	void *i_private;	/* the file system's or the driver's own */
};

#define file_inode(file) ((file)->f_inode)

/*
 * Fields: N never changes while it is open; P under f_pos_lock, but of devices and pipes, whose
 * read() may wait for long: their calls at the same time see to themselves.
 */
struct file {
	struct inode *f_inode;			/* N: with a reference */
	const struct file_operations *f_op;	/* N; open() may put others here */
	unsigned int f_flags;			/* O_ */
	loff_t f_pos;				/* P */
	struct mutex f_pos_lock;		/* read, write, readdir, llseek take turns */
	atomic_t f_count;			/* descriptors, and calls in progress */
	void *private_data;			/* the driver's own */
};

/* ---- open files, kernel/fs/file.c and read_write.c ----------------------------------------- */

struct file *filp_open(const char *path, int flags, int mode);
struct file *open_inode(struct inode *inode, int flags);
struct file *get_file(struct file *file);
int filp_close(struct file *file, void *unused);
void fput(struct file *file);
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *ppos);
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos);
loff_t vfs_llseek(struct file *file, loff_t offset, int whence);
int vfs_readdir(struct file *file, filldir_t filldir, void *buf);
int vfs_stat(struct inode *inode, struct stat *to);
unsigned int vfs_poll(struct file *file, struct poll_table_struct *wait);
ssize_t kernel_read(struct file *file, loff_t offset, void *buf, size_t count);
int nonseekable_open(struct inode *inode, struct file *file);
loff_t no_llseek(struct file *file, loff_t offset, int whence);
loff_t default_llseek(struct file *file, loff_t offset, int whence);
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos, const void *from,
				size_t available);

/* ---- names, kernel/fs/namei.c -------------------------------------------------------------- */

extern struct inode *root_inode;
extern struct mutex tree_lock; /* all names and parents; taken before any i_mutex */

struct inode *path_lookup(const char *path);
struct inode *path_create(const char *path, umode_t mode, dev_t rdev);
int path_unlink(const char *path);
int path_rmdir(const char *path);
int path_rename(const char *from, const char *to);
int path_name(struct inode *inode, char *buf, size_t size);

/* ---- inodes, kernel/fs/inode.c ------------------------------------------------------------- */

int inode_init(struct inode *inode, struct inode *dir, const char *name, size_t len, umode_t mode);
void inode_touch(struct inode *inode);
struct inode *iget(struct inode *inode);
void iput(struct inode *inode);

/* iminor - which of its driver's devices a node stands for; any context */
static inline unsigned int iminor(const struct inode *inode)
{
	return MINOR(inode->i_rdev);
}

/* imajor - whose driver's it is; any context */
static inline unsigned int imajor(const struct inode *inode)
{
	return MAJOR(inode->i_rdev);
}

/* ---- character devices, kernel/fs/char_dev.c ----------------------------------------------- */

int register_chrdev(unsigned int major, const char *name, const struct file_operations *fops);
void unregister_chrdev(unsigned int major, const char *name);

#endif
