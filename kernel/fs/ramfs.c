// SPDX-License-Identifier: MIT
/*
 * ramfs.c - files that are memory and nothing else: the root of the tree
 *
 * Idea:    a directory is a list of inodes, a file an array of pages. Pages come when they are
 *          written; where nobody has written, there is none, and zeros are read. An inode in the
 *          tree has a reference for that, so it stays while nobody uses it.
 *          Children stand in the order of their inode numbers, and a reader of the directory
 *          remembers the number: so whoever removes files while reading misses none.
 * Locking: lists under tree_lock, pages and size under i_mutex.
 * See:     tests/kernel/ramfs_test.c
 */
#include <asm/uaccess.h>
#include <linux/dirent.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

#define FIRST_CHILD 2 /* position of a reader behind "." and ".."; the root's number is 1 */

struct ramfs_inode {
	struct inode inode;
	struct list_head children, sibling; /* tree_lock */
	char **pages;			    /* i_mutex: NULL: nobody wrote there */
	unsigned long nr_pages;		    /* i_mutex: of the array */
};

static struct ramfs_inode *ramfs_inode(struct inode *inode)
{
	return container_of(inode, struct ramfs_inode, inode);
}

/* ---- regular files --------------------------------------------------------------------------- */

/* Locking: expects i_mutex, or the last reference. */
static void free_pages_of(struct ramfs_inode *r)
{
	unsigned long i;

	for (i = 0; i < r->nr_pages; i++)
		free_page((unsigned long)r->pages[i]);
	kfree(r->pages);
	r->pages = NULL;
	r->nr_pages = 0;
	r->inode.i_size = 0;
}

/* Make the array as long as @needed, or longer, lest it be copied for each page of a long file. */
static bool grow(struct ramfs_inode *r, unsigned long needed)
{
	unsigned long count = max(needed, 2 * r->nr_pages);
	char **pages = kcalloc(count, sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return false;
	if (r->nr_pages)
		memcpy(pages, r->pages, r->nr_pages * sizeof(*pages));
	kfree(r->pages);
	r->pages = pages;
	r->nr_pages = count;
	return true;
}

/* The page to write to; NULL: no memory. Locking: expects i_mutex. */
static char *page_to_write(struct ramfs_inode *r, unsigned long index)
{
	if (index >= r->nr_pages && !grow(r, index + 1))
		return NULL;
	if (!r->pages[index])
		r->pages[index] = (char *)get_zeroed_page(GFP_KERNEL);
	return r->pages[index];
}

/* Bytes from @pos to the end of its page, at most @count. */
static size_t in_page(unsigned long pos, size_t count)
{
	return min_t(size_t, count, PAGE_SIZE - (pos & ~PAGE_MASK));
}

static ssize_t ramfs_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct ramfs_inode *r = ramfs_inode(file_inode(file));
	unsigned long pos = *ppos, end, left = 0;

	mutex_lock(&r->inode.i_mutex);
	end = *ppos < r->inode.i_size ? pos + min_t(size_t, count, r->inode.i_size - pos) : pos;
	while (pos < end && !left) {
		unsigned long index = pos >> PAGE_SHIFT, piece = in_page(pos, end - pos);
		char *page = index < r->nr_pages ? r->pages[index] : NULL;

		left = page ? copy_to_user(buf, page + (pos & ~PAGE_MASK), piece) :
			      clear_user(buf, piece);
		pos += piece - left;
		buf = user_at(buf, piece);
	}
	mutex_unlock(&r->inode.i_mutex);
	count = pos - (unsigned long)*ppos;
	*ppos += count;
	return count || !left ? count : -EFAULT;
}

static ssize_t ramfs_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct ramfs_inode *r = ramfs_inode(file_inode(file));
	unsigned long pos, end;
	int error = 0;

	mutex_lock(&r->inode.i_mutex);
	if (file->f_flags & O_APPEND)
		*ppos = r->inode.i_size;
	if (*ppos >= FILE_SIZE_MAX && count)
		error = -EFBIG;
	pos = *ppos;
	end = pos + min_t(loff_t, count, FILE_SIZE_MAX - *ppos);
	while (!error && pos < end) {
		unsigned long piece = in_page(pos, end - pos), left;
		char *page = page_to_write(r, pos >> PAGE_SHIFT);

		if (!page) {
			error = -ENOSPC;
			break;
		}
		/* vfs_write() has looked at the limit; a bad pointer must not clear the file. */
		left = __copy_from_user_inatomic(page + (pos & ~PAGE_MASK), buf, piece);
		if (left)
			error = -EFAULT;
		pos += piece - left;
		buf = user_at(buf, piece);
	}
	count = pos - (unsigned long)*ppos;
	*ppos += count;
	if (count) {
		r->inode.i_size = max(r->inode.i_size, *ppos);
		inode_touch(&r->inode);
	}
	mutex_unlock(&r->inode.i_mutex);
	return count ? count : error;
}

static int ramfs_open(struct inode *inode, struct file *file)
{
	if (file->f_flags & O_TRUNC && file_mode(file) & FMODE_WRITE) {
		mutex_lock(&inode->i_mutex);
		free_pages_of(ramfs_inode(inode));
		inode_touch(inode);
		mutex_unlock(&inode->i_mutex);
	}
	return 0;
}

static const struct file_operations ramfs_file_fops = {
	.open = ramfs_open,
	.read = ramfs_read,
	.write = ramfs_write,
};

/* ---- directories: tree_lock is held -------------------------------------------------------- */

static int ramfs_readdir(struct file *file, void *buf, filldir_t filldir)
{
	struct inode *dir = file_inode(file);
	struct ramfs_inode *r;

	if (file->f_pos == 0) {
		if (filldir(buf, ".", 1, 1, dir->i_ino, DT_DIR))
			return 0;
		file->f_pos = 1;
	}
	if (file->f_pos == 1) {
		if (filldir(buf, "..", 2, FIRST_CHILD, dir->i_parent->i_ino, DT_DIR))
			return 0;
		file->f_pos = FIRST_CHILD;
	}
	list_for_each_entry(r, &ramfs_inode(dir)->children, sibling) {
		struct inode *inode = &r->inode;

		if (inode->i_ino < file->f_pos)
			continue;
		if (filldir(buf, inode->i_name, strlen(inode->i_name), inode->i_ino + 1LL,
			    inode->i_ino, inode->i_mode >> 12))
			return 0;
		file->f_pos = inode->i_ino + 1LL;
	}
	return 0;
}

static const struct file_operations ramfs_dir_fops = {
	.readdir = ramfs_readdir,
};

static struct inode *ramfs_lookup(struct inode *dir, const char *name, size_t len)
{
	struct ramfs_inode *r;

	list_for_each_entry(r, &ramfs_inode(dir)->children, sibling) {
		const char *its = r->inode.i_name;

		if (!strncmp(its, name, len) && !its[len])
			return iget(&r->inode);
	}
	return ERR_PTR(-ENOENT);
}

static const struct inode_operations ramfs_dir_iops;

static void ramfs_evict(struct inode *inode)
{
	struct ramfs_inode *r = ramfs_inode(inode);

	free_pages_of(r);
	kfree(r);
}

static struct inode *new_inode(struct inode *dir, const char *name, size_t len, umode_t mode,
			       dev_t rdev)
{
	struct ramfs_inode *r = kzalloc(sizeof(*r), GFP_KERNEL);
	struct inode *inode;
	int error;

	if (!r)
		return ERR_PTR(-ENOMEM);
	inode = &r->inode;
	error = inode_init(inode, dir, name, len, mode);
	if (error) {
		kfree(r);
		return ERR_PTR(error);
	}
	inode->i_rdev = rdev;
	inode->evict = ramfs_evict;
	INIT_LIST_HEAD(&r->children);
	if (S_ISDIR(mode)) {
		inode->i_op = &ramfs_dir_iops;
		inode->i_fop = &ramfs_dir_fops;
	} else {
		inode->i_fop = S_ISCHR(mode) ? &def_chr_fops : &ramfs_file_fops;
	}
	return inode;
}

static struct inode *ramfs_create(struct inode *dir, const char *name, size_t len, umode_t mode,
				  dev_t rdev)
{
	struct inode *inode;

	if (!S_ISREG(mode) && !S_ISDIR(mode) && !S_ISCHR(mode))
		return ERR_PTR(-EINVAL);
	inode = new_inode(dir, name, len, mode, rdev);
	if (IS_ERR(inode))
		return inode;
	/* It has the highest number of all. */
	list_add_tail(&ramfs_inode(inode)->sibling, &ramfs_inode(dir)->children);
	return iget(inode);
}

static int ramfs_unlink(struct inode *dir, struct inode *victim)
{
	list_del(&ramfs_inode(victim)->sibling);
	iput(victim);
	return 0;
}

static int ramfs_rmdir(struct inode *dir, struct inode *victim)
{
	if (victim->i_op != &ramfs_dir_iops)
		return -EBUSY; /* another file system's */
	if (!list_empty(&ramfs_inode(victim)->children))
		return -ENOTEMPTY;
	return ramfs_unlink(dir, victim);
}

static void ramfs_adopt(struct inode *dir, struct inode *inode)
{
	struct ramfs_inode *moved = ramfs_inode(inode), *r;

	list_del(&moved->sibling);
	list_for_each_entry(r, &ramfs_inode(dir)->children, sibling)
		if (r->inode.i_ino > inode->i_ino)
			break;
	list_add_tail(&moved->sibling, &r->sibling); /* before r, or at the end */
}

static const struct inode_operations ramfs_dir_iops = {
	.lookup = ramfs_lookup,
	.create = ramfs_create,
	.unlink = ramfs_unlink,
	.rmdir = ramfs_rmdir,
	.adopt = ramfs_adopt,
};

/* ramfs_root - the first inode of all: it must be the first that inode_init() sees; boot */
struct inode *ramfs_root(void)
{
	struct inode *root = new_inode(NULL, "", 0, S_IFDIR | 0755, 0);

	if (IS_ERR(root))
		panic("no memory for the root of the tree");
	BUG_ON(root->i_ino >= FIRST_CHILD);
	root->i_parent = root;
	return root;
}
