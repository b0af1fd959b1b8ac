// SPDX-License-Identifier: MIT
/*
 * syscalls.c - insmod and rmmod: what ring 3 hands over becomes the kernel's
 *
 * Callers: ring 3 (insmod, rmmod), through sys_call_table[].
 * Context: process. Locking: none here: load_module() and delete_module() take module_mutex.
 */
#include <asm/uaccess.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include "internal.h"

#define MAX_ARGS 1024

/**
 * sys_init_module - load_module() of a file in user memory
 * @image: the file
 * @size: its bytes
 * @args: its parameters
 *
 * Return: as load_module(): -ENOEXEC, -ENOENT, -EEXIST, -EINVAL, -ENOMEM …; -EFAULT; -EINVAL
 * also: MAX_ARGS characters of parameters, or more.
 * Context: process. Locking: takes module_mutex, not while init runs.
 */
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

/**
 * sys_delete_module - delete_module() by a name in user memory
 * @name: the name
 * @flags: make no difference
 *
 * Return: 0; -ENOENT, -EBUSY: as delete_module(); -EFAULT. Context: process. Locking: takes
 * module_mutex, not while exit runs.
 */
long sys_delete_module(const char __user *name, unsigned int flags)
{
	char text[MODULE_NAME_LEN];
	long len = strncpy_from_user(text, name, sizeof(text));

	if (len < 0)
		return -EFAULT;
	return len == sizeof(text) ? -ENOENT : delete_module(text);
}
