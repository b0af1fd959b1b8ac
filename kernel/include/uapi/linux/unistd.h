/* SPDX-License-Identifier: MIT */
/*
 * unistd.h - the numbers of the system calls, which are Linux's on i386
 *
 * Ring 3 puts the number into EAX and up to six arguments into EBX, ECX, EDX, ESI, EDI, EBP, and
 * says "int 0x80". EAX then holds the result, or a negative error number (-1 … -4095). All other
 * registers are as before.
 */
#ifndef _LINUX_UNISTD_H
#define _LINUX_UNISTD_H

#define __NR_exit	   1
#define __NR_fork	   2
#define __NR_read	   3
#define __NR_write	   4
#define __NR_open	   5
#define __NR_close	   6
#define __NR_waitpid	   7
#define __NR_unlink	   10
#define __NR_execve	   11
#define __NR_chdir	   12
#define __NR_time	   13
#define __NR_mknod	   14
#define __NR_lseek	   19
#define __NR_getpid	   20
#define __NR_nice	   34
#define __NR_kill	   37
#define __NR_rename	   38
#define __NR_mkdir	   39
#define __NR_rmdir	   40
#define __NR_dup	   41
#define __NR_pipe	   42
#define __NR_brk	   45
#define __NR_signal	   48
#define __NR_ioctl	   54
#define __NR_dup2	   63
#define __NR_getppid	   64
#define __NR_gettimeofday  78
#define __NR_reboot	   88
#define __NR_stat	   106
#define __NR_fstat	   108
#define __NR_sysinfo	   116
#define __NR_uname	   122
#define __NR_init_module   128
#define __NR_delete_module 129
#define __NR_sched_yield   158
#define __NR_nanosleep	   162
#define __NR_poll	   168
#define __NR_getcwd	   183
#define __NR_getdents64	   220

#define NR_SYSCALLS 221

#endif
