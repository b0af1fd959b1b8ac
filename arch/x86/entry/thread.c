// SPDX-License-Identifier: MIT
/*
 * thread.c - what the stack of a thread looks like that has never run (see switch.asm)
 *
 * Context: process.
 * Locking: none: the stack is nobody else's yet.
 */
#include <asm/page.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <linux/kernel.h>

extern char thread_start[];

struct switch_frame {
	unsigned long edi, esi, ebx, ebp, eip;
	unsigned long end_of_chain[2]; /* frame pointer and return address: backtraces end here */
};

/**
 * prepare_thread_stack - make a fresh stack that switch_stacks() can continue
 * @stack: its lowest byte, THREAD_SIZE long
 * @entry: what the thread will run; must not return
 *
 * Its end is left free for the registers of ring 3 (task_pt_regs()), where the thread may go.
 * Return: the stack pointer to continue with. Context: process.
 */
unsigned long prepare_thread_stack(unsigned long stack, void (*entry)(void))
{
	struct switch_frame *frame =
		(void *)(stack + THREAD_SIZE - sizeof(struct pt_regs)) - sizeof(*frame);

	*frame = (struct switch_frame){
		.ebx = (unsigned long)entry,
		.eip = (unsigned long)thread_start,
	};
	return (unsigned long)frame;
}
