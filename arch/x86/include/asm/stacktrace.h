/* SPDX-License-Identifier: MIT */
/*
 * stacktrace.h - who called whom, by the chain of frame pointers
 *
 * Context: any.
 * Locking: none: a thread's own stack, or that of one that does not run.
 */
#ifndef _ASM_STACKTRACE_H
#define _ASM_STACKTRACE_H

#include <asm/ptrace.h>
#include <linux/types.h>

struct task_struct;

/*
 * One step of the walk: a return address, or (@regs not NULL) an exception or interrupt that
 * interrupted @ip. Returns false to end the walk.
 */
typedef bool (*stack_step_fn)(unsigned long ip, struct pt_regs *regs, void *data);

void walk_stack(unsigned long frame, unsigned long stack, stack_step_fn step, void *data);
void walk_regs(struct pt_regs *regs, unsigned long stack, stack_step_fn step, struct pt_regs *from,
	       void *data);
void walk_task_stack(struct task_struct *task, stack_step_fn step, void *data);

#define current_frame() ((unsigned long)__builtin_frame_address(0))

void show_regs(const struct pt_regs *regs, unsigned long esp);

#endif
