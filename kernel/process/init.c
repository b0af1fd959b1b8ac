// SPDX-License-Identifier: MIT
/*
 * init.c - the first process, and what the init thread does from then on
 *
 * Idea:    the init thread (pid 1) stays in the kernel. It starts the shell as its child, lets go
 *          of all children that end, its own and those that have lost their parents, and starts
 *          another shell when one ends. init.cmd="…" on the command line has the shell run that
 *          instead, and then the machine powers off with its status.
 * Context: process: the init thread.
 * Locking: none here: what it calls takes tree_lock and family_lock.
 */
#include <asm/ptrace.h>
#include <asm/uaccess.h>
#include <halves/machine.h>
#include <halves/process.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/syscalls.h>
#include "internal.h"

#define SHELL "/bin/sh"

static char *cmd = "";
module_param(cmd, charp, 0444);
MODULE_PARM_DESC(cmd, "what the shell runs; then the machine powers off with its status");

/* Standard input, output and error output. */
static int open_console(void)
{
	struct file *file = filp_open("/dev/console", O_RDWR, 0);
	int fd, error = 0;

	if (IS_ERR(file))
		return PTR_ERR(file);
	for (fd = 0; fd < 3 && error >= 0; fd++)
		error = fd_install(get_file(file), 0);
	fput(file);
	return min(error, 0);
}

/* The shell's thread, up to its first instruction in ring 3. */
static int first_process(void *unused)
{
	char *const argv[] = { "sh", *cmd ? "-c" : NULL, cmd, NULL };
	char *const envp[] = { "PATH=/bin", "HOME=/", NULL };
	int error;

	current->process->cwd = iget(root_inode);
	error = open_console();
	set_fs(KERNEL_DS);
	if (!error)
		error = process_exec(SHELL, argv, envp);
	if (error) {
		pr_err("cannot run " SHELL ": %pe\n", ERR_PTR(error));
		process_exit(EXIT_STATUS(127));
	}
	enter_user();
}

static pid_t start_shell(void)
{
	struct process *shell = process_create(&init_process);
	pid_t pid = shell ? process_start(shell, first_process, NULL, "sh") : -ENOMEM;

	if (pid < 0 && shell)
		process_free(shell);
	return pid;
}

static bool there_is_a_shell(void)
{
	struct inode *inode = path_lookup(SHELL);

	if (IS_ERR(inode))
		return false;
	iput(inode);
	return true;
}

/**
 * user_land - run the shell, or what init.cmd= says
 *
 * Return: false when there is no shell to run; else it does not return. Context: process.
 */
bool user_land(void)
{
	int status;

	if (!there_is_a_shell()) {
		if (*cmd)
			panic("init.cmd: there is no " SHELL ": was an initramfs given?");
		return false;
	}
	for (;;) {
		pid_t shell = start_shell();

		if (shell < 0)
			panic("cannot start " SHELL ": %pe", ERR_PTR(shell));
		while (process_wait(&init_process, -1, &status, 0) != shell)
			;
		if (*cmd)
			machine_poweroff(status ? MACHINE_FAILURE : MACHINE_SUCCESS);
		pr_notice("the shell has ended: here is another\n");
	}
}
