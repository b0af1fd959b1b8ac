// SPDX-License-Identifier: MIT
/*
 * char_dev.c - which driver is behind a node like /dev/null
 *
 * Idea:    a node holds only a number: the major says which driver, the minor which of its devices.
 *          A driver registers its major; opening a node looks it up and puts the driver's
 *          operations into the file, so that all further calls go to the driver straight.
 * Context: process. Locking: chrdev_lock guards the list; a driver's module is held before it is
 *          given back, so what was found cannot be unloaded.
 * See:     Linux Device Drivers, 3rd edition, chapter 3; tests/kernel/chrdev_test.c
 */
#include <halves/unload.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

#define MAJOR_MAX     4095
#define DYNAMIC_FIRST 254 /* downwards from there */

struct chrdev {
	struct list_head list;
	unsigned int major;
	const char *name;
	const struct file_operations *fops;
};

static LIST_HEAD(chrdevs);
static DEFINE_MUTEX(chrdev_lock);

/* Locking: expects chrdev_lock. */
static struct chrdev *find_chrdev(unsigned int major)
{
	struct chrdev *dev;

	list_for_each_entry(dev, &chrdevs, list)
		if (dev->major == major)
			return dev;
	return NULL;
}

/**
 * register_chrdev - be the driver of all devices with one major number
 * @major: the number; 0: any that is free
 * @name: the driver's name; stays where it is
 * @fops: what its files can do
 *
 * Return: 0 (with @major 0: the number), -EBUSY: taken, -EINVAL, -ENOMEM. Context: process.
 */
int register_chrdev(unsigned int major, const char *name, const struct file_operations *fops)
{
	struct chrdev *dev;
	int result = 0;

	if (major > MAJOR_MAX)
		return -EINVAL;
	dev = kmalloc(sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return -ENOMEM;
	mutex_lock(&chrdev_lock);
	if (!major) {
		for (major = DYNAMIC_FIRST; major && find_chrdev(major); major--)
			;
		result = major;
	}
	if (!major || find_chrdev(major)) {
		mutex_unlock(&chrdev_lock);
		kfree(dev);
		return -EBUSY;
	}
	*dev = (struct chrdev){ .major = major, .name = name, .fops = fops };
	list_add(&dev->list, &chrdevs);
	mutex_unlock(&chrdev_lock);
	return result;
}
EXPORT_SYMBOL(register_chrdev);

/**
 * unregister_chrdev - the reverse; files that are open go on working
 * @major: the number
 * @name: as it was registered; another one is told, and nothing is done
 *
 * Context: process.
 */
void unregister_chrdev(unsigned int major, const char *name)
{
	struct chrdev *dev;

	mutex_lock(&chrdev_lock);
	dev = find_chrdev(major);
	if (dev && !strcmp(dev->name, name)) {
		list_del(&dev->list);
	} else {
		pr_err("unregister_chrdev: %s is not the driver of major %u, %s is: "
		       "give the number and name that register_chrdev() got\n",
		       name, major, dev ? dev->name : "nobody");
		dev = NULL;
	}
	mutex_unlock(&chrdev_lock);
	kfree(dev);
}
EXPORT_SYMBOL(unregister_chrdev);

int open_with(struct file *file, const struct file_operations *fops)
{
	if (!fops)
		return -ENXIO;
	fops_put(file->f_op);
	file->f_op = fops;
	return fops->open ? fops->open(file->f_inode, file) : 0;
}

static int chrdev_open(struct inode *inode, struct file *file)
{
	const struct file_operations *fops;
	struct chrdev *dev;

	mutex_lock(&chrdev_lock);
	dev = find_chrdev(imajor(inode));
	fops = dev ? fops_get(dev->fops) : NULL;
	mutex_unlock(&chrdev_lock);
	return open_with(file, fops);
}

const struct file_operations def_chr_fops = {
	.open = chrdev_open,
};

static void search_devices(struct unload_search *search)
{
	struct chrdev *dev;

	mutex_lock(&chrdev_lock);
	list_for_each_entry(dev, &chrdevs, list)
		if (unload_holds(search, dev->fops))
			unload_found(search,
				     &(struct leftover){ .kind = "character device",
							 .is = "registered",
							 .instead = "unregister_chrdev() it",
							 .object = dev->fops,
							 .size = sizeof(*dev->fops) });
	mutex_unlock(&chrdev_lock);
}
UNLOAD_SEARCH(search_devices);
