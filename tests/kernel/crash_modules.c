// SPDX-License-Identifier: MIT
/*
 * crash_modules.c - a module leaves something behind, and it comes: what does the report say?
 *
 * run=crash_module_timer panic=poweroff; tests/boot/test_modules.py reads them.
 */
#include "helpers.h"
#include "test_modules.h"

#include <halves/program.h>
#include <linux/fs.h>
#include <linux/pci.h>
#include <linux/string.h>

static int no_probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	return -ENODEV;
}

/* What does not come by itself is asked for. */
static void look_for(const char *what)
{
	static const struct pci_device_id no_ids[] = { { 0 } };
	static struct pci_driver another = { .name = "another",
					     .id_table = no_ids,
					     .probe = no_probe };
	struct file *file = NULL;
	char c;

	if (!strcmp(what, "irq")) {
		irq_inject(TEST_IRQ_FIRST);
	} else if (!strcmp(what, "proc")) {
		file = filp_open("/proc/leaves", O_RDONLY, 0);
	} else if (!strcmp(what, "misc")) {
		file = filp_open("/dev/leaves", O_RDONLY, 0);
	} else if (!strcmp(what, "chrdev")) {
		path_create("/dev/left", S_IFCHR | 0600, MKDEV(TEST_IRQ_FIRST, 0));
		file = filp_open("/dev/left", O_RDONLY, 0);
	} else if (!strcmp(what, "pci")) {
		pci_register_driver(&another);
	}
	if (!IS_ERR_OR_NULL(file))
		kernel_read(file, 0, &c, 1);
}

static int leave(const char *what)
{
	char args[40];

	snprintf(args, sizeof(args), "what=%s irq=%d", what, TEST_IRQ_FIRST);
	if (load_test_module("leaves", args) || delete_module("leaves"))
		return 1;
	look_for(what);
	msleep(1000);
	return 1; /* it did not come */
}

#define CRASH_MODULE(what, text)                                                                   \
	static int crash_module_##what(void)                                                       \
	{                                                                                          \
		return leave(#what);                                                               \
	}                                                                                          \
	PROGRAM(crash_module_##what, crash_module_##what, text)

CRASH_MODULE(tasklet, "a tasklet runs when its module is gone");
CRASH_MODULE(timer, "a timer fires when its module is gone");
CRASH_MODULE(work, "a work wakes up when its module is gone");
CRASH_MODULE(delayed, "a delayed work's time comes when its module is gone");
CRASH_MODULE(irq, "an interrupt comes when its handler's module is gone");
CRASH_MODULE(thread, "a thread goes on when its module is gone");
CRASH_MODULE(proc, "a file of /proc is read when its module is gone");
CRASH_MODULE(misc, "a device is opened when its module is gone");
CRASH_MODULE(chrdev, "a device's number is opened when its module is gone");
CRASH_MODULE(pci, "PCI drivers are looked through when the module of one is gone");
