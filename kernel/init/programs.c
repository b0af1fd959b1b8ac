// SPDX-License-Identifier: MIT
/*
 * programs.c - run=a,b on the command line: the programs in order, and then "poweroff" or the
 * console
 *
 * With "poweroff" the machine ends with a verdict that the host sees: success only if every program
 * succeeded. In the tests' image a name may also be that of a KUnit suite.
 */
#include <halves/cmdline.h>
#include <halves/failslab.h>
#include <halves/machine.h>
#include <halves/program.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>
#include "internal.h"

static char *run_list = "";
static bool poweroff;
core_param(run, run_list, charp, 0444);
core_param(poweroff, poweroff, bool, 0444);

#ifndef CONFIG_TESTS
int kunit_run_suite(const char *name)
{
	return -ENOENT;
}
#endif

static void list_programs(void)
{
	const struct program *p;

	for_each_program(p)
		printk(KERN_ERR "  run=%-24s %s\n", p->name, p->help);
}

/* Return: 0 if it succeeded. */
static int run_program(const char *name)
{
	const struct program *p;
	int error;

	for_each_program(p) {
		if (strcmp(p->name, name))
			continue;
		error = p->run();
		if (error)
			printk(KERN_ERR "run=%s: failed (%pe)\n", name, ERR_PTR(error));
		return error;
	}
	error = kunit_run_suite(name);
	if (error == -ENOENT) {
		printk(KERN_ERR "run=%s: there is no such program; there are:\n", name);
		list_programs();
	}
	return error;
}

/** run_programs - what run= names, and the power-off after it; the init thread */
void run_programs(void)
{
	const char *rest = *run_list ? run_list : NULL;
	char name[64];
	int got, failed = 0;

	failslab_boot_ends();
	while ((got = cmdline_list_next(&rest, name, sizeof(name)))) {
		if (got < 0) {
			printk(KERN_ERR "run=%s: a name is %s\n", run_list,
			       got == -E2BIG ? "too long" : "missing");
			failed = 1;
			break;
		}
		failed |= run_program(name) != 0;
	}
	if (poweroff)
		machine_poweroff(failed ? MACHINE_FAILURE : MACHINE_SUCCESS);
}
