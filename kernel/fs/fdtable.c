// SPDX-License-Identifier: MIT
/*
 * fdtable.c - descriptors: the small numbers by which a process calls its open files
 *
 * Idea:    a table in struct process. It belongs to one thread, so it has no lock, and a system
 *          call may use a file without a reference of its own: only its own process could close it.
 * Context: process: the one whose table it is.
 * Locking: none: nobody else looks at the table; a child's is copied before the child runs.
 */
#include <asm/bitops.h>
#include <linux/kernel.h>
#include <linux/syscalls.h>
#include "internal.h"

/** fget - the open file of that number, with a reference; NULL: there is none; process */
struct file *fget(unsigned int fd)
{
	struct file *file = open_file(fd);

	return file ? get_file(file) : NULL;
}

static void put_at(unsigned int fd, struct file *file, unsigned int flags)
{
	struct files_struct *files = &current->process->files;

	files->fd[fd] = file;
	files->close_on_exec &= ~(1U << fd);
	if (flags & O_CLOEXEC)
		files->close_on_exec |= 1U << fd;
}

/**
 * fd_install - give a file the lowest free number
 * @file: the table takes over the caller's reference, if there is a number
 * @flags: O_CLOEXEC, or 0
 *
 * Return: the number or -EMFILE. Context: process.
 */
int fd_install(struct file *file, unsigned int flags)
{
	unsigned int fd;

	for (fd = 0; fd < NR_OPEN; fd++) {
		if (!open_file(fd)) {
			put_at(fd, file, flags);
			return fd;
		}
	}
	return -EMFILE;
}

/** files_clone - what fork() does: the same files, shared; @to is empty; process */
void files_clone(struct files_struct *to, const struct files_struct *from)
{
	unsigned int fd;

	*to = *from;
	for (fd = 0; fd < NR_OPEN; fd++)
		if (to->fd[fd])
			get_file(to->fd[fd]);
}

static void close_some(struct files_struct *files, u32 which)
{
	unsigned int fd;

	for (fd = 0; fd < NR_OPEN; fd++) {
		struct file *file = files->fd[fd];

		if (!file || !(which & 1U << fd))
			continue;
		files->fd[fd] = NULL;
		fput(file);
	}
	files->close_on_exec &= ~which;
}

/** files_exec - what execve() does: close what was opened with O_CLOEXEC; process */
void files_exec(struct files_struct *files)
{
	close_some(files, files->close_on_exec);
}

/** files_close - close all; process */
void files_close(struct files_struct *files)
{
	close_some(files, ~0U);
}

/** sys_close - give a descriptor back; 0, or -EBADF: it is not open; process */
long sys_close(unsigned int fd)
{
	if (!open_file(fd))
		return -EBADF;
	close_some(&current->process->files, 1U << fd);
	return 0;
}

/** sys_dup - another descriptor of the same open file; -EBADF, -EMFILE: none is free; process */
long sys_dup(unsigned int fd)
{
	struct file *file = open_file(fd);
	long copy = file ? fd_install(file, 0) : -EBADF;

	if (copy >= 0)
		get_file(file);
	return copy;
}

/** sys_dup2 - the same with the number @to, which is closed before; -EBADF; process */
long sys_dup2(unsigned int from, unsigned int to)
{
	struct file *file = open_file(from);

	if (!file || to >= NR_OPEN)
		return -EBADF;
	if (from == to)
		return to;
	sys_close(to);
	put_at(to, get_file(file), 0);
	return to;
}
