// SPDX-License-Identifier: MIT
/*
 * syscall.c - the C half of the ways in from ring 3, and the last thing before going back there
 *
 *   int 0x80 → entry.asm → do_syscall → sys_…() (kernel/process/syscall.c has the table)
 *                             └→ exit_to_user: another thread's turn? a signal?
 *
 * Context: process; the stack of the thread holds nothing but its registers.
 * Locking: none: the registers on a stack are its thread's own.
 */
#include <asm/descriptors.h>
#include <asm/ptrace.h>
#include <asm/system.h>
#include <halves/process.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/unistd.h>

/* None has more than four arguments. */
typedef long (*syscall_fn)(unsigned long, unsigned long, unsigned long, unsigned long);

/*
 * Before ring 3 goes on: irqs off, and they stay off when there is nothing to do. Those few
 * instructions, here and on the way in, are not worth telling the irqs-off meter.
 */
static __always_inline void exit_to_user(void)
{
	raw_local_irq_disable();
	while (unlikely(need_resched() || current->sigpending)) {
		raw_local_irq_enable();
		if (current->sigpending)
			process_take_signals();
		if (need_resched())
			schedule();
		raw_local_irq_disable();
	}
}

/**
 * do_syscall - one system call: number in EAX, arguments in EBX, ECX, EDX, ESI
 * @regs: the registers of ring 3; EAX is the result afterwards, -ENOSYS: there is no such call
 *
 * Context: process; irqs are off at entry and at return.
 */
void do_syscall(struct pt_regs *regs)
{
	unsigned long nr = regs->eax;
	syscall_fn function = NULL;
	long result = -ENOSYS;

	raw_local_irq_enable();
	if (likely(nr < NR_SYSCALLS))
		function = (syscall_fn)sys_call_table[nr];
	if (likely(function))
		result = function(regs->ebx, regs->ecx, regs->edx, regs->esi);
	regs->eax = result;
	exit_to_user();
}

void start_user(struct pt_regs *regs, unsigned long entry, unsigned long stack)
{
	*regs = (struct pt_regs){
		.ds = USER_DATA | 3,
		.es = USER_DATA | 3,
		.eip = entry,
		.cs = USER_CODE | 3,
		.eflags = X86_EFLAGS_IF,
		.esp = stack,
		.ss = USER_DATA | 3,
	};
}

void enter_user(void)
{
	exit_to_user();
	return_to_user(task_pt_regs(current));
}

/** signals_before_user - on the way back to ring 3 from an interrupt or an exception; irqs off */
void signals_before_user(void)
{
	local_irq_enable();
	exit_to_user();
}
