/* SPDX-License-Identifier: MIT */
/*
 * ptrace.h - the registers as arch/x86/entry/entry.asm saves them on the stack, lowest first
 *
 * Context: any.
 * Locking: none: the registers on a stack are its thread's own.
 */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

#include <asm/page.h>
#include <linux/types.h>

struct pt_regs {
	unsigned long ebx, ecx, edx, esi, edi, ebp, eax;
	unsigned long ds, es, fs;
	unsigned long vector; /* pushed by the stub */
	unsigned long error;  /* pushed by the processor, or 0 by the stub */
	unsigned long eip, cs, eflags;
	unsigned long esp, ss; /* pushed by the processor only when it came from ring 3 */
};

/* The registers with which @task came from ring 3: at the end of its stack. */
#define task_pt_regs(task) ((struct pt_regs *)((task)->stack + THREAD_SIZE) - 1)

/* start_user - make @regs those of a program's first instruction: at @entry, its stack at @stack */
void start_user(struct pt_regs *regs, unsigned long entry, unsigned long stack);
/* enter_user - go on in ring 3, as task_pt_regs(current) says; process */
void enter_user(void) __attribute__((noreturn));
void signals_before_user(void); /* on the way back there; irqs off */
/* return_to_user - go on in ring 3 as @regs say (entry.asm); irqs off; process */
void return_to_user(struct pt_regs *regs) __attribute__((noreturn));

/* What the system call that @regs came with will have returned. */
static inline void syscall_set_return_value(struct pt_regs *regs, long value)
{
	regs->eax = value;
}

static inline bool user_mode(const struct pt_regs *regs)
{
	return regs->cs & 3;
}

static inline unsigned long instruction_pointer(const struct pt_regs *regs)
{
	return regs->eip;
}

/* The stack pointer at the moment of the interruption: from ring 0 it is where the frame ends. */
static inline unsigned long interrupted_esp(const struct pt_regs *regs)
{
	return user_mode(regs) ? regs->esp : (unsigned long)&regs->esp;
}

#endif
