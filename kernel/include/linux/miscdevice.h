/* SPDX-License-Identifier: MIT */
/*
 * miscdevice.h - character devices of one each, under the major number 10
 *
 * misc_register() makes /dev/NAME, misc_deregister() takes it away.
 */
#ifndef _LINUX_MISCDEVICE_H
#define _LINUX_MISCDEVICE_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/major.h>

#define MISC_DYNAMIC_MINOR 255

struct miscdevice {
	int minor; /* or MISC_DYNAMIC_MINOR: then misc_register() writes the number here */
	const char *name;
	const struct file_operations *fops;
	struct list_head list;
};

int misc_register(struct miscdevice *misc);
int misc_deregister(struct miscdevice *misc);

#endif
