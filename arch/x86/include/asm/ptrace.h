/* SPDX-License-Identifier: MIT */
/* ptrace.h - the registers as arch/x86/entry/entry.asm saves them on the stack, lowest first */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

#include <linux/types.h>

struct pt_regs {
	unsigned long ebx, ecx, edx, esi, edi, ebp, eax;
	unsigned long ds, es, fs;
	unsigned long vector; /* pushed by the stub */
	unsigned long error;  /* pushed by the processor, or 0 by the stub */
	unsigned long eip, cs, eflags;
	unsigned long esp, ss; /* pushed by the processor only when it came from ring 3 */
};

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
