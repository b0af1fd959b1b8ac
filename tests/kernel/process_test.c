// SPDX-License-Identifier: MIT
/* process_test.c - how processes end, who learns of it, and what signals do */
#include "helpers.h"
#include "process_fixture.h"

#include <asm/mmu.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <asm/uaccess.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/syscalls.h>
#include <linux/wait.h>
#include <uapi/linux/wait.h>

#define CODE 0x08048000UL

static DECLARE_WAIT_QUEUE_HEAD(queue);
static volatile bool there, go_on;

static int process_init(struct kunit *test)
{
	there = go_on = false;
	return 0;
}

static int returns(void *code)
{
	return (long)code;
}

/* the exit code's low eight bits are in the second byte of the status */
static void exit_code(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_process(test, returns, (void *)7), 7 << 8);
	KUNIT_EXPECT_EQ(test, run_process(test, returns, (void *)0x1ff), 0xff << 8);
}

/* nobody waits for a process twice, nor for another's child */
static void waited_for_once(struct kunit *test)
{
	pid_t pid = begin_process(test, returns, NULL);

	end_process(test, pid);
	KUNIT_EXPECT_EQ(test, process_wait(&init_process, pid, NULL, 0), -ECHILD);
	KUNIT_EXPECT_EQ(test, process_wait(&init_process, current->pid, NULL, 0), -ECHILD);
	KUNIT_EXPECT_EQ(test, process_wait(&init_process, -1, NULL, WNOHANG), -ECHILD);
}

/* Sleep as a read() does, until the case says so or a signal comes. */
static int sleeps(void *unused)
{
	there = true;
	return wait_event_interruptible(queue, go_on) ? 1 : 2;
}

/* WNOHANG gives 0 while the child lives */
static void wait_without_waiting(struct kunit *test)
{
	pid_t pid = begin_process(test, sleeps, NULL);

	KUNIT_EXPECT_TRUE(test, wait_until(there));
	KUNIT_EXPECT_EQ(test, process_wait(&init_process, pid, NULL, WNOHANG), 0);
	go_on = true;
	wake_up(&queue);
	KUNIT_EXPECT_EQ(test, end_process(test, pid), EXIT_STATUS(2));
}

/* a signal ends a sleep that allows it */
static void signal_wakes(struct kunit *test)
{
	pid_t pid = begin_process(test, sleeps, NULL);

	KUNIT_EXPECT_TRUE(test, wait_until(there));
	KUNIT_EXPECT_EQ(test, sys_kill(pid, SIGTERM), 0);
	KUNIT_EXPECT_EQ(test, end_process(test, pid), EXIT_STATUS(1));
}

static int ignores_then_sleeps(void *unused)
{
	sys_signal(SIGINT, (unsigned long)SIG_IGN);
	return sleeps(NULL);
}

/* one that is ignored, and SIGCHLD, change nothing; SIGKILL cannot be ignored */
static void ignored(struct kunit *test)
{
	pid_t pid = begin_process(test, ignores_then_sleeps, NULL);

	KUNIT_EXPECT_TRUE(test, wait_until(there));
	KUNIT_EXPECT_EQ(test, sys_kill(pid, SIGINT), 0);
	KUNIT_EXPECT_EQ(test, sys_kill(pid, SIGCHLD), 0);
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, process_wait(&init_process, pid, NULL, WNOHANG), 0);
	go_on = true;
	wake_up(&queue);
	KUNIT_EXPECT_EQ(test, end_process(test, pid), EXIT_STATUS(2));
}

static int ignores_badly(void *unused)
{
	return sys_signal(SIGKILL, (unsigned long)SIG_IGN) == -EINVAL &&
	       sys_signal(0, (unsigned long)SIG_IGN) == -EINVAL &&
	       sys_signal(NSIG, (unsigned long)SIG_IGN) == -EINVAL &&
	       sys_signal(-1, (unsigned long)SIG_IGN) == -EINVAL &&
	       sys_signal(SIGINT, 0x08048000) == -EINVAL;
}

/* signal(): SIGKILL, a wild number and a handler of ring 3 are refused */
static void bad_signal_calls(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_process(test, ignores_badly, NULL), EXIT_STATUS(1));
}

/* kill(): nobody of that number, a kernel thread, no such signal */
static void bad_kills(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sys_kill(0x7fffffff, SIGTERM), -ESRCH);
	KUNIT_EXPECT_EQ(test, sys_kill(current->pid, SIGKILL), -EPERM);
	KUNIT_EXPECT_EQ(test, sys_kill(current->pid, NSIG), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_kill(current->pid, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_kill(-7, SIGTERM), -EINVAL);
}

/* In ring 3: jmp to itself. */
static int spins(void *unused)
{
	static const u8 code[] = { 0xeb, 0xfe };

	if (!give_pages(CODE, 1, MAP_WRITE | MAP_EXEC) ||
	    copy_to_user((void *)CODE, code, sizeof(code)))
		return 1;
	start_user(task_pt_regs(current), CODE, CODE + PAGE_SIZE);
	there = true;
	enter_user();
}

/* a process that runs in ring 3 and asks for nothing is killed all the same */
static void kill_one_that_spins(struct kunit *test)
{
	pid_t pid = begin_process(test, spins, NULL);

	KUNIT_EXPECT_TRUE(test, wait_until(there));
	schedule_timeout_uninterruptible(2);
	KUNIT_EXPECT_EQ(test, sys_kill(pid, SIGKILL), 0);
	KUNIT_EXPECT_EQ(test, end_process(test, pid), SIGKILL);
}

static int orphan_ends(void *unused)
{
	int result = sleeps(NULL);

	process_exit(EXIT_STATUS(result));
}

static int makes_orphan(void *child)
{
	struct process *process = process_create(current->process);
	pid_t pid = -ENOMEM;

	if (!process)
		return 1;
	process->mm = mm_create();
	process->cwd = iget(current->process->cwd);
	if (process->mm)
		pid = process_start(process, orphan_ends, NULL, "orphan");
	if (pid < 0) {
		process_free(process);
		return 1;
	}
	*(pid_t *)child = pid;
	return !wait_until(there);
}

/* a child whose parent has ended is the init thread's */
static void orphans(struct kunit *test)
{
	pid_t orphan = 0;

	KUNIT_EXPECT_EQ(test, run_process(test, makes_orphan, &orphan), 0);
	KUNIT_ASSERT_GT(test, orphan, 0);
	KUNIT_EXPECT_EQ(test, process_wait(&init_process, orphan, NULL, WNOHANG), 0);
	go_on = true;
	wake_up(&queue);
	KUNIT_EXPECT_EQ(test, end_process(test, orphan), EXIT_STATUS(2));
}

static int grows(void *unused)
{
	struct mm_struct *mm = current->process->mm;
	unsigned long start = CODE, pages = mm->pages;

	mm->brk_start = mm->brk = start;
	if (sys_brk(start + 5000) != (long)(start + 5000) || mm->pages != pages + 2)
		return 1;
	if (put_user(7, (int __user *)(start + 4996)) || !put_user(7, (int __user *)(start + 8192)))
		return 2;
	if (sys_brk(start + 100) != (long)(start + 100) || mm->pages != pages + 1)
		return 3;
	if (!put_user(7, (int __user *)(start + 4996)))
		return 4;
	if (sys_brk(start - 1) != (long)(start + 100) || sys_brk(0xc0000000) != (long)(start + 100))
		return 5;
	return sys_brk(0) == (long)(start + 100) ? 0 : 6;
}

/* brk() gives and takes whole pages, and refuses what is no heap */
static void heap(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, run_process(test, grows, NULL), 0);
}

static int takes_all(void *unused)
{
	unsigned long at = CODE;
	void *p;

	while (give_pages(at, 16, MAP_WRITE) && at < TASK_SIZE - 0x100000)
		at += 16 * PAGE_SIZE;
	p = kmalloc(100, GFP_ATOMIC);
	kfree(p);
	return p ? 0 : 1;
}

/* a process that takes all memory it can get leaves some to the kernel, and gives all back */
static void memory_is_left(struct kunit *test)
{
	unsigned long before = nr_free_pages();

	KUNIT_EXPECT_EQ(test, run_process(test, takes_all, NULL), 0);
	KUNIT_EXPECT_LE(test, before - nr_free_pages(), 64UL);
}

static struct kunit_case process_cases[] = { KUNIT_CASE(exit_code),
					     KUNIT_CASE(waited_for_once),
					     KUNIT_CASE(wait_without_waiting),
					     KUNIT_CASE(signal_wakes),
					     KUNIT_CASE(ignored),
					     KUNIT_CASE(bad_signal_calls),
					     KUNIT_CASE(bad_kills),
					     KUNIT_CASE(kill_one_that_spins),
					     KUNIT_CASE(orphans),
					     KUNIT_CASE(heap),
					     KUNIT_CASE(memory_is_left),
					     {} };

static struct kunit_suite process_suite = {
	.name = "process",
	.init = process_init,
	.test_cases = process_cases,
};
kunit_test_suites(&process_suite);
