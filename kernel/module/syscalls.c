// SPDX-License-Identifier: MIT
/*
 * syscalls.c - insmod and rmmod: what ring 3 hands over becomes the kernel's
 *
 * Context: process.
 */
#include <asm/uaccess.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include "internal.h"

#define MAX_ARGS 1024

/** sys_init_module - load_module() of a file in user memory; also -EFAULT; process */
long sys_init_module(const void __user *image, unsigned long size, const char __user *args)
{
	char *text = kmalloc(MAX_ARGS, GFP_KERNEL);
	void *copy = kmalloc(size ?: 1, GFP_KERNEL);
	long error = -ENOMEM, len;

	might_sleep();
	if (!text || !copy)
		goto out;
	error = -EFAULT;
	len = strncpy_from_user(text, args, MAX_ARGS);
	if (len < 0 || copy_from_user(copy, image, size))
		goto out;
	error = len == MAX_ARGS ? -EINVAL : module_load_copy(copy, size, text);
out:
	kfree(copy);
	kfree(text);
	return error;
}

/** sys_delete_module - delete_module() by a name in user memory; flags make no difference */
long sys_delete_module(const char __user *name, unsigned int flags)
{
	char text[MODULE_NAME_LEN];
	long len = strncpy_from_user(text, name, sizeof(text));

	if (len < 0)
		return -EFAULT;
	return len == sizeof(text) ? -ENOENT : delete_module(text);
}
