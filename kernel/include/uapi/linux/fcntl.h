/* SPDX-License-Identifier: MIT */
/* fcntl.h - how a file is opened: open()'s second argument, struct file's f_flags */
#ifndef _LINUX_FCNTL_H
#define _LINUX_FCNTL_H

#define O_ACCMODE   00000003
#define O_RDONLY    00000000
#define O_WRONLY    00000001
#define O_RDWR	    00000002
#define O_CREAT	    00000100
#define O_EXCL	    00000200 /* with O_CREAT: fail if it is there already */
#define O_TRUNC	    00001000
#define O_APPEND    00002000
#define O_NONBLOCK  00004000
#define O_DIRECTORY 00200000
#define O_CLOEXEC   02000000 /* execve() closes it */

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

#endif
