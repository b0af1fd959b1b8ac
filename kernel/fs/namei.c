// SPDX-License-Identifier: MIT
/*
 * namei.c - from a path to an inode, and the changes to the tree of names
 *
 * Idea:    a path is walked name by name, each looked up in the directory before it. Where it ends
 *          is a place: a directory, a name, and what is there now, perhaps nothing. All calls on
 *          this page find places and then do something to them.
 *          One lock guards all names and parents, from the first step of a walk to what is done
 *          with its end: so nobody removes, or moves below itself, what another one has just found.
 * Locking: the order, from the first that is taken to the last:
 *
 *              f_pos_lock (readdir)      misc_lock (misc_register)
 *                       \                   /
 *                             tree_lock                    f_pos_lock (read, write)
 *                                 |                            |
 *                    locks of a file system, in         i_mutex: contents of one
 *                    its inode_operations               inode; two are never held
 *
 *          evict() is called under any of them, so it takes none.
 * Context: process.
 */
#include <linux/dirent.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

struct inode *root_inode;
DEFINE_MUTEX(tree_lock);

struct place {
	struct inode *dir;   /* with a reference */
	struct inode *inode; /* with a reference; NULL: nothing is there */
	const char *name;
	size_t len;
	bool slash; /* one stands behind it: it must be a directory */
};

/* The inode of a name in @dir, with a reference. Locking: expects tree_lock. */
static struct inode *step(struct inode *dir, const char *name, size_t len)
{
	if (!S_ISDIR(dir->i_mode) || !dir->i_op->lookup)
		return ERR_PTR(-ENOTDIR);
	if (len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	if (!len || (len == 1 && name[0] == '.'))
		return iget(dir);
	if (len == 2 && name[0] == '.' && name[1] == '.')
		return iget(dir->i_parent);
	return dir->i_op->lookup(dir, name, len);
}

static struct inode *beginning(const char *path)
{
	return *path != '/' && current->process ? current->process->cwd : root_inode;
}

/*
 * Walk a path. Return: 0 with @place filled in, for put_place(), or the error of a step; it is none
 * that the last name is not there. Locking: expects tree_lock.
 */
static int find_place(const char *path, struct place *place)
{
	struct inode *dir = NULL, *next = iget(beginning(path));
	const char *name;
	size_t len;

	if (!*path) {
		iput(next);
		return -ENOENT;
	}
	path += strspn(path, "/");
	do {
		iput(dir);
		dir = next;
		name = path;
		len = strcspn(name, "/");
		path = name + len + strspn(name + len, "/");
		next = step(dir, name, len);
	} while (*path && !IS_ERR(next));

	if (IS_ERR(next) && (*path || PTR_ERR(next) != -ENOENT)) {
		iput(dir);
		return PTR_ERR(next);
	}
	*place = (struct place){ dir, IS_ERR(next) ? NULL : next, name, len, name[len] == '/' };
	if (place->inode && place->slash && !S_ISDIR(place->inode->i_mode)) {
		iput(place->inode);
		iput(dir);
		return -ENOTDIR;
	}
	return 0;
}

static void put_place(struct place *place)
{
	iput(place->inode);
	iput(place->dir);
}

/**
 * path_lookup - the inode that a path leads to
 * @path: from the root, or from the directory that the process works in (a kernel thread: the root)
 *
 * Return: the inode, with a reference, or an ERR_PTR: -ENOENT, -ENOTDIR, -ENAMETOOLONG, what the
 * directory's lookup() says. Context: process. Locking: takes tree_lock.
 */
struct inode *path_lookup(const char *path)
{
	struct inode *inode = ERR_PTR(-ENOENT);
	struct place place;
	int error;

	mutex_lock(&tree_lock);
	error = find_place(path, &place);
	if (!error) {
		if (place.inode)
			inode = iget(place.inode);
		put_place(&place);
	}
	mutex_unlock(&tree_lock);
	return error ? ERR_PTR(error) : inode;
}

/* Can a name be given here? Locking: expects tree_lock. */
static int may_name(const struct place *place, umode_t mode)
{
	if (!place->dir->i_nlink)
		return -ENOENT; /* removed, though somebody still works in it */
	return place->slash && !S_ISDIR(mode) ? -EISDIR : 0;
}

struct inode *path_make(const char *path, umode_t mode, dev_t rdev, bool fresh)
{
	struct inode *inode;
	struct place place;
	int error;

	mutex_lock(&tree_lock);
	error = find_place(path, &place);
	if (error) {
		mutex_unlock(&tree_lock);
		return ERR_PTR(error);
	}
	error = may_name(&place, mode);
	if (place.inode) {
		inode = fresh ? ERR_PTR(-EEXIST) : iget(place.inode);
	} else if (error) {
		inode = ERR_PTR(error);
	} else if (!place.dir->i_op->create) {
		inode = ERR_PTR(-EACCES);
	} else {
		inode = place.dir->i_op->create(place.dir, place.name, place.len, mode, rdev);
		inode_touch(place.dir);
	}
	put_place(&place);
	mutex_unlock(&tree_lock);
	return inode;
}

/**
 * path_create - make a file, a directory or a node of a device
 * @path: its name; the directories before it are there
 * @mode: S_IFREG, S_IFDIR or S_IFCHR, and permissions
 * @rdev: number of the device, with S_IFCHR
 *
 * Return: the inode, with a reference, or an ERR_PTR: -EEXIST, as path_lookup(), -EACCES: nothing
 * can be made there, -EISDIR: a "/" behind the name of no directory, -EINVAL: another @mode,
 * -ENOMEM. Context: process. Locking: takes tree_lock.
 */
struct inode *path_create(const char *path, umode_t mode, dev_t rdev)
{
	return path_make(path, mode, rdev, true);
}

/* "/", "." and ".." are no names that can be taken from where they stand. */
static bool is_child(const struct place *place)
{
	return place->inode != place->dir && place->inode->i_parent == place->dir;
}

/* Take away what is there. Locking: expects tree_lock. */
static int remove_locked(struct place *place, bool directory)
{
	const struct inode_operations *op = place->dir->i_op;
	int (*remove)(struct inode * dir, struct inode * victim) = directory ? op->rmdir :
									       op->unlink;
	int error;

	if (!place->inode)
		return -ENOENT;
	if (S_ISDIR(place->inode->i_mode) != directory)
		return directory ? -ENOTDIR : -EISDIR;
	if (!is_child(place))
		return -EBUSY;
	error = remove ? remove(place->dir, place->inode) : -EACCES;
	if (error)
		return error;
	place->inode->i_nlink = 0;
	inode_touch(place->dir);
	return 0;
}

static int remove(const char *path, bool directory)
{
	struct place place;
	int error;

	mutex_lock(&tree_lock);
	error = find_place(path, &place);
	if (!error) {
		error = remove_locked(&place, directory);
		put_place(&place);
	}
	mutex_unlock(&tree_lock);
	return error;
}

/**
 * path_unlink - take a file's name away; the file goes when nobody has it open any more
 * @path: its name
 *
 * Return: 0, -ENOENT, -EISDIR, -EACCES, as path_lookup(). Context: process. Locking: takes
 * tree_lock.
 */
int path_unlink(const char *path)
{
	return remove(path, false);
}

/**
 * path_rmdir - the same for an empty directory
 * @path: its name
 *
 * Return: 0, -ENOENT, -ENOTDIR, -ENOTEMPTY, -EBUSY: "/", ".", "..", -EACCES, as path_lookup().
 * Context: process. Locking: takes tree_lock.
 */
int path_rmdir(const char *path)
{
	return remove(path, true);
}

/* Locking: expects tree_lock. */
static int rename_locked(struct place *from, struct place *to)
{
	struct inode *inode = from->inode, *above;
	char *name;
	int error;

	if (!inode)
		return -ENOENT;
	if (!is_child(from))
		return -EBUSY;
	if (to->inode == inode)
		return 0;
	error = may_name(to, inode->i_mode);
	if (error)
		return error == -EISDIR ? -ENOTDIR : error;
	for (above = to->dir; above != root_inode; above = above->i_parent)
		if (above == inode)
			return -EINVAL;
	if (from->dir->i_op != to->dir->i_op)
		return -EXDEV;
	if (!to->dir->i_op->adopt)
		return -EACCES;
	name = kmalloc(to->len + 1, GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	error = to->inode ? remove_locked(to, S_ISDIR(inode->i_mode)) : 0;
	if (error) {
		kfree(name);
		return error;
	}
	memcpy(name, to->name, to->len);
	name[to->len] = '\0';
	kfree(inode->i_name);
	inode->i_name = name;
	to->dir->i_op->adopt(to->dir, inode);
	inode->i_parent = iget(to->dir);
	iput(from->dir); /* the child's reference; ours is still there */
	inode_touch(from->dir);
	inode_touch(to->dir);
	return 0;
}

/**
 * path_rename - give another name, perhaps in another directory; what had that name goes
 * @from: the old name
 * @to: the new one
 *
 * At no time is nothing there at @to. Return: 0, or as path_unlink() and path_rmdir(); -EINVAL: a
 * directory would be below itself; -EXDEV: a directory of another kind; -ENOMEM. Context: process.
 * Locking: takes tree_lock.
 */
int path_rename(const char *from, const char *to)
{
	struct place old, new;
	int error;

	mutex_lock(&tree_lock);
	error = find_place(from, &old);
	if (!error) {
		error = find_place(to, &new);
		if (!error) {
			error = rename_locked(&old, &new);
			put_place(&new);
		}
		put_place(&old);
	}
	mutex_unlock(&tree_lock);
	return error;
}

/**
 * path_name - the path of an inode, from the root
 * @inode: the inode
 * @buf: gets it, with a NUL
 * @size: bytes there
 *
 * Return: its length with the NUL; -ERANGE: does not fit; -ENOENT: it has no name (any more).
 * Context: process. Locking: takes tree_lock.
 */
int path_name(struct inode *inode, char *buf, size_t size)
{
	size_t at = size, len; /* it is written from its end on */
	int error = 0;

	if (!inode->i_parent)
		return -ENOENT;
	if (size < 2)
		return -ERANGE;
	mutex_lock(&tree_lock);
	buf[--at] = '\0';
	if (inode == root_inode)
		buf[--at] = '/';
	for (; inode->i_nlink && inode != root_inode; inode = inode->i_parent) {
		len = strlen(inode->i_name);
		if (len + 1 > at)
			break;
		at -= len;
		memcpy(buf + at, inode->i_name, len);
		buf[--at] = '/';
	}
	if (inode != root_inode)
		error = inode->i_nlink ? -ERANGE : -ENOENT;
	mutex_unlock(&tree_lock); /* from now on only the first inode is sure to be there */
	if (error)
		return error;
	memmove(buf, buf + at, size - at);
	return size - at;
}
