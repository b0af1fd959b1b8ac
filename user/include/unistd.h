/* SPDX-License-Identifier: MIT */
/* unistd.h - the system calls, and what is a step above them */
#ifndef _UNISTD_H
#define _UNISTD_H

#include <linux/types.h>
#include <linux/unistd.h>
#include <linux/fcntl.h>

#define STDIN_FILENO  0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

extern char **environ;
extern char *program_invocation_short_name; /* argv[0] without folders */

/* Any system call: what it returns; -1 and errno when that is an error number. */
long syscall(long number, ...);

ssize_t read(int fd, void *data, size_t size);
ssize_t write(int fd, const void *data, size_t size);
int close(int fd);
off_t lseek(int fd, off_t offset, int whence);
int dup(int fd);
int dup2(int fd, int as);
int pipe(int fds[2]);
int isatty(int fd);

int unlink(const char *path);
int rmdir(const char *path);
int rename(const char *from, const char *to);
int chdir(const char *path);
char *getcwd(char *path, size_t size);

pid_t fork(void);
int execve(const char *path, char *const argv[], char *const envp[]);
int execv(const char *path, char *const argv[]);
int execvp(const char *name, char *const argv[]);
void _exit(int status) __noreturn;
pid_t getpid(void);
pid_t getppid(void);
int nice(int more);
int sched_yield(void);
unsigned int sleep(unsigned int seconds);
int usleep(unsigned int us);

int brk(void *end);
void *sbrk(ptrdiff_t more);

long init_module(const void *image, unsigned long size, const char *args);
long delete_module(const char *name, unsigned int flags);
int reboot(int command, unsigned long argument);

extern char *optarg;
extern int optind, opterr, optopt;
int getopt(int argc, char *const argv[], const char *options);

#endif
