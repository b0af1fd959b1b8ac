// SPDX-License-Identifier: MIT
/*
 * stacktrace.c - follow the frame pointers from function to caller
 *
 * Idea:    every C function begins with "push ebp; mov ebp, esp", so at EBP lies the caller's EBP
 *          and above it the return address. An interrupt breaks the chain; but a return address
 *          into entry.asm says so, and the saved registers lie right above that frame: from there
 *          the chain of what was interrupted goes on.
 * Context: any, also with a broken stack: nothing outside @stack is read.
 * Locking: none of its own: @stack is the running thread's, or one's that does not run.
 */
#include <asm/descriptors.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <asm/stacktrace.h>
#include <halves/module_names.h>
#include <halves/onstack.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#define OPCODE_PUSH_EBP	     0x55
#define OPCODE_CALL	     0xe8
#define OPCODE_CALL_INDIRECT 0xff

#define FRAMELESS_MAX 64 /* bytes of locals that a function without a frame may have */

static bool on_stack(unsigned long address, size_t size, unsigned long stack)
{
	return address >= stack && address <= stack + THREAD_SIZE - size && !(address & 3);
}

/* Is it code, of the kernel or of a module, which may be gone? Small before fast: reports wait. */
static noinline bool in_text(unsigned long ip)
{
	return (ip >= (unsigned long)__text_start && ip < (unsigned long)__text_end) ||
	       module_symbol_start(ip - 1);
}

/*
 * Could @ip be where the function at @start returns to: behind a call of it, or through a pointer?
 */
static bool returns_from(unsigned long start, unsigned long ip)
{
	const u8 *code = (const u8 *)ip;
	s32 distance;

	if (!in_text(ip) || !page_is_mapped(ip - 5) || !page_is_mapped(ip - 1))
		return false;
	memcpy(&distance, code - sizeof(distance), sizeof(distance));
	if (code[-5] == OPCODE_CALL)
		return !start || ip + distance == start;
	return code[-2] == OPCODE_CALL_INDIRECT || code[-3] == OPCODE_CALL_INDIRECT;
}

/*
 * The chain shows callers only of functions that have a frame. One that was interrupted before its
 * "push ebp; mov ebp, esp" or after its "leave" has its return address on top of the stack; one
 * that has no frame at all (the compiler spares some), among the first words. Returns it, or 0 when
 * the frame stands.
 */
static unsigned long frameless_return(const struct pt_regs *regs, unsigned long stack)
{
	unsigned long top = interrupted_esp(regs), start = symbol_start(regs->eip), at;
	bool framed = start && page_is_mapped(start) && *(const u8 *)start == OPCODE_PUSH_EBP &&
		      regs->eip > start + 1;

	for (at = top; at <= top + (framed ? 0 : FRAMELESS_MAX) && at <= regs->ebp; at += 4)
		if (on_stack(at, sizeof(long), stack) &&
		    returns_from(start, *(const unsigned long *)at))
			return *(const unsigned long *)at;
	return 0;
}

/**
 * walk_regs - visit an interrupted instruction and its callers
 * @regs: the registers when it was interrupted
 * @stack: lowest byte of the stack that it used
 * @step: called for each; for the first with @from
 * @from: passed to the first call of @step as its regs
 * @data: passed on
 */
void walk_regs(struct pt_regs *regs, unsigned long stack, stack_step_fn step, struct pt_regs *from,
	       void *data)
{
	unsigned long caller = frameless_return(regs, stack);

	if (!step(regs->eip, from, data) || user_mode(regs))
		return;
	if (caller && !step(caller, NULL, data))
		return;
	walk_stack(regs->ebp, stack, step, data);
}

/**
 * walk_stack - visit each return address, innermost first
 * @frame: the frame pointer to begin with
 * @stack: lowest byte of the stack that it lies on
 * @step: called for each
 * @data: passed on
 */
void walk_stack(unsigned long frame, unsigned long stack, stack_step_fn step, void *data)
{
	while (on_stack(frame, 8, stack)) {
		unsigned long next = ((unsigned long *)frame)[0];
		unsigned long ip = onstack_return_address((unsigned long *)frame + 1);
		struct pt_regs *regs = (void *)(frame + 8);

		if (!in_text(ip))
			return;
		if (ip == (unsigned long)entry_return || ip == (unsigned long)exception_return ||
		    ip == (unsigned long)syscall_return) {
			if (on_stack((unsigned long)regs, offsetof(struct pt_regs, esp), stack))
				walk_regs(regs, stack, step, regs, data);
			return;
		}
		if (!step(ip, NULL, data))
			return;
		if (next <= frame)
			return;
		frame = next;
	}
}

/** walk_task_stack - the same for a thread that does not run now */
void walk_task_stack(struct task_struct *task, stack_step_fn step, void *data)
{
	/* On top of it: EDI, ESI, EBX, EBP, return address (switch.asm). */
	unsigned long *top = (unsigned long *)task->sp;

	if (on_stack(task->sp, 5 * sizeof(*top), task->stack) && step(top[4], NULL, data))
		walk_stack(top[3], task->stack, step, data);
}

/**
 * show_regs - print the registers; @esp: the stack pointer, which ring 0 does not save; any context
 */
void show_regs(const struct pt_regs *regs, unsigned long esp)
{
	printk(KERN_EMERG "EIP: %04lx:%08lx %pS\n", regs->cs, regs->eip, (void *)regs->eip);
	printk(KERN_EMERG "EAX: %08lx EBX: %08lx ECX: %08lx EDX: %08lx\n", regs->eax, regs->ebx,
	       regs->ecx, regs->edx);
	printk(KERN_EMERG "ESI: %08lx EDI: %08lx EBP: %08lx ESP: %08lx\n", regs->esi, regs->edi,
	       regs->ebp, esp);
	printk(KERN_EMERG "EFLAGS: %08lx CR0: %08lx CR2: %08lx CR3: %08lx CR4: %08lx\n",
	       regs->eflags, read_cr0(), read_cr2(), read_cr3(), read_cr4());
}
