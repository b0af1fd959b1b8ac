// SPDX-License-Identifier: MIT
/*
 * misc.c - drivers of one device each, which share a major number and get a node in /dev
 *
 * Context: process. Locking: misc_lock guards the list; a driver's module is held before it is
 * given back.
 * See:     tests/kernel/chrdev_test.c
 */
#include <halves/unload.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include "internal.h"

static LIST_HEAD(misc_list);
static DEFINE_MUTEX(misc_lock);

/* Locking: expects misc_lock. */
static struct miscdevice *find_misc(int minor)
{
	struct miscdevice *misc;

	list_for_each_entry(misc, &misc_list, list)
		if (misc->minor == minor)
			return misc;
	return NULL;
}

static void node_path(const struct miscdevice *misc, char *path, size_t size)
{
	snprintf(path, size, "/dev/%s", misc->name);
}

/* Locking: expects misc_lock. */
static int register_locked(struct miscdevice *misc)
{
	struct inode *node;
	int minor = misc->minor;
	char path[64];

	if (minor == MISC_DYNAMIC_MINOR)
		for (minor = MISC_DYNAMIC_MINOR - 1; minor >= 0 && find_misc(minor); minor--)
			;
	if (minor < 0 || find_misc(minor))
		return -EBUSY;
	node_path(misc, path, sizeof(path));
	node = path_create(path, S_IFCHR | 0600, MKDEV(MISC_MAJOR, minor));
	if (IS_ERR(node))
		return PTR_ERR(node);
	iput(node);
	misc->minor = minor;
	list_add(&misc->list, &misc_list);
	return 0;
}

/**
 * misc_register - have a device, with its node /dev/NAME
 * @misc: name, fops and minor are filled in; it stays until misc_deregister()
 *
 * Return: 0, -EBUSY: the minor number is taken, -EEXIST: the name is, -ENOMEM. Context: process.
 */
int misc_register(struct miscdevice *misc)
{
	int error;

	mutex_lock(&misc_lock);
	error = register_locked(misc);
	mutex_unlock(&misc_lock);
	return error;
}
EXPORT_SYMBOL(misc_register);

/**
 * misc_deregister - the reverse; files that are open go on working
 * @misc: was registered; else it is told
 *
 * Return: 0 or -EINVAL. Context: process.
 */
int misc_deregister(struct miscdevice *misc)
{
	int error = -EINVAL;
	char path[64];

	mutex_lock(&misc_lock);
	if (!WARN_ON(find_misc(misc->minor) != misc)) {
		list_del(&misc->list);
		node_path(misc, path, sizeof(path));
		path_unlink(path); /* perhaps somebody has done that already */
		error = 0;
	}
	mutex_unlock(&misc_lock);
	return error;
}
EXPORT_SYMBOL(misc_deregister);

static int misc_open(struct inode *inode, struct file *file)
{
	const struct file_operations *fops;
	struct miscdevice *misc;

	mutex_lock(&misc_lock);
	misc = find_misc(iminor(inode));
	fops = misc ? fops_get(misc->fops) : NULL;
	mutex_unlock(&misc_lock);
	return open_with(file, fops);
}

static const struct file_operations misc_fops = {
	.open = misc_open,
};

void misc_init(void)
{
	if (register_chrdev(MISC_MAJOR, "misc", &misc_fops))
		panic("no memory for the driver of misc devices");
}

static void search_miscs(struct unload_search *search)
{
	struct miscdevice *misc;

	mutex_lock(&misc_lock);
	list_for_each_entry(misc, &misc_list, list)
		if (unload_holds(search, misc))
			unload_found(search, &(struct leftover){ .kind = "device",
								 .is = "registered",
								 .instead = "misc_deregister() it",
								 .object = misc,
								 .size = sizeof(*misc) });
	mutex_unlock(&misc_lock);
}
UNLOAD_SEARCH(search_miscs);
