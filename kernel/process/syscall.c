// SPDX-License-Identifier: MIT
/*
 * syscall.c - the table of system calls, and those that fit into a few lines
 *
 * Numbers and structs are those of Linux on i386 (uapi/linux/). A number without a function is
 * -ENOSYS. Callers: the system call's entry, arch/x86/entry/syscall.c, through the table.
 * Context: process. Locking: none, but where it is said.
 */
#include <asm/uaccess.h>
#include <halves/machine.h>
#include <halves/process.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/sysinfo.h>
#include <linux/time.h>
#include <linux/unistd.h>
#include <linux/utsname.h>

void *const sys_call_table[NR_SYSCALLS] = {
	[__NR_exit] = sys_exit,
	[__NR_fork] = sys_fork,
	[__NR_read] = sys_read,
	[__NR_write] = sys_write,
	[__NR_open] = sys_open,
	[__NR_close] = sys_close,
	[__NR_waitpid] = sys_waitpid,
	[__NR_unlink] = sys_unlink,
	[__NR_execve] = sys_execve,
	[__NR_chdir] = sys_chdir,
	[__NR_time] = sys_time,
	[__NR_mknod] = sys_mknod,
	[__NR_lseek] = sys_lseek,
	[__NR_getpid] = sys_getpid,
	[__NR_nice] = sys_nice,
	[__NR_kill] = sys_kill,
	[__NR_rename] = sys_rename,
	[__NR_mkdir] = sys_mkdir,
	[__NR_rmdir] = sys_rmdir,
	[__NR_dup] = sys_dup,
	[__NR_pipe] = sys_pipe,
	[__NR_brk] = sys_brk,
	[__NR_signal] = sys_signal,
	[__NR_ioctl] = sys_ioctl,
	[__NR_dup2] = sys_dup2,
	[__NR_getppid] = sys_getppid,
	[__NR_gettimeofday] = sys_gettimeofday,
	[__NR_reboot] = sys_reboot,
	[__NR_stat] = sys_stat,
	[__NR_fstat] = sys_fstat,
	[__NR_sysinfo] = sys_sysinfo,
	[__NR_uname] = sys_uname,
	[__NR_init_module] = sys_init_module,
	[__NR_delete_module] = sys_delete_module,
	[__NR_sched_yield] = sys_sched_yield,
	[__NR_nanosleep] = sys_nanosleep,
	[__NR_poll] = sys_poll,
	[__NR_getcwd] = sys_getcwd,
	[__NR_getdents64] = sys_getdents64,
};

/** sys_getpid - the number of the process; process */
long sys_getpid(void)
{
	return current->pid;
}

/** sys_nice - make the process less urgent, or more; always 0; process */
long sys_nice(int increment)
{
	long nice = task_nice(current) + clamp(increment, -NICE_LEVELS, NICE_LEVELS);

	set_user_nice(current, clamp_t(long, nice, NICE_MIN, NICE_MAX));
	return 0;
}

/** sys_sched_yield - let all others go first, once; always 0; process */
long sys_sched_yield(void)
{
	yield();
	return 0;
}

/** sys_time - seconds since 1970, to @to also unless that is NULL; -EFAULT; process */
long sys_time(long __user *to)
{
	struct timeval now;

	do_gettimeofday(&now);
	if (to && put_user(now.tv_sec, to))
		return -EFAULT;
	return now.tv_sec;
}

/** sys_gettimeofday - the time of day; @zone makes no difference; 0, or -EFAULT; process */
long sys_gettimeofday(struct timeval __user *to, void __user *zone)
{
	struct timeval now;

	do_gettimeofday(&now);
	return to && copy_to_user(to, &now, sizeof(now)) ? -EFAULT : 0;
}

/**
 * sys_nanosleep - sleep
 * @time: at least so long
 * @left: never written: a sleep ends early only with the process
 *
 * Return: 0; -EFAULT; -EINVAL: it is no time; -EINTR: a signal came first.
 * Context: process, sleeps.
 */
long sys_nanosleep(const struct timespec __user *time, struct timespec __user *left)
{
	struct timespec wanted;
	unsigned long ticks;

	if (copy_from_user(&wanted, time, sizeof(wanted)))
		return -EFAULT;
	if (wanted.tv_sec < 0 || wanted.tv_nsec < 0 || wanted.tv_nsec >= (long)NSEC_PER_SEC)
		return -EINVAL;
	ticks = DIV_ROUND_UP(wanted.tv_nsec, NSEC_PER_SEC / HZ);
	if (wanted.tv_sec >= (MAX_JIFFY_OFFSET - ticks) / HZ)
		ticks = MAX_JIFFY_OFFSET;
	else
		ticks += wanted.tv_sec * HZ;
	if (ticks) /* one more: the running tick has begun already */
		ticks = schedule_timeout_interruptible(ticks + 1);
	return ticks ? -EINTR : 0;
}

/** sys_uname - what kernel this is; 0, or -EFAULT; process */
long sys_uname(struct new_utsname __user *to)
{
	static const struct new_utsname name = {
		.sysname = "Halves",
		.nodename = "halves",
		.release = HALVES_VERSION,
		.version = "HZ=" __stringify(HZ),
		.machine = "i686",
	};

	return copy_to_user(to, &name, sizeof(name)) ? -EFAULT : 0;
}

/**
 * sys_sysinfo - for how long the machine has run, its memory, how many threads there are
 * @to: where it goes
 *
 * Return: 0, or -EFAULT. Context: process. Locking: takes tasklist_lock.
 */
long sys_sysinfo(struct sysinfo __user *to)
{
	struct sysinfo info = {
		.uptime = div_u64(get_jiffies_64() - INITIAL_JIFFIES, HZ),
		.totalram = totalram_pages,
		.freeram = nr_free_pages(),
		.mem_unit = PAGE_SIZE,
	};
	struct task_struct *p;

	spin_lock_irq(&tasklist_lock);
	for_each_task(p)
		info.procs++;
	spin_unlock_irq(&tasklist_lock);
	return copy_to_user(to, &info, sizeof(info)) ? -EFAULT : 0;
}

/**
 * sys_reboot - power off, and nothing else
 * @magic1: LINUX_REBOOT_MAGIC1
 * @magic2: LINUX_REBOOT_MAGIC2
 * @command: LINUX_REBOOT_CMD_POWER_OFF
 * @argument: the status that the host sees (<linux/reboot.h>): NULL is success
 *
 * Return: -EINVAL: something else was asked for; else it does not return. Context: process.
 */
long sys_reboot(int magic1, int magic2, unsigned int command, void __user *argument)
{
	if (magic1 != (int)LINUX_REBOOT_MAGIC1 || magic2 != LINUX_REBOOT_MAGIC2 ||
	    command != LINUX_REBOOT_CMD_POWER_OFF)
		return -EINVAL;
	machine_poweroff(argument ? MACHINE_FAILURE : MACHINE_SUCCESS);
	return 0;
}
