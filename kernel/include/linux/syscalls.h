/* SPDX-License-Identifier: MIT */
/*
 * syscalls.h - the functions behind the system calls; kernel/process/syscall.c has the table
 *
 * Each gets what ring 3 has left in its registers and believes none of it. Context: process.
 */
#ifndef _LINUX_SYSCALLS_H
#define _LINUX_SYSCALLS_H

#include <linux/types.h>

struct linux_dirent64;
struct new_utsname;
struct pollfd;
struct stat;
struct sysinfo;
struct timespec;
struct timeval;

/* kernel/process */
long sys_exit(int code);
long sys_fork(void);
long sys_waitpid(pid_t pid, int __user *status, int options);
long sys_execve(const char __user *path, char *const __user *argv, char *const __user *envp);
long sys_time(long __user *to);
long sys_getpid(void);
long sys_getppid(void);
long sys_nice(int increment);
long sys_kill(pid_t pid, int signal);
long sys_brk(unsigned long end);
long sys_signal(int signal, unsigned long handler);
long sys_gettimeofday(struct timeval __user *tv, void __user *tz);
long sys_reboot(int magic1, int magic2, unsigned int command, void __user *argument);
long sys_sysinfo(struct sysinfo __user *to);
long sys_uname(struct new_utsname __user *to);
long sys_sched_yield(void);
long sys_nanosleep(const struct timespec __user *time, struct timespec __user *left);

/* kernel/fs */
long sys_read(unsigned int fd, char __user *buf, size_t count);
long sys_write(unsigned int fd, const char __user *buf, size_t count);
long sys_open(const char __user *path, int flags, int mode);
long sys_close(unsigned int fd);
long sys_unlink(const char __user *path);
long sys_chdir(const char __user *path);
long sys_lseek(unsigned int fd, long offset, int whence);
long sys_rename(const char __user *from, const char __user *to);
long sys_mknod(const char __user *path, int mode, unsigned int rdev);
long sys_mkdir(const char __user *path, int mode);
long sys_rmdir(const char __user *path);
long sys_dup(unsigned int fd);
long sys_pipe(int __user *fds);
long sys_ioctl(unsigned int fd, unsigned int cmd, unsigned long arg);
long sys_dup2(unsigned int from, unsigned int to);
long sys_stat(const char __user *path, struct stat __user *to);
long sys_fstat(unsigned int fd, struct stat __user *to);
long sys_poll(struct pollfd __user *fds, unsigned int count, int timeout);
long sys_getcwd(char __user *buf, size_t size);
long sys_getdents64(unsigned int fd, struct linux_dirent64 __user *to, unsigned int count);

/* kernel/module */
long sys_init_module(const void __user *image, unsigned long size, const char __user *args);
long sys_delete_module(const char __user *name, unsigned int flags);

#endif
