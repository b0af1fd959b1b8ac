// SPDX-License-Identifier: MIT
/*
 * inode.c - how long an inode lives: as long as somebody has a reference to it
 *
 * Idea:    a name in the tree is a reference, an open file is one, a directory that a process works
 *          in is one, and each child has one to its parent. So a file that was removed while it is
 *          open is there until it is closed, and from any inode a way leads up to the root.
 * Context: process. Locking: none: who makes a reference from another one needs no lock.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time.h>

/**
 * inode_init - begin an inode
 * @inode: filled with zeros; the caller sets what is N and not among the arguments
 * @dir: the directory that it will be in; NULL: none (a pipe, the root)
 * @name: its name there
 * @len: characters of that
 * @mode: S_IF and permissions
 *
 * There is one reference, the caller's. Return: 0 or -ENOMEM. Context: process.
 */
int inode_init(struct inode *inode, struct inode *dir, const char *name, size_t len, umode_t mode)
{
	static atomic_t last_ino;

	if (dir) {
		inode->i_name = kmalloc(len + 1, GFP_KERNEL);
		if (!inode->i_name)
			return -ENOMEM;
		memcpy(inode->i_name, name, len);
		inode->i_name[len] = '\0';
		inode->i_parent = iget(dir);
	}
	inode->i_ino = atomic_inc_return(&last_ino);
	inode->i_mode = mode;
	inode->i_nlink = 1;
	atomic_set(&inode->i_count, 1);
	mutex_init(&inode->i_mutex);
	inode_touch(inode);
	return 0;
}

/** inode_touch - it has changed now; process, expects the lock of what has changed */
void inode_touch(struct inode *inode)
{
	struct timeval now;

	do_gettimeofday(&now);
	inode->i_mtime = now.tv_sec;
}

/** iget - one reference more, for somebody who has one; any context */
struct inode *iget(struct inode *inode)
{
	WARN_ON(atomic_read(&inode->i_count) <= 0);
	atomic_inc(&inode->i_count);
	return inode;
}

/** iput - give a reference back; with the last one the inode goes; NULL is fine; process */
void iput(struct inode *inode)
{
	might_sleep();
	while (inode && atomic_dec_and_test(&inode->i_count)) {
		struct inode *parent = inode->i_parent;

		kfree(inode->i_name);
		inode->evict(inode);
		inode = parent; /* and its child's reference to it */
	}
}
