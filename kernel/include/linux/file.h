/* SPDX-License-Identifier: MIT */
/*
 * file.h - the open files of a process: small numbers, each a struct file
 *
 * Only the process itself changes its table, in its own system calls, so it needs no lock. Context:
 * process.
 */
#ifndef _LINUX_FILE_H
#define _LINUX_FILE_H

#include <linux/fs.h>

#define NR_OPEN 32

struct files_struct {
	struct file *fd[NR_OPEN]; /* each with a reference */
	u32 close_on_exec;	  /* a bit for each */
};

struct file *fget(unsigned int fd); /* of the running process, with a reference; NULL: not open */
int fd_install(struct file *file, unsigned int flags); /* lowest free number, or -EMFILE */
void files_clone(struct files_struct *to, const struct files_struct *from);
void files_exec(struct files_struct *files);  /* close what is marked */
void files_close(struct files_struct *files); /* all */

#endif
