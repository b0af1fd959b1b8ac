// SPDX-License-Identifier: MIT
/*
 * calls.c - the system calls as functions
 *
 * Idea:    Each is its number and its arguments; syscall() (libc/start.asm) turns an error number
 *          into -1 and errno. What is a step above a call (sleep, execvp) stands below.
 * See:     <linux/unistd.h> for the numbers, <linux/...> for the structs
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/reboot.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* ------------------------------------------------------------------------------------ files */

int open(const char *path, int flags, ...)
{
	va_list args;
	int mode;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, int) : 0;
	va_end(args);
	return syscall(__NR_open, path, flags, mode);
}

ssize_t read(int fd, void *data, size_t size)
{
	return syscall(__NR_read, fd, data, size);
}

ssize_t write(int fd, const void *data, size_t size)
{
	return syscall(__NR_write, fd, data, size);
}

int close(int fd)
{
	return syscall(__NR_close, fd);
}

off_t lseek(int fd, off_t offset, int whence)
{
	return syscall(__NR_lseek, fd, offset, whence);
}

int dup(int fd)
{
	return syscall(__NR_dup, fd);
}

int dup2(int fd, int as)
{
	return syscall(__NR_dup2, fd, as);
}

int pipe(int fds[2])
{
	return syscall(__NR_pipe, fds);
}

int poll(struct pollfd *fds, unsigned long n, int ms)
{
	return syscall(__NR_poll, fds, n, ms);
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list args;
	long argument;

	va_start(args, request);
	argument = va_arg(args, long);
	va_end(args);
	return syscall(__NR_ioctl, fd, request, argument);
}

int tcgetattr(int fd, struct termios *termios)
{
	return ioctl(fd, TCGETS, termios);
}

int tcsetattr(int fd, int when, const struct termios *termios)
{
	return ioctl(fd, TCSETS + when, termios);
}

int isatty(int fd)
{
	struct termios termios;

	return tcgetattr(fd, &termios) == 0;
}

/* ------------------------------------------------------------------------------------ names */

int stat(const char *path, struct stat *stat)
{
	return syscall(__NR_stat, path, stat);
}

int fstat(int fd, struct stat *stat)
{
	return syscall(__NR_fstat, fd, stat);
}

int mknod(const char *path, mode_t mode, dev_t dev)
{
	return syscall(__NR_mknod, path, mode, dev);
}

int mkdir(const char *path, mode_t mode)
{
	return syscall(__NR_mkdir, path, mode);
}

int rmdir(const char *path)
{
	return syscall(__NR_rmdir, path);
}

int unlink(const char *path)
{
	return syscall(__NR_unlink, path);
}

int rename(const char *from, const char *to)
{
	return syscall(__NR_rename, from, to);
}

int chdir(const char *path)
{
	return syscall(__NR_chdir, path);
}

/* The call returns a length; C wants the path, or NULL. */
char *getcwd(char *path, size_t size)
{
	return syscall(__NR_getcwd, path, size) < 0 ? NULL : path;
}

/* -------------------------------------------------------------------------------- processes */

pid_t fork(void)
{
	return syscall(__NR_fork);
}

int execve(const char *path, char *const argv[], char *const envp[])
{
	return syscall(__NR_execve, path, argv, envp);
}

int execv(const char *path, char *const argv[])
{
	return execve(path, argv, environ);
}

/* A name without a slash is searched in the folders of PATH. */
int execvp(const char *name, char *const argv[])
{
	const char *folders = getenv("PATH");
	int why = ENOENT;

	if (strchr(name, '/'))
		return execv(name, argv);
	if (!folders)
		folders = "/bin";
	while (*folders && *name) {
		char path[PATH_MAX];
		size_t len = strcspn(folders, ":");

		if (len + strlen(name) + 2 <= sizeof(path)) {
			memcpy(path, folders, len);
			path[len] = '/';
			strcpy(len ? path + len + 1 : path, name);
			execv(path, argv);
			if (errno != ENOENT && errno != ENOTDIR)
				why = errno;
		}
		folders += len + (folders[len] == ':');
	}
	errno = why;
	return -1;
}

void _exit(int status)
{
	for (;;)
		syscall(__NR_exit, status);
}

pid_t waitpid(pid_t pid, int *status, int options)
{
	return syscall(__NR_waitpid, pid, status, options);
}

pid_t wait(int *status)
{
	return waitpid(-1, status, 0);
}

pid_t getpid(void)
{
	return syscall(__NR_getpid);
}

pid_t getppid(void)
{
	return syscall(__NR_getppid);
}

int kill(pid_t pid, int number)
{
	return syscall(__NR_kill, pid, number);
}

sighandler_t signal(int number, sighandler_t what)
{
	return (sighandler_t)syscall(__NR_signal, number, what);
}

int nice(int more)
{
	return syscall(__NR_nice, more);
}

int sched_yield(void)
{
	return syscall(__NR_sched_yield);
}

/* ------------------------------------------------------------------------------------- time */

time_t time(time_t *now)
{
	return syscall(__NR_time, now);
}

int gettimeofday(struct timeval *now, struct timezone *none)
{
	return syscall(__NR_gettimeofday, now, none);
}

int nanosleep(const struct timespec *time, struct timespec *left)
{
	return syscall(__NR_nanosleep, time, left);
}

/* Return: seconds that are left, when a signal ended it. */
unsigned int sleep(unsigned int seconds)
{
	struct timespec time = { .tv_sec = seconds }, left = { 0 };

	return nanosleep(&time, &left) ? left.tv_sec + (left.tv_nsec > 0) : 0;
}

int usleep(unsigned int us)
{
	struct timespec time = { us / 1000000, us % 1000000 * 1000 };

	return nanosleep(&time, NULL);
}

/* ----------------------------------------------------------------------------------- memory */

/* The kernel answers with the end as it is now, moved or not. */
int brk(void *end)
{
	if (syscall(__NR_brk, end) == (long)end)
		return 0;
	errno = ENOMEM;
	return -1;
}

/* Return: the old end, or (void *)-1. */
void *sbrk(ptrdiff_t more)
{
	char *end = (char *)syscall(__NR_brk, 0);

	return more && brk(end + more) ? (void *)-1 : end;
}

/* ----------------------------------------------------------------------------------- system */

int uname(struct utsname *name)
{
	return syscall(__NR_uname, name);
}

int sysinfo(struct sysinfo *info)
{
	return syscall(__NR_sysinfo, info);
}

long init_module(const void *image, unsigned long size, const char *args)
{
	return syscall(__NR_init_module, image, size, args);
}

long delete_module(const char *name, unsigned int flags)
{
	return syscall(__NR_delete_module, name, flags);
}

int reboot(int command, unsigned long argument)
{
	return syscall(__NR_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, command, argument);
}
